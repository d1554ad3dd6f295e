"""The letterbox: what comes is kept before it is read, and each delivery ends somewhere that can be seen."""

from datetime import datetime
from typing import Final

from django.db import transaction
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task

from answerable.base import row_scope, statement
from answerable.base.actor import Actor
from answerable.base.ids import new_id
from answerable.base.subject import Subject
from answerable.base.verdict import MissingError
from answerable.channels import rows, rules
from answerable.channels.models import RawDelivery
from answerable.channels.queries import deliveries
from answerable.channels.sealed_fields import RAW_CONTENT
from answerable.channels.terms import AccountFacts, Deed, DeliveryState
from answerable.ledger import actions as ledger_actions
from answerable.vault.sealing import put_in, seal_text
from answerable.vault.terms import UnreadableError

TAKE: Final = "answerable.channels.jobs.taking.take_deliveries"  # by name: jobs stand above actions


@row_scope.as_system()
def keep_delivery(
    *, account: AccountFacts, external: str, raw: bytes, at: datetime, everywhere: bool = False
) -> int | None:
    """Keep a delivery word for word; its id, or None when this very delivery was kept before. Durable when this returns.

    `external` is the channel's own name of it, in the account, or (`everywhere`) in all accounts of the channel. Whoever
    calls has proven who sends: nothing is read here.
    """
    ref = new_id()
    content = seal_text(RAW_CONTENT, deliveries.raw_text(raw), root=account.root, ref=ref)
    among = 0 if everywhere else account.id
    key = rules.raw_delivery_id(channel=account.channel, account=among, external=external)
    row = rows.raw_delivery(ref=ref, account=account, key=key, content=content, size=len(raw), at=at)
    with transaction.atomic():
        kept = statement.write(once=(RawDelivery, row))
        if kept:
            wake_letterbox(account.id)
    return ref if kept else None


def wake_letterbox(account: int) -> None:
    """Have the deliveries of an account read, by one worker at a time and in the order in which they came.

    Deferred in the caller's transaction. Where a job waits already, that one sees this delivery, too, or the next minute's does.
    """
    task = configure_task(
        name=TAKE,
        lock=f"letterbox/{account}",
        queueing_lock=f"letterbox/{account}",
        job_manager=JobManager(DjangoConnector()),
    )
    try:
        with transaction.atomic():
            task.defer(account=account)
    except AlreadyEnqueued:
        return


@transaction.atomic
def claim_delivery(*, account: int, at: datetime) -> RawDelivery | None:
    """Take the next delivery of an account for one worker, with the instant of the next try already set; None: none waits.

    One that broke the job too often goes to the desk.
    """
    found = deliveries.waiting_deliveries(at=at, account=account).select_for_update(skip_locked=True).first()
    if found is None:
        return None
    found.tries += 1
    pause = rules.take_again_after(found.tries)
    if pause is None:
        found.state, found.why = DeliveryState.DESK, "breaks"
    else:
        found.next_try_at = at + pause
    found.save(update_fields=["tries", "next_try_at", "state", "why"])
    return found


def end_delivery(
    *,
    ref: int,
    at: datetime,
    state: DeliveryState,
    why: str = "",
    thing: Subject | None = None,
    perhaps: Subject | None = None,
    proof: str = "",
    checks: str = "",
    desk: int | None = None,
) -> None:
    """Write down what became of a delivery that the job has read. What it became is sealed as that is.

    `proof` and `checks` say how far its sender is proven, and by what; `desk` is the body at whose desk it waits, where that is
    not its account's.
    """
    delivery = RawDelivery.objects.get(id=ref)
    delivery.state, delivery.why = state, why[:60]
    delivery.thing, delivery.perhaps = str(thing or ""), str(perhaps or "")
    delivery.proof, delivery.checks = proof, checks[:80]
    delivery.settled_at = None if state is DeliveryState.DESK else at
    delivery.body = delivery.body if desk is None else desk
    if thing is not None:
        _seal_as(delivery, thing)
    columns = ["state", "why", "thing", "perhaps", "proof", "checks", "body", "settled_at", "content"]
    delivery.save(update_fields=columns)


def _seal_as(delivery: RawDelivery, subject: Subject) -> None:
    """Seal a delivery to the readers of a sealed subject; what is damaged stays as it is."""
    try:
        text = deliveries.raw_text(deliveries.content_of(delivery))
        delivery.content = put_in(subject, RAW_CONTENT, text, ref=delivery.id)
    except (MissingError, UnreadableError):
        return


@transaction.atomic
def close_as_spam(*, by: Actor, at: datetime, ref: int) -> None:
    """Close a delivery in which nobody writes to us. It stays, word for word, with who closed it. Missing when it is settled."""
    _settle(by=by, at=at, ref=ref, state=DeliveryState.SPAM, deed=Deed.DELIVERY_CLOSED)


@transaction.atomic
def settle_by_hand(*, by: Actor, at: datetime, ref: int, subject: Subject, attached: bool) -> None:
    """Say what a person made of a delivery: a new subject, or (`attached`) a part of an old one. Missing when it is settled."""
    deed = Deed.DELIVERY_ATTACHED if attached else Deed.DELIVERY_REGISTERED
    _settle(by=by, at=at, ref=ref, state=DeliveryState.TAKEN, deed=deed, subject=subject)


def _settle(
    *, by: Actor, at: datetime, ref: int, state: DeliveryState, deed: Deed, subject: Subject | None = None
) -> None:
    delivery = RawDelivery.objects.select_for_update().filter(id=ref, state=DeliveryState.DESK).first()
    if delivery is None:
        raise MissingError
    delivery.state, delivery.settled_at, delivery.settled_by = state, at, by.word
    delivery.thing = str(subject or "")
    if subject is not None:
        _seal_as(delivery, subject)
    with row_scope.as_system():  # the subject may lie where this desk does not look
        delivery.save(update_fields=["state", "settled_at", "settled_by", "thing", "content"])
    facts = {"subject": str(subject), "channel": delivery.channel} if subject else {"channel": delivery.channel}
    ledger_actions.record(by=by, at=at, deed=deed, thing=f"delivery/{ref}", root=delivery.root, facts=facts)


def empty_deliveries(subject: Subject) -> int:
    """Empty what came in for a subject that is erased; that something came stays, so that it does not come again."""
    found = list(deliveries.deliveries_of(subject))
    for delivery in found:
        delivery.content = seal_text(RAW_CONTENT, "", root=delivery.root, ref=delivery.id)
        delivery.size = 0
        delivery.save(update_fields=["content", "size"])
    return len(found)
