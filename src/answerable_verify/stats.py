"""stats/v1: the public numbers as a pure function of the public leaves. The dashboard calls this very function.

Counts are of acts whose legal day lies in the month, over the first `size` leaves; unanswered, disputed and withdrawn
cases stay in. Acts of version 1 alone are counted: what a leaf of a later version means is another definition's matter,
so that every verifier there ever was computes the same stats/v1. Days count as written; back-dated acts are listed by the audit beside the numbers.
"""

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Final

from .canonical import write_json
from .leaf import LogLeaf, NewerLeafError, parse_leaf
from .strict import RejectedError

_PERIOD: Final = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
COUNTED: Final = ("registered", "answered", "extended", "disputed", "escalated", "closed")


@dataclass(slots=True)
class Figures:
    """The numbers of one month over the first `size` leaves."""

    period: str
    size: int = 0
    registered: int = 0
    """Cases begun in the month."""
    answered: int = 0
    answered_on_time: int = 0
    """Of the answers, those given on or before the due day that stood then."""
    extended: int = 0
    disputed: int = 0
    escalated: int = 0
    closed: int = 0
    days_total: int = 0
    """Days from registration to answer, summed over the answers."""
    overdue_at_end: int = 0
    """Cases registered by the month's last day, not answered by then, whose due day had come by then."""

    def as_json(self) -> bytes:
        """The canonical bytes whose SHA-256 a `statement` leaf carries."""
        return write_json({one.name: getattr(self, one.name) for one in fields(self)})


@dataclass(slots=True)
class _Case:
    registered: date
    due: date
    due_then: date
    """The due day as it stood at the month's end."""
    unanswered: bool = True


def last_day(period: str) -> date:
    """The last day of a month written YYYY-MM."""
    match = _PERIOD.fullmatch(period)
    if not match or int(match[1]) < 1:
        raise RejectedError("period", "not a month written YYYY-MM")
    year, month = int(match[1]), int(match[2])
    return date(year, month, calendar.monthrange(year, month)[1])


class MonthTally:
    """Figures of one month, filled leaf by leaf in the order of the log. About 200 bytes of memory a case."""

    def __init__(self, period: str) -> None:
        self.figures = Figures(period)
        self._last = last_day(period)
        self._first = self._last.replace(day=1)
        self._cases: dict[str, _Case] = {}

    def add(self, leaf: LogLeaf) -> None:
        """Count one leaf."""
        self.figures.size += 1
        if leaf.case is None or leaf.on is None or leaf.version != 1:
            return
        if self._first <= leaf.on <= self._last and leaf.kind in COUNTED:
            setattr(self.figures, leaf.kind, getattr(self.figures, leaf.kind) + 1)
        case = self._cases.get(leaf.case)
        if case is None:
            if leaf.kind == "registered" and leaf.due is not None:
                self._cases[leaf.case] = _Case(leaf.on, leaf.due, leaf.due)
            return
        self._further(case, leaf, leaf.on)

    def _further(self, case: _Case, leaf: LogLeaf, on: date) -> None:
        if leaf.kind == "answered":
            if self._first <= on <= self._last:
                self.figures.answered_on_time += on <= case.due
                self.figures.days_total += (on - case.registered).days
            if on <= self._last:
                case.unanswered = False
        elif leaf.due is not None and leaf.kind != "registered":
            case.due = leaf.due
            if on <= self._last:
                case.due_then = leaf.due

    def finish(self) -> Figures:
        """The figures of everything added so far."""
        self.figures.overdue_at_end = sum(
            case.unanswered and case.registered <= self._last and case.due_then <= self._last
            for case in self._cases.values()
        )
        return self.figures


def read_counted(entry: bytes, where: str) -> LogLeaf:
    """A leaf as it is counted: one of a later version counts in the size, like every other, and in nothing else."""
    try:
        return parse_leaf(entry, where)
    except NewerLeafError as fault:
        return fault.leaf


def stats(entries: Iterable[bytes], period: str, size: int | None = None) -> Figures:
    """stats/v1 of a month over the first `size` entries of a log (all by default)."""
    tally = MonthTally(period)
    for index, entry in enumerate(entries):
        if index == size:
            break
        tally.add(read_counted(entry, f"leaf {index}"))
    if size is not None and tally.figures.size != size:
        raise RejectedError("statistics", f"the log has only {tally.figures.size} of the {size} leaves asked for")
    return tally.finish()
