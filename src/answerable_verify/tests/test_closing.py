"""The calendar of closing: answers by day beside what chance would give, and by who wrote the matter in."""

import math
from datetime import date, timedelta
from fractions import Fraction

import pytest

from answerable_verify import write_leaf
from answerable_verify.numbers.closing import EXACT, chance_band, working_days
from answerable_verify.numbers.periods import parse_period
from answerable_verify.testing import act, case_id
from answerable_verify.tests.small_month import H, came, cells_of, day

SEPTEMBER_DAYS = 22
"""Mondays to Fridays of September 2026."""


def written_in(case: int, on: date, channel: str) -> bytes:
    """An appeal that came by this way."""
    entry = {"v": 2, "k": "registered", "c": case_id(case), "n": 0, "d": on.isoformat(), "b": "d01", "t": "all"}
    return write_leaf(entry | {"g": "all", "h": H, "x": {"a": "d01", "ch": channel, "m": "all", "w": "own"}})


def test_answers_of_the_last_day_stand_out_of_what_chance_gives():
    days = [9, *[30] * 20]
    entries = [
        one
        for case, on in enumerate(days, start=1)
        for one in (came(case, day(1), day(30)), act("answered", case=case, n=1, on=day(on)))
    ]
    cell = cells_of("closing-days", entries)["town"]
    assert (cell["n"], cell["value"], cell["parts"]) == (21, "21", {"d09": 1, "d30": 20})
    assert len(cell["chance"]) == SEPTEMBER_DAYS
    assert cell["chance"]["d30"] == [0, 5]
    assert "d05" not in cell["chance"]  # a Saturday


@pytest.mark.parametrize(("n", "weight", "total", "among"), [(0, 1, 22, 22), (21, 1, 22, 22), (130, 2, 65, 31)])
def test_the_band_is_the_narrowest_that_chance_seldom_leaves(n: int, weight: int, total: int, among: int):
    low, high = chance_band(n, weight, total, among)
    share, tail = Fraction(weight, total), Fraction(1, 40 * among)
    chances = [math.comb(n, count) * share**count * (1 - share) ** (n - count) for count in range(n + 1)]
    below, above = sum(chances[:low], Fraction()), sum(chances[high + 1 :], Fraction())
    assert (below <= tail < below + chances[low], above <= tail) == (True, True)
    assert high == 0 or above + chances[high] > tail


def test_the_band_of_many_goes_on_where_the_exact_one_ends():
    exact, normal = chance_band(EXACT, 1, 22, 22), chance_band(EXACT + 1, 1, 22, 22)
    assert [abs(one - other) <= 3 for one, other in zip(exact, normal, strict=True)] == [True, True]


def test_days_of_a_quarter_weigh_as_often_as_they_are_worked():
    weights = working_days(parse_period("2026-Q3"))
    assert (weights.total(), weights[31], weights[1]) == (66, 2, 2)  # 31 July, 31 August; 1 July, 1 September


def test_what_was_written_in_at_a_desk_stands_apart_and_out_of_the_speed_of_what_was_sent():
    ways = ("desk", "desk", "web", "import")
    entries = [
        one
        for case, way in enumerate(ways, start=1)
        for one in (
            written_in(case, day(1), way),
            act("answered", case=case, n=1, on=day(1) + timedelta(10 if way == "web" else 0)),
        )
    ]
    assert cells_of("entered", entries)["all"]["parts"] == {"desk": 2, "import": 1, "sent": 1}
    assert cells_of("time-to-answer", entries)["all"]["value"] == "0"
    assert (
        cells_of("time-to-answer-sent", entries)["all"]["n"],
        cells_of("time-to-answer-sent", entries)["all"]["value"],
    ) == (1, "10")
