"""A run of tiles examined on its own, so that it can be done in another process: bytes in, hashes and acts out.

For each bundle: its hashes must be those of the served level-0 tile, and each entry is read once. What comes back is
small: a root for each full tile, an integer for each act, and the few leaves that are no acts on cases.
"""

from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256

from answerable_verify import quick
from answerable_verify.checkpoint import parse_checkpoint
from answerable_verify.cosignature import counted
from answerable_verify.kinds import APPEAL
from answerable_verify.leaf import Leaf, NewerLeafError, contradictions, parse_leaf
from answerable_verify.note import VerifierKey, parse_vkey, verify_note
from answerable_verify.source import Crew, Folder, Source, read_entries, read_hashes
from answerable_verify.strict import RejectedError
from answerable_verify.tiles import WIDTH, Tile

from .findings import CONTRADICTS, NEWER, Finding, Grade


@dataclass(frozen=True, slots=True)
class Task:
    """Tiles [first, last) of the log at `where`, whose last tile has `edge` leaves; acts are read from leaf `since`."""

    where: str
    first: int
    last: int
    edge: int
    since: int
    keys: tuple[str, ...] = ()


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


@dataclass(slots=True)
class Examined:
    """What a task found. `marks` are leaves that are no acts on appeals, each with the number of acts before it."""

    roots: list[bytes] = field(default_factory=list)
    edge: list[bytes] = field(default_factory=list)
    cases: list[bytes] = field(default_factory=list)
    acts: "array[int]" = field(default_factory=lambda: array("Q"))
    indexes: "array[int]" = field(default_factory=lambda: array("Q"))
    marks: list[tuple[int, int, Leaf | Anchor]] = field(default_factory=list)
    redacted: list[int] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    broken: bool = False


_folders: dict[str, Folder] = {}
_crews: dict[str, Crew] = {}


def let_go() -> None:
    """Close what this process read from. Processes of a pool end with it anyway."""
    while _crews:
        _crews.popitem()[1].close()


def _tiles(task: Task) -> Iterator[tuple[int, int, Callable[[], tuple[list[bytes], bytes]]]]:
    """For each tile of the task its number, its width, and a call that gives its entries and its served hashes."""
    wanted = [(n, task.edge if n == task.last - 1 else WIDTH) for n in range(task.first, task.last)]
    if "://" in task.where:
        if task.where not in _crews:
            _crews[task.where] = Crew(task.where)
        crew = _crews[task.where]
        fetched = [crew.submit(_fetch, n, width) for n, width in wanted]  # many at a time: the way there is long
        for (n, width), waiting in zip(wanted, fetched, strict=True):
            yield n, width, waiting.result
        return
    source = _folders.setdefault(task.where, Folder(task.where))
    for n, width in wanted:
        yield n, width, partial(_fetch, source, n, width)


def _fetch(source: Source, n: int, width: int) -> tuple[list[bytes], bytes]:
    return read_entries(source, Tile("entries", n, width)), read_hashes(source, Tile(0, n, width))


def examine(task: Task) -> Examined:
    """Read, hash and compare the tiles of a task. A fault of the log becomes a finding; only no connection raises."""
    found = Examined()
    reader = _Reader([parse_vkey(key) for key in task.keys], found)
    for n, width, fetch in _tiles(task):
        try:
            entries, served = fetch()
            hashes = _compared(entries, served, n, found.redacted)
        except RejectedError as fault:
            found.findings.append(Finding(Grade.BROKEN, "damaged", f"{fault.where}: {fault.why}.", n * WIDTH))
            found.broken = True
            return found
        if width == WIDTH:
            found.roots.append(_tile_root(b"".join(hashes)))
        else:
            found.edge = hashes
        reader.acts(entries, n * WIDTH, max(task.since - n * WIDTH, 0))
    return found


def _tile_root(row: bytes) -> bytes:
    """`tree.root` of 256 hashes laid end to end; one slice a node instead of two and a joining."""
    while len(row) > 32:
        row = b"".join([sha256(b"\x01" + row[i : i + 64]).digest() for i in range(0, len(row), 64)])
    return row


