"""The test clock itself: what asks for the time is told the test's, and no test inherits another's future."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from answerable.base import clock, ids
from answerable.base.testing import INSTANTS, beginning_at, later, now

INSTANT = pytest.mark.instants


@INSTANT
def test_every_clock_of_the_process_tells_the_tests_instant(instant: datetime) -> None:
    told = [clock.now(), timezone.now(), datetime.now(UTC), datetime.fromtimestamp(time.time(), UTC), now()]
    assert [each for each in told if not instant <= each < instant + timedelta(minutes=10)] == []


def test_time_passes_and_comes_back() -> None:
    before = now()
    with later(timedelta(days=40)):
        assert now() - before >= timedelta(days=40)
    assert now() - before < timedelta(days=1)


def test_a_test_in_the_future_leaves_no_ids_of_the_future_behind() -> None:
    with beginning_at(INSTANTS["leap-day"]):
        late = ids.new_id()
    with beginning_at(INSTANTS["plain"]):
        assert ids.new_id() < late


def test_tests_that_begin_at_the_same_instant_give_out_no_id_twice() -> None:
    """What is kept of the law by its revision, which holds the newest body's id, would else be an earlier test's."""
    given = []
    for _ in range(200):
        with beginning_at(INSTANTS["plain"]):
            given += [ids.new_id() for _ in range(5)]
    assert len(set(given)) == len(given)
