"""The caller's slip on the follow page: it reads beside a newer code, and says when nobody of theirs made that."""

import re
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.test import Client

from answerable.appeals import actions
from answerable.appeals.actions import Registered
from answerable.appeals.models import Appeal
from answerable.appeals.testing import World, at_desk, hear_all, make_world, page, words
from answerable.appeals.tests.test_own_word import ELSEWHERE, PAGE, deeds
from answerable.base.testing import later, now
from answerable.channels.models import Notice
from answerable.vault import actions as vault_actions
from answerable.vault.models import Slot
from answerable.vault.rules import codes

pytestmark = [pytest.mark.django_db, pytest.mark.security]


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(codes, "PARAMS", "argon2id,v=19,m=65536,t=1,p=1,l=64")
    return make_world()


def slots_of(ref: int) -> list[str]:
    """What opens the sender's private key."""
    return sorted(Slot.objects.filter(pair__owner=ref).values_list("kind", flat=True))


def in_person(world: World, sent: Registered, *, login: str = "hlushko", begins: str = "") -> str:
    """The digits that an operator of another body gives to whoever came with the slip; the page shows them once."""
    said = {"number": sent.number, "begins": begins or sent.code[:7], "present": "on"}
    shown = words(at_desk(world, login).post(page("in-person"), said))
    assert "Give these eight digits" in shown
    found = re.search(r"kept nowhere\.\s+(\d{4}) (\d{4})", shown)
    assert found is not None
    return "".join(found.groups())


def came_back(code: str, digits: str) -> Client:
    """A browser in which a new code was set."""
    client = Client(REMOTE_ADDR=ELSEWHERE, HTTP_ACCEPT_LANGUAGE="en")
    assert "Your new code" in client.post("/en/follow/back/", {"code": code, "given": digits}).text
    return client


def a_browser(code: str) -> Client:
    """Somebody who typed a code in a browser of their own."""
    client = Client(REMOTE_ADDR=ELSEWHERE, HTTP_ACCEPT_LANGUAGE="en")
    assert client.post("/en/follow/", {"code": code}).status_code == 302
    return client


def test_a_slip_beside_a_newer_code_reads_and_contests_it(world: World) -> None:
    sent = world.sent(at=now(), category=None, territory=None, kind="request", name="Olha", made_by="operator")
    other = a_browser(sent.code)
    made = other.post(f"{PAGE}code/").text
    assert "still opens your message for reading" in made
    caller = a_browser(sent.code)
    shown = caller.get(PAGE).text
    assert [words in shown for words in ("Another code was made", "Write back or add files", "Withdraw my message")] == [
        True, True, False,
    ]  # fmt: skip
    for act in ("withdraw/", "code/"):
        refused = caller.post(f"{PAGE}{act}", {"spoke": "nobody"})
        assert (refused.status_code, "This slip opens the message to read" in refused.text) == (409, True)
    assert (
        caller.post(f"{PAGE}reply/", {"text": "Thank you.", "proof": ""}).status_code == 200
    )  # asks for the code again
    assert "Use your new code once in another browser" in other.get(PAGE).text
    assert other.post(f"{PAGE}code/not-mine/").status_code == 409  # only the slip says that
    assert caller.post(f"{PAGE}code/not-mine/")["Location"].endswith("?done=contested")
    assert "not settled whose code" in other.get(PAGE).text
    assert other.post(f"{PAGE}withdraw/", {"spoke": "nobody"}).status_code == 409
    assert (Appeal.objects.get(id=sent.appeal).state, deeds(sent.appeal)[-2:]) == (
        "registered", ["code.changed", "code.contested"],
    )  # fmt: skip


def test_a_sealed_message_is_read_with_both_and_with_the_new_code_alone_afterwards(world: World) -> None:
    world.keys()
    about = world.bodies["p1"]
    sent = world.sent(at=now(), kind="complaint", about_body=about, category=None, made_by="operator")
    maker = a_browser(sent.code)
    fresh = vault_actions.change_code(cookie=maker.cookies[django_settings.FOLLOW_COOKIE_NAME].value, at=now())
    words = "The lamp at the school is dark."
    assert [words in a_browser(sent.code).get(PAGE).text, words in maker.get(PAGE).text] == [True, True]
    assert sorted(Slot.objects.filter(pair__owner=sent.appeal).values_list("kind", flat=True)) == ["code", "slip"]
    assert words in a_browser(fresh.digits).get(PAGE).text
    assert slots_of(sent.appeal) == ["code", "rested"]
    ended = Client(REMOTE_ADDR=ELSEWHERE, HTTP_ACCEPT_LANGUAGE="en").post("/en/follow/", {"code": sent.code})
    assert "This slip was replaced by a new code" in ended.text

    digits = in_person(world, sent)
    with later(timedelta(days=8)):
        own = came_back(sent.code, digits)
        assert [words in own.get(PAGE).text, slots_of(sent.appeal)] == [True, ["code"]]


