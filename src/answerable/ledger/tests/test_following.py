"""Positions without a gap, and followers that hear each deed in order, however transactions end.

Tests `follow`, `waking` and `actions.positions`.
"""

import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from answerable.base.actor import SYSTEM
from answerable.base.follower import HeardDeed
from answerable.ledger import actions, follow, queries, waking
from answerable.ledger.actions import positions
from answerable.ledger.models import Bookmark, Entry
from answerable.ledger.tests.reading import AT, Room, positions_given, record

pytestmark = pytest.mark.django_db(transaction=True)
LATER = AT + timedelta(days=1)


def test_a_follower_hears_its_deeds_once_and_in_order() -> None:
    room = Room()
    for n in range(5):
        record(n)
        record(n, "test.other")
    assert (room.read_on(most=3), room.read_on(most=3)) == (5, 0)
    assert room.heard == [0, 1, 2, 3, 4]
    assert Bookmark.objects.get().position == queries.size() == 20


@pytest.mark.parametrize(("seconds", "transactions"), [(0.0, 4), (3600.0, 1)])
def test_followers_that_are_slow_keep_locks_for_one_deed_only(seconds: float, transactions: int) -> None:
    """The sample beside a running worker waited ten seconds for rows that a batch of 17 slow deeds kept for 75."""
    room = Room()
    for n in range(4):
        record(n)
    assert room.read_on(seconds=seconds) == 4
    taken = Entry.objects.filter(deed__in=["test.listen", "test.beside"])
    assert (room.heard, room.other) == ([0, 1, 2, 3], [0, 1, 2, 3])
    assert len(set(taken.values_list("xact", flat=True))) == transactions
    assert Bookmark.objects.get().position == queries.size()


def test_a_transaction_that_commits_late_is_heard_after_the_one_that_overtook_it() -> None:
    room = Room()
    began, may_end = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            actions.record(by=SYSTEM, at=AT, deed="test.done", thing="test/1", facts={"n": 1})
            began.set()
            may_end.wait(120)
        connection.close()

    worker = threading.Thread(target=slow)
    worker.start()
    assert began.wait(120)
    record(2)
    room.read_on()
    assert room.heard == [2]
    may_end.set()
    worker.join(120)
    room.read_on()
    assert room.heard == [2, 1]
    assert positions_given() == list(range(6))


def test_a_rolled_back_deed_leaves_no_gap() -> None:
    room = Room()
    record(0)
    with pytest.raises(RuntimeError), transaction.atomic():
        actions.record(by=SYSTEM, at=AT, deed="test.done", thing="test/1", facts={"n": 1})
        raise RuntimeError
    record(2)
    room.read_on()
    room.read_on()
    assert room.heard == [0, 2]
    assert positions_given() == list(range(6))


def test_several_sequencers_and_readers_give_each_position_once() -> None:
    room = Room()
    for n in range(40):
        record(n)

    def work(_: int) -> None:
        room.read_on(most=7)
        connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    room.read_on()
    assert room.heard == list(range(40))
    room.read_on()
    assert positions_given() == list(range(120))
    assert (queries.size(), queries.deeds_without_position()) == (120, 0)


def test_a_worker_that_is_killed_in_the_middle_loses_nothing() -> None:
    """Kill -9 while a follower works: its writes and the bookmark go together."""
    for n in range(6):
        record(n, subject=50 + n)

    def work(killed_at: int, entry: HeardDeed) -> None:
        actions.record(by=SYSTEM, at=AT, deed="test.worked", thing=entry.thing, facts={"n": entry.facts["n"]})
        if entry.facts["n"] == killed_at:
            os.kill(os.getpid(), signal.SIGKILL)

    for killed_at in (4, 5):
        connections.close_all()
        child = os.fork()
        if child == 0:
            Room(partial(work, killed_at)).read_on(most=2)
            os._exit(0)
        assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
    room = Room()
    room.read_on()
    worked = [row.facts["n"] for row in Entry.objects.filter(deed="test.worked").order_by("id")]
    assert (worked, room.heard, room.other) == ([0, 1, 2, 3], list(range(6)), list(range(6)))


