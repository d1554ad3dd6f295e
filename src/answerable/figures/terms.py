"""The words of this room: its subject, its deeds, why a figure is corrected."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from answerable.base.leaf_kind import LeafKind
from answerable.base.subject import KindName, Subject

FIGURE: Final = KindName("figure")
SERIES: Final = KindName("series")
ATTESTED: Final = KindName("attested")


class Deed(StrEnum):
    """Deeds of this room."""

    FROZEN = "figure.frozen"
    CORRECTED = "figure.corrected"
    SERIES_BEGUN = "series.begun"
    ATTESTED = "attested.frozen"
    ATTESTED_CORRECTED = "attested.corrected"


class Basis(StrEnum):
    """Why a figure is published anew; the old edition stays beside it."""

    LATE_ENTRIES = "late-entries"  # acts of the period came into the log after it was frozen
    GROUPING = "grouping"  # bodies were renamed, merged or moved to another authority
    CALENDAR = "calendar"  # a calendar or a term was set right afterwards
    MISTAKE = "mistake"  # ours


class SeriesKind(StrEnum):
    """Where the counts of an attested series come from."""

    ENTERED = "entered"  # a body says them, from a source of its own that it names
    CELLS = "cells"  # our own, finer than the log tells them


class AttestedBasis(StrEnum):
    """Why what was attested is published anew; the old edition stays beside it."""

    MISTAKE = "mistake"  # it was entered or counted wrongly
    SOURCE = "source"  # the source itself was set right
    LATE_ENTRIES = "late-entries"  # more of the period came in afterwards


FEWEST: Final = 10
"""Counts from 1 up to below this are hidden, and what would give them back."""
RECEIVED: Final = "received-by-matter-and-place"
"""The series of our own cells."""

LEAVES: Final[Mapping[Deed, LeafKind]] = {
    Deed.FROZEN: "figure-frozen",
    Deed.CORRECTED: "figure-corrected",
    Deed.ATTESTED: "dataset-frozen",
    Deed.ATTESTED_CORRECTED: "dataset-corrected",
}
"""Which deed is which act of the public log."""


def figure_of(ref: int) -> Subject:
    """An edition of a figure as the journal names it."""
    return Subject(FIGURE, ref)


def series_of(ref: int) -> Subject:
    """An attested series as the journal names it."""
    return Subject(SERIES, ref)


def attested_of(ref: int) -> Subject:
    """An edition of what was attested for a period."""
    return Subject(ATTESTED, ref)
