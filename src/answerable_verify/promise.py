"""The promise given at once: "this leaf will be in the log by then". If it is not, the promise itself is the proof.

A signed note under the key `<origin>/promise`, which the web process holds; the checkpoint key it does not hold. Its
lines: that name, the leaf hash in base64, the time issued and the time by which (seconds since 1970).
"""

from dataclasses import dataclass
from typing import Final

from .note import ED25519, Signer, VerifierKey, sign_note, verify_note
from .strict import HASH_SIZE, RejectedError, base64_of, decimal, unbase64

SUFFIX: Final = "/promise"


@dataclass(frozen=True, slots=True)
class LogPromise:
    """A verified promise: the log, the leaf hash, when it was given and by when the leaf will be in."""

    origin: str
    leaf: bytes
    issued: int
    by: int


def sign_promise(signer: Signer, *, leaf: bytes, issued: int, by: int) -> bytes:
    """The promise that the leaf hash `leaf` will be in the log `by` then."""
    if len(leaf) != HASH_SIZE or issued > by or not signer.key.name.endswith(SUFFIX):
        raise RejectedError("promise", "not a leaf hash, an end before its beginning, or a key that does not promise")
    return sign_note(f"{signer.key.name}\n{base64_of(leaf)}\n{issued}\n{by}\n", signer)


def verify_promise(raw: bytes, key: VerifierKey) -> LogPromise:
    """The promise in a note signed by the promise key of its log."""
    if key.kind != ED25519 or not key.name.endswith(SUFFIX):
        raise RejectedError("promise", "this key does not promise")
    lines = verify_note(raw, [key], "promise").text.split("\n")
    if len(lines) != 5 or lines[4] or lines[0] != key.name:
        raise RejectedError("promise", "not a log, a leaf and two times")
    leaf = unbase64(lines[1].encode(), "promise, leaf", size=HASH_SIZE)
    issued, by = decimal(lines[2].encode(), "promise, issued"), decimal(lines[3].encode(), "promise, by")
    if issued > by:
        raise RejectedError("promise", "it ends before it begins")
    return LogPromise(lines[0].removesuffix(SUFFIX), leaf, issued, by)
