"""What the worker process does besides jobs: giving deeds their positions and letting followers read on.

`run_house(stop)` runs in a thread of `answerable worker`. Several may run on several machines: positions are given
under one lock, and each follower is read by one process at a time (`ledger.follow`).
"""

import logging
import threading
from typing import Final

from django.db import DatabaseError, close_old_connections, connection

from answerable.ledger import follow
from answerable.site import rooms

log = logging.getLogger(__name__)
PAUSE: Final = 2.0  # seconds between two looks: how soon a dispute is before the chair
LONGEST_PAUSE: Final = 60.0  # while something is wrong


def following() -> follow.Following:
    """The followers that each room declares, in the order of the floors."""
    return {room.name: followers for room in rooms.ROOMS if (followers := room.followers())}


def read_on() -> int:
    """Let every room's followers read on; answers how many deeds were heard."""
    return follow.bring_up_to_date(following())


def run_house(stop: threading.Event) -> None:
    """Keep followers up to date until asked to stop. A fault is logged and tried again, ever more slowly."""
    pause = PAUSE
    while not stop.wait(pause):
        close_old_connections()
        pause = PAUSE if bring_up_to_date() else min(pause * 2, LONGEST_PAUSE)
    connection.close()


def bring_up_to_date() -> bool:
    """One look at the journal; False when it failed. Nothing is lost by a failure: bookmarks stay where they were."""
    try:
        follow.bring_up_to_date(following())
    except DatabaseError as fault:
        log.warning("the journal can't be read now: %s", type(fault).__name__)
        connection.close()
        return False
    except Exception:
        log.exception("a follower stumbled")
        return False
    return True
