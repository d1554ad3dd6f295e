"""Sealing for the rooms above: the fields of `rules.fields` under the server key of this installation."""

from answerable.vault.keys import server_key
from answerable.vault.rules import fields


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
