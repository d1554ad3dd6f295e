"""Every process asks the database for the time now and then (see `base.clock`), and the public log for its floor."""

import logging
import threading
import time
from typing import Final

from django.db import DatabaseError, connection

from answerable.base import clock, measures

log = logging.getLogger(__name__)
EVERY: Final = 20.0  # seconds; a monotonic clock drifts by less than a millisecond in that


def ask_database() -> bool:
    """Ask the database once; False when it did not answer, and then the last answer is counted on from."""
    from answerable.ledger.queries import clocks  # it knows models, and this module is imported before there are any

    try:
        with connection.cursor() as cursor:
            asked = time.monotonic()
            cursor.execute("SELECT clock_timestamp()")
            (at,) = cursor.fetchone()
            clock.agree(at, asked=asked, answered=time.monotonic())
        clock.hold_floor(clocks.floor(clock.now()))
    except DatabaseError as fault:
        log.warning("the database does not tell the time now: %s", type(fault).__name__)
        return False
    if abs(clock.skew()) > clock.TOLERABLE:
        log.warning("this machine's clock is %.0f s off the database's, by which we go", clock.skew())
    return True


def ask_until(stop: threading.Event) -> None:
    """Ask until told to stop."""
    while not stop.wait(EVERY):
        with measures.measured(measures.CountedKind.STEP, "clock"):
            ask_database()
        connection.close()  # nobody else uses this thread's; between two questions it would only be in the way


def keep_time() -> threading.Event:
    """Ask at once, and go on asking in a thread that ends with the process or when the answer is set."""
    stop = threading.Event()
    ask_database()
    connection.close()
    threading.Thread(target=ask_until, args=(stop,), name="timekeeping", daemon=True).start()
    return stop
