"""A promise and a log: was the leaf put in, and in time? If not, promise and checkpoint together prove it."""

from dataclasses import dataclass
from datetime import UTC, datetime

from answerable_verify.policy import Policy
from answerable_verify.promise import LogPromise
from answerable_verify.reader import Reader
from answerable_verify.strict import RejectedError


@dataclass(frozen=True, slots=True)
class PromiseKept:
    """Whether a promise was kept (None: not proven), where the leaf stands, and the sentence that says so.

    unwitnessed  it is due and the leaf is not there, and no quorum saw these entries after that day
    """

    kept: bool | None
    index: int | None
    words: str
    unwitnessed: bool = False


def judge(promise: LogPromise, reader: Reader, policy: Policy, now: int) -> PromiseKept:
    """Look for the promised leaf: that it is there, and that it is nowhere, are both proven.

    A server may show an old checkpoint, with the later witnesses' words cut off. So a promise is broken where a quorum of the
    policy saw, after the day that was promised, a tree without the leaf; without such a quorum nothing is proven.
    """
    head = reader.head
    if promise.origin != head.origin:
        raise RejectedError("promise", f"it speaks of the log {promise.origin}, not of {head.origin}")
    by = datetime.fromtimestamp(promise.by, UTC).strftime("%Y-%m-%d %H:%M UTC")
    index = reader.find(promise.leaf)
    if index is not None:
        return PromiseKept(kept=True, index=index, words=f"The promised entry is in the log, at place {index}.")
    if now <= promise.by:
        words = f"The promised entry is not in the log yet; it was promised by {by}."
        return PromiseKept(kept=None, index=None, words=words)
    since = {public for public, seen in head.cosignatures.items() if (seen.time or 0) > promise.by}
    if not since or not policy.satisfied_by(since, head.size):
        words = (
            f"The promised entry is not among the {head.size} entries that are shown, and it was promised by {by}. No quorum of "
            "witnesses has seen these entries since, so this may be an old view: it proves nothing. Ask a witness."
        )
        return PromiseKept(kept=None, index=None, words=words, unwitnessed=True)
    words = (
        f"The promise was broken. The log {head.origin} signed that an entry would be in it by {by}; among its "
        f"{head.size} entries it is not. The promise and the checkpoint prove this together, to anybody."
    )
    return PromiseKept(kept=False, index=None, words=words)
