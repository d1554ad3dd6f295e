"""Positions without a gap, and followers that hear each deed once, in order, however transactions end."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from answerable.base.actor import HOUSE
from answerable.base.follower import HeardDeed, follows
from answerable.ledger import actions, follow, queries
from answerable.ledger.models import Entry, Leaf

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)


class Room:
    """A room with one follower of one deed, which raises so many times before it takes it."""

    def __init__(self, *, raises: int = 0) -> None:
        self.heard: list[int] = []
        self.tries: list[int] = []
        self.raises = raises
        self.following = {"test": (follows("test.done")(self.listen),)}

    def listen(self, entry: HeardDeed) -> None:
        self.tries.append(entry.facts["n"])
        if len(self.tries) <= self.raises:
            raise RuntimeError
        self.heard.append(entry.facts["n"])

    def read_on(self, *, most: int = 500) -> int:
        return follow.bring_up_to_date(self.following, most=most)


def record(n: int, deed: str = "test.done") -> int:
    with transaction.atomic():
        return actions.record(by=HOUSE, at=AT, deed=deed, thing=f"test/{n}", facts={"n": n})


def test_a_follower_hears_its_deeds_once_and_in_order() -> None:
    room = Room()
    for n in range(5):
        record(n)
        record(n, "test.other")
    room.read_on(most=3)
    room.read_on(most=3)
    assert room.heard == [0, 1, 2, 3, 4]


def test_a_transaction_that_commits_late_is_heard_after_the_one_that_overtook_it() -> None:
    room = Room()
    began, may_end = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            actions.record(by=HOUSE, at=AT, deed="test.done", thing="test/1", facts={"n": 1})
            began.set()
            may_end.wait(10)
        connection.close()

    worker = threading.Thread(target=slow)
    worker.start()
    assert began.wait(10)
    record(2)
    room.read_on()
    assert room.heard == [2]
    may_end.set()
    worker.join(10)
    room.read_on()
    assert room.heard == [2, 1]
    assert sorted(Leaf.objects.values_list("position", flat=True)) == [0, 1]


def test_a_follower_that_stumbles_hears_the_same_deed_again() -> None:
    room = Room(raises=1)
    record(7)
    with pytest.raises(RuntimeError):
        room.read_on()
    room.read_on()
    assert (room.tries, room.heard) == ([7, 7], [7])


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
    assert sorted(Leaf.objects.values_list("position", flat=True)) == list(range(40))
    assert (queries.size(), queries.waiting()) == (40, 0)


def test_a_deed_is_refused_outside_a_transaction() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        actions.record(by=HOUSE, at=AT, deed="test.done", thing="test/1")
    assert Entry.objects.count() == 0
