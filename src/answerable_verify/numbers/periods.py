"""The periods of figures: a month (2026-10), a quarter (2026-Q4), a year (2026). Nothing is published by another grid."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from answerable_verify.strict import RejectedError

_CODE: Final = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2])|-Q([1-4]))?")
EARLIEST: Final = 1970
"""Days of acts are counted from this year."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A period, first and last day included."""

    first: date
    last: date
    code: str

    @property
    def months(self) -> int:
        """How many months it has: 1, 3 or 12."""
        return self.last.month - self.first.month + 1


def parse_period(code: str) -> Period:
    """The period of a code. Raises RejectedError for everything else."""
    match = _CODE.fullmatch(code)
    if match is None or int(match[1]) < EARLIEST:
        raise RejectedError("period", "not a month (2026-10), a quarter (2026-Q4) or a year (2026)")
    year = int(match[1])
    first, last = 1, 12
    if match[2]:
        first = last = int(match[2])
    elif match[3]:
        last = 3 * int(match[3])
        first = last - 2
    return Period(date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1]), code)


def ended_before(day: date) -> list[Period]:
    """What ended with the month before a day: that month, and the quarter and the year that ended with it."""
    last = day.replace(day=1) - timedelta(days=1)
    found = [parse_period(f"{last:%Y-%m}")]
    if last.month % 3 == 0:
        found.append(parse_period(f"{last:%Y}-Q{last.month // 3}"))
    if last.month == 12:
        found.append(parse_period(f"{last:%Y}"))
    return found
