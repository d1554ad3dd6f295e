"""The shapes of the public log: an act as it is published, and the case it belongs to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from answerable.base.leaf_kind import LeafKind

SMALL: Final = 250
"""K of the contract: a body, a place or a group with fewer appeals in a year is not told apart in public."""
ALL: Final = "all"
"""The code of "not told": the common place and the common group."""
NO_TERM: Final = date(2099, 12, 31)
"""What stands as the due day of an appeal for which no law sets a term: a leaf has to say one."""


class LogDeed(StrEnum):
    """Deeds of the log itself that others hear of."""

    FROZEN = "log.frozen"


@dataclass(frozen=True, slots=True)
class PublicPlace:
    """Where a case is published: place and group, fixed when it is registered, and whether its body is a small one.

    A later change of category or body would say by a change of these what the levels are there to hide.
    """

    territory: str = ALL
    group: str = ALL
    slow: bool = True


COMMON: Final = PublicPlace()
"""Where everything is published that can't be told apart without telling who it was."""


@dataclass(frozen=True, slots=True)
class PublicAct:
    """One act on a case as the public log shows it: codes only. `fields` are committed to and not shown.

    kind     of the closed list (contract 3.4, `answerable_verify.kinds`), declared by the room that writes it
    on       the legal day at the body
    body     code of the body
    place    of the first act only: opens the case
    slow     of a small body or a sealed matter: waits for others, where the kind leaves that to the body
    version  0: the first that has this kind, so that acts on appeals stay what they were; 2: says more (`extra` with `a`)
    """

    kind: LeafKind
    on: date
    body: str
    fields: Mapping[str, str]
    due: date | None = None
    channel: str | None = None
    extra: Mapping[str, str | int] = field(default_factory=dict)
    place: PublicPlace | None = None
    slow: bool = False
    version: int = 0


@dataclass(frozen=True, slots=True)
class PublicNote:
    """An act of the log itself (a void number, a retired witness, a key that differs ...): it belongs to no case.

    h  the commitment, for the one kind that has one: the weekly sum of care
    """

    kind: LeafKind
    on: date
    extra: Mapping[str, str | int]
    h: bytes | None = None
    slow: bool = False
