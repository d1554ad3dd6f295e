"""The hotline that asks how matters were handled: who is drawn, when somebody is asked, what is counted. Pure.

A tenth of a body's endings of a week, five at least or all (`wanted`). Three attempts within seven days, each at another hour.
"""

import hmac
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from answerable.oversight.terms import NOT_SOLVED, SOLVED, AskedState, Experience, SaidBy
from answerable_verify import draw
from answerable_verify.numbers.hotline import NONE, HotlineCounts

LEAST: Final = 5
PART: Final = 10
"""One of so many endings is asked about."""
ASKED_FOR: Final = timedelta(days=7)
ATTEMPTS: Final = ((0, time(10)), (2, time(18)), (5, time(13)))
"""Days after the draw, and the hour on the wall of the body: whoever works by day is at home in the evening."""
FEWEST: Final = 5
"""Of fewer answers no line of a table tells what they said."""
GOOD: Final = 4
"""From here on a mark of five counts as good."""
_WEEK: Final = timedelta(days=7)
_SHORT: Final = re.compile(r"\s*([1-5])[\s,.;/-]*([1-5])[\s,.;/-]*([1-3])\s*")


def week_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def next_week(at: datetime, *, zone: str) -> date:
    """The Monday of the first week that has not begun: of its endings nobody knows yet."""
    return week_of(at.astimezone(ZoneInfo(zone)).date()) + _WEEK


def span_of(week: date, *, zone: str) -> tuple[datetime, datetime]:
    """When a week begins and when the next one does."""
    where = ZoneInfo(zone)
    return tuple(datetime.combine(day, time(), tzinfo=where) for day in (week, week + _WEEK))  # type: ignore[return-value] # two


def wanted(endings: int) -> int:
    """How many of a body's endings are asked about: a tenth, rounded up, five at least, or all."""
    return min(endings, max(LEAST, -(-endings // PART)))


def unit_of(seed: bytes, case: str) -> str:
    """The code of a matter in the frame, from its code in the public log: chosen by nobody, and known to nobody before the seed."""
    return hmac.digest(seed, b"unit\x00" + case.encode(), "sha256").hex()[:32]


def frame_of(cases: Iterable[tuple[str, str]], seed: bytes) -> tuple[bytes, bytes]:
    """Frame and design of a week, from the endings that can be asked about: their codes in the log and their bodies' codes."""
    units = sorted((draw.FrameUnit(unit_of(seed, case), body) for case, body in cases), key=lambda unit: unit.name)
    sizes: dict[str, int] = {}
    for unit in units:
        sizes[unit.stratum] = sizes.get(unit.stratum, 0) + 1
    strata = {body: draw.StratumShare(wanted(size)) for body, size in sizes.items()} or {draw.ALL: draw.StratumShare(0)}
    return draw.write_frame(units, ("unit", "stratum")), draw.write_design(draw.SIMPLE, strata)


def attempt_at(began: datetime, number: int, *, zone: str) -> datetime:
    """When the attempt of that number (from 0) is due; never before it was drawn."""
    days, hour = ATTEMPTS[number]
    where = ZoneInfo(zone)
    first = began.astimezone(where)
    if first.time() > ATTEMPTS[0][1]:
        first += timedelta(days=1)
    return datetime.combine(first.date() + timedelta(days=days), hour, tzinfo=where)


def next_attempt(began: datetime, made: int, at: datetime, *, zone: str) -> datetime | None:
    """When somebody is asked again after `made` attempts, the last one now; None after the last."""
    if made >= len(ATTEMPTS):
        return None
    planned = attempt_at(began, made, zone=zone)
    return max(planned, at + timedelta(hours=3))


def read_short(text: str) -> Experience | None:
    """Three digits as a bot or a short message brings them: promptness, respect, result; None for anything else."""
    found = _SHORT.fullmatch(text)
    return None if found is None else Experience(*(int(digit) for digit in found.groups()))


def can_be(said: Experience) -> bool:
    """Whether these are marks that can be given."""
    return 1 <= said.prompt <= 5 and 1 <= said.respect <= 5 and NOT_SOLVED <= said.result <= SOLVED


@dataclass(frozen=True, slots=True)
class AskedRow:
    """What became of one who was drawn, for the counts."""

    body: str
    state: str
    attempts: int
    by: str = ""
    said: Experience | None = None


def counts_of(frame: bytes, rows: Sequence[AskedRow]) -> dict[str, HotlineCounts]:
    """The counts of a week by body, from its frame and from what became of those who were drawn."""
    found: dict[str, HotlineCounts] = {}
    for unit in draw.parse_frame(frame).units:
        found[unit.stratum] = found.get(unit.stratum, NONE) + HotlineCounts(1, *[0] * 10)
    for row in rows:
        found[row.body] = found.get(row.body, NONE) + _count(row)
    return found


def _count(row: AskedRow) -> HotlineCounts:
    said = row.said
    return HotlineCounts(
        endings=0,
        drawn=1,
        attempts=row.attempts,
        reached=int(row.state in {AskedState.ANSWERED, AskedState.REFUSED}),
        answered=int(said is not None),
        refused=int(row.state == AskedState.REFUSED),
        called=int(said is not None and row.by == SaidBy.CALL),
        prompt=int(said is not None and said.prompt >= GOOD),
        respect=int(said is not None and said.respect >= GOOD),
        solved=int(said is not None and said.result == SOLVED),
        unsolved=int(said is not None and said.result == NOT_SOLVED),
    )


def total_of(rows: Mapping[str, HotlineCounts]) -> HotlineCounts:
    """All bodies together."""
    found = NONE
    for one in rows.values():
        found += one
    return found
