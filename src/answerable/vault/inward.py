"""Texts in a sealed record: put in under its public key, which needs no secret, and taken out with the record's key.

Layout: 1 byte zero | epoch, 3 bytes | id of the subject, 8 bytes | what HPKE gives. The server key's generations begin at 1,
so the first byte tells the two apart.
"""

from typing import Final

from answerable.base.sealed import SealedField
from answerable.vault import queries
from answerable.vault.rules import fields, wraps

MARK: Final = b"\0"
HEAD: Final = 12  # bytes in front of what HPKE gives


def put_under(public: bytes, record: int, field: SealedField, text: str, *, epoch: int, ref: int) -> bytes:
    """Put a text into a record whose public key the caller has."""
    context = text_context(record, epoch, field, ref)
    head = MARK + epoch.to_bytes(3, "big") + record.to_bytes(8, "big")
    return head + wraps.seal_to(public, context=context, plain=fields.to_bytes(text))


def text_context(record: int, epoch: int, field: SealedField, ref: int) -> str:
    """The place within the record: its id stands where the root does under the server key."""
    bound = fields.binding(epoch, **queries.place_of(field, ref, root=record))
    return f"text {bound.decode()}"
