"""What the clock brings: dates that passed, and the morning letter."""

import logging
from collections.abc import Iterable
from itertools import chain

from procrastinate.contrib.django import app

from answerable.base import clock
from answerable.base.actor import HOUSE
from answerable.oversight import actions, queries
from answerable.oversight.queries import Overdue

log = logging.getLogger(__name__)


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="oversight.climb")
def climb(timestamp: int) -> int:
    """Take up everything whose date has passed and that may climb; answers how many rungs were climbed."""
    del timestamp
    at = clock.now()
    return _climb(chain(queries.overdue(at=at), queries.unsettled(), queries.unfollowed(at=at)))


def _climb(found: Iterable[Overdue]) -> int:
    """Climb every rung that is due, each in a transaction of its own; one that stumbles doesn't stop the others."""
    climbed = 0
    for late in found:
        try:
            while actions.escalate(
                by=HOUSE,
                at=clock.now(),
                ref=late.appeal,
                cause=late.cause,
                occasion=late.occasion,
                since=late.since,
            ):
                climbed += 1
        except Exception:
            log.exception("appeal %d could not climb", late.appeal)
    return climbed


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="oversight.send_digests")
def send_digests(timestamp: int) -> int:
    """Write the morning letters that are due; answers how many."""
    del timestamp
    return sum(actions.send_digest(at=clock.now(), body=body) for body in queries.bodies_with_unread())
