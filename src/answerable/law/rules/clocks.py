"""Whose clock runs when a matter is handed over. Pure.

A term is an authority's, not a unit's (UA 393/96 art. 7, RU 59-FZ art. 8: "forwarding" is to another body or official;
handing to a unit of the same authority is a resolution inside the same term). So

1. inside an authority a hand-over changes nothing: not the date, not the extension that was used;
2. another authority has a clock of its own, from the day on which it got the matter, or from the sender's own day where
   the profile says so;
3. an authority that gave the matter away and gets it back goes on by the clock that it had. No way round through
   others makes it later than it was.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class OnForward(StrEnum):
    """What forwarding to another authority does to the term (a field of the receiver's profile)."""

    RESTARTS = "restarts"  # it is counted from the day on which that authority got it
    CONTINUES = "continues"  # it is counted from the day from which the sender's first term was counted


@dataclass(frozen=True, slots=True)
class Clock:
    """The term that an authority has for a matter.

    facts  as `deadlines.explain` wrote them; an instruction's day and an imported date have fewer
    """

    due_at: datetime | None
    safe_at: datetime | None
    profile: int | None = None
    extended: int = 0
    facts: Mapping[str, object] = field(default_factory=dict)

    def written(self) -> dict[str, object]:
        """The clock as a JSON column keeps it."""
        return {
            "due_at": None if self.due_at is None else self.due_at.isoformat(),
            "safe_at": None if self.safe_at is None else self.safe_at.isoformat(),
            "profile": self.profile,
            "extended": self.extended,
            "facts": dict(self.facts),
        }


def read(written: Mapping[str, object]) -> Clock:
    """The clock that `Clock.written` wrote down."""
    due_at, safe_at, profile, facts = (written[name] for name in ("due_at", "safe_at", "profile", "facts"))
    return Clock(
        due_at=None if due_at is None else datetime.fromisoformat(str(due_at)),
        safe_at=None if safe_at is None else datetime.fromisoformat(str(safe_at)),
        profile=profile if isinstance(profile, int) else None,
        extended=int(str(written["extended"])),
        facts=facts if isinstance(facts, Mapping) else {},
    )


def handed_over(
    running: Clock, left: Mapping[int, Clock], *, of: int, to: int, fresh: Callable[[], Clock]
) -> tuple[Clock, dict[int, Clock]]:
    """The clock that runs after a hand-over from authority `of` to authority `to`, and those of the others that had it.

    left   clocks of authorities that gave the matter away
    fresh  makes the clock of an authority that has it for the first time
    """
    if of == to:
        return running, dict(left)
    others = {**left, of: running}
    before = others.pop(to, None)
    return (fresh() if before is None else before), others
