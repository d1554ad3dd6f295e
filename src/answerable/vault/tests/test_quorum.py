"""The quorum: two of three, three days, and the sender is told."""

from datetime import date, timedelta

import pytest

from answerable.base.actor import SYSTEM, resident
from answerable.base.subject import Subject
from answerable.base.verdict import MissingError, NotNowError, RefusedError
from answerable.ledger.models import Entry
from answerable.people import actions as people_actions
from answerable.people.models import Account, Seat
from answerable.people.testing import give_seat, make_account, make_body
from answerable.vault import actions, queries
from answerable.vault.models import KeyPair
from answerable.vault.terms import RecordBar, UnreadableError
from answerable.vault.tests.cast import (
    AT,
    AUD,
    CHAIR,
    IVANENKO,
    LATER,
    MARK,
    NOBODY,
    OLENA,
    OMB,
    opens,
    person,
    sealed_appeal,
)

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "owner"]), pytest.mark.security]


def quorum(**days):
    for actor in (OLENA, OMB, CHAIR):
        give_seat(make_account(f"keeper-{actor.id}", id=actor.id), make_body(), **days)
    people = [person(actor) for actor in (OLENA, OMB, CHAIR)]
    pair = actions.found_quorum(by=OLENA, at=AT, holders=[pair for pair, _ in people])
    actions.confirm_pair(by=OMB, at=AT, pair=pair, fingerprint=queries.pair_fingerprint(KeyPair.objects.get(id=pair)))
    return [seed for _, seed in people]


def test_two_of_three_open_a_record_after_three_days_and_the_sender_is_told():
    olena, omb, _ = quorum()
    reader, _ = person(IVANENKO)
    appeal, _, key = sealed_appeal(reader)
    request = actions.ask_quorum(by=OLENA, at=LATER, subject=appeal, reason=MARK, bar=NOBODY)

    def open_at(at, by=OLENA, seed=olena, bar=NOBODY):
        return actions.open_by_quorum(by=by, at=at, request=request, seed=seed, bar=bar)

    with pytest.raises(NotNowError, match="not-approved"):
        open_at(LATER)
    with pytest.raises(RefusedError, match=r"quorum\.own"):
        actions.approve_quorum(by=OLENA, at=LATER, request=request, seed=olena, bar=NOBODY)
    actions.approve_quorum(by=OMB, at=LATER, request=request, seed=omb, bar=NOBODY)
    with pytest.raises(NotNowError, match="wait"):
        open_at(LATER + timedelta(hours=71, minutes=59))
    ripe = LATER + timedelta(hours=72)
    with pytest.raises(MissingError):
        open_at(ripe, by=OMB, seed=omb)
    with pytest.raises(RefusedError, match="barred"):
        open_at(ripe, bar=RecordBar(accounts=frozenset({OLENA.id})))
    assert open_at(ripe) == {1: key}
    assert opens(OLENA, appeal, olena) == {1: key}
    with pytest.raises(NotNowError, match="over"):
        open_at(ripe)
    assert [queries.reason_of(r) for r in actions.tell_of_quorum(by=resident(appeal.id), at=ripe, subject=appeal)] == [
        MARK
    ]
    assert actions.tell_of_quorum(by=resident(appeal.id), at=ripe, subject=appeal) == []
    deeds = list(Entry.objects.filter(thing=str(appeal), deed__startswith="quorum").values_list("deed", flat=True))
    assert deeds == ["quorum.asked", "quorum.approved", "quorum.opened"]
    assert queries.accesses_of(AUD, appeal).filter(purpose="quorum").count() == 1


def test_the_quorum_does_not_open_to_one_alone_to_the_barred_or_to_others():
    olena, _, _ = quorum()
    reader, other = person(IVANENKO)
    appeal, _, _ = sealed_appeal(reader)
    with pytest.raises(RefusedError, match="not-holder"):
        actions.ask_quorum(by=IVANENKO, at=LATER, subject=appeal, reason="x", bar=NOBODY)
    with pytest.raises(RefusedError, match="barred"):
        actions.ask_quorum(by=OLENA, at=LATER, subject=appeal, reason="x", bar=RecordBar(bodies=frozenset({11})))
    with pytest.raises(NotNowError, match="reason"):
        actions.ask_quorum(by=OLENA, at=LATER, subject=appeal, reason=" ", bar=NOBODY)
    with pytest.raises(MissingError):
        actions.ask_quorum(by=OLENA, at=LATER, subject=Subject("appeal", 404), reason="x", bar=NOBODY)
    request = actions.ask_quorum(by=OLENA, at=LATER, subject=appeal, reason="x", bar=NOBODY)
    with pytest.raises(RefusedError, match="not-holder"):
        actions.approve_quorum(by=IVANENKO, at=LATER, request=request, seed=other, bar=NOBODY)
    with pytest.raises(UnreadableError):
        actions.approve_quorum(by=OMB, at=LATER, request=request, seed=olena, bar=NOBODY)
    actions.end_quorum(by=CHAIR, at=LATER, request=request)
    with pytest.raises(NotNowError, match="over"):
        actions.end_quorum(by=CHAIR, at=LATER, request=request)
    assert list(queries.open_requests()) == []
    with pytest.raises(RefusedError, match="three"):
        actions.found_quorum(by=OLENA, at=LATER, holders=[reader])


def test_a_seat_that_ended_for_a_minute_makes_nobody_of_another_institution():
    """Two keepers of one tree: the one asks, leaves it, and comes back once the other has agreed."""
    _, omb, _ = quorum()
    reader, _ = person(IVANENKO)
    appeal, _, _ = sealed_appeal(reader)
    request = actions.ask_quorum(by=OLENA, at=LATER, subject=appeal, reason=MARK, bar=NOBODY)
    mine, theirs = (Seat.objects.get(account=actor.id) for actor in (OLENA, OMB))
    moved = give_seat(Account.objects.get(id=OLENA.id), theirs.body)
    for ended in ([], [mine, moved]):
        for seat in ended:
            people_actions.end_seat(by=SYSTEM, at=LATER, seat=seat.id)
        with pytest.raises(RefusedError, match="one-institution"):
            actions.approve_quorum(by=OMB, at=LATER, request=request, seed=omb, bar=NOBODY)


def test_keepers_of_no_known_institution_are_not_of_another_one():
    with pytest.raises(RefusedError, match="one-institution"):
        quorum(from_on=date(2024, 1, 1), until_on=date(2024, 12, 31))
