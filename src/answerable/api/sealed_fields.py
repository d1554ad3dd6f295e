"""The columns of this room that hold ciphertext."""

from typing import Final

from answerable.base.sealed import SealedField, Under

WEBHOOK_ADDRESS: Final = SealedField(table="api_webhook", column="address", under=Under.SERVER)
WEBHOOK_SECRET: Final = SealedField(table="api_webhook", column="secret", under=Under.SERVER)
SEALED: Final = (WEBHOOK_ADDRESS, WEBHOOK_SECRET)
