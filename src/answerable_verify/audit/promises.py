"""A promise and a log: was the leaf put in, and in time? If not, promise and checkpoint together prove it."""

from dataclasses import dataclass
from datetime import UTC, datetime

from answerable_verify.checkpoint import Checkpoint
from answerable_verify.promise import Promise
from answerable_verify.source import Source, read_hashes
from answerable_verify.strict import HASH_SIZE, RejectedError
from answerable_verify.tiles import WIDTH, tile_for


@dataclass(frozen=True, slots=True)
class PromiseKept:
    """Whether a promise was kept (None: not yet due), where the leaf stands, and the sentence that says so."""

    kept: bool | None
    index: int | None
    words: str


def find_leaf(source: Source, size: int, leaf: bytes) -> int | None:
    """The index of a leaf hash among the first `size`, found in the level-0 tiles; the newest first."""
    for n in range(-(-size // WIDTH) - 1, -1, -1):
        row, at = read_hashes(source, tile_for(0, n, size)), -1
        while (at := row.find(leaf, at + 1)) >= 0:
            if at % HASH_SIZE == 0:
                return n * WIDTH + at // HASH_SIZE
    return None


def judge(promise: Promise, source: Source, head: Checkpoint, now: int) -> PromiseKept:
    """Look for the promised leaf under a verified checkpoint whose tiles have been audited."""
    if promise.origin != head.origin:
        raise RejectedError("promise", f"it speaks of the log {promise.origin}, not of {head.origin}")
    by = datetime.fromtimestamp(promise.by, UTC).strftime("%Y-%m-%d %H:%M UTC")
    index = find_leaf(source, head.size, promise.leaf)
    if index is not None:
        return PromiseKept(kept=True, index=index, words=f"The promised entry is in the log, at place {index}.")
    seen = head.times[-1] if head.times else None
    if now <= promise.by or (seen is not None and seen <= promise.by):
        words = f"The promised entry is not in the log yet; it was promised by {by}."
        return PromiseKept(kept=None, index=None, words=words)
    words = (
        f"The promise was broken. The log {head.origin} signed that an entry would be in it by {by}; among its "
        f"{head.size} entries it is not. The promise and the checkpoint prove this together, to anybody."
    )
    return PromiseKept(kept=False, index=None, words=words)
