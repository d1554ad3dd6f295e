"""A receipt and the log of today: does the log still continue the one that the receipt stands in?

A receipt stays genuine for ever: its checkpoint was signed. If the log was rewritten since, the two signatures together
prove it, and whoever holds a receipt holds the first of them.
"""

from dataclasses import dataclass

from answerable_verify.checkpoint import Checkpoint, verify_checkpoint, without_quorum
from answerable_verify.policy import Policy
from answerable_verify.receipt import Receipt
from answerable_verify.source import CHECKPOINT, CHECKPOINT_LIMIT, Source, read_hashes
from answerable_verify.strict import RejectedError
from answerable_verify.tiles import nodes_from_tiles
from answerable_verify.tree import consistency_from, leaf_hash, root_from

from .evidence import FORK, REWRITTEN, Evidence, forked, rewritten


@dataclass(frozen=True, slots=True)
class Compared:
    """Whether the log of today holds what the receipt proves, in a sentence; evidence where it contradicts itself."""

    held: bool
    words: str
    evidence: Evidence | None = None


def compare(receipt: Receipt, source: Source, policy: Policy, *, now: int) -> Compared:
    """Compare a verified receipt with the log as it is shown now. Raises `Unreachable` when it is not shown."""
    old = receipt.checkpoint
    head = verify_checkpoint(source.read(CHECKPOINT, CHECKPOINT_LIMIT), without_quorum(policy), now=now)
    if head.origin != old.origin:
        raise RejectedError("receipt", f"it is of the log {old.origin}, this is {head.origin}")
    if head.size < old.size:
        words = f"The log shows {head.size} entries; when the receipt was made it had signed {old.size}. It went back."
        return Compared(held=False, words=words, evidence=Evidence("rollback", old.raw, head.raw))
    if head.size == old.size and head.root != old.root:
        return Compared(held=False, words=forked(old, head), evidence=Evidence(FORK, old.raw, head.raw))
    return _grown(receipt, source, old, head)


def _grown(receipt: Receipt, source: Source, old: Checkpoint, head: Checkpoint) -> Compared:
    node = nodes_from_tiles(lambda tile: read_hashes(source, tile), head.size)
    if root_from(node, head.size) != head.root:
        return Compared(held=False, words="The hash tiles of the log do not lead to the root that it signed.")
    beginning = root_from(node, old.size)
    if beginning != old.root:
        proof = tuple(consistency_from(node, old.size, head.size))
        found = Evidence(REWRITTEN, old.raw, head.raw, beginning, proof)
        return Compared(held=False, words=rewritten(old, head), evidence=found)
    if node(0, receipt.index) != leaf_hash(receipt.entry):  # cannot be, when the root is the receipt's
        return Compared(held=False, words="The log holds another entry at the place of the receipt.")
    return Compared(held=True, words=f"The log of today ({head.size} entries) still holds it there.")
