"""The rules an auditor checks on every case, as the leaves go by (contract 3.4), with flat memory.

Of a case only three numbers are kept: its next act, its last day and its due day, packed in one integer (20, 16 and
16 bits). Cases touched lately stay in memory, the rest lies in the state's database.
"""

import sqlite3
from collections import deque
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from answerable_verify.quick import DAYS, EPOCH, EXTENDED, REGISTERED, text_of

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


def _day(time: int, shift: timedelta) -> int:
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
        self._waiting: deque[tuple[int, int]] = deque(maxlen=WAITING)
        self._earliest = 0
        self.timed = False
        """Whether anchors can tell times: only then do acts wait for one."""
        self.seen_at: int | None = None
        """The largest time in the anchors so far."""

    def take(self, cases: Sequence[bytes], acts: Sequence[int], indexes: Sequence[int]) -> None:
        """Judge acts in the order of the log."""
        hot, earliest = self._hot, self._earliest
        for case, act, index in zip(cases, acts, indexes, strict=True):
            known = hot.get(case)
            if known is None:
                known = self._recalled(case)
            day, due, stood = act >> 4 & 0xFFFF, act >> 20 & 0xFFFF, known >> 36
            if (
                act >> 36 != known & 0xFFFFF
                or (act & 15 == REGISTERED) is (known != 0)
                or day < known >> 20 & 0xFFFF
                or (act & 15 == EXTENDED and (day > stood or due <= stood))
            ):
                self._breaches(case, act, known, index)
            hot[case] = (act >> 36) + 1 & 0xFFFFF | max(day, known >> 20 & 0xFFFF) << 20 | (due or stood) << 36
            if day < earliest:
                self._back_dated(day, index)
        if self.timed:
            self._waiting.extend((index, act >> 4 & 0xFFFF) for act, index in zip(acts, indexes, strict=True))
        if len(hot) > HOT:
            self.flush()

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
        n, want = act >> 36, known & 0xFFFFF
        if not known and act & 15 != REGISTERED:
            self._breach("order", case, index, f"its first act in the log is not a registration but act {n}.")
            return
        if known and act & 15 == REGISTERED:
            self._breach("order", case, index, "it is registered a second time.")
        if n > want:
            self._breach("order", case, index, f"act {n} follows {want} acts; what lies between is missing.")
        elif n < want:
            self._breach("order", case, index, f"act {n} stands in the log twice or too late.")
        day, last = act >> 4 & 0xFFFF, known >> 20 & 0xFFFF
        if day < last:
            text = f"an act of {text_of(day)} follows one of {text_of(last)}: the days run backwards."
            self._breach("days", case, index, text)
        if act & 15 == EXTENDED:
            self._late_extension(case, act, known >> 36, index)

    def _late_extension(self, case: bytes, act: int, stood: int, index: int) -> None:
        day, due = act >> 4 & 0xFFFF, act >> 20 & 0xFFFF
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
        latest_day, earliest_day = _day(first, EAST), _day(first, WEST) - GRACE
        while self._waiting and self._waiting[0][0] < anchor.size:
            at, day = self._waiting.popleft()
            if day > latest_day:
                self._future(at, day, first)
            elif day < earliest_day:
                text = f"Leaf {at} carries the date {text_of(day)} and came into the log days later."
                self._findings.add(Grade.NOTE, "late", text, at)
        if index is not None and latest > (self.seen_at or 0):
            self.seen_at = latest
            self._earliest = max(self._earliest, _day(latest, WEST) - GRACE)

    def _future(self, index: int, day: int, time: int) -> None:
        when = datetime.fromtimestamp(time, UTC).strftime("%Y-%m-%d %H:%M UTC")
        text = f"Leaf {index} carries the date {text_of(day)}, but witnesses saw it in the log at {when} already."
        self._findings.add(Grade.RULE, "future", text, index)

    def restore(self, seen_at: int | None, waiting: Iterable[tuple[int, int]]) -> None:
        """Go on from a remembered state."""
        self._waiting.extend(waiting)
        if seen_at is not None:
            self.seen_at, self._earliest = seen_at, _day(seen_at, WEST) - GRACE

    @property
    def waiting(self) -> list[tuple[int, int]]:
        """Acts that no anchor covers yet, as (index, day)."""
        return list(self._waiting)
