"""Webhooks set and shut; calls written in the transaction of the follower that heard of the deed, tried, tried again."""

import json
import secrets
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task

from answerable.api import policy, queries, rules
from answerable.api.models import Webhook, WebhookCall
from answerable.api.sealed_fields import WEBHOOK_ADDRESS, WEBHOOK_SECRET
from answerable.api.terms import TEST, Deed, TryOutcome
from answerable.base import outside
from answerable.base.actor import SYSTEM, Actor
from answerable.base.ids import new_id
from answerable.base.verdict import InvalidError, MissingError, NotNowError, must
from answerable.ledger.actions import record
from answerable.people import queries as people_queries
from answerable.vault.sealing import seal_text

SEND_ONE: Final = "answerable.api.jobs.send_call"  # by name: jobs stand above actions
BYTES: Final = 32  # of a secret; the specification wants 24 to 64


@transaction.atomic
def set_webhook(*, by: Actor, at: datetime, body: int, address: str, events: Iterable[str]) -> tuple[Webhook, str]:
    """Tell an address of the appeals of a body from now on; returns the webhook and its secret, which is told once.

    Refuses who does not grant seats in the body, and an address that is no public one by https nor one that the operator allows.
    """
    where = people_queries.body(body)
    must(policy.can_set_webhook(by, line=people_queries.command_tree().upwards(body)))
    if not outside.is_askable(address, trusted=settings.ANSWERABLE.webhook_origins):
        raise InvalidError(address="webhook.address")
    ref, secret = new_id(), rules.new_secret(secrets.token_bytes(BYTES))
    row = Webhook(
        id=ref,
        body=body,
        root=where.root,
        address=seal_text(WEBHOOK_ADDRESS, address, root=where.root, ref=ref),
        secret=seal_text(WEBHOOK_SECRET, secret, root=where.root, ref=ref),
        events=sorted(events),
        made_at=at,
    )
    row.save(force_insert=True)
    _record(row, by=by, at=at, deed=Deed.WEBHOOK_SET)
    return row, secret


@transaction.atomic
def shut_webhook(*, by: Actor, at: datetime, ref: int) -> None:
    """Tell it nothing more. Refuses who does not grant seats in its body, and one that is shut."""
    row = _locked(ref)
    must(policy.can_set_webhook(by, line=people_queries.command_tree().upwards(row.body)))
    if row.shut_at is not None:
        raise NotNowError("webhook.is-shut")
    row.shut_at = at
    row.save(update_fields=["shut_at"])
    _record(row, by=by, at=at, deed=Deed.WEBHOOK_SHUT)


@transaction.atomic
def test_webhook(*, by: Actor, at: datetime, ref: int) -> int:
    """Make a call that says nothing, to see whether it arrives; returns its id. Refuses who may not set it, and a shut one."""
    row = _locked(ref)
    must(policy.can_set_webhook(by, line=people_queries.command_tree().upwards(row.body)))
    if row.shut_at is not None:
        raise NotNowError("webhook.is-shut")
    call = new_id()
    write_call(row, entry=call, event=TEST, data={}, at=at, ref=call)
    _record(row, by=by, at=at, deed=Deed.WEBHOOK_TESTED)
    return call


@transaction.atomic
def retry_call(*, by: Actor, at: datetime, ref: int) -> None:
    """Try a call again that was given up, as if it were new. Refuses who may not set its webhook, and any other call."""
    call = WebhookCall.objects.select_for_update().filter(id=ref).first()
    if call is None:
        raise MissingError
    row = queries.webhook(call.webhook_id)
    must(policy.can_set_webhook(by, line=people_queries.command_tree().upwards(row.body)))
    if call.gave_up_at is None or row.shut_at is not None:
        raise NotNowError("webhook.nothing-to-send-again")
    call.gave_up_at, call.tries, call.next_try_at = None, 0, None
    call.save(update_fields=["gave_up_at", "tries", "next_try_at"])
    _record(row, by=by, at=at, deed=Deed.CALL_RETRIED)
    _defer(call.id)


def write_call(
    row: Webhook, *, entry: int, event: str, data: Mapping[str, Any], at: datetime, ref: int | None = None
) -> bool:
    """Write down what is to be told, in the caller's transaction; False when this very deed was written before."""
    said = {"type": event, "timestamp": at.astimezone(UTC).isoformat(timespec="seconds"), "data": data}
    body = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    words = {"id": ref or new_id(), "root": row.root, "event": event, "body": body, "at": at}
    call, made = WebhookCall.objects.get_or_create(webhook=row, entry=entry, defaults=words)
    if made:
        _defer(call.id)
    return made


def _defer(call: int) -> None:
    """Defer the call on Django's own connection, so that it is part of the caller's transaction."""
    configure_task(name=SEND_ONE, job_manager=JobManager(DjangoConnector())).defer(call=call)


@transaction.atomic
def claim_calls(*, at: datetime, most: int = 50, only: int | None = None) -> list[WebhookCall]:
    """Take calls that are to be made now, each for one worker, with the time of the next try set already."""
    rows = queries.waiting_calls(at=at, only=only).select_related("webhook")
    found = list(rows.select_for_update(of=("self",), skip_locked=True)[:most])
    for call in found:
        call.tries += 1
        call.tried_at, call.next_try_at = at, at + max(rules.STANDS, rules.pause_after(call.tries))
    WebhookCall.objects.bulk_update(found, ["tries", "tried_at", "next_try_at"])
    return found


@transaction.atomic
def note_try(*, call: int, at: datetime, outcome: TryOutcome, wanted: timedelta | None = None) -> rules.Ends:
    """Write down what a try came to. A receiver that is gone is told nothing more: its webhook is shut."""
    row = WebhookCall.objects.select_for_update().get(id=call)
    ends = rules.after_try(outcome.status, tries=row.tries)
    row.status, row.fault = outcome.status, outcome.fault[:60]
    if ends is rules.Ends.DELIVERED:
        row.delivered_at, row.fault = at, ""
    elif ends is rules.Ends.AGAIN:
        row.next_try_at = at + rules.pause_after(row.tries, wanted)
    else:
        row.gave_up_at = at
    row.save(update_fields=["status", "fault", "delivered_at", "next_try_at", "gave_up_at"])
    if ends is rules.Ends.GONE and queries.webhook(row.webhook_id).shut_at is None:
        shut_webhook(by=SYSTEM, at=at, ref=row.webhook_id)
    return ends


def _locked(ref: int) -> Webhook:
    row = Webhook.objects.select_for_update().filter(id=ref).first()
    if row is None:
        raise MissingError
    return row


def _record(row: Webhook, *, by: Actor, at: datetime, deed: Deed) -> None:
    record(by=by, at=at, deed=deed, thing=f"webhook/{row.id}", root=row.root, facts={"body": row.body})
