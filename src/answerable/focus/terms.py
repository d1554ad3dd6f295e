"""The words of this room: its subjects, its deeds, and what a participant may agree to."""

from enum import StrEnum
from typing import Final

from answerable.base.subject import KindName, Subject

STUDY: Final = KindName("focus")


class FocusPower(StrEnum):
    """What a seat may besides the powers that every installation knows."""

    GROUPS = "focus"


POWER: Final = FocusPower.GROUPS
"""Lets a seat run focus groups of its body, and code them."""


class Consent(StrEnum):
    """What a participant agrees to, each for itself; without the first nobody sits at the table."""

    TAKE_PART = "take-part"
    RECORDING = "recording"
    QUOTATION = "quotation"
    ARCHIVE = "archive"
    CONTACT = "contact"


class Recording(StrEnum):
    """Where the recording of a session is."""

    NONE = "none"
    KEPT = "kept"
    DELETED = "deleted"


class Deed(StrEnum):
    """Deeds of this room."""

    OPENED = "focus.opened"
    PLANNED = "focus.planned"  # guide, quota and codebook notes were written
    GROUPED = "focus.grouped"  # a group was added, or what became of it was noted
    JOINED = "focus.joined"
    WITHDREW = "focus.withdrew"
    TRANSCRIBED = "focus.transcribed"
    MASKED = "focus.masked"
    FIXED = "focus.fixed"  # the text is final: it is coded from now on
    CLEARED = "focus.cleared"  # recording, raw transcript, names and masks are gone
    CODED = "focus.coded"
    NOTED = "focus.noted"
    THEMED = "focus.themed"
    QUOTED = "focus.quoted"
    RELEASED = "focus.released"
    EXPORTED = "focus.exported"
    IMPORTED = "focus.imported"
    PUBLISHED = "focus.published"


def study_of(ref: int) -> Subject:
    """A study as the journal names it."""
    return Subject(STUDY, ref)
