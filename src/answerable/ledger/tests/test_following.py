"""Positions without a gap, and followers that hear each deed once, in order, however transactions end."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from answerable.base.actor import HOUSE
from answerable.ledger import actions, follow, queries
from answerable.ledger.models import Entry, Leaf

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)


@pytest.fixture
def heard(transactional_db: None) -> Iterator[list[int]]:
    """What a follower of one deed heard, in order; other rooms' followers are silent meanwhile."""
    others = dict(follow._FOLLOWERS)
    follow._FOLLOWERS.clear()
    found: list[int] = []

    @follow.follows("test.done")
    def listen(entry: Entry) -> None:
        found.append(entry.facts["n"])

    yield found
    follow._FOLLOWERS.clear()
    follow._FOLLOWERS.update(others)


def record(n: int, deed: str = "test.done") -> int:
    with transaction.atomic():
        return actions.record(by=HOUSE, at=AT, deed=deed, thing=f"test/{n}", facts={"n": n})


def test_a_follower_hears_its_deeds_once_and_in_order(heard: list[int]) -> None:
    for n in range(5):
        record(n)
        record(n, "test.other")
    follow.bring_up_to_date(most=3)
    follow.bring_up_to_date(most=3)
    assert heard == [0, 1, 2, 3, 4]


def test_a_transaction_that_commits_late_is_heard_after_the_one_that_overtook_it(heard: list[int]) -> None:
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
    follow.bring_up_to_date()
    assert heard == [2]
    may_end.set()
    worker.join(10)
    follow.bring_up_to_date()
    assert heard == [2, 1]
    assert sorted(Leaf.objects.values_list("position", flat=True)) == [0, 1]


def test_a_follower_that_stumbles_hears_the_same_deed_again(heard: list[int]) -> None:
    tries: list[int] = []

    @follow.follows("test.done")
    def stumble(entry: Entry) -> None:
        tries.append(entry.facts["n"])
        if len(tries) == 1:
            raise RuntimeError

    record(7)
    with pytest.raises(RuntimeError):
        follow.bring_up_to_date()
    follow.bring_up_to_date()
    assert (tries, heard) == ([7, 7], [7])


def test_several_sequencers_and_readers_give_each_position_once(heard: list[int]) -> None:
    for n in range(40):
        record(n)

    def work(_: int) -> None:
        follow.bring_up_to_date(most=7)
        connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    follow.bring_up_to_date()
    assert heard == list(range(40))
    assert sorted(Leaf.objects.values_list("position", flat=True)) == list(range(40))
    assert (queries.size(), queries.waiting()) == (40, 0)


def test_a_deed_is_refused_outside_a_transaction(heard: list[int]) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        actions.record(by=HOUSE, at=AT, deed="test.done", thing="test/1")
    assert Entry.objects.count() == 0
