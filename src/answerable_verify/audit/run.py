"""One audit from beginning to end: the signature, the past, every new entry, and what others were shown."""

import multiprocessing
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Final

from answerable_verify.checkpoint import Checkpoint, verify_checkpoint, without_quorum
from answerable_verify.note import VerifierKey
from answerable_verify.policy import Policy, parse_policy
from answerable_verify.progress import Progress
from answerable_verify.source import (
    CHECKPOINT,
    CHECKPOINT_LIMIT,
    KEYS,
    Source,
    UnreachableError,
    open_source,
    read_hashes,
)
from answerable_verify.strict import RejectedError, base64_of, utf8
from answerable_verify.tiles import WIDTH, Frontier, nodes_from_tiles
from answerable_verify.tree import consistency_from, root_from

from . import evidence
from .cases import Cases
from .chunk import Examined, Task, examine, let_go
from .evidence import Evidence
from .findings import Findings, Grade
from .marks import Marks
from .state import AuditState

CHUNK: Final = 32
"""Tiles a task covers: 8192 leaves."""
WARM: Final = 8
"""Tasks done here while other processes start; a log of no more needs none."""
AHEAD: Final = 6
"""Tasks under way or waiting at a time; bounds the memory."""
DAY: Final = 86_400
HOUR: Final = 3_600
SOFT: Final = frozenset({"quorum", "stale", "hidden"})
"""Grave findings that leave the history itself proven, so that it may be remembered."""


@dataclass(frozen=True, slots=True)
class Options:
    """What to audit and how. Times are seconds since 1970."""

    where: str
    now: int
    folder: Path | None = None
    policy: Policy | None = None
    max_age: int = DAY
    processes: int = 2
    full: bool = False
    others: tuple[str, ...] = ()
    ask_witnesses: bool = True


@dataclass(slots=True)
class AuditReport:
    """What came out."""

    where: str
    findings: Findings
    head: Checkpoint | None = None
    since: int = 0
    checked: int = 0
    evidence: list[Path] = field(default_factory=list)
    trusted_on_first_use: bool = False
    cases: int = 0


def audit(options: Options) -> AuditReport:
    """Audit a log. Raises `Unreachable` when nothing could be learnt, and `Rejected` for a faulty policy or state."""
    with AuditState(options.folder) as state:
        run = _Run(options, state)
        try:
            run.go()
        finally:
            run.source.close()
            let_go()
        return run.report


