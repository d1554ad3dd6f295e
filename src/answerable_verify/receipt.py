"""A resident's receipt: a tlog-proof whose extra data holds the leaf and the opening of its contents.

Checked offline with nothing but a policy: the witnesses' and the log's signatures, the leaf's place in the tree, and
that the contents shown are the ones committed. What is withheld stays hidden and the rest is still proven.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .canonical import read_json, write_json
from .checkpoint import Checkpoint
from .commitment import check_opening
from .leaf import LogLeaf, parse_leaf
from .policy import Policy
from .proof import Proof, format_proof, parse_proof, verify_proof
from .strict import RejectedError
from .tree import leaf_hash


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt proves: this leaf, at this index, under this checkpoint; and the fields it shows."""

    leaf: LogLeaf
    entry: bytes
    index: int
    checkpoint: Checkpoint
    fields: Mapping[str, str]
    withheld: tuple[str, ...]


def build_receipt(
    *, entry: bytes, opening: Mapping[str, Mapping[str, str]], index: int, proof: Sequence[bytes], checkpoint: bytes
) -> bytes:
    """The receipt file of a leaf. An empty opening shows nothing, for acts of the log itself."""
    extra: dict[str, Any] = {"leaf": entry.decode()}
    if opening:
        extra["open"] = opening
    return format_proof(Proof(index, tuple(proof), checkpoint, write_json(extra)))


def verify_receipt(raw: bytes, policy: Policy, *, now: int | None = None, max_age: int | None = None) -> Receipt:
    """What the receipt proves under this policy. Raises `Rejected` naming the part that does not hold."""
    proof = parse_proof(raw)
    if proof.extra is None:
        raise RejectedError("receipt", "a proof without a leaf is not a receipt")
    extra = read_json(proof.extra, "receipt, extra data")
    if not {"leaf"} <= extra.keys() <= {"leaf", "open"} or not isinstance(extra["leaf"], str):
        raise RejectedError("receipt, extra data", "not a leaf and its opening")
    entry = extra["leaf"].encode()
    leaf = parse_leaf(entry, "receipt, leaf")
    head = verify_proof(proof, leaf_hash(entry), policy, now=now, max_age=max_age)
    opening = extra.get("open", {})
    if not isinstance(opening, dict) or (opening and not leaf.h):
        raise RejectedError("receipt, opening", "nothing that this leaf could hold")
    fields = check_opening(leaf.h, opening) if opening else {}
    return Receipt(leaf, entry, proof.index, head, fields, tuple(sorted(opening.keys() - fields.keys())))
