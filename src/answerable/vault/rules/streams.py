"""Sealed files: libsodium's secretstream in chunks of 64 kB, padded so that the size on disk does not identify a file.

Layout: 1 byte version | 24 bytes header | chunks. The plain stream is 8 bytes of true length, the content, and zeros up
to the Padme size (at most 12 % more). Each chunk is bound to the file's id and its own number; the last one carries
FINAL, so that swapped, reordered and cut files are refused.
"""

import os
from collections.abc import Iterator
from typing import Final

from nacl.bindings import (
    crypto_secretstream_xchacha20poly1305_ABYTES as TAG,
)
from nacl.bindings import (
    crypto_secretstream_xchacha20poly1305_HEADERBYTES as HEADER,
)
from nacl.bindings import (
    crypto_secretstream_xchacha20poly1305_init_pull as _init_pull,
)
from nacl.bindings import (
    crypto_secretstream_xchacha20poly1305_init_push as _init_push,
)
from nacl.bindings import (
    crypto_secretstream_xchacha20poly1305_pull as _pull,
)
from nacl.bindings import (
    crypto_secretstream_xchacha20poly1305_push as _push,
)
from nacl.bindings import (
    crypto_secretstream_xchacha20poly1305_state as _progress,
)
from nacl.bindings import (
    crypto_secretstream_xchacha20poly1305_TAG_FINAL as FINAL,
)
from nacl.bindings import (
    crypto_secretstream_xchacha20poly1305_TAG_MESSAGE as MESSAGE,
)

from answerable.vault.terms import UnreadableError

CHUNK: Final = 65_536
VERSION: Final = 1
MOST_PADDED: Final = 1.12  # times the true size
_LENGTH: Final = 8  # bytes of the true length, in front of the content


def new_file_key() -> bytes:
    """Draw the key of one file."""
    return os.urandom(32)


def padme(size: int) -> int:
    """Give the padded size: leaks O(log log size) bits and adds at most 12 %."""
    if size < 2:
        return size
    exponent = size.bit_length() - 1
    free = exponent - exponent.bit_length()
    mask = (1 << max(free, 0)) - 1
    return (size + mask) & ~mask


def told_size(size: int) -> int:
    """The size that a row may say of a part of so many bytes: what can be seen on the disk anyway; 0 of none."""
    return padme(_LENGTH + size) if size else 0


def _bound(file: int | str, part: str, number: int) -> bytes:
    return f"{VERSION}|{file}|{part}|{number}".encode()


def seal_stream(key: bytes, *, file: int, part: str, plain: bytes) -> Iterator[bytes]:
    """Seal one part ("original", "copy", "thumb") of a file, chunk by chunk, ready to be written."""
    state = _progress()
    yield VERSION.to_bytes(1, "big") + _init_push(state, key)
    whole = len(plain).to_bytes(_LENGTH, "big") + plain
    whole += bytes(padme(len(whole)) - len(whole))
    count = max(1, -(-len(whole) // CHUNK))
    for number in range(count):
        tag = FINAL if number == count - 1 else MESSAGE
        yield _push(state, whole[number * CHUNK : (number + 1) * CHUNK], _bound(file, part, number), tag)


def open_stream(key: bytes, *, file: int, part: str, sealed: bytes) -> bytes:
    """Open a sealed part whole. Raises Unreadable for anything altered, swapped, reordered, cut or lengthened."""
    if len(sealed) < 1 + HEADER + TAG or sealed[0] != VERSION:
        raise UnreadableError
    try:
        pieces, last = _pieces(key, file=file, part=part, sealed=sealed)
    except Exception:  # noqa: BLE001 -- the binding raises RuntimeError, ValueError and its own for one thing: damage
        raise UnreadableError from None
    return _unpadded(b"".join(pieces), final=last == FINAL)


def _pieces(key: bytes, *, file: int | str, part: str, sealed: bytes) -> tuple[list[bytes], int]:
    """Open chunk after chunk; returns them with the tag of the last. Anything after FINAL is damage."""
    state, pieces, last = _progress(), [], MESSAGE
    view = memoryview(sealed)
    _init_pull(state, sealed[1 : 1 + HEADER], key)
    for number, start in enumerate(range(1 + HEADER, len(sealed), CHUNK + TAG)):
        if last == FINAL:
            raise UnreadableError
        piece, last = _pull(state, bytes(view[start : start + CHUNK + TAG]), _bound(file, part, number))
        pieces.append(piece)
    return pieces, last


def _unpadded(whole: bytes, *, final: bool) -> bytes:
    """Take the content out of a padded stream that ended with FINAL."""
    length = int.from_bytes(whole[:_LENGTH], "big")
    if not final or len(whole) < _LENGTH or length > len(whole) - _LENGTH:
        raise UnreadableError
    return whole[_LENGTH : _LENGTH + length]
