"""The rules an auditor checks on every case, as the leaves go by (contract 3.4), with flat memory.

Of a case three numbers are kept: its next act, its last day and its due day. Cases touched lately stay in memory, the
rest lies in the state's database, one integer each.
"""

import json
import sqlite3
from array import array
from base64 import b64decode
from collections import deque
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from answerable_verify.acts import DAYS, EPOCH, EXTENDED, MOST_ACTS, MOVES, REGISTERED, Act, text_of

from .findings import Findings, Grade
from .leaves import Anchor

HOT: Final = 250_000
"""Cases kept in memory, about 50 MB."""
WAITING: Final = 500_000
"""Runs of acts that may wait for an anchor; beyond, the oldest are no longer judged by it."""
GRACE: Final = 3
"""Days an act may lie back before it counts as late or as back-dated."""
EAST: Final = timedelta(hours=14)
"""The easternmost clock on Earth: a day has begun somewhere this long before it begins in UTC."""
WEST: Final = timedelta(hours=-12)
SPECIAL: Final = frozenset({REGISTERED, EXTENDED, MOVES})
"""Kinds with rules of their own."""


class CaseState(NamedTuple):
    """What is known of a case: the number of its next act, its last day, its due day (0: none)."""

    next: int
    day: int
    due: int


def _stored(state: CaseState) -> int:
    return state.next << 36 | state.due << 20 | state.day << 4


