"""What can be found in a text that not everybody may read. Pure."""

from dataclasses import dataclass
from enum import StrEnum


class HitKind(StrEnum):
    """By what a stretch of a text is somebody's own. The values are public: they name why words were struck out."""

    NAME = "name"
    PHONE = "phone"
    MAIL = "mail"
    PLATE = "plate"
    ADDRESS = "address"
    DOCUMENT = "document"  # a passport, a licence, a tax number
    BANK = "bank"  # a card or an account
    HANDLE = "handle"  # a profile or a nickname of a network
    BIRTH = "birth"
    PLACE = "place"  # coordinates
    INNER = "inner"  # an address within somebody's network or machine
    METADATA = "metadata"  # what a file tells of who made it, where and on what


class WordKind(StrEnum):
    """What the dictionaries know of a word."""

    SURE = "sure"  # a name and nothing else
    FIRST = "first"  # somebody's first name
    NAMED = "named"  # a name, and an ordinary word, too
    ORDINARY = "ordinary"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, order=True)
class GuardHit:
    """A stretch of a text, from `start` up to but not including `end`, in characters."""

    start: int
    end: int
    kind: HitKind
