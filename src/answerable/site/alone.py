"""A sample that lives in the past lives alone: what the clock brings waits until it has come up to today.

A job that goes by today's date would put an act of today in the middle of the sample's March; no later act of that case
could then have its own day. A lock of the session, so that a sample that was cut off holds nobody up.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.db import connection, transaction

_LOCK: Final = 0x5A4D504C45  # of PostgreSQL's advisory locks: "SMPLE"


@contextmanager
def lived_alone() -> Iterator[None]:
    """Let jobs of running workers wait, those that begin from now on; on a connection of its own."""
    apart = connection.copy()
    try:
        with apart.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        yield
    finally:
        with apart.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
        apart.close()


def job(call_next: Callable[[], Any], context: Any, worker: Any) -> Any:
    """Run a job, for Procrastinate's worker, after the end of a sample that is being lived, however long that takes."""
    del context, worker
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = 0")
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [_LOCK])
    return call_next()
