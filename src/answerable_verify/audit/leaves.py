"""Each entry of a log read once: an act on an appeal, a leaf of another kind, an anchor; or a finding."""

from dataclasses import dataclass

from answerable_verify.acts import Act, ActReader, act_of
from answerable_verify.checkpoint import parse_checkpoint
from answerable_verify.cosignature import counted
from answerable_verify.kinds import APPEAL
from answerable_verify.leaf import LogLeaf, NewerLeafError, contradictions, parse_leaf
from answerable_verify.note import UnknownKeyError, VerifierKey, verify_note
from answerable_verify.strict import RejectedError

from .findings import CONTRADICTS, NEWER, Findings, Grade


@dataclass(frozen=True, slots=True)
class Anchor:
    """A checkpoint found as a leaf: what it says, and when known witnesses saw it (earliest, latest).

    `raw` is the note where a known key signed it.
    """

    origin: str
    size: int
    root: bytes
    times: tuple[int, int] | None
    raw: bytes = b""


class Leaves:
    """Reads the leaves of a log whose keys (and witnesses) are known."""

    def __init__(self, keys: list[VerifierKey], findings: Findings) -> None:
        self._keys, self._findings = keys, findings
        self._acts = ActReader()

    def read_leaf(self, index: int, entry: bytes) -> tuple[bytes, Act] | LogLeaf | Anchor | None:
        """What the entry at a place is: an act on an appeal with its case, or another leaf; None for what is none."""
        return self._acts.read(entry) or self._strictly(index, entry)

    def _strictly(self, index: int, entry: bytes) -> tuple[bytes, Act] | LogLeaf | Anchor | None:
        where = f"leaf {index}"
        try:
            leaf = parse_leaf(entry, where)
            if leaf.note is not None:
                return _anchor(leaf.note, self._keys, f"{where}, note")
        except NewerLeafError as fault:
            text = f"Leaf {index} is of version {fault.leaf.version}, newer than this verifier: it was not judged."
            self._findings.add(Grade.NOTE, NEWER, text, index)
            leaf = fault.leaf
        except RejectedError as fault:
            text = f"Leaf {index} is not a lawful leaf ({fault.where}: {fault.why})."
            self._findings.add(Grade.RULE, "leaf", text, index)
            return None
        if leaf.subject == APPEAL:
            for why in contradictions(leaf, {}):
                text = f"Leaf {index}, case {leaf.case}: {why}"
                self._findings.add(Grade.RULE, CONTRADICTS, text, index)
        act = act_of(leaf)
        return leaf if act is None or leaf.case is None else (leaf.case.encode(), act)


def _anchor(text: str, keys: list[VerifierKey], where: str) -> Anchor:
    """An anchor's checkpoint; times only from witnesses that are known and on a note that a known key signed."""
    raw = text.encode()
    head = parse_checkpoint(raw[: raw.rfind(b"\n\n") + 1].decode(), where)
    try:
        note = verify_note(raw, keys, where)
    except UnknownKeyError:  # a retired log key, or an earlier log's: no times, no accusation
        return Anchor(head.origin, head.size, head.root, None)
    times = sorted(signature.time or 0 for signature in counted(note).values())
    return Anchor(head.origin, head.size, head.root, (times[0], times[-1]) if times else None, raw)
