"""Lanes: calm hours count nobody, nobody waits longer than is said, and a place is one place."""

from datetime import timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from answerable.appeals.rules import lanes


@example([0.0] * 30, 5)
@given(st.lists(st.floats(0, 500), max_size=80).map(sorted), st.integers(1, 20))
def test_a_process_is_busy_exactly_when_more_than_the_number_came_within_a_minute(instants, busy):
    gauge = lanes.Gauge(busy)
    for place, instant in enumerate(instants):
        lately = [one for one in instants[: place + 1] if one > instant - lanes.MINUTE]
        assert gauge.is_busy(instant) == (len(lately) > busy)
        assert len(gauge.came) <= busy + 1


@given(st.floats(-1e6, 1e9), st.floats(0, 1e6))
def test_who_sent_more_waits_longer_and_works_harder_within_bounds(debt, more):
    assert lanes.SHORTEST <= lanes.wait(debt) <= lanes.wait(debt + more) <= lanes.LONGEST
    assert lanes.EASIEST <= lanes.numbers(debt) <= lanes.numbers(debt + more) <= lanes.HARDEST


@pytest.mark.parametrize(
    ("address", "onion", "place"),
    [
        ("203.0.113.7", False, "203.0.113.7"),
        ("2001:db8:1:2::", False, "2001:db8:1:2::"),
        ("127.0.0.1", False, ""),
        ("::1", False, ""),
        ("127.0.0.1", True, "onion"),
        ("nonsense", False, "unknown"),
    ],
)
def test_what_is_counted_together(address, onion, place):
    assert lanes.place_of(address, onion=onion) == place


def test_the_first_that_is_too_much_waits_half_a_minute():
    assert lanes.wait(1) == timedelta(seconds=30)
