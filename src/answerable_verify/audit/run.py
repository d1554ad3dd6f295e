"""One audit from beginning to end: the signature, the past, every new entry, and what others were shown."""

import json
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

from answerable_verify.acts import Act
from answerable_verify.checkpoint import Checkpoint, RetiredKeyError, verify_checkpoint, without_quorum
from answerable_verify.leaf import LogLeaf
from answerable_verify.note import parse_vkey
from answerable_verify.policy import KnownKey, Policy, parse_policy
from answerable_verify.progress import Progress
from answerable_verify.reader import Reader, read_head, served_policy
from answerable_verify.source import (
    CHECKPOINT,
    CHECKPOINT_LIMIT,
    Source,
    UnreachableError,
    open_source,
)
from answerable_verify.strict import DamagedLogError, RejectedError
from answerable_verify.tiles import WIDTH

from . import evidence
from .cases import Cases
from .evidence import LogEvidence
from .findings import Findings, Grade
from .leaves import Anchor, Leaves
from .marks import Marks
from .state import AuditState

DAY: Final = 86_400
HOUR: Final = 3_600
SOFT: Final = frozenset({"quorum", "stale", "hidden"})
"""Grave findings that leave the history itself proven, so that it may be remembered."""
EVIDENCE: Final = "evidence"
"""Folder of the evidence within that of the state."""
WITNESSES: Final = "witnesses"
"""Name of the `config` leaf with the SHA-256 of the policy that the log serves beside its checkpoint."""


@dataclass(frozen=True, slots=True)
class Options:
    """What to audit and how. Times are seconds since 1970."""

    where: str
    now: int
    folder: Path | None = None
    policy: Policy | None = None
    max_age: int = DAY
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
        if options.folder is not None:
            (options.folder / EVIDENCE).mkdir(exist_ok=True)  # empty is an answer, too
        run = _Run(options, state)
        try:
            run.go()
        finally:
            run.source.close()
        return run.report


