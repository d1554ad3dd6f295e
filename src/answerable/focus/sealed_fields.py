"""The columns of this room that hold ciphertext."""

from typing import Final

from answerable.base.sealed import SealedField, Under

RAW: Final = SealedField(table="focus_group", column="raw", under=Under.SERVER)
TEXT: Final = SealedField(table="focus_group", column="text", under=Under.SERVER)
NAME: Final = SealedField(table="focus_participant", column="name", under=Under.SERVER)
WORDS: Final = SealedField(table="focus_mask", column="words", under=Under.SERVER)
MEMO: Final = SealedField(table="focus_memo", column="text", under=Under.SERVER)

SEALED: Final = (RAW, TEXT, NAME, WORDS, MEMO)
"""All of them, for the room's declaration."""
