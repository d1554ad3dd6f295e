"""A call comes to the front desk; a handler works on it, the head signs, and a substitute goes on where somebody is away."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from answerable.appeals import actions as appeals_actions
from answerable.appeals.models import Appeal, Draft, Point
from answerable.appeals.testing import World, at_desk, make_world, page, words
from answerable.base.actor import resident
from answerable.base.testing import now
from answerable.people import actions as people_actions
from answerable.vault import actions as vault_actions

pytestmark = [pytest.mark.walk, pytest.mark.instants]


@pytest.fixture
def world(db) -> World:
    return make_world()


def call(client: Client) -> tuple[Appeal, str]:
    """Marta writes down a call and reads out the code."""
    said = {"token": "a-token-that-nobody-guesses-1", "came": "call", "kind": "report", "language": "en"}
    answer = client.post(page("entry"), said | {"text": "The bridge is broken. When will it be mended?"})
    return Appeal.objects.get(), "".join(re.findall(r"<span>(\d{4})</span>", answer.content.decode()))


def test_a_call_is_written_down_worked_on_signed_by_the_head_and_followed_by_its_code(world: World) -> None:
    appeal, code = call(at_desk(world, "marta"))
    handler, head = at_desk(world, "ivanenko"), at_desk(world, "petrenko")

    assert appeal.number in words(handler.get(page("list")))
    handler.post(page("accept", appeal.number))
    handler.post(page("ask", appeal.number), {"text": "Which bridge?"})
    assert "Waiting for the sender 1" in words(handler.get(page("list")))

    entered = vault_actions.enter_code(typed=code, at=now())
    assert (entered.subject.id, entered.must_change) == (appeal.id, True)
    sender = resident(entered.subject.id)
    appeals_actions.reply(by=sender, at=now(), ref=appeal.id, text="The one by the mill.", token="r" * 24)
    shown = words(handler.get(page("case", appeal.number)))
    assert ("The one by the mill." in shown, "The sender wrote back:" in shown) == (True, True)
    handler.post(page("looked", appeal.number))
    assert "The sender wrote back 0" in words(handler.get(page("list")))

    handler.post(page("points", appeal.number), points("When will it be mended?"))
    point = Point.objects.get()
    typed = {
        "text": "We have been there.",
        f"point_{point.id}_outcome": "promised",
        f"point_{point.id}_text": "It will be passable in a week.",
        f"point_{point.id}_due_on": (now().date() + timedelta(days=7)).isoformat(),
    }
    handler.post(page("answer", appeal.number), typed | {"do": "signature"})

    begun = head.get(page("answer", appeal.number), {"from": Draft.objects.get().id})
    assert "It will be passable in a week." in begun.content.decode()
    assert "The answer is sent." in words(head.post(page("answer", appeal.number), typed | {"do": "sign"}, follow=True))
    assert "It will be passable in a week." in words(handler.get(page("promises")))

    made = Point.objects.get().promise
    ended = {"kept": "yes", "evidence": "Passed by the commission, paper 12."}
    assert "It is on record" in words(handler.post(page("promise", appeal.number, made), ended, follow=True))
    assert "No promise falls due within a month." in words(handler.get(page("promises")))


def points(*texts: str) -> dict[str, str]:
    rows = {f"form-{place}-text": text for place, text in enumerate(texts)}
    return rows | {"form-TOTAL_FORMS": str(len(texts)), "form-INITIAL_FORMS": str(len(texts))}


def test_a_substitute_has_the_desk_but_not_what_is_about_whom_they_stand_in_for(world: World) -> None:
    about = world.people["ivanenko"]
    told = world.sent(at=now(), kind="complaint", about_person=about, category=None, territory=None)
    plain = world.sent(at=now(), category=None, territory=None)
    today = now().date()
    substitute = at_desk(world, "shevchuk")
    assert plain.number not in words(substitute.get(page("list")))
    people_actions.begin_absence(
        by=world.actor("ivanenko", now()),
        at=now(),
        account=about,
        substitute=world.people["shevchuk"],
        from_on=today,
        until_on=today + timedelta(days=1),  # where they sit, the day may have begun already
    )
    shown = words(substitute.get(page("list")))
    assert (plain.number in shown, told.number in shown) == (True, False)
    assert substitute.get(page("case", told.number)).status_code == 404
