"""Sealing for the rooms above: under the server key of this installation, or into a sealed appeal."""

from collections.abc import Mapping
from typing import Final

from answerable.base.verdict import Missing
from answerable.vault import opening, queries
from answerable.vault.keys import server_key
from answerable.vault.rules import fields, wraps
from answerable.vault.terms import Unreadable

_MARK: Final = b"\0"
_HEAD: Final = 12  # bytes in front of what HPKE gives


def seal_text(text: str, *, root: int, table: str, ref: int | str, field: str) -> bytes:
    """Seal one text bound to its place. Any text is kept word for word, NUL and lone surrogates too."""
    return fields.seal_text(server_key(), root=root, table=table, ref=ref, field=field, revision=0, text=text)


def seal_into(appeal: int | None, text: str, *, root: int, table: str, ref: int | str, field: str) -> bytes:
    """Seal one text: into a sealed appeal where one is named and has a record, else under the server key."""
    found = None if appeal is None else queries.inward_of(f"appeal/{appeal}")
    if appeal is None or found is None:
        return seal_text(text, root=root, table=table, ref=ref, field=field)
    return put_under(found[1], appeal, text, epoch=found[0], table=table, ref=ref, field=field)


def seal_beside(
    other: bytes | memoryview | None, text: str, *, root: int, table: str, ref: int | str, field: str
) -> bytes:
    """Seal one text to those who can open another: into the same sealed appeal, or under the server key."""
    beside = record_of(bytes(other)) if other is not None and is_sealed(other) else None
    return seal_into(beside, text, root=root, table=table, ref=ref, field=field)


def is_sealed(sealed: bytes | memoryview | None) -> bool:
    """Say whether a text was put into a sealed appeal, by its first byte: the server key's generations begin at 1."""
    return sealed is not None and bytes(sealed[:1]) == _MARK


def open_text(sealed: bytes | memoryview | None, *, root: int, table: str, ref: int | str, field: str) -> str:
    """Open one text; an absent field is an empty text. Raises `vault.terms.Unreadable` when it was altered or moved.

    A text in a sealed appeal opens through `opening.keys`, which commits the look first; see there what it raises.
    """
    if sealed is None:
        return ""
    sealed = bytes(sealed)
    if is_sealed(sealed):
        appeal = record_of(sealed)
        return take_out(opening.keys(appeal), appeal, sealed, table=table, ref=ref, field=field)
    return fields.open_text(server_key(), root=root, table=table, ref=ref, field=field, revision=0, sealed=sealed)


def put_in(appeal: int, text: str, *, table: str, ref: int | str, field: str) -> bytes:
    """Put a text into a sealed appeal: no key is needed for that, and only its readers can take it out again.

    Layout: 1 byte zero | epoch, 3 bytes | appeal, 8 bytes | what HPKE gives. Raises Missing for an appeal that is not
    in the sealed tier.
    """
    found = queries.inward_of(f"appeal/{appeal}")
    if found is None:
        raise Missing
    epoch, public = found
    return put_under(public, appeal, text, epoch=epoch, table=table, ref=ref, field=field)


def put_under(public: bytes, appeal: int, text: str, *, epoch: int, table: str, ref: int | str, field: str) -> bytes:
    """Put a text into a sealed appeal whose public key the caller has: `put_in` for a record about to be written."""
    context = _context(appeal, epoch, table, ref, field)
    head = _MARK + epoch.to_bytes(3, "big") + appeal.to_bytes(8, "big")
    return head + wraps.seal_to(public, context=context, plain=fields.to_bytes(text))


def record_of(sealed: bytes) -> int:
    """Give the appeal into which a text was put. Raises Unreadable for what is too short."""
    if len(sealed) < _HEAD:
        raise Unreadable
    return int.from_bytes(sealed[4:_HEAD], "big")


def take_out(
    keys: Mapping[int, bytes], appeal: int, sealed: bytes | memoryview, *, table: str, ref: int | str, field: str
) -> str:
    """Take a text out of a sealed appeal with the keys that `actions.open_record` gave after writing the look.

    Raises Unreadable without the key of that epoch, and for a text that was altered or moved.
    """
    sealed = bytes(sealed)
    epoch = int.from_bytes(sealed[1:4], "big")
    if not is_sealed(sealed) or record_of(sealed) != appeal or epoch not in keys:
        raise Unreadable
    context = _context(appeal, epoch, table, ref, field)
    return fields.to_text(wraps.open_inward(keys[epoch], context=context, sealed=sealed[_HEAD:]))


def _context(appeal: int, epoch: int, table: str, ref: int | str, field: str) -> str:
    bound = fields.place(epoch, root=appeal, table=table, ref=ref, field=field, revision=0)
    return f"text {bound.decode()}"
