"""A proof of logging that needs no network (c2sp.org/tlog-proof): index, audit path, checkpoint, and extra data."""

from dataclasses import dataclass
from typing import Final

from .checkpoint import Checkpoint, verify_checkpoint
from .policy import Policy
from .strict import RejectedError, base64_of, decimal, hash_lines, unbase64
from .tree import verify_inclusion

HEADER: Final = b"c2sp.org/tlog-proof@v1"
PROOF_LIMIT: Final = 1 << 21


@dataclass(frozen=True, slots=True)
class Proof:
    """The parts of a proof file. `extra` is opaque and proves nothing by itself."""

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: bytes
    extra: bytes | None = None


def format_proof(proof: Proof) -> bytes:
    """The proof as a file."""
    lines = [HEADER.decode()]
    if proof.extra is not None:
        lines.append(f"extra {base64_of(proof.extra)}")
    lines.append(f"index {proof.index}")
    lines.extend(base64_of(value) for value in proof.hashes)
    return "\n".join([*lines, "", ""]).encode() + proof.checkpoint


def parse_proof(raw: bytes) -> Proof:
    """Read a proof file. Says nothing about whether it proves anything."""
    if len(raw) > PROOF_LIMIT:
        raise RejectedError("proof", "too long")
    head, empty, checkpoint = raw.partition(b"\n\n")
    if not empty:
        raise RejectedError("proof", "no empty line before the checkpoint")
    lines = head.split(b"\n")
    if lines.pop(0) != HEADER:
        raise RejectedError("proof, line 1", "not a proof of logging, version 1")
    extra = None
    if lines and lines[0].startswith(b"extra "):
        extra = unbase64(lines.pop(0)[len(b"extra ") :], "proof, extra data")
    if not lines or not lines[0].startswith(b"index "):
        raise RejectedError("proof", "the line with the index is missing")
    index = decimal(lines.pop(0)[len(b"index ") :], "proof, index")
    return Proof(index, hash_lines(b"".join(line + b"\n" for line in lines), "proof"), checkpoint, extra)


def verify_proof(
    proof: Proof, leaf: bytes, policy: Policy, *, now: int | None = None, max_age: int | None = None
) -> Checkpoint:
    """The checkpoint under which the leaf hash `leaf` is proven to be at the proof's index."""
    head = verify_checkpoint(proof.checkpoint, policy, now=now, max_age=max_age)
    verify_inclusion(leaf=leaf, index=proof.index, size=head.size, proof=proof.hashes, root=head.root)
    return head
