"""Which periods are published when, and what is an erratum."""

from datetime import date

import pytest

from answerable.base.verdict import NotNowError
from answerable.figures import rules
from answerable.figures.rules import hidden_alone, must_be_over, periods_before
from answerable.figures.terms import Basis
from answerable_verify.numbers.attested import HIDDEN
from answerable_verify.numbers.periods import parse_period


@pytest.mark.parametrize(
    ("today", "frozen", "new", "again"),
    [
        (date(2026, 11, 2), [], ["2026-10"], []),
        (date(2026, 11, 2), ["2026-10"], [], ["2026-10"]),
        (date(2026, 10, 2), ["2026-08", "2026-01"], ["2026-09", "2026-Q3"], ["2026-08"]),
        (date(2027, 1, 8), ["2026-10"], ["2026-12", "2026-Q4", "2026"], ["2026-10"]),
    ],
)
def test_what_ended_is_published_once_and_looked_at_again_for_a_hundred_days(today, frozen, new, again):
    found = rules.due(today, frozen)
    assert ([period.code for period in found[0]], [period.code for period in found[1]]) == (new, again)


@pytest.mark.parametrize(
    ("change", "basis"),
    [
        ({}, None),
        ({"tree": 9}, None),
        ({"cells": {"all": 2}}, Basis.LATE_ENTRIES),
        ({"cells": {"all": 2}, "groups": {"a": ["b"]}}, Basis.GROUPING),
        ({"cells": {"all": 2}, "def": 2}, None),
    ],
)
def test_only_what_reads_otherwise_by_the_same_definition_is_an_erratum(change, basis):
    old = {"def": 1, "cells": {"all": 1}, "groups": {}, "tree": 5}
    assert rules.erratum(old, old | change) == basis


def test_a_period_is_attested_once_it_is_over_and_of_its_own_length():
    march = parse_period("2026-03")
    must_be_over(march, months=1, today=date(2026, 4, 1))
    for months, today, reason in ((3, date(2026, 4, 1), "series.other-length"), (1, march.last, "series.period-runs")):
        with pytest.raises(NotNowError) as refused:
            must_be_over(march, months=months, today=today)
        assert refused.value.reason == reason


def test_one_small_count_is_hidden_and_a_table_with_one_is_refused():
    assert hidden_alone({(): 7}, 10) == {(): HIDDEN}
    assert hidden_alone({(): 7}, 0) == {(): 7}
    assert hidden_alone({("a",): 0, ("b",): 12}, 10) == {("a",): 0, ("b",): 12}
    with pytest.raises(NotNowError):
        hidden_alone({("a",): 3, ("b",): 12}, 10)


def test_the_periods_that_are_over_come_newest_first():
    found = [[one.code for one in periods_before(date(2026, 4, 10), months=months, most=3)] for months in (1, 3, 12)]
    assert found == [
        ["2026-03", "2026-02", "2026-01"],
        ["2026-Q1", "2025-Q4", "2025-Q3"],
        ["2025", "2024", "2023"],
    ]
