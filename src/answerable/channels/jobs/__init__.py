"""Sending what waits: at least once, with the same id at every try, each by the integration of its way."""

import logging
import time
from datetime import datetime
from typing import Final

from procrastinate.contrib.django import app

from answerable.base import clock, measures
from answerable.base.verdict import MissingError
from answerable.channels import actions, queries, rules, sending
from answerable.channels.actions import accounts
from answerable.channels.models import Notice
from answerable.channels.terms import (
    AccountStoppedError,
    SendingError,
    SendingRefusedError,
    SendingUnknownError,
    SendLaterError,
    Sent,
)
from answerable.vault.terms import UnreadableError

log = logging.getLogger(__name__)
MOST_BATCHES: Final = 20  # a run stays short; the next one comes within a minute


@app.task  # type: ignore[untyped-decorator]  # the library is not read by mypy
def send_one(notice: int) -> None:
    """Send one notice right after it was written; what fails is left to `send_notices`."""
    send_batch(at=clock.now(), only=notice)


@app.periodic(cron="* * * * *")  # type: ignore[untyped-decorator]  # the library is not read by mypy
@app.task(queueing_lock="channels.send_notices")  # type: ignore[untyped-decorator]  # the library is not read by mypy
def send_notices(timestamp: int) -> None:
    """Send everything that waits and whose time to be tried has come."""
    del timestamp
    for _ in range(MOST_BATCHES):
        if not send_batch(at=clock.now()):
            break


def send_batch(*, at: datetime, only: int | None = None) -> int:
    """Claim some notices and send them one by one; returns how many were claimed."""
    claimed = actions.claim_notices(at=at, only=only)
    for notice in claimed:
        sent = _sent(notice, at)
        if sent is not None:
            accounts.note_sent(account=sent.account, at=at)
            actions.mark_sent(notice=notice.id, at=at, external=sent.external, proven=sent.proven)
    return len(claimed)


def _sent(notice: Notice, at: datetime) -> Sent | None:
    """Send one notice, and count it; None when it did not go out, which is noted."""
    began, sent = time.perf_counter(), None
    try:
        if (wait := queries.acknowledgement_waits(notice, at=at)) is not None:
            raise SendLaterError("many-acknowledgements", wait)
        sent = sending.send_notice(notice)
    except (SendingError, UnreadableError, MissingError) as fault:
        _note(notice, fault, at)
    measures.note(measures.CountedKind.OUTBOX, "letters", time.perf_counter() - began, failed=sent is None)
    return sent


def _note(notice: Notice, fault: Exception, at: datetime) -> None:
    """Note that a try failed, by the kind of the fault only: its text may quote the address."""
    code = fault.code if isinstance(fault, SendingError) else type(fault).__name__
    log.warning("notice %d was not sent by %s (%s), try %d", notice.id, notice.way, code, notice.tries)
    if isinstance(fault, AccountStoppedError):
        actions.wait_for_account(notice=notice.id, at=at, code=code)
        if (account := sending.account_of(notice)) is not None:
            accounts.note_fault(account=account.id, at=at, code=code)
        return
    if isinstance(fault, SendingUnknownError):
        given_up = actions.mark_unknown(notice=notice.id, at=at, code=code)
    else:
        wanted = fault.after if isinstance(fault, SendLaterError) else None
        for_good = isinstance(fault, SendingRefusedError | UnreadableError | MissingError)
        actions.mark_failed(notice=notice.id, at=at, code=code, for_good=for_good, wanted=wanted)
        given_up = for_good or rules.is_last(notice.tries)
    if given_up:
        log.error("notice %d is given up after %d tries", notice.id, notice.tries)
