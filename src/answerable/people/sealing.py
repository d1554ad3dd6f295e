"""Small secrets at rest: seeds of second factors under the server key, sessions under their own id. Pure."""

import base64
import hashlib
import hmac
from typing import Final

from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
    randombytes,
)
from nacl.exceptions import CryptoError

NONCE: Final = 24
VERSION: Final = b"\x01"
SEED: Final = "mfa-seed"  # purpose: seeds of second factors


class UnopenedError(Exception):
    """A box that was changed, or made under another key or for another purpose."""


def subkey(key: bytes, purpose: str) -> bytes:
    """A key for one purpose, so that no two uses share one."""
    return hmac.digest(key, b"answerable/people/" + purpose.encode(), hashlib.sha256)


def seal_box(key: bytes, purpose: str, plain: bytes) -> bytes:
    """Box some bytes for one purpose: version, nonce, XChaCha20-Poly1305 with the purpose bound in."""
    nonce = randombytes(NONCE)
    ad = VERSION + purpose.encode()
    return VERSION + nonce + crypto_aead_xchacha20poly1305_ietf_encrypt(plain, ad, nonce, subkey(key, purpose))


def open_box(key: bytes, purpose: str, box: bytes) -> bytes:
    """Open a box. Raises Unopened."""
    if box[:1] != VERSION or len(box) < 1 + NONCE:
        raise UnopenedError
    nonce, ad = box[1 : 1 + NONCE], VERSION + purpose.encode()
    try:
        return crypto_aead_xchacha20poly1305_ietf_decrypt(box[1 + NONCE :], ad, nonce, subkey(key, purpose))
    except CryptoError as error:
        raise UnopenedError from error


def seal_box_text(key: bytes, purpose: str, text: str) -> str:
    """Box a text, as text."""
    return base64.urlsafe_b64encode(seal_box(key, purpose, text.encode())).decode()


def open_box_text(key: bytes, purpose: str, box: str) -> str:
    """Open a boxed text. Raises Unopened."""
    try:
        return open_box(key, purpose, base64.urlsafe_b64decode(box.encode())).decode()
    except ValueError as error:
        raise UnopenedError from error


def digest_of(session_id: str) -> str:
    """What the table of sessions knows of a session's id."""
    return hashlib.sha256(b"answerable/session/" + session_id.encode()).hexdigest()
