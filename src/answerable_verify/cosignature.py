"""A witness's word: "at this time I saw this tree, and it continues every tree I saw before" (tlog-cosignature, v1)."""

import struct
from collections.abc import Iterable

from .note import COSIGNATURE, Note, Signature, Signer, cosignature_message, signature_line
from .strict import LIMIT, RejectedError

AHEAD = 300
"""Seconds a witness's clock may run ahead of ours before its cosignature stops counting."""


def cosign_line(signer: Signer, text: str, at: int) -> str:
    """The signature line of a witness over a checkpoint's text at a time (seconds since 1970)."""
    if signer.key.kind != COSIGNATURE:
        raise RejectedError("cosignature", "this key is not a witness's")
    if not 0 <= at < LIMIT:
        raise RejectedError("cosignature", "not a time")
    return signature_line(signer.key, struct.pack(">Q", at) + signer.sign(cosignature_message(text, at)))


def counted(note: Note, *, now: int | None = None, max_age: int | None = None) -> dict[bytes, Signature]:
    """The cosignatures that count, by public key, so that nobody counts twice; of two by one key the latest.

    With `now`, one from more than `AHEAD` seconds in the future does not count, and with `max_age` an older one neither.
    """
    found: dict[bytes, Signature] = {}
    for signature in _timed(note.signatures, now, max_age):
        held = found.get(signature.key.public)
        if held is None or (held.time or 0) < (signature.time or 0):
            found[signature.key.public] = signature
    return found


def _timed(signatures: Iterable[Signature], now: int | None, max_age: int | None) -> Iterable[Signature]:
    for signature in signatures:
        if signature.time is None:
            continue
        if now is not None and signature.time > now + AHEAD:
            continue
        if now is not None and max_age is not None and signature.time < now - max_age:
            continue
        yield signature
