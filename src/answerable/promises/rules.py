"""How a promise stands on a day. Pure: late is not a state that somebody sets, it is a day that has passed."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from answerable.promises.terms import State


class Standing(StrEnum):
    """What anybody may say of a promise on a day."""

    AHEAD = "ahead"
    TODAY = "today"
    LATE = "late"
    KEPT = "kept"
    KEPT_LATE = "kept_late"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Count:
    """Promises whose day has come: every one of them is counted, whatever became of it."""

    due: int = 0
    kept: int = 0
    kept_late: int = 0
    broken: int = 0
    late: int = 0


def standing(*, state: str, due_on: date, ended_on: date | None, today: date) -> Standing:
    """How a promise stands. Kept after its day is kept late for ever: a date moved in silence would be no promise."""
    if state == State.BROKEN:
        return Standing.BROKEN
    if state == State.KEPT:
        return Standing.KEPT_LATE if ended_on is not None and ended_on > due_on else Standing.KEPT
    if today > due_on:
        return Standing.LATE
    return Standing.TODAY if today == due_on else Standing.AHEAD


def count(standings: list[Standing]) -> Count:
    """Count promises that are due: kept, kept late, broken and late. Those ahead are in no figure yet."""
    due = [one for one in standings if one not in {Standing.AHEAD, Standing.TODAY}]
    return Count(
        due=len(due),
        kept=due.count(Standing.KEPT),
        kept_late=due.count(Standing.KEPT_LATE),
        broken=due.count(Standing.BROKEN),
        late=due.count(Standing.LATE),
    )
