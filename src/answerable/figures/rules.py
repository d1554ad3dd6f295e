"""The law of figures, pure: which periods are due, whether an edition is another, and why."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Final

from answerable.base.verdict import NotNowError
from answerable.figures.terms import Basis
from answerable_verify.numbers.attested import HIDDEN, Key, Value
from answerable_verify.numbers.periods import Period, ended_before, parse_period

LOOKED_AT: Final = timedelta(days=100)
"""So long after its end a period is counted again: what came late into the log is an erratum, not a secret."""
NOT_DATA: Final = ("tree",)
"""Fields of a document that may differ where the figure is the same."""


def due(today: date, frozen: Iterable[str]) -> tuple[list[Period], list[Period]]:
    """(periods to freeze, periods to look at again) on a day; `frozen` are the codes of those that are published."""
    known = set(frozen)
    new = [period for period in ended_before(today) if period.code not in known]
    again = [period for period in map(parse_period, sorted(known)) if today - period.last <= LOOKED_AT]
    return new, again


def erratum(old: Mapping[str, Any], new: Mapping[str, Any]) -> Basis | None:
    """Why a figure is to be published anew; None where it says the same, or follows another definition now.

    A definition that changed is no error of the figures that it was changed after: they stay, and say which was theirs.
    """
    if old["def"] != new["def"] or old["cells"] == new["cells"]:
        return None
    return Basis.LATE_ENTRIES if old["groups"] == new["groups"] else Basis.GROUPING


def must_be_over(period: Period, *, months: int, today: date) -> None:
    """Refuse a period that isn't over by a day, or is of another length than those of its series."""
    if period.months != months:
        raise NotNowError("series.other-length")
    if period.last >= today:
        raise NotNowError("series.period-runs")


def hidden_alone(cells: Mapping[Key, Value], least: int) -> Mapping[Key, Value]:
    """Cells as they are published: a single count below the least is hidden. Refuses a table with such a count open.

    What else a table must hide isn't seen cell by cell: that is `suppression`'s, before.
    """
    small = [key for key, value in cells.items() if isinstance(value, int) and 0 < value < least]
    if small and len(cells) > 1:
        raise NotNowError("series.small-counts-open")
    return {key: HIDDEN if key in small else value for key, value in cells.items()}


def periods_before(today: date, *, months: int, most: int) -> list[Period]:
    """The last periods of a length that are over by a day, the newest first."""
    found: list[Period] = []
    day = today
    while len(found) < most:
        ended = ended_before(day)
        found += [period for period in ended if period.months == months]
        day = ended[0].first
    return found
