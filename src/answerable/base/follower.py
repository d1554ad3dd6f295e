"""News from below: what a follower is, and what it is told of a deed.

A room above hears of the deeds of rooms below through the journal (`ledger.follow`), never by being called. A follower
is a function marked `@follows(Deed.RATED)` in a room's `followers.py`; the room declares the tuple of them. It is
safe to hear a deed twice: its work and the room's bookmark are one transaction, and what it starts outside is a job
deferred in that transaction.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


@dataclass(frozen=True, slots=True)
class HeardDeed:
    """One deed as a follower hears it: the journal's row, which nobody can change any more."""

    id: int
    at: datetime
    actor: str
    deed: str
    thing: str
    root: int
    facts: Mapping[str, Any]


Hear = Callable[[HeardDeed], None]


@dataclass(frozen=True, slots=True)
class Follower:
    """Somebody who hears of deeds.

    name      the function's, by which what it could not take is kept; a new name is a new follower
    deeds     what it hears of
    hear      its work
    critical  an erasure, a bar, a key: until it is done somebody can see what they may not. It is tried for ever,
              makes health red at once, and a restore does not end before it
    """

    name: str
    deeds: frozenset[str]
    hear: Hear
    critical: bool = False


def follows(*deeds: StrEnum, critical: bool = False) -> Callable[[Hear], Follower]:
    """Make a function the follower of these deeds: members of the enumerations of their rooms, so that a slip is a type error."""

    def mark(function: Hear) -> Follower:
        return Follower(function.__name__, frozenset(map(str, deeds)), function, critical)

    return mark
