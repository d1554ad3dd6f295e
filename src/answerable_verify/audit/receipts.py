"""A receipt and the log of today: does the log still continue the one that the receipt stands in?

A receipt stays genuine for ever: its checkpoint was signed. If the log was rewritten since, the two signatures together
prove it, and whoever holds a receipt holds the first of them.
"""

from dataclasses import dataclass

from answerable_verify.exits import BROKEN, FINE, OLDER
from answerable_verify.policy import Policy
from answerable_verify.reader import Reader, read_head
from answerable_verify.receipt import Receipt
from answerable_verify.source import Source, UnreachableError

from .evidence import FORK, REWRITTEN, LogEvidence, forked, rewritten


@dataclass(frozen=True, slots=True)
class ReceiptCompared:
    """Whether the log of today holds what the receipt proves: an exit code, a sentence, evidence of a contradiction."""

    code: int
    words: str
    evidence: LogEvidence | None = None


def compare(receipt: Receipt, source: Source, policy: Policy, *, now: int) -> ReceiptCompared:
    """Compare a verified receipt with the log as it is shown now. Raises `Unreachable` when it is not shown, and
    `DamagedLogError` where what is shown proves nothing either way.
    """
    old, head = receipt.checkpoint, read_head(source, policy, now=now)
    if head.origin != old.origin:
        raise UnreachableError(source.where, f"this is the log {head.origin}, the receipt is of {old.origin}")
    if head.size < old.size:
        words = f"The log shows {head.size} entries; when the receipt was made it had signed {old.size}. It went back."
        return ReceiptCompared(OLDER, words, LogEvidence("rollback", old.raw, head.raw))
    if head.size == old.size and head.root != old.root:
        return ReceiptCompared(BROKEN, forked(old, head), LogEvidence(FORK, old.raw, head.raw))
    reader = Reader(head, source)
    beginning = reader.beginning(old.size)
    if beginning != old.root:
        proof = tuple(reader.consistency(old.size))
        return ReceiptCompared(
            BROKEN, rewritten(old, head), LogEvidence(REWRITTEN, old.raw, head.raw, beginning, proof)
        )
    return ReceiptCompared(FINE, f"The log of today ({head.size} entries) still holds it there.")
