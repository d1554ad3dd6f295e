"""Signed notes as c2sp.org/signed-note defines them: keys, signing, strict reading and verification.

Two kinds of signature are known: 01, Ed25519 over the text, and 04, a witness's timed cosignature/v1. Lines of other
keys (ML-DSA ones included) are read past, never trusted. A line of a known key that does not verify spoils the note.
"""

import hashlib
import re
import struct
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from . import ed25519
from .strict import HASH_SIZE, LIMIT, RejectedError, base64_of, unbase64, utf8

with suppress(ImportError):  # a bare Python checks signatures by plain arithmetic, and signs nothing
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

LIBRARY: Final = "Ed25519PublicKey" in globals()
"""Whether the library `cryptography` is here."""
ED25519: Final = 1
COSIGNATURE: Final = 4
NOTE_LIMIT: Final = 1 << 20
"""Bytes of the longest note that is read at all."""
MOST_SIGNATURES: Final = 128
DASH: Final = "\u2014 "

_KEY_ID: Final = re.compile(r"[0-9a-f]{8}")
_SIGNATURE_SIZE: Final = {ED25519: 64, COSIGNATURE: 72}


def _named(name: str, where: str) -> str:
    if not name or "+" in name or any(char.isspace() or char < " " for char in name):
        raise RejectedError(where, "not the name of a key")
    return name


@lru_cache(maxsize=1024)
def _weak(public: bytes) -> bool:
    """Whether a public key is none that may be believed."""
    return len(public) != HASH_SIZE or ed25519.small_order(public)


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key, the name it signs under and what kind of signature it makes."""

    name: str
    kind: int
    public: bytes

    @property
    def id(self) -> bytes:
        """The four bytes that stand before this key's signatures."""
        named = self.name.encode() + b"\n" + bytes([self.kind]) + self.public
        return hashlib.sha256(named).digest()[:4]

    @property
    def vkey(self) -> str:
        """The key as one line of text: name+id+base64."""
        return f"{self.name}+{self.id.hex()}+{base64_of(bytes([self.kind]) + self.public)}"

    def verifies(self, signature: bytes, message: bytes) -> bool:
        """Whether this is the key's Ed25519 signature over the message."""
        if _weak(self.public):
            return False
        if not LIBRARY:
            return ed25519.verifies(self.public, signature, message)
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class Signer:
    """A key that signs. The seed never leaves it: its text form shows the public half only."""

    key: VerifierKey
    _private: "Ed25519PrivateKey"

    @classmethod
    def from_seed(cls, name: str, seed: bytes, kind: int = ED25519) -> "Signer":
        """The signer of a 32-byte seed. `kind` is ED25519 for logs and promises, COSIGNATURE for witnesses."""
        if len(seed) != HASH_SIZE or kind not in _SIGNATURE_SIZE:
            raise RejectedError("signing key", "not a seed of 32 bytes of a known kind")
        private = Ed25519PrivateKey.from_private_bytes(seed)
        return cls(VerifierKey(_named(name, "signing key"), kind, private.public_key().public_bytes_raw()), private)

    def sign(self, message: bytes) -> bytes:
        """The 64-byte Ed25519 signature over the message."""
        return self._private.sign(message)

    def __repr__(self) -> str:
        """The public key only."""
        return f"Signer({self.key.vkey})"


