"""The columns of this room that hold ciphertext."""

from typing import Final

from answerable.base.sealed import SealedField

PROMISE_TEXT: Final = SealedField(table="promises_promise", column="text")
PROMISE_EVIDENCE: Final = SealedField(table="promises_promise", column="evidence")

SEALED: Final = (PROMISE_TEXT, PROMISE_EVIDENCE)
