"""What a room takes of a pack: files of its own, read with every fault named, then loaded with the whole or not at all."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from answerable.base.actor import Actor

if TYPE_CHECKING:
    from answerable.base.packs.row import Reading


@dataclass(slots=True)
class Tally:
    """What a loading changed, by the kind of row."""

    made: dict[str, int] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)
    ended: dict[str, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Say whether anything changed."""
        return bool(self.made or self.changed or self.ended)

    def count(self, what: dict[str, int], kind: str) -> None:
        """One more."""
        what[kind] = what.get(kind, 0) + 1


@dataclass(frozen=True, slots=True)
class Loading:
    """A pack being loaded, in one transaction with all of its parts.

    on     today at the place: from when changes hold
    since  from when the pack holds where the installation has nothing yet
    tally  where a part counts what it made, changed and ended; the deed `pack.loaded` says it
    """

    by: Actor
    at: datetime
    on: date
    since: date
    tally: Tally


Load = Callable[[Loading], None]
"""Puts into the database what was read; made by reading, called only when the whole pack is faultless."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackPart:
    """One part of a pack, declared by the room that reads it.

    says   what is told while it is loaded: "teams and their courts"
    files  names of the files that it reads, in the pack's folder; each may be absent, if the part says so
    read   reads them, notes every fault, and gives what loads them
    """

    says: str
    files: tuple[str, ...]
    read: "Callable[[Path, Reading], Load]"
