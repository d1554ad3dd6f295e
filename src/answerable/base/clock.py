"""The one place that reads the clock. Nobody below views and jobs calls it: time comes in as an argument.

All processes on all machines go by the database's clock. Each asks it now and then (`agree`) and counts on from there by
the machine's monotonic clock, which nobody can set: a wrong or set-back clock of one machine moves no term, no code, no
consent. A process that never asked (a test, a command without a database) goes by its own clock.

What the witnesses of the public log saw, by clocks that nobody here can set, is a floor under all of this: no act of an
office can lie before it (`ledger.clocks`).
"""

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

TOLERABLE: Final = 5.0  # seconds
AHEAD: Final = timedelta(minutes=1)
"""By so much an act may lie ahead of the database's clock: the processes of one system differ by less."""
LEAP_IS_NEWS: Final = 3600.0  # seconds for which a leap of the database's clock is told


@dataclass(frozen=True, slots=True)
class _Agreed:
    """What the database said, and what the monotonic clock showed at that instant."""

    at: datetime
    counted: float
    leap: float = 0.0
    leapt: float = 0.0

    def now(self) -> datetime:
        return self.at + timedelta(seconds=time.monotonic() - self.counted)


_state: dict[str, _Agreed] = {}
_seen: dict[str, datetime] = {}


def now() -> datetime:
    """The present instant by the database's clock, in UTC."""
    agreed = _state.get("agreed")
    return datetime.now(UTC) if agreed is None else agreed.now()


def agree(at: datetime, *, asked: float, answered: float) -> None:
    """Go by what the database said: `at`, between two readings of `time.monotonic()` before and after it was asked."""
    before = _state.get("agreed")
    counted = (asked + answered) / 2
    leap, leapt = (before.leap, before.leapt) if before else (0.0, 0.0)
    if before is not None:
        expected = before.at + timedelta(seconds=counted - before.counted)
        if abs(found := (at - expected).total_seconds()) > TOLERABLE:
            leap, leapt = found, counted
    _state["agreed"] = _Agreed(at.astimezone(UTC), counted, leap, leapt)


def skew() -> float:
    """Seconds by which this machine's clock is ahead of the database's; 0 where it was never asked."""
    agreed = _state.get("agreed")
    return 0.0 if agreed is None else (datetime.now(UTC) - agreed.now()).total_seconds()


def leap() -> float:
    """Seconds by which the database's own clock was set forward or back within the last hour; 0 for none."""
    agreed = _state.get("agreed")
    if agreed is None or not agreed.leap or time.monotonic() - agreed.leapt > LEAP_IS_NEWS:
        return 0.0
    return agreed.leap


def ceiling() -> datetime | None:
    """The instant ahead of which no act can lie: a little after the database's present; None where it was never asked."""
    agreed = _state.get("agreed")
    return None if agreed is None else agreed.now() + AHEAD


def floor() -> datetime | None:
    """The instant that lies in the past whatever any clock here shows; None where nobody has seen one."""
    return _seen.get("floor")


def hold_floor(at: datetime | None) -> None:
    """Keep what witnesses have seen: no act of an office lies before it. None: nothing, or it was overruled."""
    if at is None:
        _seen.clear()
    else:
        _seen["floor"] = at.astimezone(UTC)


def go_alone() -> None:
    """Forget what the database and the witnesses said."""
    _state.clear()
    _seen.clear()
