"""What becomes of a notice: sent, proven, returned, unknown, waiting for its account; each once and only forwards."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from answerable.base.subject import Subject
from answerable.channels import actions, queries, rules, sending
from answerable.channels.email.outbound import letter_of
from answerable.channels.models import Notice
from answerable.channels.queries import deliveries
from answerable.channels.terms import AccountFacts, Channel, ReportState, SendingRefusedError
from answerable.ledger.models import Entry

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
SUBJECT = Subject("appeal", 1)


def told(way: str = "email", **said: str) -> Notice:
    with transaction.atomic():
        actions.write_notice(
            root=5,
            subject=SUBJECT,
            dedupe=f"appeal/1/{way}",
            way=way,
            address="anna@example.org",
            language="en",
            kind="answered",
            words={"number": "CHU-2026-00001"},
            at=AT,
            **said,
        )
    return Notice.objects.get(dedupe=f"appeal/1/{way}")


def deeds() -> list[str]:
    return list(Entry.objects.filter(thing=str(SUBJECT)).order_by("id").values_list("deed", flat=True))


def test_a_proof_of_arrival_is_a_deed_and_is_written_once() -> None:
    notice = told()
    assert actions.mark_sent(notice=notice.id, at=AT, external="77", proven=True)
    assert not actions.mark_sent(notice=notice.id, at=AT, external="77", proven=True)
    assert not actions.note_report(notice=notice.id, at=AT, state=ReportState.RETURNED, why="smtp-5.1.1")
    assert deeds() == ["notice.delivered"]
    notice.refresh_from_db()
    assert (notice.external, notice.proven_at, notice.gave_up_at) == ("77", AT, None)


def test_what_comes_back_is_undelivered_with_its_reason_and_a_deed() -> None:
    notice = told()
    actions.mark_sent(notice=notice.id, at=AT)
    for _ in range(2):
        actions.note_report(notice=notice.id, at=AT, state=ReportState.RETURNED, why="smtp-5.1.1")
    (lost,) = queries.undelivered()
    assert (lost.id, lost.fault, lost.sent_at) == (notice.id, "smtp-5.1.1", None)
    assert deeds() == ["notice.returned"]
    assert actions.note_report(notice=notice.id, at=AT, state=ReportState.DELIVERED)  # a second copy arrived after all
    assert list(queries.undelivered()) == []


@pytest.mark.parametrize("state", [ReportState.DELAYED, ReportState.READ])
def test_a_delay_and_a_reading_prove_nothing(state: ReportState) -> None:
    notice = told()
    assert not actions.note_report(notice=notice.id, at=AT, state=state)
    assert not actions.note_report(notice=1, at=AT, state=ReportState.DELIVERED)
    assert deeds() == []


def test_what_nobody_knows_to_have_arrived_is_tried_once_more_and_then_shown() -> None:
    notice = told()
    assert [actions.mark_unknown(notice=notice.id, at=AT, code="timeout") for _ in range(2)] == [False, True]
    assert [one.fault for one in queries.undelivered()] == ["timeout"]


def test_a_shut_account_uses_up_no_try() -> None:
    notice = told()
    for number in range(rules.MOST_TRIES + 3):
        (claimed,) = actions.claim_notices(at=AT + number * timedelta(days=2))
        actions.wait_for_account(notice=claimed.id, at=AT + number * timedelta(days=2), code="token")
    notice.refresh_from_db()
    assert (notice.tries, notice.gave_up_at, notice.fault) == (0, None, "token")


def test_a_pause_that_the_channel_wants_is_kept() -> None:
    notice = told()
    actions.claim_notices(at=AT)
    actions.mark_failed(notice=notice.id, at=AT, code="429", for_good=False, wanted=timedelta(hours=5))
    assert [len(actions.claim_notices(at=AT + timedelta(hours=hours))) for hours in (4, 6)] == [0, 1]


def test_words_beyond_the_news_lie_sealed_and_go_out_with_the_number() -> None:
    notice = told(said="The lamp is mended.")
    assert b"mended" not in bytes(notice.said or b"")
    letter = sending.outgoing_of(notice)
    assert ("The lamp is mended." in letter.text, "CHU-2026-00001" in letter.subject) == (True, True)


@pytest.mark.parametrize("way", ["telegram", "vk", "facebook", "sms"])
def test_a_way_without_an_account_leads_to_the_next_one(way: str) -> None:
    with pytest.raises(SendingRefusedError):
        sending.send_notice(told(way))


def test_a_letter_from_a_mailbox_says_in_its_addresses_what_it_is() -> None:
    notice = told()
    account = AccountFacts(
        id=1, channel=Channel.EMAIL, name="main", body=5, root=5, settings={"address": "appeals@police.example"}
    )
    letter = letter_of(sending.outgoing_of(notice), account)
    local, _, domain = letter.from_email.partition("@")
    name, _, sealed = local.partition("+")
    assert (name, domain, sealed.split(".")[0]) == ("appeals", "police.example", str(notice.id))
    message = letter.message()
    assert (message["Reply-To"], message["From"] == letter.from_email) == (letter.from_email, False)
    assert deliveries.notice_named("notice", sealed, channel=Channel.EMAIL) == notice
    plain = AccountFacts(
        id=1, channel=Channel.EMAIL, name="main", body=5, root=5, settings={"plus": "no", "address": "a@b.c"}
    )
    assert letter_of(sending.outgoing_of(notice), plain).message()["Reply-To"] is None
