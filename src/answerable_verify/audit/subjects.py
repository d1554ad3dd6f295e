"""The rules of version 2, checked as the leaves go by: what the table of kinds says must come before what.

Promises, draws, figures, key alarms and the like are few beside appeals, so each case of theirs is a row of the state's
database. Acts on appeals are judged in `cases`, whatever their version: their order is one.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from answerable_verify import kinds
from answerable_verify.acts import EPOCH, OTHER, REGISTERED, Act, text_of
from answerable_verify.commitment import check_opening
from answerable_verify.kinds import KINDS, ActKind
from answerable_verify.leaf import LogLeaf, contradictions, parse_leaf, week
from answerable_verify.reader import Reader
from answerable_verify.strict import DamagedLogError, RejectedError, unbase64

from .cases import WEST, Cases, day_of
from .findings import CONTRADICTS, Findings, Grade
from .state import AuditState

WEEK: Final = timedelta(weeks=1)
_KNOWN: Final = "SELECT subject, last, next, day, first_day, due, leaf, facts FROM subjects WHERE id = ?"
_KEEP: Final = (
    "INSERT OR REPLACE INTO subjects (id, subject, last, next, day, first_day, due, leaf, facts) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_BOTH: Final = "SELECT subjects.leaf, cases.id FROM subjects JOIN cases ON cases.id = subjects.id ORDER BY 1"
_LAST: Final = "SELECT last, count(*) FROM subjects GROUP BY last ORDER BY last"
_TOLD: Final = "SELECT value FROM told WHERE kind = ? AND name = ?"
_SEEN: Final = "anchor"
"""Under this word the log remembers of each day the largest size that witnesses saw on it."""
_SEEN_ON: Final = "SELECT min(CAST(name AS INTEGER)) FROM told WHERE kind = ? AND value > ?"
_TELL: Final = "INSERT OR REPLACE INTO told (kind, name, value) VALUES (?, ?, ?)"


@dataclass(slots=True)
class KnownCase:
    """What is known of a case: its subject, its last act, and what its acts said, each word as it was said first."""

    subject: str
    last: str = ""
    next: int = 0
    day: int = 0
    first_day: int = 0
    due: int = 0
    leaf: int = -1
    facts: dict[str, Any] = field(default_factory=dict)


class Subjects:
    """The judge of everything that only version 2 knows."""

    def __init__(self, state: AuditState, findings: Findings, cases: Cases) -> None:
        self._state, self._findings, self._cases = state, findings, cases
        self._named: list[tuple[int, LogLeaf, int]] = []
        """Acts that name a place of the log: their index, themselves, and the index of the act before them."""
        sizes: list[int] = state.numbers("covered") or [0, 0]
        self.covered, self.witnessed = sizes
        """Sizes of the largest anchor so far, and of the largest that known witnesses signed."""

    def anchored(self, size: int, seen_at: int | None) -> None:
        """Take in an anchor that is the log's own past, and when the first of the known witnesses saw it."""
        self.covered = max(self.covered, size)
        if seen_at is None:
            return
        self.witnessed = max(self.witnessed, size)
        day = day_of(seen_at, WEST)  # the earliest that it can have been: nobody is accused by a clock of another zone
        before = self._told(_SEEN, str(day))
        self._tell(_SEEN, str(day), max(size, before or 0))

    def _seen_on(self, index: int) -> int:
        """The day on which known witnesses first saw a leaf, as the anchors of the log say; 0 where none does."""
        row = self._state.database.execute(_SEEN_ON, (_SEEN, index)).fetchone()
        return int(row[0] or 0)

    def take(self, index: int, leaf: LogLeaf) -> None:
        """Judge one leaf of version 2 that is not an act on an appeal, or keep the turn of a newer one."""
        if leaf.version > kinds.VERSION:
            self._newer(index, leaf)
            return
        kind = KINDS[leaf.kind]
        day = (leaf.on or date.min).toordinal() - EPOCH
        self._cases.dated(day, index)
        self._sizes(index, leaf, kind)
        if leaf.case is None:
            self._holds(index, leaf, {})
            self._of_log(index, leaf, kind)
            return
        known = self._known(leaf.case)
        if known is None:
            known = self._opened(index, leaf, kind, day)
        else:
            self._goes_on(index, leaf, kind, known, day)
        self._content(index, leaf, kind, known)
        if leaf.due is not None:
            known.due = leaf.due.toordinal() - EPOCH
        known.last, known.next, known.day, known.leaf = leaf.kind, leaf.n + 1, max(day, known.day), index
        known.facts = {**leaf.extra, **known.facts, **{f"last.{name}": said for name, said in leaf.extra.items()}}
        self._keep(leaf.case, known)

    def _breach(self, code: str, index: int, text: str, case: str | None = None) -> None:
        where = f"Leaf {index}" if case is None else f"Leaf {index}, case {case}"
        self._findings.add(Grade.RULE, code, f"{where}: {text}", index)

    def _opened(self, index: int, leaf: LogLeaf, kind: ActKind, day: int) -> KnownCase:
        if kind.follows and "" not in kind.follows:
            self._breach("order", index, f"its first act in the log is '{leaf.kind}', which can't begin it.", leaf.case)
        elif leaf.n:
            self._breach("order", index, f"its first act in the log is act {leaf.n}.", leaf.case)
        if self._cases.knows(leaf.case or ""):
            self._breach("order", index, f"an act on a {kind.subject} in the case of an appeal.", leaf.case)
        return KnownCase(kind.subject, first_day=day)

    def _goes_on(self, index: int, leaf: LogLeaf, kind: ActKind, known: KnownCase, day: int) -> None:
        """The order of a case that is open: its number, its day, and what may follow what."""
        if kind.subject != known.subject:
            text = f"an act on a {kind.subject} in the case of a {known.subject}."
            self._breach("order", index, text, leaf.case)
        elif known.last and known.last not in kind.follows:
            self._breach("order", index, f"'{leaf.kind}' can't follow '{known.last}'.", leaf.case)
        if leaf.n != known.next:
            text = f"act {leaf.n} follows {known.next} acts; one is missing, or stands in the log twice."
            self._breach("order", index, text, leaf.case)
        if day < known.day:
            text = f"an act of {text_of(day)} follows one of {text_of(known.day)}: the days run backwards."
            self._breach("days", index, text, leaf.case)
        if kind.wait and day - (since := max(known.first_day, self._seen_on(known.leaf))) < kind.wait:
            text = f"'{leaf.kind}' came on {text_of(day)}, less than {kind.wait} days after {text_of(since)}."
            self._breach("too-soon", index, text, leaf.case)
        if kind.witnessed and self._cases.timed:
            self._was_witnessed(index, leaf, known)
        if leaf.due is not None and known.due and day > known.due:
            text = f"Leaf {index}, case {leaf.case}: the day {text_of(known.due)} had passed when another was set."
            self._findings.add(Grade.NOTE, "moved-late", text, index)

    def _was_witnessed(self, index: int, leaf: LogLeaf, known: KnownCase) -> None:
        """Whether what this act rests on was fixed before: a frame before its seed, a request before its opening."""
        if known.leaf < self.witnessed:
            return
        text = f"witnesses had not yet seen '{known.last}' (leaf {known.leaf}) in the log when '{leaf.kind}' came."
        if known.leaf >= self.covered:
            self._breach("unwitnessed-before", index, text, leaf.case)
            return
        text = f"Leaf {index}, case {leaf.case}: no witness known here {text.removeprefix('witnesses had not yet ')}"
        self._findings.add(Grade.NOTE, "unproven-before", text, index)

    def _content(self, index: int, leaf: LogLeaf, kind: ActKind, known: KnownCase) -> None:
        """What an act says beside what its case and the log said before."""
        self._holds(index, leaf, known.facts)
        facts = {**leaf.extra, **known.facts}
        if kind.once and (kind.choice is None or not kind.choice.fault(leaf.extra, facts)):
            self._once(index, leaf, kind, facts)
        if kind.unlocks:
            self._unlock(index, leaf, kind.unlocks, known.facts.get("lock"))
        if kind.unlike and leaf.extra[kind.unlike] == known.facts.get(kind.unlike):
            self._breach("same", index, f"'{leaf.kind}' tells of a difference and names none.", leaf.case)
        other = leaf.extra.get("of")
        if other is None:
            return
        there = self._cases.knows(other) if kind.of == kinds.APPEAL else self._is(other, kind.of)
        if not there:
            self._breach(
                "refers", index, f"it names a {kind.of} ({other}) that is not in the log before it.", leaf.case
            )
        elif "at" in leaf.extra:
            self._named.append((index, leaf, known.leaf))

    def _holds(self, index: int, leaf: LogLeaf, facts: Mapping[str, Any]) -> None:
        for text in contradictions(leaf, facts):
            self._breach(CONTRADICTS, index, text, leaf.case)

    def _unlock(self, index: int, leaf: LogLeaf, name: str, locked: str | None) -> None:
        """The opening of a lock, which must be that of the lock; where none was, nothing may be opened."""
        salt = leaf.extra.get("salt")
        if locked is None and salt is None:
            return
        if locked is None or salt is None:
            self._breach("lock", index, "it opens no lock, or leaves shut the one that stands before it.", leaf.case)
            return
        try:
            check_opening(unbase64(locked.encode(), "lock"), {name: {"s": salt, "v": leaf.extra[name]}})
        except RejectedError:
            self._breach("lock", index, "what it opens is not what was committed to before.", leaf.case)

    def _sizes(self, index: int, leaf: LogLeaf, kind: ActKind) -> None:
        for name, value in leaf.extra.items():
            if (kind.needs.get(name) or kind.may.get(name)) == kinds.SIZE and value > index:
                self._breach("size", index, f"it speaks of place {value} of the log ('{name}'), beyond itself.")

    def _of_log(self, index: int, leaf: LogLeaf, kind: ActKind) -> None:
        """What the log may say of itself once, or once a week."""
        if kind.weekly:
            self._weekly(index, leaf)
        else:
            self._once(index, leaf, kind, leaf.extra)

    def _once(self, index: int, leaf: LogLeaf, kind: ActKind, facts: Mapping[str, Any]) -> None:
        """What may be said once in the whole log: a void number, a lock, the seed for one frame by one design."""
        if not kind.once or any(one not in facts for one in kind.once):
            return  # what it rests on is missing, and told already
        name = "/".join(str(facts[one]) for one in kind.once)
        before = self._told(leaf.kind, name)
        if before is not None:
            self._breach("twice", index, f"'{leaf.kind}' for {name} stands at leaf {before} already.", leaf.case)
        else:
            self._tell(leaf.kind, name, index)

    def _weekly(self, index: int, leaf: LogLeaf) -> None:
        monday = week(leaf.extra["week"], "week").toordinal()
        last = self._told(leaf.kind, "")
        if last is not None and monday != last + WEEK.days:
            text = f"'{leaf.kind}' of the week of {date.fromordinal(monday)} follows that of {date.fromordinal(last)}."
            self._breach("weekly", index, text)
        self._tell(leaf.kind, "", monday if last is None else max(monday, last))

    def _newer(self, index: int, leaf: LogLeaf) -> None:
        """Keep the turn in its case of an act that can't be read, so that those behind it are not accused."""
        known = None if leaf.case is None else self._known(leaf.case)
        if leaf.case is None or leaf.on is None:
            return
        day = leaf.on.toordinal() - EPOCH
        if known is None:
            act = Act(REGISTERED if leaf.n == 0 else OTHER, day, 0, leaf.n)
            self._cases.newer(index, leaf.case.encode(), act)
            return
        known.last, known.next, known.leaf = "", leaf.n + 1, index
        self._keep(leaf.case, known)

    def finish(self, reader: Reader, seen_at: int | None) -> None:
        """Judge what only the end of the log can settle, and lay down what the next run needs."""
        for index, leaf, before in self._named:
            self._named_place(index, leaf, before, reader)
        for index, case in self._state.database.execute(_BOTH):
            text = "the id of this case is that of an appeal, too."
            self._breach("order", index, text, bytes(case).decode())
        self._open_ends()
        if seen_at is not None:
            self._overdue_week(datetime.fromtimestamp(seen_at, UTC).date())
        self._state.put("covered", json.dumps([self.covered, self.witnessed]))

    def _named_place(self, index: int, leaf: LogLeaf, before: int, reader: Reader) -> None:
        """Whether the place that an act names is the beginning of the case that it names, after what it rests on."""
        place = leaf.extra["at"]
        if place >= index:
            return  # told already
        try:
            there = parse_leaf(reader.entry(place), f"leaf {place}")
        except DamagedLogError:
            raise
        except RejectedError:
            there = LogLeaf("")
        if there.case != leaf.extra["of"] or there.n:
            text = f"leaf {place} is not the beginning of the case {leaf.extra['of']}."
            self._breach("refers", index, text, leaf.case)
        elif place < before:
            text = f"what it opens was committed to at leaf {before}, after the case at leaf {place} had begun."
            self._breach("committed-late", index, text, leaf.case)
        elif leaf.extra["to"] not in {there.body, there.extra.get("a")}:
            text = f"it says '{leaf.extra['to']}', but the case at leaf {place} began at '{there.body}'."
            self._breach("refers", index, text, leaf.case)

    def _open_ends(self) -> None:
        """How many locks nobody has opened yet: who commits to many and opens some chooses afterwards."""
        for last, count in self._state.database.execute(_LAST):
            if last not in KINDS or "lock" not in KINDS[last].needs:
                continue
            text = f"Commitments of the kind '{last}' that nothing has followed yet: {count}."
            self._findings.add(Grade.NOTE, "unopened", text)

    def _overdue_week(self, today: date) -> None:
        for name, kind in KINDS.items():
            last = self._told(name, "") if kind.weekly else None
            if last is not None and today.toordinal() - last >= 3 * WEEK.days:
                text = f"'{name}' is said each week; the last one is of the week of {date.fromordinal(last)}."
                self._findings.add(Grade.RULE, "weekly", text)

    def _known(self, case: str) -> KnownCase | None:
        row = self._state.database.execute(_KNOWN, (case.encode(),)).fetchone()
        if row is None:
            return None
        subject, last, turn, day, first_day, due, leaf, facts = row
        return KnownCase(subject, last, turn, day, first_day, due, leaf, json.loads(facts))

    def _keep(self, case: str, known: KnownCase) -> None:
        row = (known.subject, known.last, known.next, known.day, known.first_day, known.due, known.leaf)
        self._state.database.execute(_KEEP, (case.encode(), *row, json.dumps(known.facts)))

    def _is(self, case: str, subject: str) -> bool:
        known = self._known(case)
        return known is not None and known.subject == subject

    def _told(self, kind: str, name: str) -> int | None:
        row = self._state.database.execute(_TOLD, (kind, name)).fetchone()
        return None if row is None else int(row[0])

    def _tell(self, kind: str, name: str, value: int) -> None:
        self._state.database.execute(_TELL, (kind, name, value))
