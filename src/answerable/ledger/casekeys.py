"""The key of a case: 32 random bytes from which the salts of its commitments come, sealed under the server key.

Without it nobody can open what the public log committed to, but for those who keep a receipt: deleting the row is the
erasure. It lies in a table of its own, so that its backups can be kept for a shorter time than the rest.
Layout: 1 byte generation of the server key | 12 bytes nonce | ciphertext and tag; bound to the case's code.
"""

import hmac
import os
from functools import lru_cache
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

SIZE: Final = 32
_NONCE: Final = 12


class CaseKeyError(Exception):
    """The key of a case is not there, or not the one that was put there."""


@lru_cache(maxsize=8)
def _cipher(server_key: bytes, generation: int) -> AESGCM:
    part = server_key[(generation - 1) * SIZE : generation * SIZE]
    if not generation > 0 or len(part) != SIZE:
        raise CaseKeyError
    return AESGCM(hmac.digest(part, b"answerable/ledger/case-key", "sha256"))


def new_case_key() -> bytes:
    """Draw the key of a new case."""
    return os.urandom(SIZE)


def seal_case_key(key: bytes, code: bytes) -> bytes:
    """Seal a case's key under the newest generation of the server key, bound to the case's code."""
    server_key: bytes = settings.ANSWERABLE.server_key
    generation = len(server_key) // SIZE
    nonce = os.urandom(_NONCE)
    return bytes([generation]) + nonce + _cipher(server_key, generation).encrypt(nonce, key, code)


def open_case_key(sealed: bytes, code: bytes) -> bytes:
    """Open a case's key. Raises KeyGone when it was altered, moved, or its generation is gone."""
    sealed = bytes(sealed)
    if len(sealed) < 1 + _NONCE:
        raise CaseKeyError
    try:
        return _cipher(settings.ANSWERABLE.server_key, sealed[0]).decrypt(
            sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :], code
        )
    except InvalidTag:
        raise CaseKeyError from None
