"""Which periods are published when, and what is an erratum."""

from datetime import date

import pytest

from answerable.figures import rules
from answerable.figures.terms import Basis


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
