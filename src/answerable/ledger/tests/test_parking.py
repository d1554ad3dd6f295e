"""A follower that raises stops nobody else, and catches up in order.

Tests `follow`, `actions.parking` and the reads of what is parked.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import psycopg
import pytest
from django.db import InterfaceError, OperationalError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TransactionTestCase

from answerable.base import prepared
from answerable.base.actor import SYSTEM
from answerable.base.follower import HeardDeed
from answerable.ledger import follow, queries, rules
from answerable.ledger.actions import parking
from answerable.ledger.models import Entry, Parked
from answerable.ledger.tests.reading import AT, Room, poison, record

pytestmark = pytest.mark.django_db(transaction=True)
LATER = AT + timedelta(days=1)


def test_one_deed_that_a_follower_never_takes_stops_no_other() -> None:
    """The case of the issue: one dispute on which the follower raises must not keep all later ones from climbing."""
    room = Room(poison({1}))
    for n in range(6):
        record(n)
    room.read_on(most=4)
    assert room.heard == [0, 2, 3, 4, 5]
    assert room.other == [0, 1, 2, 3, 4, 5]
    row = Parked.objects.get()
    assert (row.follower, row.subject, row.tries, row.retry_at) == ("test.listen", "test/1", 1, AT + rules.PAUSES[0])
    assert row.fault == "builtins.RuntimeError"
    assert row.place.startswith("answerable/ledger/tests/reading.py:")
    assert "Olha" not in str(vars(row))


def test_later_deeds_of_the_same_subject_wait_for_that_follower_alone_and_follow_in_order() -> None:
    faulty = {1}
    room = Room(poison(faulty))
    for n, subject in enumerate([7, 8, 8, 7, 8]):
        record(n, subject=subject)
    room.read_on()
    record(5, subject=8)
    room.read_on()
    assert room.heard == [0, 3]
    assert room.other == [0, 1, 2, 3, 4, 5]
    assert (len(queries.parked_deeds()), queries.held_back()) == (1, 3)
    faulty.clear()
    room.read_on(at=LATER)
    assert room.heard == [0, 3, 1, 2, 4, 5]
    assert Parked.objects.count() == 0


def test_what_is_held_back_may_stumble_itself_and_keeps_its_place() -> None:
    faulty = {0, 1}
    room = Room(poison(faulty))
    for n in range(3):
        record(n, subject=1)
    room.read_on()
    faulty.remove(0)
    room.read_on(at=LATER)
    assert room.heard == [0]
    assert [(row.entry_n, row.tries) for row in _parked()] == [(1, 1), (2, 0)]
    faulty.clear()
    room.read_on(at=LATER + rules.PAUSES[0])
    assert room.heard == [0, 1, 2]


def _parked() -> list[Parked]:
    rows = list(Parked.objects.order_by("position"))
    for row in rows:
        row.entry_n = Entry.objects.get(id=row.entry).facts["n"]  # type: ignore[attr-defined]
    return rows


@pytest.mark.parametrize(("critical", "ends"), [(False, True), (True, False)])
def test_after_its_tries_a_deed_waits_for_a_person_unless_it_is_critical(critical: bool, ends: bool) -> None:
    room = Room(poison({0}), critical=critical)
    record(0)
    at, tries = AT, []
    for _ in range(8):
        room.read_on(at=at)
        tries.append(len([n for n in room.tries if n == 0]))
        at += timedelta(hours=1)
    row = Parked.objects.get()
    assert row.tries == (5 if ends else 8)
    assert (row.retry_at is None) is ends
    faults = list(queries.followers_in_trouble(["test"], at=at))
    assert len(faults) == 1
    assert ("is tried again" if critical else "try it again") in faults[0]


def test_a_parked_deed_whose_follower_is_gone_is_told_of() -> None:
    room = Room(poison({0}))
    record(0)
    room.read_on()
    assert list(queries.followers_in_trouble(["test"], at=AT + timedelta(hours=20))) == []
    (told,) = queries.followers_in_trouble(["test"], at=AT + timedelta(hours=30))
    assert "is there a follower of this name" in told


def test_something_critical_is_told_at_once_and_holds_up_a_restore() -> None:
    room = Room(poison({0}), critical=True)
    entry = record(0)
    room.read_on()
    assert len(list(queries.followers_in_trouble(["test"], at=AT))) == 1
    assert queries.critical_waiting() == [f"test.listen {entry}"]


def test_a_first_stumble_that_may_pass_by_itself_is_not_red() -> None:
    room = Room(poison({0}))
    record(0)
    room.read_on()
    assert list(queries.followers_in_trouble(["test"], at=AT)) == []
    assert queries.gauges(["test"])['parked{follower="test.listen"}'] == 1


def test_what_stumbled_three_times_within_a_minute_is_red_while_it_is_tried_again() -> None:
    room = Room(poison({0}))
    record(0)
    for seconds in (0, 6, 40):
        room.read_on(at=AT + timedelta(seconds=seconds))
    (told,) = queries.followers_in_trouble(["test"], at=AT + timedelta(seconds=41))
    assert "in 3 tries" in told
    assert "it is tried again by itself" in told


def test_a_person_lets_a_parked_deed_be_tried_again() -> None:
    faulty = {0}
    room = Room(poison(faulty))
    record(0)
    for hours in range(6):
        room.read_on(at=AT + timedelta(hours=hours))
    row, at = Parked.objects.get(), AT + timedelta(days=2)
    assert row.retry_at is None
    faulty.clear()
    room.read_on(at=at)
    assert room.heard == []
    with transaction.atomic():
        assert parking.try_again(by=SYSTEM, at=at, parked=row.id)
    room.read_on(at=at)
    assert room.heard == [0]
    assert Entry.objects.filter(deed="parked.retried", thing=f"parked/{row.id}").count() == 1
    with transaction.atomic():
        assert not parking.try_again(by=SYSTEM, at=at, parked=row.id)


@pytest.mark.parametrize("state", ["40P01", "55P03", "57014"])
def test_a_deadlock_or_a_time_out_is_simply_tried_again(state: str) -> None:
    collisions: list[int] = []

    def collide(entry: HeardDeed) -> None:
        collisions.append(entry.facts["n"])
        if len(collisions) < 4:
            raise _database_error(state)

    room = Room(collide)
    record(0)
    room.read_on()
    assert (room.heard, Parked.objects.count()) == ([0], 0)


@pytest.mark.parametrize("state", ["40001", "57014"])
def test_a_deadlock_or_a_slow_statement_for_ever_is_parked_as_anything_else(state: str) -> None:
    def collide(entry: HeardDeed) -> None:
        raise _database_error(state)

    room = Room(collide)
    record(0)
    room.read_on()
    assert Parked.objects.get().tries == 1


@pytest.mark.parametrize("state", ["53100", "57P01", "08006", "58030", "55P03"])
def test_a_database_that_is_away_or_full_or_a_lock_that_is_kept_parks_nothing_and_loses_nothing(state: str) -> None:
    away = [state]

    def fault(entry: HeardDeed) -> None:
        if away:
            raise _database_error(state)

    room, other = Room(fault), Room(name="other")
    record(0)
    with pytest.raises(OperationalError):
        follow.bring_up_to_date({**room.following, **other.following}, at=AT)
    assert (Parked.objects.count(), other.heard) == (0, [0])
    away.clear()
    room.read_on()
    assert room.heard == [0]


@pytest.mark.parametrize("state", ["55P03", "53400", ""])
def test_what_is_always_in_a_followers_way_stops_its_room_for_a_quarter_of_an_hour_only(state: str) -> None:
    """A lock that this deed always meets, a limit that it always breaks: the database answers, and the rest goes on."""
    broken = [1, 2]

    def fault(entry: HeardDeed) -> None:
        if entry.facts["n"] in broken:
            raise _database_error(state) if state else OperationalError("of the driver, without a state")

    room = Room(fault)
    for n in range(4):
        record(n)
    for minutes in (0, 7, 14):
        with pytest.raises(OperationalError):
            room.read_on(at=AT + timedelta(minutes=minutes))
    assert (room.heard, room.other, Parked.objects.count()) == ([0], [0], 0)
    with pytest.raises(OperationalError):  # one deed at a time, for it may be the database all the same
        room.read_on(at=AT + timedelta(minutes=15))
    assert (room.heard, room.other, [row.tries for row in Parked.objects.all()]) == ([0], [0, 1], [1])
    room.read_on(at=AT + timedelta(minutes=30))
    assert (room.heard, room.other) == ([0, 3], [0, 1, 2, 3])
    for minutes in range(31, 120, 5):  # tried again, in nobody's way, until a person has to look
        record(minutes)
        room.read_on(at=AT + timedelta(minutes=minutes))
    assert ([row.retry_at for row in Parked.objects.all()], room.heard[-1]) == ([None, None], 116)
    broken.clear()
    for row in Parked.objects.all():
        parking.try_again(by=SYSTEM, at=AT + timedelta(hours=3), parked=row.id)
    room.read_on(at=AT + timedelta(hours=3))
    assert (room.heard[-2:], Parked.objects.count()) == ([1, 2], 0)


def test_a_database_that_is_away_parks_nothing_however_long() -> None:
    """The connection is gone: whatever the time, the deed is not to blame."""
    away = [True]

    def fault(entry: HeardDeed) -> None:
        if away:
            connection.connection.close()
            Entry.objects.exists()

    room = Room(fault)
    record(0)
    for minutes in (0, 20, 600):
        with pytest.raises((OperationalError, InterfaceError)):
            room.read_on(at=AT + timedelta(minutes=minutes))
    away.clear()
    room.read_on(at=LATER)
    assert (room.heard, Parked.objects.count()) == ([0], 0)


def _database_error(state: str) -> OperationalError:
    error = OperationalError("made up")
    error.__cause__ = psycopg.errors.lookup(state)("made up")
    return error


def test_a_commit_that_the_guard_refuses_is_known_to_be_its_followers() -> None:
    """A deferred constraint speaks at the commit, when nobody would know whose write it was."""

    def without_a_leaf(entry: HeardDeed) -> None:
        if entry.facts["n"] == 1:
            Entry(at=AT, actor="house", deed="test.bare", thing="test/9", root=0, facts={}, xact=0).save()

    room = Room(without_a_leaf)
    for n in range(3):
        record(n)
    room.read_on()
    assert room.heard[-1] == 2
    assert Parked.objects.get().fault == "django.db.utils.IntegrityError"
    assert not Entry.objects.filter(deed="test.bare").exists()


def _by_a_cursor() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")


def _by_a_prepared_statement() -> None:
    prepared.rows("SELECT 1 / %s::int", [0])


def _by_a_library_below_a_folder_that_is_called_as_we_are() -> None:
    exec(compile("1 / 0", "/srv/answerable/.venv/lib/python3.11/site-packages/psycopg/cursor.py", "exec"))


def test_a_library_in_a_folder_of_our_name_is_none_of_our_places() -> None:
    room = Room(lambda _: _by_a_library_below_a_folder_that_is_called_as_we_are())
    record(0)
    room.read_on()
    assert Parked.objects.get().place.rpartition(" ")[2] == "_by_a_library_below_a_folder_that_is_called_as_we_are"


@pytest.mark.parametrize("divide", [_by_a_cursor, _by_a_prepared_statement])
def test_the_place_of_what_the_database_refuses_is_the_rooms_and_not_the_cursors(divide: Callable[[], None]) -> None:
    room = Room(lambda _: divide())
    record(0)
    room.read_on()
    row = Parked.objects.get()
    assert row.fault == "django.db.utils.DataError"
    assert (row.place.partition(":")[0], row.place.rpartition(" ")[2]) == (
        "answerable/ledger/tests/test_parking.py",
        divide.__name__,
    )


def test_two_workers_park_a_deed_once_and_keep_the_order() -> None:
    faulty = {3}
    room = Room(poison(faulty))
    for n in range(12):
        record(n, subject=n % 3)

    def work(at: datetime) -> None:
        room.read_on(at=at, most=2)
        connection.close()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(work, [AT] * 3))
    room.read_on()
    assert [row.entry_n for row in _parked()] == [3, 6, 9]
    faulty.clear()
    before = len(room.heard)
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(work, [LATER] * 3))
    room.read_on(at=LATER)
    assert room.heard[before:] == [3, 6, 9]
    assert sorted(room.heard) == list(range(12))


def test_a_look_tells_when_a_parked_deed_is_due() -> None:
    room = Room(poison({0}))
    record(0)
    room.read_on()
    found = follow.look(room.following, at=AT)
    assert (found.new, found.retry_at) == (False, AT + rules.PAUSES[0])


class AnyFaults(TransactionTestCase):
    """Whatever raises, however often and wherever batches end."""

    @given(
        st.lists(st.tuples(st.integers(1, 3), st.integers(0, 2)), min_size=1, max_size=12),
        st.integers(1, 5),
    )
    def test_every_deed_is_taken_once_the_cause_is_mended_and_each_subjects_in_order(
        self, deeds: list[tuple[int, int]], most: int
    ) -> None:
        left = {n: raises for n, (_, raises) in enumerate(deeds)}

        def fault(entry: HeardDeed) -> None:
            if (n := entry.facts["n"]) in left and left[n] > 0:
                left[n] -= 1
                raise RuntimeError

        room = Room(fault)
        for n, (subject, _) in enumerate(deeds):
            record(n, subject=subject)
        for days in range(1 + 2 * len(deeds)):
            room.read_on(at=AT + timedelta(days=days), most=most)
        of_subject = [[n for n, (its, _) in enumerate(deeds) if its == subject] for subject in (1, 2, 3)]
        heard, other = room.heard, room.other
        assert [[n for n in heard if n in wanted] for wanted in of_subject] == of_subject
        assert other == list(range(len(deeds)))
        assert Parked.objects.count() == 0
