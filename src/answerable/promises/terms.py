"""The words of this room."""

from enum import StrEnum


class State(StrEnum):
    """Where a promise stands. Late is not a state: it is open and its day has passed."""

    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"


class Deed(StrEnum):
    """Deeds of this room."""

    MADE = "promise.made"
    KEPT = "promise.kept"
    BROKEN = "promise.broken"
