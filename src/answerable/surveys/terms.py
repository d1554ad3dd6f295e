"""The words of this room: its subjects, who asks, how is drawn, and where a seed comes from."""

from enum import StrEnum
from typing import Final

from answerable.base.subject import Subject

SURVEY: Final = "survey"
DRAW: Final = "draw"
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


def survey_of(ref: int) -> Subject:
    """A survey as the journal names it."""
    return Subject(SURVEY, ref)


def draw_of(ref: int) -> Subject:
    """A draw as the journal names it."""
    return Subject(DRAW, ref)
