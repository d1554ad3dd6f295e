"""Keys wrapped to people: HPKE with the hybrid suite ML-KEM-768 + X25519, so that copies kept today stay closed later.

A private key is a 32-byte seed, from which both halves follow; a public key is its suite byte and both public halves.
Every wrap is bound to what it is for: record, pair and epoch for record keys. One suite byte stands in front of keys and
wraps, so a later suite can live beside this one.
"""

import os
from functools import lru_cache
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from answerable.vault.terms import UnreadableError

HYBRID: Final = 1  # suite byte: ML-KEM-768 + X25519, HKDF-SHA256, ChaCha20-Poly1305
SEED: Final = 32
_MLKEM_PUBLIC: Final = 1184
PUBLIC: Final = 1 + _MLKEM_PUBLIC + 32
_SUITE: Final = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


def new_seed() -> bytes:
    """Draw a private key."""
    return os.urandom(SEED)


def new_record_key() -> bytes:
    """Draw the key of a record for one epoch."""
    return os.urandom(32)


def _expanded(seed: bytes, purpose: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=b"answerable/pair/1", info=purpose).derive(seed)


def _private(seed: bytes) -> MLKEM768X25519PrivateKey:
    return MLKEM768X25519PrivateKey(
        MLKEM768PrivateKey.from_seed_bytes(_expanded(seed, b"mlkem768", 64)),
        X25519PrivateKey.from_private_bytes(_expanded(seed, b"x25519", 32)),
    )


def public_of(seed: bytes) -> bytes:
    """Give the public key of a private one."""
    mlkem = MLKEM768PrivateKey.from_seed_bytes(_expanded(seed, b"mlkem768", 64)).public_key()
    x25519 = X25519PrivateKey.from_private_bytes(_expanded(seed, b"x25519", 32)).public_key()
    return HYBRID.to_bytes(1, "big") + mlkem.public_bytes_raw() + x25519.public_bytes_raw()


@lru_cache(maxsize=1024)
def _public(public: bytes) -> MLKEM768X25519PublicKey:
    if len(public) != PUBLIC or public[0] != HYBRID:
        raise UnreadableError
    half = 1 + _MLKEM_PUBLIC
    try:
        return MLKEM768X25519PublicKey(
            MLKEM768PublicKey.from_public_bytes(public[1:half]), X25519PublicKey.from_public_bytes(public[half:])
        )
    except ValueError:
        raise UnreadableError from None


def key_fingerprint(public: bytes | memoryview) -> str:
    """Write a public key as six groups of four digits (79 bits), for two people to read to each other."""
    number = int.from_bytes(sha256(b"answerable/fingerprint|" + public).digest(), "big") % 10**24
    digits = f"{number:024d}"
    return " ".join(digits[i : i + 4] for i in range(0, 24, 4))


def _info(context: str) -> bytes:
    return f"answerable/wrap/{HYBRID}|{context}".encode()


def seal_to(public: bytes, *, context: str, plain: bytes) -> bytes:
    """Seal to a public key, bound to a context. Raises Unreadable for what is no public key."""
    return HYBRID.to_bytes(1, "big") + _SUITE.encrypt(plain, _public(bytes(public)), _info(context))


def open_with(seed: bytes, *, context: str, sealed: bytes) -> bytes:
    """Open what was sealed to the public half. Raises Unreadable for another key, another context, any damage."""
    if len(sealed) < 2 or sealed[0] != HYBRID:
        raise UnreadableError
    try:
        return _SUITE.decrypt(bytes(sealed[1:]), _private(seed), _info(context))
    except (InvalidTag, ValueError):
        raise UnreadableError from None


def wrap_context(*, record: int, epoch: int, pair: int) -> str:
    """Give the context of a wrapped record key: this record, this epoch, this recipient."""
    return f"record {record}, epoch {epoch}, pair {pair}"


def wrap(public: bytes, *, record_key: bytes, record: int, epoch: int, pair: int) -> bytes:
    """Wrap a record key to one pair."""
    return seal_to(public, context=wrap_context(record=record, epoch=epoch, pair=pair), plain=record_key)


def unwrap(seed: bytes, *, wrapped: bytes, record: int, epoch: int, pair: int) -> bytes:
    """Unwrap a record key. Raises Unreadable when the wrap is another record's, epoch's or pair's."""
    return open_with(seed, context=wrap_context(record=record, epoch=epoch, pair=pair), sealed=bytes(wrapped))


def inward(record_key: bytes) -> bytes:
    """Give the public key with which anybody may put something into a record that only its readers can open."""
    return public_of(_expanded(record_key, b"record inward", SEED))


def open_inward(record_key: bytes, *, context: str, sealed: bytes) -> bytes:
    """Open what was put in with `inward`."""
    return open_with(_expanded(record_key, b"record inward", SEED), context=context, sealed=sealed)
