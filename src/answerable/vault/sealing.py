"""Sealing for the rooms above: under the server key of this installation, or into a sealed record.

Each field is declared once by its room (`base.sealed`); what is given besides is the row: its ref and its root.
"""

import logging
from collections.abc import Mapping

from answerable.base.sealed import SealedField
from answerable.base.subject import Subject
from answerable.base.verdict import MissingError
from answerable.vault import opening, queries, wording
from answerable.vault.actions.renewing import inward_for
from answerable.vault.inward import HEAD, MARK, put_under, text_context
from answerable.vault.keys import server_key
from answerable.vault.rules import fields, wraps
from answerable.vault.terms import NotOpenedError, UnreadableError

log = logging.getLogger(__name__)


def seal_text(field: SealedField, text: str, *, root: int, ref: int) -> bytes:
    """Seal one text bound to its place. Any text is kept word for word, NUL and lone surrogates too."""
    return fields.seal_text(server_key(), **queries.place_of(field, ref, root=root), text=text)


def seal_into(subject: Subject | None, field: SealedField, text: str, *, root: int, ref: int) -> bytes:
    """Seal one text: into a sealed subject where one is named and has a record, else under the server key."""
    found = None if subject is None else inward_for(subject)
    if subject is None or found is None:
        return seal_text(field, text, root=root, ref=ref)
    return put_under(found[1], subject.id, field, text, epoch=found[0], ref=ref)


def seal_beside(other: bytes | memoryview | None, field: SealedField, text: str, *, root: int, ref: int) -> bytes:
    """Seal one text to those who can open another: into the same sealed record, or under the server key."""
    held = queries.record_by_id(record_of(bytes(other))) if other is not None and is_sealed(other) else None
    return seal_into(held.subject if held else None, field, text, root=root, ref=ref)


def is_sealed(sealed: bytes | memoryview | None) -> bool:
    """Say whether a text was put into a sealed record, by its first byte: the server key's generations begin at 1."""
    return sealed is not None and bytes(sealed[:1]) == MARK


def open_text(field: SealedField, sealed: bytes | memoryview | None, *, root: int, ref: int) -> str:
    """Open one text; an absent field is an empty text. Raises `vault.terms.Unreadable` when it was altered or moved.

    A text in a sealed record opens through `opening.keys`, which commits the look first; see there what it raises.
    """
    if sealed is None:
        return ""
    sealed = bytes(sealed)
    if is_sealed(sealed):
        record = record_of(sealed)
        return take_out(_keys_of(record), record, field, sealed, ref=ref)
    return fields.open_text(server_key(), **queries.place_of(field, ref, root=root), sealed=sealed)


def _keys_of(record: int) -> Mapping[int, bytes]:
    """The keys of the record that a text names; a record that is not there is no reason to ask anybody for a key."""
    try:
        return opening.record_keys(record)
    except NotOpenedError:
        if queries.record_by_id(record) is None:
            raise UnreadableError from None
        raise


def read_text(field: SealedField, sealed: bytes | memoryview | None, *, root: int, ref: int) -> str:
    """Open one text for a page: what is damaged shows as damaged where it stands, and takes nothing else with it."""
    try:
        return open_text(field, sealed, root=root, ref=ref)
    except UnreadableError:
        log.critical(
            "%s of %s %d does not open: it is damaged, or was changed in the database", field.word, field.table, ref
        )
        return str(wording.DAMAGED)


def put_in(subject: Subject, field: SealedField, text: str, *, ref: int) -> bytes:
    """Put a text into a sealed subject: no key is needed for that, and only its readers can take it out again.

    Raises Missing for a subject that is not in the sealed tier.
    """
    found = inward_for(subject)
    if found is None:
        raise MissingError
    epoch, public = found
    return put_under(public, subject.id, field, text, epoch=epoch, ref=ref)


def record_of(sealed: bytes) -> int:
    """Give the record into which a text was put, by its id. Raises Unreadable for what is too short."""
    if len(sealed) < HEAD:
        raise UnreadableError
    return int.from_bytes(sealed[4:HEAD], "big")


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
    context = text_context(record, epoch, field, ref)
    return fields.to_text(wraps.open_inward(keys[epoch], context=context, sealed=sealed[HEAD:]))
