"""What of an appeal everybody may read, and how it stands in public. Pure."""

import re
from typing import Final

from answerable.appeals.terms import Deed, State, Tier

COARSE: Final = 3  # decimals of a coordinate: about 100 m, a street and not a door
_MAIL: Final = re.compile(r"[^\s@<>]+@[^\s@<>]+\.\w{2,}")
_PHONE: Final = re.compile(
    r"(?<!\w)\+?\d(?:[\s().-]{0,2}\d){6,}(?!\w)"
)  # seven digits and more in a row, however written
_DAY: Final = re.compile(r"(?<!\d)(?:\d{4}-\d\d-\d\d|\d{1,2}\.\d{1,2}\.\d{4})(?!\d)")  # a day is no number to ring
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


def fault_of(text: str) -> str:
    """Why these words can't be read by everybody; empty where they can. A name no rule finds: that is a person's work."""
    if not text.strip():
        return "field.needed"
    return "published.has-contact" if _MAIL.search(text) or _PHONE.search(_DAY.sub("", text)) else ""


def may_be_public(*, tier: str, sensitive: bool, barred: bool) -> bool:
    """Whether an appeal may be read by everybody at all: never a sealed one, nor what is about somebody of the force."""
    return tier == Tier.WORKING and not sensitive and not barred
