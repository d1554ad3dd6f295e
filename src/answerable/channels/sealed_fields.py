"""The columns of this room that hold ciphertext."""

from typing import Final

from answerable.base.sealed import SealedField, Under

MESSAGE_TEXT: Final = SealedField(table="channels_message", column="text")
NOTICE_ADDRESS: Final = SealedField(table="channels_notice", column="address", under=Under.SERVER)
NOTICE_ENCLOSED: Final = SealedField(table="channels_notice", column="enclosed", under=Under.SERVER)
NOTICE_SAID: Final = SealedField(table="channels_notice", column="said", under=Under.SERVER)
RAW_CONTENT: Final = SealedField(table="channels_raw_delivery", column="content")
ACCOUNT_SETTINGS: Final = SealedField(table="channels_account", column="settings", under=Under.SERVER)
CHAT_STATE: Final = SealedField(table="channels_chat", column="state", under=Under.SERVER)

SEALED: Final = (
    MESSAGE_TEXT, NOTICE_ADDRESS, NOTICE_ENCLOSED, NOTICE_SAID, RAW_CONTENT, ACCOUNT_SETTINGS, CHAT_STATE,
)  # fmt: skip