def _restored(number: int) -> CaseState:
    return CaseState(number >> 36, number >> 4 & 0xFFFF, number >> 20 & 0xFFFF)


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
        self._hot: dict[bytes, CaseState] = {}
        self._any_cold = database.execute("SELECT 1 FROM cases LIMIT 1").fetchone() is not None
        self._waiting: deque[tuple[int, int, int]] = deque()
        """Runs [first, end) of leaves of one day that no anchor has covered yet, in the order of the log."""
        self._earliest = 0
        """The earliest day that an act can bear from here on, as witnesses prove."""
        self.timed = False
        """Whether anchors can tell times: only then do acts wait for one."""
        self.seen_at: int | None = None
        """The largest time in the anchors so far."""

    def take(self, index: int, case: bytes, act: Act) -> None:
        """Judge an act, in the order of the log."""
        known = self._hot.get(case) or self._recalled(case)
        if known is None:
            if act.kind != REGISTERED or act.n:
                self._begins_wrongly(index, case, act)
        elif act.n != known.next or act.on < known.day or act.kind in SPECIAL:
            self._breaches(index, case, act, known)
        self._hot[case] = CaseState(act.n + 1, act.on, act.due or (known.due if known else 0))
        if len(self._hot) > HOT:
            self.flush()
        self._dated(index, act.on)

    def dated(self, day: int, index: int) -> None:
        """Judge only the day of an act: that of a case which is kept elsewhere, or of the log itself."""
        if not 0 <= day < DAYS:
            text = f"Leaf {index}: a day beyond every reasonable range."
            self._findings.add(Grade.RULE, "range", text, index)
            return
        self._dated(index, day)

    def _dated(self, index: int, day: int) -> None:
        if day < self._earliest:
            self._back_dated(day, index)
        if not self.timed:
            return
        if self._waiting and self._waiting[-1][1:] == (index, day):
            first, _, _ = self._waiting.pop()
            self._waiting.append((first, index + 1, day))
        else:
            self._waiting.append((index, index + 1, day))
            if len(self._waiting) > WAITING:
                self._waiting.popleft()

    def newer(self, index: int, case: bytes, act: Act) -> None:
        """Let an act that can't be read take its turn, so that those behind it are not accused."""
        if 0 <= act.on < DAYS and act.n < MOST_ACTS:
            self.take(index, case, act)

    def knows(self, case: str) -> bool:
        """Whether acts of this case have gone by."""
        return case.encode() in self._hot or self._recalled(case.encode()) is not None

    def _recalled(self, case: bytes) -> CaseState | None:
        """What is known of a case that is not in memory."""
        if not self._any_cold:
            return None
        row = self._database.execute("SELECT state FROM cases WHERE id = ?", (case,)).fetchone()
        return None if row is None else _restored(int(row[0]))

    def flush(self) -> None:
        """Lay all cases down in the database. Does not commit."""
        if self._hot:
            rows = [(case, _stored(self._hot[case])) for case in sorted(self._hot)]
            self._database.executemany("INSERT OR REPLACE INTO cases (id, state) VALUES (?, ?)", rows)
            self._hot.clear()
            self._any_cold = True

    def _breach(self, code: str, case: bytes, index: int, text: str) -> None:
        self._findings.add(Grade.RULE, code, f"Leaf {index}, case {case.decode()}: {text}", index)

    def _begins_wrongly(self, index: int, case: bytes, act: Act) -> None:
        if act.kind != REGISTERED:
            self._breach("order", case, index, f"its first act in the log is not a registration but act {act.n}.")
        else:
            self._breach("order", case, index, f"act {act.n} follows 0 acts; what lies between is missing.")

    def _breaches(self, index: int, case: bytes, act: Act, known: CaseState) -> None:
        """Name every rule that an act breaks."""
        if act.kind == REGISTERED:
            self._breach("order", case, index, "it is registered a second time.")
        if act.n > known.next:
            self._breach("order", case, index, f"act {act.n} follows {known.next} acts; what lies between is missing.")
        elif act.n < known.next:
            self._breach("order", case, index, f"act {act.n} stands in the log twice or too late.")
        if act.on < known.day:
            text = f"an act of {text_of(act.on)} follows one of {text_of(known.day)}: the days run backwards."
            self._breach("days", case, index, text)
        if act.kind == EXTENDED:
            self._late_extension(case, act, known.due, index)
        elif act.kind == MOVES and act.on > known.due > 0:
            stood = text_of(known.due)
            text = f"Leaf {index}, case {case.decode()}: the deadline of {stood} had passed when another was set."
            self._findings.add(Grade.NOTE, "moved-late", text, index)

    def _late_extension(self, case: bytes, act: Act, stood: int, index: int) -> None:
        if not stood:
            self._breach("extended-not", case, index, "a deadline was extended where none stood.")
            return
        if act.on > stood:
            text = f"the deadline of {text_of(stood)} was extended on {text_of(act.on)}, after it had passed."
            self._breach("extended-late", case, index, text)
        if act.due <= stood:
            text = f"an extension moved the deadline from {text_of(stood)} to {text_of(act.due)}, which is not later."
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
        while self._waiting and self._waiting[0][0] < anchor.size:
            begin, end, day = self._waiting.popleft()
            if end > anchor.size:
                self._waiting.appendleft((anchor.size, end, day))
            for place in range(begin, min(end, anchor.size)):
                if day > latest_day:
                    self._future(place, day, first)
                elif day < earliest_day:
                    text = f"Leaf {place} carries the date {text_of(day)} and came into the log days later."
                    self._findings.add(Grade.NOTE, "late", text, place)
        if index is not None and latest > (self.seen_at or 0):
            self.seen_at = latest
            self._earliest = max(self._earliest, day_of(latest, WEST) - GRACE)

    def _future(self, index: int, day: int, time: int) -> None:
        when = datetime.fromtimestamp(time, UTC).strftime("%Y-%m-%d %H:%M UTC")
        text = f"Leaf {index} carries the date {text_of(day)}, but witnesses saw it in the log at {when} already."
        self._findings.add(Grade.RULE, "future", text, index)

    def restore(self, seen_at: int | None, waiting: str) -> None:
        """Go on from a remembered state."""
        if waiting.startswith("["):
            self._waiting.extend((first, end, day) for first, end, day in json.loads(waiting))
        else:
            self._of_old(waiting)
        if seen_at is not None:
            self.seen_at, self._earliest = seen_at, day_of(seen_at, WEST) - GRACE

    def _of_old(self, waiting: str) -> None:
        """States of version 1 held two arrays: places, and acts as integers."""
        raw = b64decode(waiting)
        places, acts = array("Q"), array("Q")
        places.frombytes(raw[: len(raw) // 2])
        acts.frombytes(raw[len(raw) // 2 :])
        self._waiting.extend((place, place + 1, act >> 4 & 0xFFFF) for place, act in zip(places, acts, strict=True))

    @property
    def waiting(self) -> str:
        """Acts that no anchor covers yet, for `restore`."""
        return json.dumps(list(self._waiting), separators=(",", ":"))