@dataclass(frozen=True, slots=True)
class Signature:
    """A verified signature of a note; `time` (seconds since 1970) is told only by cosignatures."""

    key: VerifierKey
    line: str
    time: int | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A note whose known signatures have been verified. `lines` are all its signature lines, known and unknown."""

    text: str
    signatures: tuple[Signature, ...]
    lines: tuple[str, ...]


class UnknownKeyError(RejectedError):
    """No key that is known has signed."""


def parse_vkey(text: str) -> VerifierKey:
    """Read `name+id+base64`; the id is computed again and must be right. Kinds other than 01 and 04 are refused."""
    where = "verifier key"
    parts = text.split("+", 2)
    if len(parts) != 3:
        raise RejectedError(where, "not of the form name+id+key")
    name, key_id, encoded = parts
    _named(name, where)
    if not _KEY_ID.fullmatch(key_id) or not encoded.isascii():
        raise RejectedError(where, "not of the form name+id+key")
    raw = unbase64(encoded.encode(), where)
    if len(raw) != 1 + HASH_SIZE or raw[0] not in _SIGNATURE_SIZE:
        raise RejectedError(where, "not a key of a known kind")
    key = VerifierKey(name, raw[0], raw[1:])
    if _weak(key.public):
        raise RejectedError(
            where, "not a point of the curve, or one of small order: nothing signed by it can be believed"
        )
    if key.id.hex() != key_id:
        raise RejectedError(where, "the id does not belong to this key")
    return key


def cosignature_message(text: str, at: int) -> bytes:
    """The bytes a witness signs: the header, its time, and the whole text of the checkpoint."""
    return f"cosignature/v1\ntime {at}\n{text}".encode()


def signature_line(key: VerifierKey, payload: bytes) -> str:
    """The line `— name base64` with its line end."""
    return f"{DASH}{key.name} {base64_of(key.id + payload)}\n"


def sign_note(text: str, *signers: Signer) -> bytes:
    """The note of this text with one signature line of each signer (kind ED25519)."""
    try:
        raw = text.encode()
    except UnicodeEncodeError:
        raise RejectedError("note", "not text that UTF-8 can carry") from None
    _written(raw, "note")
    if not text.endswith("\n") or any(signer.key.kind != ED25519 for signer in signers):
        raise RejectedError("note", "the text does not end its last line, or a signer is not of the plain kind")
    lines = "".join(signature_line(signer.key, signer.sign(raw)) for signer in signers)
    return raw + b"\n" + lines.encode()


def _written(raw: bytes, where: str) -> str:
    text = utf8(raw, where)
    if any(char < " " and char != "\n" for char in text):
        raise RejectedError(where, "a control character")
    return text


def parse_note(raw: bytes, where: str = "note") -> tuple[str, list[tuple[str, str, bytes, bytes]]]:
    """The text of a note and its signature lines as (line, name, key id, signature), none of them verified."""
    if len(raw) > NOTE_LIMIT:
        raise RejectedError(where, "too long")
    whole = _written(raw, where)
    at = whole.rfind("\n\n")
    if at < 0 or not whole.endswith("\n"):
        raise RejectedError(where, "no text, empty line and signatures")
    text, block = whole[: at + 1], whole[at + 2 :]
    if not block:
        raise RejectedError(where, "no signatures")
    lines = block[:-1].split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise RejectedError(where, "too many signatures")
    return text, [_signature(line, f"{where}, signature {i}") for i, line in enumerate(lines, 1)]


def _signature(line: str, where: str) -> tuple[str, str, bytes, bytes]:
    if not line.startswith(DASH):
        raise RejectedError(where, "not a signature line")
    name, space, encoded = line[len(DASH) :].partition(" ")
    if not space or not encoded.isascii():
        raise RejectedError(where, "not a signature line")
    _named(name, where)
    payload = unbase64(encoded.encode(), where)
    if len(payload) <= 4:
        raise RejectedError(where, "too short for a signature")
    return line + "\n", name, payload[:4], payload[4:]


def _checked(key: VerifierKey, payload: bytes, text: str) -> int | None:
    """The time told by a signature that verifies, None for a plain one. Raises when it does not verify."""
    where = f"signature of {key.name}"
    if len(payload) != _SIGNATURE_SIZE[key.kind]:
        raise RejectedError(where, "a signature of the wrong length")
    if key.kind == ED25519:
        time, signature, message = None, payload, text.encode()
    else:
        (time,) = struct.unpack(">Q", payload[:8])
        if time >= LIMIT:
            raise RejectedError(where, "the time is too large")
        signature, message = payload[8:], cosignature_message(text, time)
    if not key.verifies(signature, message):
        raise RejectedError(where, "the signature does not belong to this text")
    return time


def verify_note(raw: bytes, keys: Iterable[VerifierKey], where: str = "note") -> Note:
    """The note, if at least one of `keys` signed it and no line of one of them fails to verify."""
    known: dict[tuple[str, bytes], VerifierKey] = {}
    for key in keys:
        if known.setdefault((key.name, key.id), key) != key:
            raise RejectedError(where, f"two known keys share the name and the id of {key.name}")
    text, lines = parse_note(raw, where)
    found = []
    for line, name, key_id, payload in lines:
        trusted = known.get((name, key_id))
        if trusted is not None:
            found.append(Signature(trusted, line, _checked(trusted, payload, text)))
    if not found:
        raise UnknownKeyError(where, "not signed by a known key")
    return Note(text, tuple(found), tuple(line for line, *_ in lines))
