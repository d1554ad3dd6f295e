"""How whoever gives positions learns of new deeds, without asking every other second and without a NOTIFY in a deed's transaction.

A process that records deeds sets a flag after each commit; a thread of it tells the workers (`DEEDS`), at most twice a
second, in a transaction of its own. A worker gives positions and tells the others (`POSITIONS`). What is lost on the
way, by a kill between a commit and its telling, is found by the look that every worker takes once a minute.
"""

import threading
import time
from typing import Final

from django.db import DatabaseError, connection

from answerable.ledger.actions import positions

PAUSE: Final = 0.5  # seconds between two tellings of one process: what comes meanwhile is told together


def begin() -> None:
    """Tell from now on, in a thread that ends with the process."""
    threading.Thread(target=_keep_telling, name="waking", daemon=True).start()


def _keep_telling() -> None:
    while True:
        positions.wait_for_deeds()
        try:
            positions.tell()
        except DatabaseError:
            pass  # the workers look by themselves
        finally:
            connection.close()  # nobody else uses this thread's
        time.sleep(PAUSE)


class Ear:
    """A worker's or sequencer's listening on its thread's own connection, which must be in no transaction."""

    def __init__(self) -> None:
        self._listens: object = None

    def open(self) -> None:
        """Listen, where this connection does not yet. Comes before a look, so that nothing falls between the two."""
        connection.ensure_connection()
        if self._listens is not connection.connection:
            positions.listen()
            self._listens = connection.connection

    def wait(self, stop: threading.Event, *, seconds: float) -> None:
        """Return when somebody else told something, after so many seconds, or when asked to stop."""
        until = time.monotonic() + seconds
        while not stop.is_set() and (left := until - time.monotonic()) > 0:
            if positions.heard_something(seconds=min(left, 1.0)):
                return
