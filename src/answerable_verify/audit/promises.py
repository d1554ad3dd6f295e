"""A promise and a log: was the leaf put in, and in time? If not, promise and checkpoint together prove it."""

from dataclasses import dataclass
from datetime import UTC, datetime

from answerable_verify.promise import LogPromise
from answerable_verify.reader import Reader
from answerable_verify.strict import RejectedError


@dataclass(frozen=True, slots=True)
class PromiseKept:
    """Whether a promise was kept (None: not yet due), where the leaf stands, and the sentence that says so."""

    kept: bool | None
    index: int | None
    words: str


def judge(promise: LogPromise, reader: Reader, now: int) -> PromiseKept:
    """Look for the promised leaf: that it is there, and that it is nowhere, are both proven."""
    head = reader.head
    if promise.origin != head.origin:
        raise RejectedError("promise", f"it speaks of the log {promise.origin}, not of {head.origin}")
    by = datetime.fromtimestamp(promise.by, UTC).strftime("%Y-%m-%d %H:%M UTC")
    index = reader.find(promise.leaf)
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
