"""The words of this room: its subject, its deeds, why a figure is corrected."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from answerable.base.leaf_kind import LeafKind
from answerable.base.subject import KindName, Subject

FIGURE: Final = KindName("figure")


class Deed(StrEnum):
    """Deeds of this room."""

    FROZEN = "figure.frozen"
    CORRECTED = "figure.corrected"


class Basis(StrEnum):
    """Why a figure is published anew; the old edition stays beside it."""

    LATE_ENTRIES = "late-entries"  # acts of the period came into the log after it was frozen
    GROUPING = "grouping"  # bodies were renamed, merged or moved to another authority
    CALENDAR = "calendar"  # a calendar or a term was set right afterwards
    MISTAKE = "mistake"  # ours


LEAVES: Final[Mapping[Deed, LeafKind]] = {Deed.FROZEN: "figure-frozen", Deed.CORRECTED: "figure-corrected"}
"""Which deed is which act of the public log."""


def figure_of(ref: int) -> Subject:
    """An edition of a figure as the journal names it."""
    return Subject(FIGURE, ref)
