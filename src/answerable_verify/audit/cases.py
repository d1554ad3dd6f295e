"""The rules an auditor checks on every case, as the leaves go by (contract 3.4), with flat memory.

Of a case only three numbers are kept: its next act, its last day and its due day, in one integer laid out like an act
(see `quick`), so that the ordinary act is judged by two comparisons. Cases touched lately stay in memory, the rest lies in the state's database.
"""

import sqlite3
from array import array
from base64 import b64decode, b64encode
from bisect import bisect_left
from collections import deque
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from answerable_verify.quick import DAYS, EPOCH, EXTENDED, MOVES, REGISTERED, text_of

from .chunk import Anchor
from .findings import Findings, Grade

HOT: Final = 250_000
"""Cases kept in memory, about 35 MB."""
WAITING: Final = 500_000
"""Acts that may wait for an anchor; beyond, the oldest are no longer judged by it."""
GRACE: Final = 3
"""Days an act may lie back before it counts as late or as back-dated."""
EAST: Final = timedelta(hours=14)
"""The easternmost clock on Earth: a day has begun somewhere this long before it begins in UTC."""
WEST: Final = timedelta(hours=-12)


DAY: Final = 0xFFFF << 4
DUE: Final = 0xFFFF << 20
NEXT: Final = 1 << 36
SPECIAL: Final = tuple(code in {REGISTERED, EXTENDED, MOVES} for code in range(16))
"""Kinds with rules of their own."""


def day_of(time: int, shift: timedelta) -> int:
    """The day of an instant on a clock so far from UTC, counted from EPOCH; DAYS where no calendar has it."""
    try:
        return (datetime.fromtimestamp(time, UTC) + shift).toordinal() - EPOCH
    except (ValueError, OverflowError, OSError):
        return DAYS


