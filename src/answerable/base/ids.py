"""64-bit, time-ordered ids made by the application, so that a row's id is known before it is written.

Layout, high to low: 1 sign bit, 42 bits of milliseconds since 2020 (until 2159), 10 bits of maker, 11 bits of count.
The maker is drawn anew at every start of a process: two processes share one with a chance of 1 in 1,024, and then
still have to draw the same count in the same millisecond; the primary key refuses that rarest case and the caller's
transaction is tried again. Design section 9(a): no identity columns, so that the tables can be distributed later.
"""

import os
import secrets
import threading
import time
from datetime import UTC, datetime
from typing import Final

EPOCH_MS: Final = 1_577_836_800_000  # 2020-01-01T00:00:00Z
_COUNTS: Final = 1 << 11
_lock = threading.Lock()
_state = {"ms": 0, "count": 0, "maker": secrets.randbelow(1024), "pid": os.getpid()}


def new_id() -> int:
    """A new id, larger than every earlier one of this process."""
    with _lock:
        if _state["pid"] != os.getpid():  # a forked child must not go on with its parent's numbers
            _state.update(pid=os.getpid(), maker=secrets.randbelow(1024), count=0)
        ms = max(time.time_ns() // 1_000_000 - EPOCH_MS, _state["ms"])
        if ms == _state["ms"]:
            _state["count"] += 1
            if _state["count"] == _COUNTS:
                ms, _state["count"] = ms + 1, 0
        else:
            _state["count"] = 0
        _state["ms"] = ms
        return (ms << 21) | (_state["maker"] << 11) | _state["count"]


def made_at(ref: int) -> datetime:
    """The instant at which an id was made, to the millisecond and never too early for what was written with it."""
    return datetime.fromtimestamp(((ref >> 21) + 1 + EPOCH_MS) / 1000, UTC)


def id_of_day(at: datetime) -> int:
    """A new id that tells the day on which it was made and nothing finer, for what a sealed sender sends.

    `at` is the beginning of that day; the milliseconds are drawn from its first hour, so that whatever else is made on
    the day stands behind it. Two are the same with a chance of 1 in 10^12; the primary key refuses that.
    """
    ms = int(at.astimezone(UTC).timestamp() * 1000) - EPOCH_MS + secrets.randbelow(3_600_000)
    return (ms << 21) | secrets.randbelow(1 << 21)


def id_after(last: int) -> int:
    """A new id that tells only that it came after another: for a sealed sender's later messages."""
    return last + 1 + secrets.randbelow(1 << 20)
