"""The log as the world sees it: read from its published files, never from the database that made them.

What pages say of the log, and the proofs in receipts, come from here: a page then cannot say what the files do not hold.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from django.conf import settings

from answerable.ledger import witness_file
from answerable_verify import one_file
from answerable_verify.checkpoint import Checkpoint, verify_checkpoint, without_quorum
from answerable_verify.mirror import write_durably
from answerable_verify.policy import Policy
from answerable_verify.reader import Reader
from answerable_verify.source import (
    CHECKPOINT,
    CHECKPOINT_LIMIT,
    KEYS,
    FolderSource,
    MissingEntryError,
    UnreachableError,
)
from answerable_verify.strict import RejectedError

FOLDER: Final = "log"


def folder() -> Path:
    """Where the files lie that `/log/` serves."""
    home: Path = settings.ANSWERABLE.home
    return home / FOLDER


def source() -> FolderSource:
    """The published files, as an auditor on this machine reads them."""
    return FolderSource(str(folder()))


def policy_text() -> bytes:
    """Whom a reader is told to believe: the file `keys`; the operator's part alone where nothing was published yet."""
    try:
        return source().read(KEYS, CHECKPOINT_LIMIT)
    except (MissingEntryError, UnreachableError):
        return witness_file.whole_policy(settings.ANSWERABLE.home, "")


def published_policy() -> Policy:
    """The same, read."""
    return witness_file.policy_of(policy_text())


@dataclass(frozen=True, slots=True)
class Head:
    """The checkpoint that is published now, and whether its witnesses make the quorum."""

    checkpoint: Checkpoint
    enough: bool
    believed: Policy  # what stood beside it


def head() -> Head | None:
    """The published checkpoint; nothing before the first, nor when it is not one that our own keys vouch for."""
    try:
        believed = published_policy()
        found = verify_checkpoint(source().read(CHECKPOINT, CHECKPOINT_LIMIT), without_quorum(believed))
    except (RejectedError, UnreachableError):
        return None
    return Head(found, believed.satisfied_by(found.cosignatures.keys(), found.size), believed)


def quorum_time(checkpoint: Checkpoint, policy: Policy) -> datetime | None:
    """The latest instant at which so many witnesses had seen a checkpoint as the policy asks for; None without them.

    Where it asks for none, one that is known is enough. By their clocks, not by ours; one that is fast alone says nothing.
    """
    seen: set[bytes] = set()
    for public, line in sorted(checkpoint.cosignatures.items(), key=lambda one: one[1].time or 0, reverse=True):
        seen.add(public)
        if policy.satisfied_by(seen, checkpoint.size):
            return datetime.fromtimestamp(line.time or 0, UTC)
    return None


def witnessed_at() -> datetime | None:
    """When the witnesses saw the checkpoint that is published now (`quorum_time`)."""
    found = head()
    return None if found is None else quorum_time(found.checkpoint, found.believed)


WITNESSED: Final = "witnessed"
"""In the second place: the latest instant that witnesses saw, so that a file that is away makes nothing unseen."""


def keep_witnessed() -> None:
    """Keep what the witnesses of the published checkpoint saw, where it is the latest so far."""
    seen, kept = witnessed_at(), _kept_witnessed()
    if seen is not None and (kept is None or seen > kept):
        write_durably(settings.ANSWERABLE.second_place / WITNESSED, seen.isoformat().encode())


def _kept_witnessed() -> datetime | None:
    try:
        return datetime.fromisoformat((settings.ANSWERABLE.second_place / WITNESSED).read_text("ascii")).astimezone(UTC)
    except (OSError, ValueError):
        return None


def newest_witnessed() -> datetime | None:
    """The latest instant that witnesses of this log ever saw: in the published files now, or as it was kept outside."""
    return max((seen for seen in (witnessed_at(), _kept_witnessed()) if seen is not None), default=None)


def reader(checkpoint: Checkpoint) -> Reader:
    """The published files, each proven against this checkpoint before it is used: our own are no exception."""
    return Reader(checkpoint, source())


def entry(index: int, checkpoint: Checkpoint) -> bytes | None:
    """The leaf at a place of the log; nothing beyond its end, or where the files don't hold what was signed."""
    if not 0 <= index < checkpoint.size:
        return None
    try:
        return reader(checkpoint).entry(index)
    except (RejectedError, UnreachableError):
        return None


def inclusion(index: int, checkpoint: Checkpoint) -> list[bytes]:
    """The path from a leaf to the root. Raises `Rejected` where the tiles do not lead to what was signed."""
    return reader(checkpoint).inclusion(index)


@lru_cache(maxsize=1)
def verifier() -> bytes:
    """The verifier as one file, as this installation has it."""
    return one_file.build()


@lru_cache(maxsize=1)
def verifier_digest() -> str:
    """Its SHA-256, printed on receipts and pages beside the advice to compare it with a witness's."""
    return sha256(verifier()).hexdigest()