class Cases:
    """The memory of all cases and of the anchors' times, and the judge of each act."""

    def __init__(self, database: sqlite3.Connection, findings: Findings) -> None:
        self._database, self._findings = database, findings
        self._hot: dict[bytes, int] = {}
        self._any_cold = database.execute("SELECT 1 FROM cases LIMIT 1").fetchone() is not None
        self._waiting: deque[tuple[Sequence[int], Sequence[int]]] = deque()
        """Runs of (indexes, acts) that no anchor has covered yet, in the order of the log."""
        self._held = 0
        self._earliest = 0
        self.timed = False
        """Whether anchors can tell times: only then do acts wait for one."""
        self.seen_at: int | None = None
        """The largest time in the anchors so far."""

    def take(self, cases: Sequence[bytes], acts: Sequence[int], indexes: Sequence[int]) -> None:
        """Judge acts in the order of the log."""
        hot, earliest = self._hot, self._earliest << 4
        for i, (case, act) in enumerate(zip(cases, acts, strict=True)):
            known = hot.get(case) or self._recalled(case)
            if (act ^ known) >> 36 or act & DAY < known & DAY or SPECIAL[act & 15] or not known:
                self._breaches(case, act, known, indexes[i])
            hot[case] = act + NEXT if act & DUE else act + NEXT | known & DUE
            if act & DAY < earliest:
                self._back_dated((act & DAY) >> 4, indexes[i])
        if self.timed and acts:
            self._wait(indexes, acts)
        if len(hot) > HOT:
            self.flush()

    def _wait(self, indexes: Sequence[int], acts: Sequence[int]) -> None:
        self._waiting.append((indexes, acts))
        self._held += len(acts)
        while self._held > WAITING and len(self._waiting) > 1:
            self._held -= len(self._waiting.popleft()[1])

    def dated(self, day: int, index: int) -> None:
        """Judge only the day of an act: that of a case which is kept elsewhere, or of the log itself."""
        if not 0 <= day < DAYS:
            text = f"Leaf {index}: a day beyond every reasonable range."
            self._findings.add(Grade.RULE, "range", text, index)
            return
        if day < self._earliest:
            self._back_dated(day, index)
        if self.timed:
            self._wait([index], [day << 4])

    def newer(self, case: bytes, code: int, day: int, n: int, index: int) -> None:
        """Let an act that can't be read take its turn, so that those behind it are not accused."""
        if 0 <= day < DAYS and n < 1 << 20:
            self.take([case], [code | day << 4 | n << 36], [index])

    def knows(self, case: str) -> bool:
        """Whether acts of this case have gone by."""
        return case.encode() in self._hot or self._recalled(case.encode()) != 0

    def _recalled(self, case: bytes) -> int:
        """What is known of a case that is not in memory; 0 for a new one."""
        if not self._any_cold:
            return 0
        row = self._database.execute("SELECT state FROM cases WHERE id = ?", (case,)).fetchone()
        return 0 if row is None else int(row[0])

    def flush(self) -> None:
        """Lay all cases down in the database. Does not commit."""
        if self._hot:
            rows = sorted(self._hot.items())
            self._database.executemany("INSERT OR REPLACE INTO cases (id, state) VALUES (?, ?)", rows)
            self._hot.clear()
            self._any_cold = True

    def _breach(self, code: str, case: bytes, index: int, text: str) -> None:
        self._findings.add(Grade.RULE, code, f"Leaf {index}, case {case.decode()}: {text}", index)

    def _breaches(self, case: bytes, act: int, known: int, index: int) -> None:
        """Name every rule that an act breaks."""
        n, want = act >> 36, known >> 36
        if not known and act & 15 != REGISTERED:
            self._breach("order", case, index, f"its first act in the log is not a registration but act {n}.")
            return
        if known and act & 15 == REGISTERED:
            self._breach("order", case, index, "it is registered a second time.")
        if n > want:
            self._breach("order", case, index, f"act {n} follows {want} acts; what lies between is missing.")
        elif n < want:
            self._breach("order", case, index, f"act {n} stands in the log twice or too late.")
        day, last = (act & DAY) >> 4, (known & DAY) >> 4
        if day < last:
            text = f"an act of {text_of(day)} follows one of {text_of(last)}: the days run backwards."
            self._breach("days", case, index, text)
        if act & 15 == EXTENDED:
            self._late_extension(case, act, (known & DUE) >> 20, index)
        elif act & 15 == MOVES and day > (known & DUE) >> 20 > 0:
            stood = text_of((known & DUE) >> 20)
            text = f"Leaf {index}, case {case.decode()}: the deadline of {stood} had passed when another was set."
            self._findings.add(Grade.NOTE, "moved-late", text, index)

    def _late_extension(self, case: bytes, act: int, stood: int, index: int) -> None:
        day, due = act >> 4 & 0xFFFF, act >> 20 & 0xFFFF
        if not stood:
            self._breach("extended-not", case, index, "a deadline was extended where none stood.")
            return
        if day > stood:
            text = f"the deadline of {text_of(stood)} was extended on {text_of(day)}, after it had passed."
            self._breach("extended-late", case, index, text)
        if due <= stood:
            text = f"an extension moved the deadline from {text_of(stood)} to {text_of(due)}, which is not later."
            self._breach("extended-not", case, index, text)

    def _back_dated(self, day: int, index: int) -> None:
        text = (
            f"Leaf {index} carries the date {text_of(day)}, but witnesses prove that it was not in the log "
            f"until at least {text_of(self._earliest + GRACE)}: it is back-dated."
        )
        self._findings.add(Grade.RULE, "back-dated", text, index)

    def anchored(self, anchor: Anchor, index: int | None = None) -> None:
        """Take in the time of a checkpoint: an anchor leaf at `index`, or the audited checkpoint itself (None)."""
        if anchor.times is None:
            return
        first, latest = anchor.times
        latest_day, earliest_day = day_of(first, EAST), day_of(first, WEST) - GRACE
        while self._waiting and self._waiting[0][0][0] < anchor.size:
            indexes, acts = self._waiting.popleft()
            covered = bisect_left(indexes, anchor.size)
            self._held -= covered
            if covered < len(indexes):
                self._waiting.appendleft((indexes[covered:], acts[covered:]))
            for i in range(covered):
                day = acts[i] >> 4 & 0xFFFF
                if day > latest_day:
                    self._future(indexes[i], day, first)
                elif day < earliest_day:
                    text = f"Leaf {indexes[i]} carries the date {text_of(day)} and came into the log days later."
                    self._findings.add(Grade.NOTE, "late", text, indexes[i])
        if index is not None and latest > (self.seen_at or 0):
            self.seen_at = latest
            self._earliest = max(self._earliest, day_of(latest, WEST) - GRACE)

    def _future(self, index: int, day: int, time: int) -> None:
        when = datetime.fromtimestamp(time, UTC).strftime("%Y-%m-%d %H:%M UTC")
        text = f"Leaf {index} carries the date {text_of(day)}, but witnesses saw it in the log at {when} already."
        self._findings.add(Grade.RULE, "future", text, index)

    def restore(self, seen_at: int | None, waiting: str) -> None:
        """Go on from a remembered state."""
        indexes, acts = array("Q"), array("Q")
        raw = b64decode(waiting)
        indexes.frombytes(raw[: len(raw) // 2])
        acts.frombytes(raw[len(raw) // 2 :])
        if acts:
            self._wait(indexes, acts)
        if seen_at is not None:
            self.seen_at, self._earliest = seen_at, day_of(seen_at, WEST) - GRACE

    @property
    def waiting(self) -> str:
        """Acts that no anchor covers yet, for `restore` on this kind of machine: indexes, then packed acts."""
        indexes, acts = array("Q"), array("Q")
        for some_indexes, some_acts in self._waiting:
            indexes.extend(some_indexes)
            acts.extend(some_acts)
        return b64encode(indexes.tobytes() + acts.tobytes()).decode("ascii")
