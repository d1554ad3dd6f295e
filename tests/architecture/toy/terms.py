"""The terms of the toy room."""

from enum import StrEnum
from typing import Final

from answerable.base.leaf_kind import LeafKind
from answerable.base.sealed import SealedField, Under
from answerable.base.subject import KindName

KIND: Final = KindName("find")
CERTIFICATE: Final[LeafKind] = "certificate"
WORDS: Final = SealedField(table="toy_find", column="words", under=Under.RECORD)


class FindPurpose(StrEnum):
    """For what somebody opens a sealed find."""

    HANDLE = "handle"


class FindPower(StrEnum):
    """What a seat may besides the powers that every installation knows."""

    FINDS = "finds"


class FindDeed(StrEnum):
    """Deeds of this room."""

    HANDED_IN = "find.handed_in"
    ACKNOWLEDGED = "find.acknowledged"
    FETCHED = "find.fetched"
