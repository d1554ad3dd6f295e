"""Sealing for the rooms above: under the server key of this installation, or into a sealed record.

Each field is declared once by its room (`base.sealed`); what is given besides is the row: its ref and its root.
"""

from collections.abc import Mapping
from typing import Final

from answerable.base.sealed import SealedField
from answerable.base.subject import Subject
from answerable.base.verdict import MissingError
from answerable.vault import opening, queries
from answerable.vault.keys import server_key
from answerable.vault.rules import fields, wraps
from answerable.vault.terms import UnreadableError

_MARK: Final = b"\0"
_HEAD: Final = 12  # bytes in front of what HPKE gives


def seal_text(field: SealedField, text: str, *, root: int, ref: int) -> bytes:
    """Seal one text bound to its place. Any text is kept word for word, NUL and lone surrogates too."""
    return fields.seal_text(server_key(), **queries.place_of(field, ref, root=root), text=text)


def seal_into(subject: Subject | None, field: SealedField, text: str, *, root: int, ref: int) -> bytes:
    """Seal one text: into a sealed subject where one is named and has a record, else under the server key."""
    found = None if subject is None else queries.inward_of(subject)
    if subject is None or found is None:
        return seal_text(field, text, root=root, ref=ref)
    return put_under(found[1], subject.id, field, text, epoch=found[0], ref=ref)


def seal_beside(other: bytes | memoryview | None, field: SealedField, text: str, *, root: int, ref: int) -> bytes:
    """Seal one text to those who can open another: into the same sealed record, or under the server key."""
    held = queries.record_by_id(record_of(bytes(other))) if other is not None and is_sealed(other) else None
    return seal_into(held.subject if held else None, field, text, root=root, ref=ref)


def is_sealed(sealed: bytes | memoryview | None) -> bool:
    """Say whether a text was put into a sealed record, by its first byte: the server key's generations begin at 1."""
    return sealed is not None and bytes(sealed[:1]) == _MARK


def open_text(field: SealedField, sealed: bytes | memoryview | None, *, root: int, ref: int) -> str:
    """Open one text; an absent field is an empty text. Raises `vault.terms.Unreadable` when it was altered or moved.

    A text in a sealed record opens through `opening.keys`, which commits the look first; see there what it raises.
    """
    if sealed is None:
        return ""
    sealed = bytes(sealed)
    if is_sealed(sealed):
        record = record_of(sealed)
        return take_out(opening.record_keys(record), record, field, sealed, ref=ref)
    return fields.open_text(server_key(), **queries.place_of(field, ref, root=root), sealed=sealed)


def put_in(subject: Subject, field: SealedField, text: str, *, ref: int) -> bytes:
    """Put a text into a sealed subject: no key is needed for that, and only its readers can take it out again.

    Layout: 1 byte zero | epoch, 3 bytes | id of the subject, 8 bytes | what HPKE gives. Raises Missing for a subject
    that is not in the sealed tier.
    """
    found = queries.inward_of(subject)
    if found is None:
        raise MissingError
    epoch, public = found
    return put_under(public, subject.id, field, text, epoch=epoch, ref=ref)


def put_under(public: bytes, record: int, field: SealedField, text: str, *, epoch: int, ref: int) -> bytes:
    """Put a text into a record whose public key the caller has: `put_in` for a record about to be written."""
    context = _context(record, epoch, field, ref)
    head = _MARK + epoch.to_bytes(3, "big") + record.to_bytes(8, "big")
    return head + wraps.seal_to(public, context=context, plain=fields.to_bytes(text))


def record_of(sealed: bytes) -> int:
    """Give the record into which a text was put, by its id. Raises Unreadable for what is too short."""
    if len(sealed) < _HEAD:
        raise UnreadableError
    return int.from_bytes(sealed[4:_HEAD], "big")


def take_out(
    keys: Mapping[int, bytes], record: int, field: SealedField, sealed: bytes | memoryview, *, ref: int
) -> str:
    """Take a text out of a sealed record with the keys that `actions.open_record` gave after writing the look.

    Raises Unreadable without the key of that epoch, and for a text that was altered or moved.
    """
    sealed = bytes(sealed)
    epoch = int.from_bytes(sealed[1:4], "big")
    if not is_sealed(sealed) or record_of(sealed) != record or epoch not in keys:
        raise UnreadableError
    context = _context(record, epoch, field, ref)
    return fields.to_text(wraps.open_inward(keys[epoch], context=context, sealed=sealed[_HEAD:]))


def _context(record: int, epoch: int, field: SealedField, ref: int) -> str:
    """The place within the record: its id stands where the root does under the server key."""
    bound = fields.binding(epoch, **queries.place_of(field, ref, root=record))
    return f"text {bound.decode()}"
