"""Telling senders by phone: who sees the number, how a call is written down, and that it is made once."""

from datetime import timedelta

import pytest

from answerable.appeals import actions
from answerable.appeals.queries import calls
from answerable.appeals.terms import Deed
from answerable.appeals.testing import World, at_desk, page, words
from answerable.base.testing import now
from answerable.base.verdict import MissingError, NotNowError, RefusedError
from answerable.ledger.queries import history_of

pytestmark = pytest.mark.instants

PHONE = "+380 50 111 22 33"


def with_news(world: World, **said: object) -> actions.Registered:
    """Somebody who left a phone number and has had two pieces of news."""
    sent = world.sent(at=now(), category=None, territory=None, contact=PHONE, way="phone", **said)
    by = world.actor("petrenko", now())
    actions.accept_appeal(by=by, at=now(), ref=sent.appeal)
    actions.ask_sender(by=by, at=now(), ref=sent.appeal, text="Which lamp is it?")
    return sent


def test_two_pieces_of_news_are_one_call_and_one_deed(world: World) -> None:
    sent, client = with_news(world), at_desk(world, "marta")
    shown = client.get(page("calls"))
    assert (words(shown).count(PHONE), "People to ring 1" in words(shown)) == (1, True)
    assert "There is news on appeal" in words(shown)
    (call,) = calls.calls(world.actor("marta", now()), at=now())
    asked = {"notice": call.notices, "how": "told"}
    assert len(call.notices) == 2
    assert client.post(page("rang", sent.number), asked).status_code == 302
    assert "Nobody waits for a call." in words(client.get(page("calls")))
    assert "Somebody has made this call already." in words(client.post(page("rang", sent.number), asked, follow=True))
    assert [entry.facts for entry in history_of(f"appeal/{sent.appeal}") if entry.deed == Deed.RANG] == [
        {"how": "told"}
    ]


def test_nobody_answered_so_the_call_comes_back_and_a_wrong_number_does_not(world: World) -> None:
    sent, marta, at = with_news(world), world.actor("marta", now()), now()
    (call,) = calls.calls(marta, at=at)
    actions.mark_called(by=marta, at=at, ref=sent.appeal, notices=call.notices, how="no_answer")
    assert (calls.count(marta, at=at), calls.count(marta, at=at + timedelta(hours=4))) == (0, 1)
    later = at + timedelta(hours=4)
    actions.mark_called(by=marta, at=later, ref=sent.appeal, notices=call.notices, how="wrong_number")
    assert calls.count(marta, at=at + timedelta(days=30)) == 0
    assert "turned out to be wrong" in words(at_desk(world, "marta").get(page("case", sent.number)))


def test_whoever_it_is_about_and_who_may_not_enter_calls_see_no_number(world: World) -> None:
    with_news(world)
    assert calls.count(world.actor("ivanenko", now()), at=now()) == 0
    assert at_desk(world, "ivanenko").get(page("calls")).status_code == 403
    about = world.sent(
        at=now(), kind="complaint", about_body=world.bodies["p1"], category=None, contact=PHONE, way="phone"
    )
    barred = world.actor("shevchuk", now())
    assert calls.calls(barred, at=now()) == []
    with pytest.raises(MissingError):
        actions.mark_called(by=barred, at=now(), ref=about.appeal, notices=[1], how="told")


def test_a_handler_who_may_not_ring_and_a_notice_of_another_appeal_are_refused(world: World) -> None:
    sent, other = with_news(world), with_news(world)
    first, second = calls.calls(world.actor("marta", now()), at=now())
    assert (first.ref, second.ref) == (sent.appeal, other.appeal)
    with pytest.raises(RefusedError):
        actions.mark_called(
            by=world.actor("ivanenko", now()), at=now(), ref=sent.appeal, notices=first.notices, how="told"
        )
    with pytest.raises(NotNowError):
        actions.mark_called(
            by=world.actor("marta", now()), at=now(), ref=sent.appeal, notices=second.notices, how="told"
        )
