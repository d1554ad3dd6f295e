"""Setting the journal's clock right: an operator's word that it had run ahead, on the record and in the public log."""

from datetime import datetime

from django.db import transaction

from answerable.base.actor import SYSTEM
from answerable.base.verdict import NotNowError
from answerable.ledger.actions.recording import record
from answerable.ledger.queries import clocks
from answerable.ledger.terms import PublicNote


@transaction.atomic
def mend_clock(*, at: datetime) -> datetime:
    """Say that it is `at` now, although the log bears a later instant; returns that. Refuses where it bears none."""
    newest = clocks.newest_instant()
    if newest is None or newest - at <= clocks.BEHIND:
        raise NotNowError("clock.not-ahead")
    facts = {"over": newest.isoformat()}
    days = {"basis": "host-clock", "from": newest.date().isoformat(), "until": at.date().isoformat()}
    note = PublicNote("clock-mended", at.date(), days)
    record(by=SYSTEM, at=at, deed=clocks.MENDED, thing=clocks.CLOCK, facts=facts, public=note)
    return newest