def test_an_operator_who_exchanged_the_code_and_used_it_twice_does_not_shut_the_sender_out(world: World) -> None:
    sent = world.sent(
        at=now(),
        category=None,
        territory=None,
        kind="request",
        made_by="operator",
        contact="olha@example.org",
        way="email",
    )
    at_home = a_browser(sent.code)
    new = vault_actions.change_code(cookie=at_home.cookies[django_settings.FOLLOW_COOKIE_NAME].value, at=now())
    other = a_browser(new.digits)
    assert other.post(f"{PAGE}withdraw/", {"spoke": "nobody"}).status_code == 302
    digits = in_person(world, sent)
    assert Notice.objects.filter(thing=f"appeal/{sent.appeal}", kind="code-heard").count() == 1
    theirs = a_browser(new.digits)
    assert [said in theirs.get(PAGE).text for said in ("heard in person with the other one", "not settled whose code")] == [
        True, True,
    ]  # fmt: skip
    assert theirs.post(f"{PAGE}again/").status_code == 409
    caller = Client(REMOTE_ADDR=ELSEWHERE, HTTP_ACCEPT_LANGUAGE="en")
    too_soon = caller.post("/en/follow/back/", {"code": sent.code, "given": digits}).text
    assert "These digits are taken from" in too_soon
    with later(timedelta(days=8)):
        wrong = caller.post("/en/follow/back/", {"code": sent.code, "given": "0" if digits[0] != "0" else "1"}).text
        assert "These are not the digits" in wrong
        own = came_back(sent.code, digits)
        assert own.post(f"{PAGE}again/").status_code == 302
        for code in (sent.code, new.digits):
            assert "did not open an appeal" in caller.post("/en/follow/", {"code": code}).text
    assert Appeal.objects.get(id=sent.appeal).state == "registered"
    assert deeds(sent.appeal)[-3:] == ["code.heard", "code.returned", "appeal.taken_up_again"]


def test_a_new_code_is_told_where_the_sender_left_a_way(world: World) -> None:
    sent = world.sent(
        at=now(),
        category=None,
        territory=None,
        kind="request",
        made_by="operator",
        contact="olha@example.org",
        way="email",
    )
    a_browser(sent.code).post(f"{PAGE}code/")
    hear_all()
    assert Notice.objects.filter(thing=f"appeal/{sent.appeal}", kind="code-changed").count() == 1


def test_who_gives_nobody_a_way_back(world: World) -> None:
    by = world.actor("hlushko", now())
    made = actions.register(
        by=by, at=now(), intake=world.intake(kind="request", category=None, territory=None, made_by="operator")
    )
    at_home = a_browser(made.code)
    vault_actions.change_code(cookie=at_home.cookies[django_settings.FOLLOW_COOKIE_NAME].value, at=now())
    said = {"number": made.number, "begins": made.code[:7], "present": "on"}
    answers = [
        words(at_desk(world, login).post(page("in-person"), {**said, **more}))
        for login, more in (
            ("hlushko", {}), ("marta", {}), ("hlushko", {"begins": "0000000"}), ("hlushko", {"present": ""}),
        )
    ]  # fmt: skip
    wanted = (
        "You entered this message",
        "Somebody outside of it",
        "No message has this number",
        "Only somebody who stands",
    )
    assert [each in answer for each, answer in zip(wanted, answers, strict=True)] == [True] * 4
    assert deeds(made.appeal)[-1] == "code.changed"


def test_the_desk_sets_no_code_for_a_sender(world: World) -> None:
    sent = world.sent(at=now(), category=None, territory=None, kind="request", made_by="operator")
    refused = at_desk(world, "hlushko").post("/en/follow/back/", {"code": sent.code, "given": "12345678"})
    assert refused.status_code == 409


def test_the_desk_contests_no_code_with_the_slip_that_it_wrote(world: World) -> None:
    sent = world.sent(at=now(), category=None, territory=None, kind="request", made_by="operator")
    a_browser(sent.code).post(f"{PAGE}code/")
    desk = at_desk(world, "hlushko")
    assert desk.post("/en/follow/", {"code": sent.code}).status_code == 302
    assert desk.post(f"{PAGE}code/not-mine/").status_code == 409
    assert deeds(sent.appeal)[-1] == "code.changed"
