"""Evidence that convinces others: signed notes and proofs in a folder, checked again by anybody with `evidence`.

A fork is two checkpoints of one size with different roots, both signed by the log. A rewritten history is an old
checkpoint and a new one, with a proof that the new tree begins with another tree of the old size: the log's own hashes
then say that the beginning is not what it signed. Neither needs the word of whoever found it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from answerable_verify.checkpoint import Checkpoint, verify_checkpoint, without_quorum
from answerable_verify.policy import Policy
from answerable_verify.strict import RejectedError, base64_of, hash_lines
from answerable_verify.tree import verify_consistency

FORK: Final = "fork"
REWRITTEN: Final = "rewritten"
_PROOF_LIMIT: Final = 1 << 14


@dataclass(frozen=True, slots=True)
class LogEvidence:
    """Two signed notes that cannot both be honest; for a rewritten history the other beginning's root and the proof."""

    kind: str
    first: bytes
    second: bytes
    beginning: bytes = b""
    proof: tuple[bytes, ...] = ()


def keep_evidence(folder: Path, evidence: LogEvidence, *, words: str, at: datetime) -> Path:
    """Write evidence into a new folder of its own and give back where."""
    stamp = at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    place, again = folder / f"{stamp}-{evidence.kind}", 1
    while place.exists():
        again += 1
        place = folder / f"{stamp}-{evidence.kind}-{again}"
    place.mkdir(parents=True)
    (place / "first.note").write_bytes(evidence.first)
    (place / "second.note").write_bytes(evidence.second)
    if evidence.kind == REWRITTEN:
        lines = "".join(base64_of(value) + "\n" for value in (evidence.beginning, *evidence.proof))
        (place / "proof").write_text(lines, encoding="ascii")
    (place / "README.txt").write_text(words + "\n", encoding="utf-8")
    return place


def _note(place: Path, name: str) -> bytes:
    try:
        with (place / name).open("rb") as file:
            return file.read(1 << 20)
    except OSError:
        raise RejectedError(name, "missing from the evidence") from None


def check_evidence(place: Path, policy: Policy) -> str:
    """What the evidence in a folder proves, in words. Raises `Rejected` when it proves nothing."""
    heads = [verify_checkpoint(_note(place, f"{name}.note"), without_quorum(policy)) for name in ("first", "second")]
    old, new = sorted(heads, key=lambda head: head.size)
    if old.origin != new.origin:
        raise RejectedError("evidence", "checkpoints of two different logs")
    if old.size == new.size:
        if old.root == new.root:
            raise RejectedError("evidence", "twice the same tree")
        return forked(old, new)
    if not (place / "proof").is_file():
        raise RejectedError("evidence", "an old view without a proof; anybody on the way could have shown it")
    beginning, *proof = hash_lines(_note(place, "proof")[:_PROOF_LIMIT], "proof", most=64) or (b"",)
    verify_consistency(old=old.size, new=new.size, old_root=beginning, new_root=new.root, proof=proof)
    if beginning == old.root:
        raise RejectedError("evidence", "the new tree begins with the old one, as it should")
    return rewritten(old, new)


def forked(first: Checkpoint, second: Checkpoint) -> str:
    """The sentence for two histories of one length."""
    return (
        f"The log {first.origin} signed two different histories of {first.size} entries each. Both signatures are "
        f"genuine: it showed one history to some and another to others ({_seen(first)}; {_seen(second)})."
    )


def rewritten(old: Checkpoint, new: Checkpoint) -> str:
    """The sentence for a past that was changed."""
    return (
        f"The log {old.origin} changed its past. It signed a history of {old.size} entries ({_seen(old)}); the history "
        f"of {new.size} entries it signed afterwards ({_seen(new)}) begins differently. Something among the first "
        f"{old.size} entries was altered, removed or put in."
    )


def _seen(head: Checkpoint) -> str:
    times = head.times
    if not times:
        return "seen by no witness"
    stamps = sorted({datetime.fromtimestamp(time, UTC).strftime("%Y-%m-%d %H:%M UTC") for time in times})
    return f"seen by {len(times)} {'witness' if len(times) == 1 else 'witnesses'}, " + ", ".join(stamps)
