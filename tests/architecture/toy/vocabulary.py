"""The terms of the toy room."""

from enum import StrEnum
from typing import Final

from answerable.base.sealed import SealedField, Under

KIND: Final = "find"
CERTIFICATE: Final = "certificate"
WORDS: Final = SealedField(table="toy_find", column="words", under=Under.RECORD)


class FindDeed(StrEnum):
    """Deeds of this room."""

    HANDED_IN = "find.handed_in"
    ACKNOWLEDGED = "find.acknowledged"
    FETCHED = "find.fetched"
