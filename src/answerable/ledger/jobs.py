"""What the log does by itself: look at itself every ten minutes, audit itself at night."""

from django.conf import settings
from procrastinate.contrib.django import app

from answerable.base.clock import now
from answerable.ledger import auditing, witnessing
from answerable.ledger.queries import held


@app.periodic(cron="*/10 * * * *")  # type: ignore[untyped-decorator]  # the library is not read by mypy
@app.task(queueing_lock="ledger.look")  # type: ignore[untyped-decorator]  # as above
def look(timestamp: int) -> None:
    """Is everything that was signed still held here, and is what powers, bars and terms hang on as the journal left it?"""
    del timestamp
    auditing.self_check(at=now(), also=[*auditing.missed(), *held.watched_changes()])


@app.periodic(cron="23 2 * * *")  # type: ignore[untyped-decorator]  # as above
@app.task(queueing_lock="ledger.audit")  # type: ignore[untyped-decorator]  # as above
def audit(timestamp: int) -> None:
    """The nightly audit of our own log, as a stranger makes it; then let old lines of witnesses go."""
    del timestamp
    auditing.nightly_audit(at=now(), home=settings.ANSWERABLE.home)
    witnessing.forget_old(at=now())
