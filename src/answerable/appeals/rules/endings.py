"""How a matter ended, from what was said and by whom. Pure: a body's own word never makes it solved."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from answerable.appeals.terms import Outcome, Rating
from answerable.law.terms import Ending

TO_CALL_BACK: Final = frozenset({Ending.UNSOLVED, Ending.SILENT, Ending.SENT_ON, Ending.WITHDRAWN, Ending.SOLVED})
"""Endings of which a sample may be drawn to ask the senders: a withdrawal, too, since somebody may have been pressed."""


@dataclass(frozen=True, slots=True)
class PointEnded:
    """A point as it stands at the end: `sent_on` says that its ground is another's competence."""

    outcome: str
    rating: str = ""
    sent_on: bool = False


def ending_of(points: Sequence[PointEnded], *, examined: bool, unreached: bool) -> Ending:
    """How an answered or refused matter ended when it is closed.

    examined   False where examination was refused as a whole
    unreached  news of the answer could not be delivered, and the sender has not come
    """
    ratings = {point.rating for point in points}
    if points and ratings == {Rating.SOLVED}:
        return Ending.SOLVED
    if not examined:
        return Ending.REFUSED
    if points and all(point.outcome == Outcome.REFUSED for point in points):
        return Ending.SENT_ON if all(point.sent_on for point in points) else Ending.REFUSED
    if ratings - {""}:
        return Ending.UNSOLVED
    return Ending.UNREACHABLE if unreached else Ending.SILENT
