r"""Reading what strangers send: whole numbers, base64 and lines, each in exactly one spelling.

Python's own readers are too kind for this: `int("+7")`, `int("７")`, `"a\u2028b".splitlines()`, `" x ".strip()` and
`b64decode("AB==")` all succeed, and each such kindness gives two spellings to one signed thing. Nothing else in this
package may turn outside bytes into numbers, hashes or lines.
"""

import base64
import binascii
import re
from typing import Final

HASH_SIZE: Final = 32
"""Bytes of a SHA-256 value, a public key, a seed and a salt."""
LIMIT: Final = 1 << 63
"""Sizes, indexes and times stay below this (tlog-checkpoint, tlog-cosignature)."""

_DECIMAL: Final = re.compile(rb"0|[1-9][0-9]{0,18}")


class RejectedError(ValueError):
    """What was given cannot be accepted.

    `where` names the place in it, `why` says the reason in plain words. Neither ever carries another exception's text.
    """

    def __init__(self, where: str, why: str) -> None:
        super().__init__(f"{where}: {why}")
        self.where = where
        self.why = why

    def __reduce__(self) -> tuple[type["RejectedError"], tuple[str, str]]:
        """Whole after a journey between processes, which by default would repeat only the message."""
        return type(self), (self.where, self.why)


class DamagedLogError(RejectedError):
    """What a log serves is not what it signed: damaged on the way or on a disk, or a lie. It proves nothing more."""


def decimal(text: bytes, where: str, *, limit: int = LIMIT) -> int:
    """The number written in ASCII decimal without sign, space or leading zero, below `limit`."""
    if not _DECIMAL.fullmatch(text):
        raise RejectedError(where, "not a plain decimal number")
    number = int(text)
    if number >= limit:
        raise RejectedError(where, "the number is too large")
    return number


def unbase64(text: bytes, where: str, *, size: int | None = None) -> bytes:
    """The bytes of standard, padded, canonical base64; exactly `size` of them when given."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise RejectedError(where, "not base64") from None
    if base64.b64encode(raw) != text:
        raise RejectedError(where, "base64 in another spelling than the canonical one")
    if size is not None and len(raw) != size:
        raise RejectedError(where, f"{len(raw)} bytes instead of {size}")
    return raw


def base64_of(raw: bytes) -> str:
    """Standard padded base64 as text."""
    return base64.b64encode(raw).decode("ascii")


def utf8(raw: bytes, where: str) -> str:
    """The text of `raw`, which must be UTF-8 without a byte order mark being given any meaning."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as fault:
        raise RejectedError(where, f"not UTF-8 at byte {fault.start}") from None


def hash_lines(block: bytes, where: str, *, most: int = 63) -> tuple[bytes, ...]:
    """The hashes written one a line, every line ended by LF, at most `most` of them. An empty block has none."""
    if not block:
        return ()
    if not block.endswith(b"\n"):
        raise RejectedError(where, "the last line does not end")
    lines = block[:-1].split(b"\n")
    if len(lines) > most:
        raise RejectedError(where, f"more than {most} hashes")
    return tuple(unbase64(line, f"{where}, hash {i}", size=HASH_SIZE) for i, line in enumerate(lines, 1))
