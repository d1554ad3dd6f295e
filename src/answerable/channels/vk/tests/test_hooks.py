"""The callback: every recorded case, nothing without the secret, each event once; and the same events by Long Poll."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client

from answerable.base.actor import SYSTEM
from answerable.base.ids import new_id
from answerable.channels.actions import accounts as account_actions
from answerable.channels.models import Account, RawDelivery
from answerable.channels.queries import accounts
from answerable.channels.terms import AccountFacts, Channel
from answerable.channels.vk import polling
from answerable.channels.vk.testing import FakeVk
from answerable.people.models import Body

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
HOOK = "/hooks/vk/main/"
RECORDED = Path(__file__).resolve().parents[6] / "shared" / "data" / "webhooks" / "vk_callback_cases.jsonl"
REPLIES = {"Bad Request\n": (400, "Bad Request"), "Bad Secret\n": (403, "Bad Secret")}


def community(**settings: str) -> AccountFacts:
    """Set the community up, its number 123456."""
    ref = new_id()
    known = {"id": ref, "root": ref, "kind": "police", "zone": "Europe/Kyiv", "calendar": "ua", "name": {}}
    Body.objects.get_or_create(code="dep", defaults=known)
    said = {"group": "123456", "secret": "s3cret", **settings}
    account_actions.set_account(by=SYSTEM, at=AT, channel=Channel.VK, name="main", body="dep", settings=said)
    return accounts.account_named(Channel.VK, "main")


def post(body: bytes | str, address: str = HOOK) -> tuple[int, str]:
    answer = Client().post(address, body, content_type="application/json")
    return answer.status_code, answer.text


def test_every_recorded_case_is_answered_as_it_was() -> None:
    if not RECORDED.exists():
        pytest.skip("the recorded cases are not beside the project")
    cases = [json.loads(line) for line in RECORDED.read_text().splitlines()]
    for case in cases:
        said = case["settings"]
        community(
            confirmation=said.get("ConfirmationKeys", {}).get("123456", said.get("ConfirmationKey", "")),
            secret=said.get("SecretKeys", {}).get("123456", said.get("SecretKey", "-")),
        )
        wanted = REPLIES.get(case["expected_reply"], (200, case["expected_reply"]))
        assert (case["name"], post(case["body"])) == (case["name"], wanted)
    assert len(cases) == 15
    assert RawDelivery.objects.count() == 1


def test_an_event_is_kept_once_and_told_ok_each_time() -> None:
    community()
    body = FakeVk(secret="s3cret").message(7, "Яма")
    assert [post(body), post(body)] == [(200, "ok")] * 2
    assert RawDelivery.objects.count() == 1


def test_nothing_is_kept_without_the_secret_or_for_another_community() -> None:
    community()
    wrong = [
        FakeVk().message(7, "x"),
        FakeVk(secret="S3cret").message(7, "x"),
        FakeVk(secret="s3cret", group=5).message(7, "x"),
    ]
    assert [post(body)[0] for body in wrong] == [403] * 3
    assert post(FakeVk(secret="s3cret").message(7, "x"), "/hooks/vk/other/")[0] == 403
    community(secret="")
    assert post(FakeVk().message(7, "x"))[0] == 403
    assert (Client().get(HOOK).status_code, post(b"x" * ((1 << 20) + 1))[0], RawDelivery.objects.count()) == (
        405,
        413,
        0,
    )


def test_the_word_of_confirmation_is_asked_of_vk_where_none_is_set() -> None:
    fake = FakeVk(secret="s3cret")
    with fake.running():
        community(token=fake.token, base=fake.base)
        assert post(fake.confirm()) == (200, fake.confirmation)
        fake.confirmation = "changed"
        assert post(fake.confirm()) == (200, "changed")
        fake.refuse.append(5)
        assert post(fake.confirm())[0] == 503


def test_by_long_poll_come_the_same_events_by_the_same_names() -> None:
    fake = FakeVk(secret="s3cret")
    body = fake.message(7, "Яма")
    with fake.running():
        account = community(token=fake.token, base=fake.base)
        assert polling.fetch_events(account, AT) == 0  # it comes by the callback
        assert post(body) == (200, "ok")
        account = community(token=fake.token, base=fake.base, mode="longpoll")
        for each in (body, fake.message(7, "Ще", ref=2)):
            fake.push(each)
        assert [polling.fetch_events(account, AT), polling.fetch_events(account, AT)] == [1, 0]
        fake.push(fake.message(7, "І ще", ref=3))
        assert polling.fetch_events(account, AT) == 1
    assert (RawDelivery.objects.count(), Account.objects.get().place) == (3, "3")


@pytest.mark.parametrize("lost", ["some", "all"])
def test_where_vk_keeps_events_no_more_they_are_read_from_history_once(lost: str) -> None:
    fake, second = FakeVk(secret="s3cret"), int(AT.timestamp())
    with fake.running():
        account = community(token=fake.token, base=fake.base, mode="longpoll")
        fake.push(fake.message(7, "before", ref=1, at=second - 86_400))
        fake.push(fake.message(7, "a", ref=2, at=second))
        polling.fetch_events(account, AT)
        for place in range(3, 7):
            fake.push(fake.message(7 + place % 2, "b", ref=place, at=second + place))
        if lost == "some":
            fake.forgotten = 5
            assert polling.fetch_events(account, AT) == 4
        else:
            fake.begun_anew = True
            assert polling.fetch_events(account, AT) == 4
        assert polling.fetch_events(account, AT) == 0
    assert RawDelivery.objects.count() == 6


def test_a_community_of_which_nothing_was_kept_yet_reads_no_history() -> None:
    fake = FakeVk(secret="s3cret")
    with fake.running():
        account = community(token=fake.token, base=fake.base, mode="longpoll")
        fake.push(fake.message(7, "from before"))
        assert polling.catch_up(account, AT) == 0


def test_what_is_wrong_with_the_token_is_noted_and_taken_back() -> None:
    fake = FakeVk(secret="s3cret")
    with fake.running():
        account = community(token=fake.token, base=fake.base, mode="longpoll")
        fake.refuse.append(5)
        assert polling.fetch_events(account, AT) == 0
        assert Account.objects.get().fault == "vk-5"
        polling.fetch_events(account, AT)
        assert Account.objects.get().fault == ""
