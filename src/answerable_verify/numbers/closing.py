"""The calendar of closing: when answers are given, and what chance alone would give. It tells gaming apart and accuses nobody.

Matters that are closed for the count's sake gather on the last days of a term or of a month, come open again, or were
written in by those who close them. Chance, here: each answer falls with the same chance on any day from Monday to Friday
of the period (the log has no calendar of days off). The band holds all days together in 95 of 100 such periods:
binomial, by Bonferroni's inequality.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import timedelta
from functools import lru_cache
from statistics import NormalDist
from typing import Final

from answerable_verify.numbers.cells import ALL, Cell, Parts, count_cells, shares
from answerable_verify.numbers.matters import LATE, ON_TIME, Book, Matter, Round
from answerable_verify.numbers.periods import Period

REOPENED_WITHIN: Final = 30
"""Days after an answer within which a reopening speaks against it."""
SENT, DESK, CARRIED, UNTOLD = "sent", "desk", "import", "untold"
"""Who entered a matter: its sender; somebody at a desk; it was carried over from an earlier register; it is not told."""
FRIDAY: Final = 5
MISSED: Final = 20
"""One period of so many has a day outside of the band by chance alone."""
EXACT: Final = 2000
"""Up to so many answers the band is counted exactly, in whole numbers; beyond, the normal curve is as good."""


def answered_rounds(book: Book, period: Period) -> Iterable[tuple[Matter, Round]]:
    """The dates that an answer given in the period met or missed, each with its matter."""
    for matter in book.matters.values():
        for one in matter.rounds:
            if one.ended in {ON_TIME, LATE} and one.on is not None and one.on >= period.first:
                yield matter, one


def by_days_left(book: Book, period: Period) -> dict[str, Cell]:
    """Answers given in the period by how close to their date they came: matters closed for the count's sake gather there."""
    return count_cells(_parts((one.group, _closeness(one)) for _, one in answered_rounds(book, period)))


def _parts(told: Iterable[tuple[str, str]]) -> Parts:
    """(group, part) added up, each for its group and for everybody."""
    found: Parts = defaultdict(Counter)
    for group, part in told:
        found[ALL][part] += 1
        found[group][part] += 1
    return found


def _closeness(one: Round) -> str:
    """How many days before its date an answer came; on the very day that it was asked for stands apart."""
    if one.on == one.began:
        return "same-day"
    if one.due is None or one.on is None:
        return "no-date"
    left = (one.due - one.on).days
    if left < 0:
        return "late"
    return "last-day" if left == 0 else "day-before" if left == 1 else "days-2-5" if left <= 5 else "earlier"


def by_day_of_month(book: Book, period: Period) -> dict[str, Cell]:
    """Answers given in the period by the day of the month, each working day with what chance alone would give."""
    told = ((one.group, f"d{one.on:%d}") for _, one in answered_rounds(book, period) if one.on is not None)
    cells = count_cells(_parts(told))
    weights = working_days(period)
    for cell in cells.values():
        cell["chance"] = {
            f"d{day:02}": list(chance_band(cell["n"], weight, weights.total(), len(weights)))
            for day, weight in sorted(weights.items())
        }
    return cells


def working_days(period: Period) -> Counter[int]:
    """Day of the month -> how often it falls on Monday to Friday in the period."""
    days = (period.first + timedelta(ahead) for ahead in range((period.last - period.first).days + 1))
    return Counter(day.day for day in days if day.isoweekday() <= FRIDAY)


@lru_cache(maxsize=4096)
def chance_band(n: int, weight: int, total: int, among: int) -> tuple[int, int]:
    """Between which counts one of `among` days lies by chance, if each of n answers falls there with weight / total.

    Whole numbers, so that every machine says the same: exact to `EXACT` answers, then by the normal curve.
    """
    if n > EXACT:
        middle, z = n * weight / total, NormalDist().inv_cdf(1 - 1 / (2 * MISSED * among))
        half = z * math.sqrt(n * weight * (total - weight)) / total
        return max(0, math.floor(middle - half)), min(n, math.ceil(middle + half))
    whole, tail = total**n, 2 * MISSED * among
    low, seen = -1, 0
    for count in range(n + 1):
        seen += math.comb(n, count) * weight**count * (total - weight) ** (n - count)
        if low < 0 and seen * tail > whole:
            low = count
        if (whole - seen) * tail <= whole:
            return low, count
    return low, n


def reopened(book: Book, period: Period) -> dict[str, Cell]:
    """Of the answers given in the period, how many matters were reopened within thirty days, and by its end."""
    return shares(_parts(_reopenings(book, period)), "reopened")


def _reopenings(book: Book, period: Period) -> Iterable[tuple[str, str]]:
    for matter in book.matters.values():
        for one, later in zip(matter.rounds, [*matter.rounds[1:], None], strict=True):
            if one.ended not in {ON_TIME, LATE} or one.on is None or one.on < period.first:
                continue
            soon = later is not None and (later.began - one.on).days <= REOPENED_WITHIN
            yield one.group, "reopened" if soon else "not-reopened"


def by_entry(book: Book, period: Period) -> dict[str, Cell]:
    """Of the answers given in the period, how many were to matters that somebody at a desk wrote in."""
    told = ((one.group, entered(matter)) for matter, one in answered_rounds(book, period))
    return shares(_parts(told), DESK)


def entered(matter: Matter) -> str:
    """Who entered a matter, by the way that it came."""
    if matter.channel in {DESK, CARRIED}:
        return matter.channel
    return SENT if matter.channel else UNTOLD
