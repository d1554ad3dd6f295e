"""Sealing for the rooms above: under the server key of this installation, or into a sealed appeal."""

from collections.abc import Mapping

from answerable.base.verdict import Missing
from answerable.vault import queries
from answerable.vault.keys import server_key
from answerable.vault.rules import fields, wraps
from answerable.vault.terms import Unreadable


def seal_text(text: str, *, root: int, table: str, ref: int | str, field: str) -> bytes:
    """Seal one text bound to its place. Any text is kept word for word, NUL and lone surrogates too."""
    return fields.seal_text(server_key(), root=root, table=table, ref=ref, field=field, revision=0, text=text)


def open_text(sealed: bytes | memoryview | None, *, root: int, table: str, ref: int | str, field: str) -> str:
    """Open one text; an absent field is an empty text. Raises `vault.terms.Unreadable` when it was altered or moved."""
    if sealed is None:
        return ""
    return fields.open_text(
        server_key(), root=root, table=table, ref=ref, field=field, revision=0, sealed=bytes(sealed)
    )


def put_in(appeal: int, text: str, *, table: str, ref: int | str, field: str) -> bytes:
    """Put a text into a sealed appeal: no key is needed for that, and only its readers can take it out again.

    Raises Missing for an appeal that is not in the sealed tier.
    """
    found = queries.inward_of(f"appeal/{appeal}")
    if found is None:
        raise Missing
    epoch, public = found
    context = _context(appeal, epoch, table, ref, field)
    return epoch.to_bytes(4, "big") + wraps.seal_to(public, context=context, plain=fields.to_bytes(text))


def take_out(
    keys: Mapping[int, bytes], appeal: int, sealed: bytes | memoryview, *, table: str, ref: int | str, field: str
) -> str:
    """Take a text out of a sealed appeal with the keys that `actions.open_record` gave after writing the look.

    Raises Unreadable without the key of that epoch, and for a text that was altered or moved.
    """
    sealed = bytes(sealed)
    epoch = int.from_bytes(sealed[:4], "big")
    if epoch not in keys:
        raise Unreadable
    context = _context(appeal, epoch, table, ref, field)
    return fields.to_text(wraps.open_inward(keys[epoch], context=context, sealed=sealed[4:]))


def _context(appeal: int, epoch: int, table: str, ref: int | str, field: str) -> str:
    bound = fields.place(epoch, root=appeal, table=table, ref=ref, field=field, revision=0)
    return f"text {bound.decode()}"
