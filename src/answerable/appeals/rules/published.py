"""What of an appeal everybody may read, and how it stands in public. Pure."""

from collections.abc import Sequence
from typing import Final

from answerable.appeals.terms import Deed, State, Tier
from answerable.people.rules import guard

COARSE: Final = 3  # decimals of a coordinate: about 100 m, a street and not a door
_DONE: Final = frozenset({State.ANSWERED, State.REFUSED, State.CLOSED, State.WITHDRAWN, State.MERGED})

SHOWN: Final = (
    Deed.ACCEPTED,
    Deed.HANDED_ON,
    Deed.FORWARDED,
    Deed.EXTENDED,
    Deed.TERM_SET,
    Deed.CATEGORISED,
    Deed.ANSWERED,
    Deed.EXAMINATION_REFUSED,
    Deed.DISPUTED,
    Deed.WITHDRAWN,
    Deed.TAKEN_UP_AGAIN,
    Deed.REOPENED,
    Deed.CLOSED,
    Deed.MERGED,
    Deed.UNMERGED,
)
"""After these a published appeal stands otherwise."""
ENDS: Final = (Deed.BARRED,)
"""After these it may have to be taken back: it is about somebody of the force after all."""
_EXTENDED: Final = {
    State.REGISTERED: "OPEN",
    State.ACCEPTED: "INVESTIGATING",
    State.ANSWERED: "CLOSED",
    State.REFUSED: "NO_FURTHER_ACTION",
    State.DISPUTED: "REOPEN",
    State.REOPENED: "REOPEN",
    State.CLOSED: "CLOSED",
    State.WITHDRAWN: "CANCELLED",
    State.MERGED: "DUPLICATE",
}


def coarse(point: tuple[float, float] | None) -> tuple[float, float] | None:
    """A place as everybody may know it."""
    return None if point is None else (round(point[0], COARSE), round(point[1], COARSE))


def is_done(state: str) -> bool:
    """Whether the body owes nothing more: `closed` in the words of Open311. What is disputed is open."""
    return State(state) in _DONE


def extended_status(state: str) -> str:
    """The finer word that clients of Open311 know for a state (FixMyStreet's extended statuses)."""
    return _EXTENDED[State(state)]


def fault_of(text: str, found: Sequence[guard.GuardHit], *, overruled: str) -> str:
    """Why these words can't be read by everybody; empty where they can.

    found      what the guard has found in them
    overruled  why a person publishes that all the same (`Overruled`); empty where nobody does
    """
    if guard.unknown_marks(text):
        return "published.unknown-mark"
    return "published.personal" if found and not overruled else ""


def may_be_public(*, tier: str, sensitive: bool, barred: bool) -> bool:
    """Whether an appeal may be read by everybody at all: never a sealed one, nor what is about somebody of the force."""
    return tier == Tier.WORKING and not sensitive and not barred
