"""Months, quarters, years: one grid and no other."""

from datetime import date

import pytest

from answerable_verify import RejectedError
from answerable_verify.numbers.periods import ended_before, parse_period


@pytest.mark.parametrize(
    ("code", "first", "last", "months"),
    [
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29), 1),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31), 3),
        ("2026", date(2026, 1, 1), date(2026, 12, 31), 12),
    ],
)
def test_period_has_its_days(code, first, last, months):
    found = parse_period(code)
    assert (found.first, found.last, found.months) == (first, last, months)


@pytest.mark.parametrize("code", ["", "2026-13", "2026-Q5", "2026-1", "0001", "2026-10-01", "２０２６"])
def test_another_period_is_refused(code):
    with pytest.raises(RejectedError):
        parse_period(code)


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        (date(2026, 11, 2), ["2026-10"]),
        (date(2026, 10, 31), ["2026-09", "2026-Q3"]),
        (date(2027, 1, 1), ["2026-12", "2026-Q4", "2026"]),
    ],
)
def test_what_ended_with_the_last_month(day, codes):
    assert [period.code for period in ended_before(day)] == codes
