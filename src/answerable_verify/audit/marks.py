"""The leaves in which a log speaks of itself: anchors, rules in force, published numbers, redactions; and the rest of
version 2, which `subjects` judges.
"""

import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import islice
from typing import Final

from answerable_verify.kinds import APPEAL
from answerable_verify.leaf import LogLeaf, parse_leaf
from answerable_verify.reader import Reader
from answerable_verify.stats import MonthTally
from answerable_verify.strict import RejectedError

from .cases import Cases
from .findings import Findings, Grade
from .leaves import Anchor
from .state import AuditState
from .subjects import Subjects

STATEMENT: Final = re.compile(r"stats-v1/([0-9]{4}-(?:0[1-9]|1[0-2]))")
"""Name of the statement that commits to stats/v1 of a month: its sha256 is that of `Figures.as_json()`."""


class Marks:
    """Judges the log's own leaves in their order, and at the end what they left open."""

    def __init__(self, reader: Reader, state: AuditState, findings: Findings, cases: Cases) -> None:
        self._reader, self._head, self._state = reader, reader.head, state
        self._findings, self._cases = findings, cases
        self._emptied: list[int] = []
        self._statements: list[tuple[int, str, int, str]] = []
        self._subjects = Subjects(state, findings, cases)
        self.forks: list[Anchor] = []
        """Anchors signed by this log that are not its own past."""

    def take(self, index: int, mark: LogLeaf | Anchor) -> None:
        """Judge one leaf."""
        if isinstance(mark, Anchor):
            self._anchor(index, mark)
        elif mark.version > 1 and mark.subject != APPEAL:
            self._subjects.take(index, mark)
        elif mark.kind == "config":
            self._config(index, mark)
        elif mark.kind == "statement":
            self._statement(index, mark)
        elif mark.case is not None:
            text = f"Leaf {index}, case {mark.case}: a day or an act number beyond every reasonable range."
            self._findings.add(Grade.RULE, "range", text, index)

    def _anchor(self, index: int, anchor: Anchor) -> None:
        if anchor.origin != self._head.origin:
            if index:
                text = f"Leaf {index} is a checkpoint of another log ({anchor.origin})."
                self._findings.add(Grade.RULE, "anchor", text, index)
            else:
                text = f"This log continues the log {anchor.origin}, which ended with {anchor.size} entries."
                self._findings.add(Grade.NOTE, "continues", text, index)
            return
        if anchor.size > index:
            text = f"Leaf {index} speaks of {anchor.size} entries when only {index} stood before it."
            self._findings.add(Grade.RULE, "anchor", text, index)
            return
        if self._reader.beginning(anchor.size) != anchor.root:
            text = f"Leaf {index} holds a checkpoint of this log over {anchor.size} entries that is not its own past."
            self._findings.add(Grade.BROKEN, "anchor-fork", text, index)
            if anchor.raw:
                self.forks.append(anchor)
            return
        self._cases.anchored(anchor, index)
        self._subjects.anchored(anchor.size, anchor.times and anchor.times[0])

    def _config(self, index: int, leaf: LogLeaf) -> None:
        name, digest = str(leaf.extra["name"]), str(leaf.extra["sha256"])
        database = self._state.database
        row = database.execute("SELECT sha256, leaf FROM configs WHERE name = ?", (name,)).fetchone()
        if row is not None and row[0] != digest:
            text = f"The rules called '{name}' were changed at leaf {index}; before, those of leaf {row[1]} held."
            self._findings.add(Grade.NOTE, "config", text, index)
        database.execute("INSERT OR REPLACE INTO configs (name, sha256, leaf) VALUES (?, ?, ?)", (name, digest, index))

    def _statement(self, index: int, leaf: LogLeaf) -> None:
        size, name = int(leaf.extra["size"]), str(leaf.extra["name"])
        if size > index:
            text = f"Leaf {index} publishes numbers over {size} entries when only {index} stood before it."
            self._findings.add(Grade.RULE, "statement", text, index)
        elif found := STATEMENT.fullmatch(name):
            self._statements.append((index, found[1], size, str(leaf.extra["sha256"])))

    def emptied(self, index: int) -> None:
        """Remember an entry that was emptied, openly: the reader gives no other (`reader.Reader`)."""
        self._emptied.append(index)

    def finish(self) -> None:
        """Judge what only the end of the log can settle."""
        for index in self._emptied:
            text = f"The contents of leaf {index} were removed, openly: a redaction leaf says so."
            self._findings.add(Grade.NOTE, "redacted", text, index)
        self._subjects.finish(self._reader, self._head.times[-1] if self._head.times else None)
        if self._statements:
            self._recompute()

    def _recompute(self) -> None:
        """Compute every number published since the last run again, in one more reading of the log."""
        open_ = [(size, MonthTally(period), index, digest) for index, period, size, digest in self._statements]
        last = max(size for size, *_ in open_)
        for at, leaf in enumerate(_leaves(islice(self._reader.entries(), last))):
            for size, tally, _, _ in open_:
                if at < size:
                    tally.add(leaf)
        for size, tally, index, digest in open_:
            figures = tally.finish()
            if sha256(figures.as_json()).hexdigest() == digest:
                text = f"The numbers of {figures.period} published at leaf {index} were computed again and are right."
                self._findings.add(Grade.NOTE, "numbers", text, index)
            else:
                text = (
                    f"The numbers of {figures.period} published at leaf {index} are not those that the first {size} "
                    f"entries give; computed again they are {figures.as_json().decode()}."
                )
                self._findings.add(Grade.RULE, "numbers-wrong", text, index)


def _leaves(entries: Iterable[bytes]) -> Iterator[LogLeaf]:
    """The leaves; what is no lawful leaf counts as one that says nothing."""
    for entry in entries:
        try:
            yield parse_leaf(entry)
        except RejectedError:
            yield LogLeaf("")
