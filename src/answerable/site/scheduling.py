"""What the worker process does besides jobs: giving deeds their positions and letting followers read on.

`run_followers(stop)` runs in a thread of `answerable worker`. Several may run on several machines: positions are given
under one lock, and each room is read by one process at a time (`ledger.follow`). While nothing is new, nothing is
asked: the thread listens (`ledger.waking`), and looks once a minute for what was not told.
"""

import logging
import threading
from datetime import timedelta
from typing import Final

from django.db import DatabaseError, connection

from answerable.base import measures, room
from answerable.base.clock import now
from answerable.ledger import follow
from answerable.ledger.actions.positions import Look
from answerable.ledger.waking import Ear

log = logging.getLogger(__name__)
NET: Final = 60.0  # seconds between two looks while nobody tells anything
AGAIN: Final = 2.0  # while something is new that another process reads
LONGEST_PAUSE: Final = 60.0  # while something is wrong


def read_on() -> int:
    """Let every room's followers read on; returns how many deeds were heard."""
    return follow.bring_up_to_date(room.followers_by_room(), at=now())


def run_followers(stop: threading.Event) -> None:
    """Keep followers up to date until asked to stop. A fault is logged and tried again, ever more slowly."""
    ear, pause = Ear(), 1.0
    while not stop.is_set():
        seconds = one_round(ear)
        if seconds is None:
            pause = min(pause * 2, LONGEST_PAUSE)
            stop.wait(pause)
        else:
            pause = 1.0
            ear.wait(stop, seconds=seconds)
    connection.close()


def one_round(ear: Ear) -> float | None:
    """Look, and read what is new; returns in how many seconds to look again untold, None when it failed.

    Nothing is lost by a failure: bookmarks stay where they were.
    """
    try:
        ear.open()
        found = follow.look(room.followers_by_room(), at=now())
        if found.new or _seconds_to(found) == 0:
            with measures.measured(measures.CountedKind.STEP, "followers"):
                read_on()
            found = follow.look(room.followers_by_room(), at=now())
    except DatabaseError as fault:
        log.warning("the journal can't be read now: %s", type(fault).__name__)
        connection.close()
        return None
    except Exception:
        log.exception("the followers could not read on")
        connection.close()
        return None
    return AGAIN if found.new else max(_seconds_to(found), 0.5)


def _seconds_to(found: Look) -> float:
    """Until a parked deed is due, at most until the next look."""
    if found.retry_at is None:
        return NET
    return min(max((found.retry_at - now()) / timedelta(seconds=1), 0.0), NET)