def _compared(entries: list[bytes], served: bytes, n: int, redacted: list[int]) -> list[bytes]:
    """The leaf hashes, which must be the served ones but for entries emptied by redaction."""
    hashes = [sha256(b"\x00" + entry).digest() for entry in entries]
    if b"".join(hashes) == served:
        return hashes
    for i, entry in enumerate(entries):
        told = served[32 * i : 32 * i + 32]
        if hashes[i] == told:
            continue
        if entry:
            raise RejectedError(f"leaf {n * WIDTH + i}", "the entry and its hash in the tile differ")
        hashes[i] = told
        redacted.append(n * WIDTH + i)
    return hashes


class _Reader:
    """Reads the leaves of a task into what was found."""

    def __init__(self, keys: list[VerifierKey], found: Examined) -> None:
        self._keys, self._found = keys, found
        self._read_all = quick.Reader().read_all

    def acts(self, entries: list[bytes], first: int, skip: int) -> None:
        """Read the entries of a bundle that begins at leaf `first`, but for the `skip` known ones."""
        found, rest, begin = self._found, entries[skip:] if skip else entries, first + skip
        cases: list[bytes] = []
        acts = array("Q")
        odd = self._read_all(rest, cases, acts)
        before = 0
        for count, place in enumerate(odd):
            self._run(cases, acts, before - count, place - count, begin + before)
            if rest[place] or begin + place not in found.redacted:
                self._slowly(rest[place], begin + place)
            before = place + 1
        self._run(cases, acts, before - len(odd), len(acts), begin + before)

    def _run(self, cases: list[bytes], acts: "array[int]", start: int, end: int, index: int) -> None:
        """Take over the acts [start, end), which stand in the log one after another from `index` on."""
        found = self._found
        found.cases += cases[start:end]
        found.acts += acts[start:end]
        found.indexes.extend(range(index, index + end - start))

    def _mark(self, entry: bytes, where: str) -> Leaf | Anchor:
        leaf = parse_leaf(entry, where)
        return leaf if leaf.note is None else _anchor(leaf.note, self._keys, f"{where}, note")

    def _slowly(self, entry: bytes, index: int) -> None:
        """A leaf of the log itself, a rare act, or a fault."""
        found = self._found
        try:
            mark = self._mark(entry, f"leaf {index}")
        except NewerLeafError as fault:
            text = f"Leaf {index} is of version {fault.leaf.version}, newer than this verifier: it was not judged."
            found.findings.append(Finding(Grade.NOTE, NEWER, text, index))
            mark = fault.leaf
        except RejectedError as fault:
            text = f"Leaf {index} is not a lawful leaf ({fault.where}: {fault.why})."
            found.findings.append(Finding(Grade.RULE, "leaf", text, index))
            return
        if isinstance(mark, Leaf) and mark.subject == APPEAL:
            for why in contradictions(mark, {}):
                text = f"Leaf {index}, case {mark.case}: {why}"
                found.findings.append(Finding(Grade.RULE, CONTRADICTS, text, index))
        if isinstance(mark, Leaf) and mark.case is not None and (number := quick.packed(mark)) is not None:
            found.cases.append(mark.case.encode())
            found.acts.append(number)
            found.indexes.append(index)
            return
        found.marks.append((len(found.acts), index, mark))


def _anchor(text: str, keys: list[VerifierKey], where: str) -> Anchor:
    """An anchor's checkpoint; times only from witnesses that are known and on a note that a known key signed."""
    raw = text.encode()
    head = parse_checkpoint(raw[: raw.rfind(b"\n\n") + 1].decode(), where)
    try:
        note = verify_note(raw, keys, where)
    except RejectedError as fault:
        if fault.why != "not signed by a known key":  # a retired log key, or an earlier log's: no times, no accusation
            raise
        return Anchor(head.origin, head.size, head.root, None)
    times = sorted(signature.time or 0 for signature in counted(note).values())
    return Anchor(head.origin, head.size, head.root, (times[0], times[-1]) if times else None, raw)
