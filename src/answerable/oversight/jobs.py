"""What the clock brings: dates that passed, and the morning letter."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from itertools import chain

from procrastinate.contrib.django import app

from answerable.base import clock
from answerable.base.actor import SYSTEM
from answerable.base.verdict import NotNowError
from answerable.oversight import actions, queries
from answerable.oversight.queries import Overdue

log = logging.getLogger(__name__)


@app.periodic(cron="*/5 * * * *")  # type: ignore[untyped-decorator]  # the library is not read by mypy
@app.task(queueing_lock="oversight.climb")  # type: ignore[untyped-decorator]  # the library is not read by mypy
def climb(timestamp: int) -> int:
    """Take up everything whose date has passed and that may climb; returns how many rungs were climbed."""
    del timestamp
    at = clock.now()
    return climb_at(chain(queries.overdue(at=at), queries.unsettled(), queries.unfollowed(at=at)))


def climb_at(found: Iterable[Overdue], *, at: Callable[[], datetime] = clock.now) -> int:
    """Climb every rung that is due, each in a transaction of its own; one that stumbles doesn't stop the others."""
    climbed = 0
    for late in found:
        try:
            climbed += _rungs(late, at)
        except Exception:
            log.exception("appeal %d could not climb", late.appeal)
    return climbed


def _rungs(late: Overdue, at: Callable[[], datetime]) -> int:
    """Climb until no rung is due; returns how many."""
    climbed = 0
    while actions.escalate(
        by=SYSTEM, at=at(), ref=late.appeal, cause=late.cause, occasion=late.occasion, since=late.since
    ):
        climbed += 1
    return climbed


@app.periodic(cron="*/10 * * * *")  # type: ignore[untyped-decorator]  # the library is not read by mypy
@app.task(queueing_lock="oversight.send_digests")  # type: ignore[untyped-decorator]  # the library is not read by mypy
def send_digests(timestamp: int) -> int:
    """Write the morning letters that are due; returns how many."""
    del timestamp
    return sum(actions.send_digest(at=clock.now(), body=body) for body in queries.bodies_with_unread())


@app.periodic(cron="7 * * * *")  # type: ignore[untyped-decorator]  # the library is not read by mypy
@app.task(queueing_lock="oversight.run_hotline")  # type: ignore[untyped-decorator]  # the library is not read by mypy
def run_hotline(timestamp: int) -> int:
    """Take every week of the hotline as far as it can go; returns how many steps were made."""
    del timestamp
    return run_hotline_at(clock.now())


def run_hotline_at(at: datetime, *, logged: bool = True) -> int:
    """Commit to seeds, frame and draw weeks that are over, invite who is due, end what is asked long enough.

    Each step in a transaction of its own. What has to wait (for the end of a week, for a witness) waits for the next time.
    """
    steps: list[Callable[[], object]] = [
        *(partial(actions.frame_week, by=SYSTEM, at=at, sample=row.id) for row in queries.to_frame(at)),
        *(partial(actions.draw_week, by=SYSTEM, at=at, sample=row.id) for row in queries.to_draw()),
        *(partial(actions.invite, at=at, callback=ref) for ref in queries.to_invite(at)),
        *(partial(actions.close_week, by=SYSTEM, at=at, sample=row.id) for row in queries.to_close(at)),
    ]
    return actions.begin_weeks(at=at, logged=logged) + sum(_stepped(step) for step in steps)


def _stepped(step: Callable[[], object]) -> bool:
    """Make a step; False for one that has to wait, and for one that broke, which keeps none of the others back."""
    try:
        step()
    except NotNowError:
        return False
    except Exception:
        log.exception("a step of the hotline broke")
        return False
    return True
