"""What this room does by itself: put near copies together, send one answer to many, close what is settled."""

import logging
from datetime import datetime, timedelta
from typing import Final

from procrastinate.contrib.django import app

from answerable.appeals import (
    actions,
    verifying,
    watching,  # noqa: F401 -- known by being imported: the log's short look calls it
)
from answerable.appeals.actions import announcing, numbering
from answerable.appeals.queries import copies as queries
from answerable.appeals.queries import over
from answerable.base.actor import SYSTEM
from answerable.base.clock import now
from answerable.base.verdict import NotNowError, RefusedError
from answerable.ledger import auditing

log = logging.getLogger(__name__)
NIGHT: Final = 3  # of the day in UTC
RECENT: Final = timedelta(days=8)
_SPELL: Final = timedelta(seconds=50)  # one run; the next begins at the minute


@app.periodic(cron="* * * * *")  # type: ignore[untyped-decorator]  # the library is not read by mypy
@app.task(queueing_lock="appeals.gather_copies", lock="appeals.gather_copies")  # type: ignore[untyped-decorator]  # as above
def gather_copies(timestamp: int) -> int:
    """Put near copies to their campaigns; returns how many were put to one."""
    del timestamp
    return actions.gather(by=SYSTEM, at=now())


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


@app.periodic(cron="23 4 * * *")  # type: ignore[untyped-decorator]  # as above
@app.task(queueing_lock="appeals.close_what_is_over")  # type: ignore[untyped-decorator]  # as above
def close_what_is_over(timestamp: int) -> int:
    """Close what was answered and not disputed in time; returns how many."""
    del timestamp
    return close_at(now())


def close_at(at: datetime) -> int:
    """Close each in a transaction of its own. What was disputed meanwhile stays; one fault doesn't stop the others."""
    closed = 0
    for ref in list(over(at=at)):
        try:
            actions.close_appeal(by=SYSTEM, at=at, ref=ref)
            closed += 1
        except (NotNowError, RefusedError):
            continue
        except Exception:
            log.exception("appeal %d could not be closed", ref)
    return closed


@app.periodic(cron="7 * * * *")  # type: ignore[untyped-decorator]  # as above
@app.task(queueing_lock="appeals.settle_readers")  # type: ignore[untyped-decorator]  # as above
def settle_readers(timestamp: int) -> int:
    """Keep the lists of readers of sealed appeals true where no deed says so: absences that began, keys that now count."""
    del timestamp
    at = now()
    actions.calendar_turned(at=at)
    return actions.settle_kept(at=at)


@app.periodic(cron="7 * * * *")  # type: ignore[untyped-decorator]  # as above
@app.task(queueing_lock="appeals.announce_rules")  # type: ignore[untyped-decorator]  # as above
def announce_rules(timestamp: int) -> None:
    """Tell the public log by which rules it is to be read, where they changed."""
    del timestamp
    announcing.announce_rules(at=now())


@app.periodic(cron="53 * * * *")  # type: ignore[untyped-decorator]  # as above
@app.task(queueing_lock="appeals.void_numbers")  # type: ignore[untyped-decorator]  # as above
def void_numbers(timestamp: int) -> int:
    """Declare numbers void that the register skipped in the last days, at night in all its years; returns how many."""
    del timestamp
    at = now()
    return len(numbering.void_skipped(at=at, since=None if at.hour == NIGHT else at - RECENT))


@app.periodic(cron="33 3 * * *")  # type: ignore[untyped-decorator]  # as above
@app.task(queueing_lock="appeals.verify_records")  # type: ignore[untyped-decorator]  # as above
def verify_records(timestamp: int) -> None:
    """Compare every record with what the log committed to; whatever differs is shown at the log's page and logged."""
    del timestamp
    if found := [*verifying.altered(), *verifying.unlike_the_journal()]:
        for sentence in found:
            log.critical("%s", sentence)
        auditing.self_check(at=now(), also=[*auditing.missed(), *found])
