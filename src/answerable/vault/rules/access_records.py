"""The chain of looks: each row's hash covers the row and the hash before it, so none can be changed or taken out.

Two versions stand in one chain. The first looks name the id of what was looked at and no kind, because there was one
kind alone; since there are more, a look names its kind, and its hash covers it.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final, NamedTuple

START: Final = bytes(32)  # what stands before the first look


class AccessFacts(NamedTuple):
    """What a look says, in the order in which it is hashed."""

    number: int
    at: datetime
    root: int
    record: int
    section: str
    actor: str
    name: str
    purpose: str
    allowed: bool
    kind: str = ""  # of the subject; empty in the first version


def access_hash(before: bytes, seen: AccessFacts) -> bytes:
    """Give the hash of a look: every value with its length, so that no two rows are written alike."""
    version, said = (b"answerable/look/2|", seen) if seen.kind else (b"answerable/look/1|", seen[:-1])
    values = [v.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(v, datetime) else str(v) for v in said]
    parts = [value.encode("utf-8", "surrogatepass") for value in values]
    return sha256(version + before + b"".join(b"%d:%b|" % (len(p), p) for p in parts)).digest()


def first_broken(
    rows: Iterable[tuple[AccessFacts, bytes, bytes]], before: bytes = START, number: int = 0
) -> int | None:
    """Give the number of the first look that does not follow from the one before it; None when all do.

    `rows` are (seen, before, hash) in order; `before` and `number` are those of the last look already checked.
    """
    for seen, said_before, said in rows:
        number += 1
        if seen.number != number or bytes(said_before) != before or bytes(said) != access_hash(before, seen):
            return number
        before = bytes(said)
    return None
