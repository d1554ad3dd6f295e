"""The columns of this room that hold ciphertext."""

from typing import Final

from answerable.base.sealed import SealedField, Under

MESSAGE_TEXT: Final = SealedField(table="channels_message", column="text")
NOTICE_ADDRESS: Final = SealedField(table="channels_notice", column="address", under=Under.SERVER)
NOTICE_ENCLOSED: Final = SealedField(table="channels_notice", column="enclosed", under=Under.SERVER)

SEALED: Final = (MESSAGE_TEXT, NOTICE_ADDRESS, NOTICE_ENCLOSED)