def test_nothing_new_costs_one_statement_and_says_that_everything_is_heard() -> None:
    room = Room()
    record(0)
    assert follow.look(room.following, at=AT).new
    room.read_on()
    with CaptureQueriesContext(connection) as asked:
        found = follow.look(room.following, at=LATER)
    assert (len(asked), found.new, found.retry_at) == (1, False, None)
    assert Bookmark.objects.get().current_at == LATER
    record(1)
    assert follow.look(room.following, at=LATER).new


def test_whoever_listens_is_woken_by_the_commit_of_a_deed_and_not_before() -> None:
    ear, stop = waking.Ear(), threading.Event()
    woken: list[int] = []
    listening, may_end = threading.Event(), threading.Event()

    def listen() -> None:
        ear.open()
        listening.set()
        ear.wait(stop, seconds=30)
        woken.append(queries.deeds_without_position())
        connection.close()
        may_end.set()

    positions.tell()  # what other tests recorded
    listener = threading.Thread(target=listen)
    listener.start()
    assert listening.wait(120)
    with transaction.atomic():
        actions.record(by=SYSTEM, at=AT, deed="test.done", thing="test/1")
        with CaptureQueriesContext(connection) as asked:
            positions.tell()
        assert len(asked) == 0
    positions.tell()
    assert may_end.wait(120)
    listener.join(120)
    assert woken == [1]


def test_giving_positions_wakes_the_other_workers_once_a_batch() -> None:
    for n in range(3):
        record(n)
    with CaptureQueriesContext(connection) as asked:
        assert actions.sequence() == 3
    assert [query["sql"] for query in asked if "pg_notify" in query["sql"]] == [
        "SELECT pg_notify('answerable_positions', '')"
    ]
    assert "COMMIT" in asked[-2]["sql"]


def test_a_room_that_is_behind_for_minutes_is_red_in_words() -> None:
    room = Room()
    record(0)
    room.read_on()
    record(1)
    assert list(queries.followers_in_trouble(["test"], at=AT + timedelta(minutes=2))) == []
    found = list(queries.followers_in_trouble(["test"], at=AT + timedelta(minutes=12)))
    assert found == ["the room test has not heard 1 deeds for 12 minutes; is `answerable worker` running?"]
    assert queries.gauges(["test"])['followers_lag_deeds{room="test"}'] == 1


@pytest.mark.parametrize("began", [False, True])
def test_a_room_that_never_read_to_the_end_is_red_in_words(began: bool) -> None:
    """Such a room was green for ever: it had no row, or no moment at which it had heard everything."""
    record(0)
    record(1)
    actions.sequence()
    if began:
        Bookmark.objects.create(room="test", position=1)
    assert list(queries.followers_in_trouble(["test"], at=AT + timedelta(minutes=2))) == []
    deeds = 1 if began else 2
    (found,) = queries.followers_in_trouble(["test"], at=AT + timedelta(minutes=12))
    assert found == (
        f"the room test has not heard {deeds} deeds for 12 minutes, and never had heard everything; "
        "is `answerable worker` running?"
    )
    numbers = queries.gauges(["test"])
    assert numbers['followers_lag_deeds{room="test"}'] == deeds
    assert numbers['followers_heard_everything_seconds_ago{room="test"}'] != 0


def test_a_room_that_never_read_where_nothing_happened_is_well() -> None:
    assert list(queries.followers_in_trouble(["test"], at=LATER)) == []
    assert queries.gauges(["test"])['followers_lag_deeds{room="test"}'] == 0


def test_a_deed_is_refused_outside_a_transaction() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        actions.record(by=SYSTEM, at=AT, deed="test.done", thing="test/1")
    assert Entry.objects.count() == 0