class _Run:
    def __init__(self, options: Options, state: AuditState) -> None:
        self.options, self.state = options, state
        self.findings = Findings()
        self.report = AuditReport(options.where, self.findings)
        self.source: Source = open_source(options.where)
        self.policy = self._with_followed(options.policy or self._remembered_policy())
        self.loose = without_quorum(self.policy)

    def _remembered_policy(self) -> Policy:
        """The policy of the first audit; on the very first the log's own, which is said aloud."""
        text = self.state.get("policy")
        if text:
            return parse_policy(text.encode())
        policy, raw = served_policy(self.source)
        self.report.trusted_on_first_use = True
        self.state.put("policy", raw.decode())
        return policy

    def go(self) -> None:
        """Judge the log from its checkpoint down; what is served and proves nothing is damage, and no more."""
        try:
            head = self.report.head = read_head(self.source, self.policy, now=self.options.now)
            reader = Reader(head, self.source)
            self._judge_witnesses(head)
            self._past_and_present(reader)
            self._others(reader)
        except RetiredKeyError as fault:
            self._broken("key", f"{fault.where}: {fault.why}.")
        except DamagedLogError as fault:
            self._broken("damaged", f"{fault.where}: {fault.why}.")
        if all(one.grade < Grade.BROKEN or one.code in SOFT for one in self.findings.kept):
            self._follow_keys()
            self.state.keep()

    def _follow_keys(self) -> None:
        """Believe from now on the keys that the log, under keys known so far, said it changes to. Its witnesses we don't take
        from it: whom to ask is not for the one who is asked about.
        """
        row = self.state.database.execute("SELECT sha256 FROM configs WHERE name = ?", (WITNESSES,)).fetchone()
        try:
            served, raw = served_policy(self.source)
        except UnreachableError:
            return
        if row is None or sha256(raw).hexdigest() != row[0]:
            return
        known = {one.key.vkey for one in self.policy.logs}
        fresh = [one for one in served.logs if one.key.vkey not in known and one.key.name in self._origins()]
        size = self.report.head.size if self.report.head else 0
        # what a key signed until we learnt of its end stays its word: a log does not take it back by naming a small size
        ended = [replace(one, until=max(one.until, size)) for one in served.logs if one.until is not None]
        if not fresh and not ended:
            return
        for one in fresh:
            text = f"The log has a new key, and said so under the key that was known: {one.key.vkey}."
            self.findings.add(Grade.NOTE, "new-key", text)
        kept = {one.key.vkey: one for one in (*self.policy.logs, *fresh)} | {one.key.vkey: one for one in ended}
        self.state.put("logs", json.dumps([[one.key.vkey, one.until] for one in kept.values()]))

    def _origins(self) -> set[str]:
        return {one.key.name for one in self.policy.logs}

    def _with_followed(self, policy: Policy) -> Policy:
        """The policy with the keys that the log changed to, as earlier audits learnt them."""
        followed = [KnownKey(parse_vkey(vkey), None, until) for vkey, until in self.state.numbers("logs") or []]
        ours = {one.key.vkey: one for one in policy.logs} | {one.key.vkey: one for one in followed}
        return replace(policy, logs=list(ours.values()))

    def _broken(self, code: str, text: str) -> None:
        self.findings.add(Grade.BROKEN, code, text)

    def _judge_witnesses(self, head: Checkpoint) -> None:
        if not self.policy.witnesses:
            text = "No witness is known, so times are the log's own word and two histories could be shown."
            self.findings.add(Grade.NOTE, "unwitnessed", text)
        elif not self.policy.satisfied_by(head.cosignatures.keys(), head.size):
            self._broken("quorum", "Too few witnesses have seen the log as it stands: it is not witnessed.")
        elif not self._fresh(head):
            latest = datetime.fromtimestamp(head.times[-1], UTC).strftime("%Y-%m-%d %H:%M UTC") if head.times else ""
            text = (
                f"No quorum of witnesses has seen the log lately (the last one: {latest}): we may be shown an old view."
            )
            self._broken("stale", text)

    def _fresh(self, head: Checkpoint) -> bool:
        since = self.options.now - self.options.max_age
        return self.policy.satisfied_by([k for k, s in head.cosignatures.items() if (s.time or 0) >= since], head.size)

    def _past_and_present(self, reader: Reader) -> None:
        head = reader.head
        remembered = self.state.get("checkpoint").encode()
        old = self._remembered(remembered) if remembered else None
        if old is not None and not self._continues(old, reader):
            return
        known = 0 if old is None or self.options.full else old.size
        self.report.since = known
        if self.options.full:
            self.state.forget()
        self._read(known, reader)
        self.report.checked = head.size - known
        self.state.put("checkpoint", head.raw.decode())

    def _remembered(self, raw: bytes) -> Checkpoint:
        try:
            return verify_checkpoint(raw, self.loose)
        except RejectedError:
            why = "what it remembers was signed by no key of this policy; begin with an empty folder"
            raise RejectedError("state", why) from None

    def _continues(self, old: Checkpoint, reader: Reader) -> bool:
        """Whether the log goes on from the old checkpoint. If not, the finding and its evidence are kept."""
        new = reader.head
        if new.origin != old.origin:
            self._broken("origin", f"This is another log now: {new.origin} instead of {old.origin}.")
        elif new.size < old.size:
            text = f"The log shows {new.size} entries; it has signed {old.size} before. It went back, or we see an old view."
            self._broken("shrank", text)
            self._keep(LogEvidence("rollback", old.raw, new.raw), text)
        elif new.size == old.size and new.root != old.root:
            words = evidence.forked(old, new)
            self._broken("fork", words)
            self._keep(LogEvidence(evidence.FORK, old.raw, new.raw), words)
        else:
            return self._same_past(old, reader)
        return False

    def _same_past(self, old: Checkpoint, reader: Reader) -> bool:
        """Whether the log begins with the tree that was signed before."""
        beginning = reader.beginning(old.size)
        if beginning == old.root:
            return True
        words = evidence.rewritten(old, reader.head)
        self._broken("rewritten", words)
        proof = tuple(reader.consistency(old.size))
        self._keep(LogEvidence(evidence.REWRITTEN, old.raw, reader.head.raw, beginning, proof), words)
        return False

    def _keep(self, found: LogEvidence, words: str) -> None:
        if self.options.folder is None:
            self.findings.add(Grade.NOTE, "unkept", "Evidence was not kept; run the audit again with --state FOLDER.")
        else:
            at = datetime.fromtimestamp(self.options.now, UTC)
            self.report.evidence.append(
                evidence.keep_evidence(self.options.folder / EVIDENCE, found, words=words, at=at)
            )

    def _read(self, known: int, reader: Reader) -> None:
        """Judge every entry from `known` on."""
        cases = Cases(self.state.database, self.findings)
        cases.timed = bool(self.policy.witnesses)
        cases.restore(self.state.numbers("seen_at"), self.state.get("waiting"))
        marks = Marks(reader, self.state, self.findings, cases)
        leaves = Leaves(self.policy.keys, self.findings)
        progress = Progress("audit", reader.size)
        for bundle in reader.bundles(known // WIDTH) if known < reader.size else ():
            for index, entry in enumerate(bundle.entries, bundle.first):
                if index in bundle.emptied:
                    marks.emptied(index)
                elif index >= known:
                    self._take(index, leaves.read_leaf(index, entry), cases, marks)
            progress.at(bundle.first + len(bundle.entries))
        progress.end()
        for anchor in marks.forks:
            with suppress(RejectedError):  # not signed by the log itself: the finding stands, without evidence
                self._same_past(verify_checkpoint(anchor.raw, self.loose), reader)
        cases.flush()
        marks.finish()
        self.state.put("waiting", cases.waiting)
        self.state.put("seen_at", "null" if cases.seen_at is None else str(cases.seen_at))
        self.report.cases = self.state.cases()

    @staticmethod
    def _take(index: int, found: tuple[bytes, Act] | LogLeaf | Anchor | None, cases: Cases, marks: Marks) -> None:
        if isinstance(found, tuple):
            cases.take(index, *found)
        elif found is not None:
            marks.take(index, found)

    def _others(self, reader: Reader) -> None:
        """Ask the witnesses and other ways to the log what they were shown."""
        hashed = sha256(reader.head.origin.encode()).hexdigest()
        if self.options.ask_witnesses:
            for name, known in self.policy.witnesses.items():
                if known.url:
                    self._compare(reader, f"witness {name}", known.url, f"{hashed}/{CHECKPOINT}")
        for where in self.options.others:
            self._compare(reader, where, where, CHECKPOINT)

    def _compare(self, reader: Reader, name: str, where: str, path: str) -> None:
        head = reader.head
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
            self._keep(LogEvidence(evidence.FORK, other.raw, head.raw), words)
        elif self._same_past(other, reader):
            self.findings.add(Grade.NOTE, "agrees", f"The {name} was shown the same history.")
