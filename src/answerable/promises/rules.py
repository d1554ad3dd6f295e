"""How a promise stands on a day. Pure: late is not a state that somebody sets, it is a day that has passed."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from answerable.promises.terms import State


class PromiseStanding(StrEnum):
    """What anybody may say of a promise on a day."""

    AHEAD = "ahead"
    TODAY = "today"
    LATE = "late"
    KEPT = "kept"
    KEPT_LATE = "kept_late"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class PromiseCount:
    """Promises whose day has come: every one of them is counted, whatever became of it."""

    due: int = 0
    kept: int = 0
    kept_late: int = 0
    broken: int = 0
    late: int = 0


def standing(*, state: str, due_on: date, ended_on: date | None, today: date) -> PromiseStanding:
    """How a promise stands. Kept after its day is kept late for ever: a date moved in silence would be no promise."""
    if state == State.BROKEN:
        return PromiseStanding.BROKEN
    if state == State.KEPT:
        return PromiseStanding.KEPT_LATE if ended_on is not None and ended_on > due_on else PromiseStanding.KEPT
    if today > due_on:
        return PromiseStanding.LATE
    return PromiseStanding.TODAY if today == due_on else PromiseStanding.AHEAD


def count(standings: list[PromiseStanding]) -> PromiseCount:
    """Count promises that are due: kept, kept late, broken and late. Those ahead are in no figure yet."""
    due = [one for one in standings if one not in {PromiseStanding.AHEAD, PromiseStanding.TODAY}]
    return PromiseCount(
        due=len(due),
        kept=due.count(PromiseStanding.KEPT),
        kept_late=due.count(PromiseStanding.KEPT_LATE),
        broken=due.count(PromiseStanding.BROKEN),
        late=due.count(PromiseStanding.LATE),
    )
