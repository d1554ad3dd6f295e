"""What a page says of a receipt, as codes and values; `wording` makes sentences of them.

The browser's own check (static/ledger/receipt.js) gives the same codes over the same bytes. "Registered" is said only
after the commitment was computed again from the text that the reader typed: a commitment to another text than the one
submitted is thus caught by whoever checks (contract of the log, section 5).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from answerable_verify import Receipt, RejectedError, check_opening
from answerable_verify.canonical import read_json
from answerable_verify.checkpoint import parse_checkpoint, verify_checkpoint, without_quorum
from answerable_verify.leaf import NewerLeafError, parse_leaf
from answerable_verify.note import parse_note
from answerable_verify.policy import Policy
from answerable_verify.proof import Proof, parse_proof
from answerable_verify.receipt import verify_receipt
from answerable_verify.tree import leaf_hash, verify_inclusion

REGISTERED: Final = "registered"
GENUINE: Final = "genuine"
HIDDEN_TEXT: Final = "hidden-text"
TYPE_TEXT: Final = "type-text"
FALSE: Final = "false"
LONGEST: Final = 1 << 20
"""Bytes of a receipt that pages read: a text of 100,000 characters and everything beside it fits."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A verdict: one of the codes above, why not, and what is proven.

    reason  of a false one: unreadable, newer, not-signed, not-in-log, other-contents, other-text
    enough  whether the quorum of witnesses has seen it there
    """

    verdict: str
    reason: str = ""
    receipt: Receipt | None = None
    enough: bool = False
    shown: Mapping[str, str] = field(default_factory=dict)


def check_receipt(raw: bytes, *, typed: str, policy: Policy, now: int) -> Checked:
    """The verdict on a receipt beside the text that its holder says was sent (empty: not typed)."""
    try:
        receipt = verify_receipt(raw, without_quorum(policy), now=now)
    except RejectedError:
        return Checked(FALSE, _why(raw, policy, now))
    if not receipt.leaf.of_case:
        return Checked(FALSE, "unreadable")
    if typed.strip() and "text" in receipt.fields and not _is_typed(raw, receipt, typed):
        return Checked(FALSE, "other-text")
    return Checked(
        _verdict(receipt, typed),
        receipt=receipt,
        enough=policy.satisfied_by(receipt.checkpoint.cosignatures.keys(), receipt.checkpoint.size),
        shown=receipt.fields,
    )


def _verdict(receipt: Receipt, typed: str) -> str:
    if "text" not in receipt.fields:
        return HIDDEN_TEXT
    if not typed.strip():
        return TYPE_TEXT
    return REGISTERED if receipt.leaf.kind == "registered" else GENUINE


def _is_typed(raw: bytes, receipt: Receipt, typed: str) -> bool:
    """Whether the leaf's commitment comes out with the typed words in the text's place."""
    opening: dict[str, Any] = read_json(parse_proof(raw).extra or b"", "receipt")["open"]
    for words in (typed, typed.strip()):
        mine = {**opening, "text": {**opening["text"], "v": words}}
        try:
            check_opening(receipt.leaf.h, mine)
        except RejectedError:
            continue
        return True
    return False


def _why(raw: bytes, policy: Policy, now: int) -> str:
    """Which part of a receipt does not hold, asked in the order in which the browser asks."""
    try:
        proof = parse_proof(raw)
        extra = read_json(proof.extra or b"", "receipt")
        entry = str(extra["leaf"]).encode()
        readable = parse_leaf(entry).of_case and extra.keys() <= {"leaf", "open"}
        parse_checkpoint(parse_note(proof.checkpoint)[0])
    except NewerLeafError:
        return "newer"
    except (RejectedError, KeyError):
        return "unreadable"
    return _unproven(proof, entry, policy, now) or "other-contents" if readable else "unreadable"


def _unproven(proof: Proof, entry: bytes, policy: Policy, now: int) -> str:
    """What is wrong with the proof itself; nothing when it proves this leaf."""
    try:
        head = verify_checkpoint(proof.checkpoint, without_quorum(policy), now=now)
    except RejectedError:
        return "not-signed"
    try:
        verify_inclusion(leaf=leaf_hash(entry), index=proof.index, size=head.size, proof=proof.hashes, root=head.root)
    except RejectedError:
        return "not-in-log"
    return ""