class _Run:
    def __init__(self, options: Options, state: AuditState) -> None:
        self.options, self.state = options, state
        self.findings = Findings()
        self.report = AuditReport(options.where, self.findings)
        self.source: Source = open_source(options.where)
        self.policy = options.policy or self._remembered_policy()
        self.loose = without_quorum(self.policy)

    def _remembered_policy(self) -> Policy:
        """The policy of the first audit; on the very first the log's own, which is said aloud."""
        text = self.state.get("policy")
        if not text:
            text = utf8(self.source.read(KEYS, CHECKPOINT_LIMIT), KEYS)
            self.report.trusted_on_first_use = True
        policy = parse_policy(text.encode())
        self.state.put("policy", text)
        return policy

    def go(self) -> None:
        try:
            raw = self.source.read(CHECKPOINT, CHECKPOINT_LIMIT)
            head = verify_checkpoint(raw, self.loose, now=self.options.now)
        except RejectedError as fault:
            self._broken("checkpoint", f"The log's checkpoint is not one it signed ({fault.where}: {fault.why}).")
            return
        self.report.head = head
        self._judge_witnesses(head)
        try:
            self._past_and_present(head)
            self._others(head)
        except RejectedError as fault:
            self._broken("damaged", f"{fault.where}: {fault.why}.")
        if all(one.grade < Grade.BROKEN or one.code in SOFT for one in self.findings.kept):
            self.state.keep()

    def _broken(self, code: str, text: str) -> None:
        self.findings.add(Grade.BROKEN, code, text)

    def _judge_witnesses(self, head: Checkpoint) -> None:
        if not self.policy.witnesses:
            text = "No witness is known, so times are the log's own word and two histories could be shown."
            self.findings.add(Grade.NOTE, "unwitnessed", text)
        elif not self.policy.satisfied_by(head.cosignatures.keys()):
            self._broken("quorum", "Too few witnesses have seen the log as it stands: it is not witnessed.")
        elif not self._fresh(head):
            latest = datetime.fromtimestamp(head.times[-1], UTC).strftime("%Y-%m-%d %H:%M UTC") if head.times else ""
            text = (
                f"No quorum of witnesses has seen the log lately (the last one: {latest}): we may be shown an old view."
            )
            self._broken("stale", text)

    def _fresh(self, head: Checkpoint) -> bool:
        since = self.options.now - self.options.max_age
        return self.policy.satisfied_by([k for k, s in head.cosignatures.items() if (s.time or 0) >= since])

    def _past_and_present(self, head: Checkpoint) -> None:
        remembered = self.state.get("checkpoint").encode()
        old = verify_checkpoint(remembered, self.loose) if remembered else None
        if old is not None and not self._continues(old, head):
            return
        known = 0 if old is None or self.options.full else old.size
        self.report.since = known
        if self.options.full:
            self.state.forget()
        if not self._read(known, head):
            return
        self.report.checked = head.size - known
        self.state.put("checkpoint", head.raw.decode())

    def _continues(self, old: Checkpoint, new: Checkpoint) -> bool:
        """Whether the new checkpoint goes on from the old one. If not, the finding and its evidence are kept."""
        if new.origin != old.origin:
            self._broken("origin", f"This is another log now: {new.origin} instead of {old.origin}.")
        elif new.size < old.size:
            text = f"The log shows {new.size} entries; it has signed {old.size} before. It went back, or we see an old view."
            self._broken("shrank", text)
            self._keep(Evidence("rollback", old.raw, new.raw), text)
        elif new.size == old.size and new.root != old.root:
            words = evidence.forked(old, new)
            self._broken("fork", words)
            self._keep(Evidence(evidence.FORK, old.raw, new.raw), words)
        else:
            return self._same_past(old, new)
        return False

    def _same_past(self, old: Checkpoint, new: Checkpoint) -> bool:
        """Whether the tiles now served lead to the signed root and begin with the tree that was signed before."""
        node = nodes_from_tiles(lambda tile: read_hashes(self.source, tile), new.size)
        if root_from(node, new.size) != new.root:
            self._broken("root", "The hash tiles do not lead to the root that was signed.")
            return False
        beginning = root_from(node, old.size)
        if beginning == old.root:
            return True
        words = evidence.rewritten(old, new)
        self._broken("rewritten", words)
        proof = tuple(consistency_from(node, old.size, new.size))
        self._keep(Evidence(evidence.REWRITTEN, old.raw, new.raw, beginning, proof), words)
        return False

    def _keep(self, found: Evidence, words: str) -> None:
        if self.options.folder is None:
            self.findings.add(Grade.NOTE, "unkept", "Evidence was not kept; run the audit again with --state FOLDER.")
        else:
            at = datetime.fromtimestamp(self.options.now, UTC)
            self.report.evidence.append(
                evidence.keep_evidence(self.options.folder / "evidence", found, words=words, at=at)
            )

    def _read(self, known: int, head: Checkpoint) -> bool:
        """Read every entry from `known` on and build the tree over it; True when it is the signed one."""
        frontier = self.state.frontier()
        if known % WIDTH and known < head.size:
            frontier.levels[0].clear()  # that tile is read again from its beginning
        cases = Cases(self.state.database, self.findings)
        cases.timed = bool(self.policy.witnesses)
        cases.restore(self.state.numbers("seen_at"), self.state.get("waiting"))
        node = nodes_from_tiles(lambda tile: read_hashes(self.source, tile), head.size)
        marks = Marks(head, node, self.state, self.findings, cases)
        progress = Progress("audit", head.size)
        for done in self._examined(known, head.size):
            if not self._take(done, frontier, cases, marks):
                progress.end()
                return False
            progress.at(frontier.size)
        progress.end()
        if not self._edge_is_served(frontier) or frontier.root() != head.root:
            self._broken(
                "root", f"The {head.size} entries do not lead to the root {base64_of(head.root)} that was signed."
            )
            return False
        for anchor in marks.forks:
            self._same_past(verify_checkpoint(anchor.raw, self.loose), head)
        cases.flush()
        marks.finish(self.source)
        self.state.put_frontier(frontier)
        self.state.put("waiting", cases.waiting)
        self.state.put("seen_at", "null" if cases.seen_at is None else str(cases.seen_at))
        self.report.cases = self.state.cases()
        return True

    def _take(self, done: Examined, frontier: Frontier, cases: Cases, marks: Marks) -> bool:
        for finding in done.findings:
            self.findings.take(finding)
        if done.broken:
            return False
        for tile, raw in frontier.extend(done.roots, level=1):
            if read_hashes(self.source, tile) != raw:
                raise RejectedError(tile.path, "not the hashes of the tiles below")
        frontier.extend(done.edge)
        marks.emptied(done.redacted)
        before = 0
        for count, index, mark in done.marks:
            cases.take(done.cases[before:count], done.acts[before:count], done.indexes[before:count])
            marks.take(index, mark)
            before = count
        cases.take(done.cases[before:], done.acts[before:], done.indexes[before:])
        return True

    def _edge_is_served(self, frontier: Frontier) -> bool:
        return all(read_hashes(self.source, tile) == raw for tile, raw in frontier.partials() if tile.level)

    def _examined(self, known: int, size: int) -> Iterator[Examined]:
        """The tasks from `known` to `size` done, in order; by several processes when there is enough to do."""
        first, last = known // WIDTH, -(-size // WIDTH) if size > known else known // WIDTH
        keys = tuple(key.vkey for key in self._keys())
        edge = size % WIDTH or WIDTH
        tasks = (  # one by one: the size is the log's word so far, and may be a monstrous one
            Task(self.options.where, n, min(n + CHUNK, last), edge if n + CHUNK >= last else WIDTH, known, keys)
            for n in range(first, last, CHUNK)
        )
        if self.options.processes < 2 or last - first <= WARM * CHUNK:
            yield from map(examine, tasks)
        else:
            yield from self._by_many(tasks)

    def _by_many(self, tasks: Iterator[Task]) -> Iterator[Examined]:
        """The tasks done by several processes; this one does the first few while the others start."""
        mine = list(islice(tasks, WARM))
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(self.options.processes, mp_context=context) as pool:
            waiting: deque[Future[Examined]] = deque()
            try:
                waiting.extend(pool.submit(examine, task) for task in islice(tasks, AHEAD))
                yield from map(examine, mine)
                for task in tasks:
                    yield waiting.popleft().result()
                    waiting.append(pool.submit(examine, task))
                while waiting:
                    yield waiting.popleft().result()
            finally:
                for left in waiting:
                    left.cancel()

    def _keys(self) -> list[VerifierKey]:
        return self.policy.keys

    def _others(self, head: Checkpoint) -> None:
        """Ask the witnesses and other ways to the log what they were shown."""
        hashed = sha256(head.origin.encode()).hexdigest()
        if self.options.ask_witnesses:
            for name, known in self.policy.witnesses.items():
                if known.url:
                    self._compare(head, f"witness {name}", known.url, f"{hashed}/{CHECKPOINT}")
        for where in self.options.others:
            self._compare(head, where, where, CHECKPOINT)

    def _compare(self, head: Checkpoint, name: str, where: str, path: str) -> None:
        try:
            with closing(open_source(where)) as source:
                raw = source.read(path, CHECKPOINT_LIMIT)
            other = verify_checkpoint(raw, self.loose, now=self.options.now)
        except (RejectedError, UnreachableError) as fault:
            text = f"What the {name} was shown could not be learnt ({fault.why})."
            self.findings.add(Grade.NOTE, "unasked", text)
            return
        if other.origin != head.origin:
            self.findings.add(Grade.NOTE, "unasked", f"The {name} speaks of another log ({other.origin}).")
        elif other.size > head.size:
            latest = other.times[-1] if other.times else self.options.now
            grade = Grade.BROKEN if latest < self.options.now - HOUR else Grade.NOTE
            text = (
                f"The {name} was shown {other.size} entries, we only {head.size}: the log hides some from us, or lags."
            )
            self.findings.add(grade, "hidden", text)
        elif other.size == head.size and other.root != head.root:
            words = evidence.forked(other, head)
            self._broken("fork", words)
            self._keep(Evidence(evidence.FORK, other.raw, head.raw), words)
        elif self._same_past(other, head):
            self.findings.add(Grade.NOTE, "agrees", f"The {name} was shown the same history.")
