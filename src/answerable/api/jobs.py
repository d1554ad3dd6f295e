"""Calling webhooks: at least once, with the same id at every try, as Standard Webhooks has it."""

import logging
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from procrastinate.contrib.django import app

from answerable.api import actions, queries, rules
from answerable.api.models import WebhookCall
from answerable.api.terms import TryOutcome
from answerable.base import clock
from answerable.channels import calling
from answerable.channels.terms import SendingError, SendLaterError
from answerable.vault.terms import UnreadableError

log = logging.getLogger(__name__)
MOST_BATCHES: Final = 20  # a run stays short; the next one comes within a minute


@app.task  # type: ignore[untyped-decorator]  # the library is not read by mypy
def send_call(call: int) -> None:
    """Make one call right after it was written; what fails is left to `send_calls`."""
    send_batch(at=clock.now(), only=call)


@app.periodic(cron="* * * * *")  # type: ignore[untyped-decorator]  # the library is not read by mypy
@app.task(queueing_lock="api.send_calls")  # type: ignore[untyped-decorator]  # the library is not read by mypy
def send_calls(timestamp: int) -> None:
    """Make every call that waits and whose time to be tried has come."""
    del timestamp
    for _ in range(MOST_BATCHES):
        if not send_batch(at=clock.now()):
            break


def send_batch(*, at: datetime, only: int | None = None) -> int:
    """Claim some calls and make them one by one; returns how many were claimed."""
    claimed = actions.claim_calls(at=at, only=only)
    for call in claimed:
        outcome, wanted = _tried(call, at)
        ends = actions.note_try(call=call.id, at=at, outcome=outcome, wanted=wanted)
        if ends is not rules.Ends.DELIVERED:
            log.warning("call %d: %s (%s, %s), try %d", call.id, ends, outcome.status, outcome.fault, call.tries)
    return len(claimed)


def _tried(call: WebhookCall, at: datetime) -> tuple[TryOutcome, timedelta | None]:
    """Make one call; what came of it, and how long its receiver wants to be left alone."""
    name = f"msg_{call.id}"
    try:
        address, secret = queries.opened(call.webhook)
        headers = {
            "content-type": "application/json",
            "webhook-id": name,
            "webhook-timestamp": str(int(at.timestamp())),
            "webhook-signature": rules.signature(secret, call=name, at=at, body=call.body),
        }
        said = calling.tell(address, call.body.encode(), headers, trusted=settings.ANSWERABLE.webhook_origins)
    except SendingError as fault:
        return TryOutcome(fault=fault.code), fault.after if isinstance(fault, SendLaterError) else None
    except (UnreadableError, ValueError) as fault:
        return TryOutcome(fault=type(fault).__name__), None
    return TryOutcome(status=said.status, fault="" if said.status < 300 else f"http-{said.status}"), said.wait
