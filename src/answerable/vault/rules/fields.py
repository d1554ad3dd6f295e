"""Sealed fields: XChaCha20-Poly1305 with the place of the field bound in, so that ciphertext cannot be moved.

Layout: 1 byte generation of the server key | 24 bytes random nonce | ciphertext and 16-byte tag. Bound in as
associated data: that byte, root, table, ref, field and revision, each with its length, so that no two places give the
same bytes. With random 192-bit nonces one key may seal far more fields than an installation ever has.
"""

import os
from typing import Final

from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt as _decrypt,
)
from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_encrypt as _encrypt,
)
from nacl.exceptions import CryptoError

from answerable.vault.rules.subkeys import SIZE, generations, subkey
from answerable.vault.terms import UnreadableError

NONCE: Final = 24
OVERHEAD: Final = 1 + NONCE + 16  # bytes by which a sealed field is longer than its plain form


def binding(version: int, *, root: int, table: str, ref: int | str, field: str, revision: int) -> bytes:
    """Write the place of a field so that two different places never give the same bytes."""
    ref = str(ref)
    return f"{version}|{root}|{revision}|{len(table)}:{table}|{len(field)}:{field}|{len(ref)}:{ref}".encode()


def seal_field(key: bytes, *, root: int, table: str, ref: int | str, field: str, revision: int, plain: bytes) -> bytes:
    """Seal one field under the newest generation of the server key."""
    generation = len(key) // SIZE
    own = subkey(key, f"field/{table}", generation)
    bound = binding(generation, root=root, table=table, ref=ref, field=field, revision=revision)
    nonce = os.urandom(NONCE)
    return generation.to_bytes(1, "big") + nonce + _encrypt(plain, bound, nonce, own)


def open_field(
    key: bytes, *, root: int, table: str, ref: int | str, field: str, revision: int, sealed: bytes | memoryview
) -> bytes:
    """Open a sealed field. Raises Unreadable when it was altered, moved, cut, or its generation is gone."""
    sealed = bytes(sealed)
    if len(sealed) < OVERHEAD or not 1 <= sealed[0] <= generations(key):
        raise UnreadableError
    own = subkey(key, f"field/{table}", sealed[0])
    bound = binding(sealed[0], root=root, table=table, ref=ref, field=field, revision=revision)
    try:
        return _decrypt(sealed[1 + NONCE :], bound, sealed[1 : 1 + NONCE], own)
    except CryptoError:
        raise UnreadableError from None


def to_bytes(text: str) -> bytes:
    """Write any text of Python as bytes: NUL and lone surrogates too, so that it is kept word for word."""
    return text.encode("utf-8", "surrogatepass")


def to_text(plain: bytes) -> str:
    """Read back what `to_bytes` wrote."""
    return plain.decode("utf-8", "surrogatepass")


def seal_text(key: bytes, *, root: int, table: str, ref: int | str, field: str, revision: int, text: str) -> bytes:
    """Seal a text; see `seal_field`."""
    return seal_field(key, root=root, table=table, ref=ref, field=field, revision=revision, plain=to_bytes(text))


def open_text(
    key: bytes, *, root: int, table: str, ref: int | str, field: str, revision: int, sealed: bytes | memoryview
) -> str:
    """Open a sealed text; see `open_field`."""
    return to_text(open_field(key, root=root, table=table, ref=ref, field=field, revision=revision, sealed=sealed))
