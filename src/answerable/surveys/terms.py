"""The words of this room: its subjects, who asks, how is drawn, and where a seed comes from."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from answerable.base.leaf_kind import LeafKind
from answerable.base.subject import KindName, Subject

SURVEY: Final = KindName("survey")
DRAW: Final = KindName("draw")
POWER: Final = "surveys"
"""Lets a seat make surveys in the name of its body."""


class Asker(StrEnum):
    """In whose name is asked; it stands on every published survey."""

    JUDGED = "judged"  # the police, whom the answers are about
    AUTHORITY = "authority"  # another authority
    INDEPENDENT = "independent"  # the monitor


class Method(StrEnum):
    """How units are taken of a frame (`answerable_verify.draw`)."""

    SIMPLE = "simple"
    SYSTEMATIC = "systematic"
    PPS = "pps"


class Source(StrEnum):
    """Where a seed comes from that nobody can choose."""

    DICE = "dice"
    LOTTERY = "lottery"
    BEACON = "beacon"


class Deed(StrEnum):
    """Deeds of this room."""

    OPENED = "survey.opened"
    FRAMED = "draw.framed"
    SEEDED = "draw.seeded"
    DRAWN = "draw.drawn"


LEAVES: Final[Mapping[Deed, LeafKind]] = {
    Deed.FRAMED: "draw-framed",
    Deed.SEEDED: "draw-seeded",
    Deed.DRAWN: "draw-drawn",
}
"""Which deed is which act of the public log."""


def survey_of(ref: int) -> Subject:
    """A survey as the journal names it."""
    return Subject(SURVEY, ref)


def draw_of(ref: int) -> Subject:
    """A draw as the journal names it."""
    return Subject(DRAW, ref)
