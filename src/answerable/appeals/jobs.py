"""What this room does by itself: put near copies together, send one answer to many."""

from datetime import timedelta
from typing import Final

from procrastinate.contrib.django import app

from answerable.appeals import actions
from answerable.appeals.queries import copies as queries
from answerable.base.actor import HOUSE
from answerable.base.clock import now

_SPELL: Final = timedelta(seconds=50)  # one run; the next begins at the minute


@app.periodic(cron="* * * * *")  # type: ignore[untyped-decorator]  # the library is not read by mypy
@app.task(queueing_lock="appeals.gather_copies", lock="appeals.gather_copies")  # type: ignore[untyped-decorator]  # as above
def gather_copies(timestamp: int) -> int:
    """Put near copies to their campaigns; answers how many were put to one."""
    del timestamp
    return actions.gather(by=HOUSE, at=now())


@app.periodic(cron="* * * * *")  # type: ignore[untyped-decorator]  # as above
@app.task(queueing_lock="appeals.send_mailings")  # type: ignore[untyped-decorator]  # as above
def send_mailings(timestamp: int) -> None:
    """Send answers to many, for most of a minute."""
    del timestamp
    until = now() + _SPELL
    for ref in queries.mailings():
        while now() < until and actions.send_mailing(at=now(), ref=ref):
            pass


@app.periodic(cron="41 * * * *")  # type: ignore[untyped-decorator]  # as above
@app.task(queueing_lock="appeals.sweep_sketches")  # type: ignore[untyped-decorator]  # as above
def sweep_sketches(timestamp: int) -> None:
    """Forget the marks of letters that are too old to begin a campaign."""
    del timestamp
    actions.sweep_sketches(at=now())
