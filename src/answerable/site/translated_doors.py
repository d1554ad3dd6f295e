"""At which door a phrase is read: so that a catalogue can be whole for residents before it is whole for staff.

A template says it by its folder; a form, a view or a wording by its name, where only staff read it. Everything else may
be read by residents and counts as theirs: their pages, the page of their message, letters, refusals, bots.
"""

from collections.abc import Iterable
from enum import StrEnum
from pathlib import PurePath
from typing import Final


class ReadAt(StrEnum):
    """Where a phrase is read."""

    PUBLIC = "public"
    FOLLOW = "follow"
    LETTERS = "letters"
    SHARED = "shared"  # at several doors, residents' among them
    STAFF = "desk"


OF_RESIDENTS: Final = (ReadAt.PUBLIC, ReadAt.FOLLOW, ReadAt.LETTERS, ReadAt.SHARED)
_STAFF_FOLDERS: Final = frozenset({"desk", "chair", "care", "desk_forms"})
_BY_NAME: Final = (  # the first that begins the path of a module decides
    ("api/views/messages", ReadAt.SHARED),  # what a sender is told by another's program
    ("api/", ReadAt.STAFF),
    ("people/", ReadAt.STAFF),
    ("focus/", ReadAt.STAFF),
    ("vault/forms", ReadAt.STAFF),
    ("vault/views", ReadAt.STAFF),
    ("oversight/forms", ReadAt.STAFF),
    ("oversight/views", ReadAt.STAFF),
    ("oversight/wording/reasons", ReadAt.STAFF),
    ("surveys/forms", ReadAt.STAFF),
    ("surveys/room", ReadAt.STAFF),
    ("surveys/sketching", ReadAt.STAFF),
    ("surveys/views/answering", ReadAt.PUBLIC),
    ("surveys/views", ReadAt.STAFF),
    ("appeals/forms/following", ReadAt.FOLLOW),
    ("appeals/forms", ReadAt.PUBLIC),
    ("appeals/views/following", ReadAt.FOLLOW),
    ("appeals/views", ReadAt.PUBLIC),
    ("appeals/wording/letters", ReadAt.LETTERS),
    ("channels/", ReadAt.LETTERS),
)


def read_at(path: PurePath) -> ReadAt:
    """Where the phrases of a file are read; the path is that within the product."""
    within = path.parts[path.parts.index("templates") :] if "templates" in path.parts else path.parts
    if _STAFF_FOLDERS.intersection(within[:-1]):
        return ReadAt.STAFF
    if "templates" in path.parts:
        return next((door for door in (ReadAt.PUBLIC, ReadAt.FOLLOW) if door in within), ReadAt.SHARED)
    return next((door for start, door in _BY_NAME if path.as_posix().startswith(start)), ReadAt.SHARED)


def of(paths: Iterable[PurePath]) -> ReadAt:
    """Where a phrase is read that stands in several files: at one door, or shared; staff's alone only where all are."""
    doors = {read_at(path) for path in paths} - {ReadAt.STAFF}
    return ReadAt.STAFF if not doors else doors.pop() if len(doors) == 1 else ReadAt.SHARED
