"""Reading an item, and being content with the answer."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from answerable.appeals import actions as appeals_actions
from answerable.appeals import queries as appeals_queries
from answerable.appeals.actions.acting import tell_sender
from answerable.appeals.actions.publishing import of as public_act
from answerable.appeals.terms import State, subject_of
from answerable.base.actor import Actor
from answerable.base.verdict import InvalidError, MissingError, NotNowError, must
from answerable.law import queries as law_queries
from answerable.ledger.actions import record
from answerable.ledger.terms import PublicAct
from answerable.oversight import policy
from answerable.oversight.actions import telling_senders
from answerable.oversight.models import Escalation, Item, Position
from answerable.oversight.terms import Deed, ReaderAct

LONGEST_TEXT = 20_000  # characters that a reader may write with an act


def lock_item(by: Actor, ref: int) -> Item:
    """The item, its row locked, for the one who chairs its body; Missing for a stranger and for whom it is about."""
    item = Item.objects.select_for_update(of=("self",)).select_related("appeal", "body").filter(id=ref).first()
    if item is None or not appeals_queries.is_seen_by(by, item.appeal):
        raise MissingError
    must(policy.can_read(by, body=item.body_id, appeal=appeals_queries.standing(item.appeal)))
    return item


@transaction.atomic
def read_item(*, by: Actor, at: datetime, item: int) -> Item:
    """Say that an item was read. Reading it again is no second deed. Refuses who doesn't chair its body."""
    row = lock_item(by, item)
    mark_read(row, by=by, at=at)
    return row


def mark_read(item: Item, *, by: Actor, at: datetime) -> None:
    """Record the reading of a held item, once; whoever acts on an item has read it."""
    if item.read_at is not None:
        return
    item.read_at, item.read_by_id = at, by.id
    item.save(update_fields=["read_at", "read_by"])
    read = public_act(item.appeal, kind="read", by=by, at=at, extra={"to": _passed_up_to(item)}, more=True)
    record_on(item, by=by, at=at, deed=Deed.READ, public=read)


def _passed_up_to(item: Item) -> str:
    """The code of the body before which an item was put: by the leaf of the reading anybody joins the two."""
    to = item.body_id
    if item.escalation_id is not None:
        to = Escalation.objects.values_list("to_id", flat=True).get(id=item.escalation_id)
    return law_queries.standing_order().bodies[to].code


def mark_acted(item: Item, *, by: Actor, at: datetime, act: ReaderAct, deed: Deed, **facts: str | int | None) -> int:
    """Record what was done with a held item; returns the entry's id."""
    mark_read(item, by=by, at=at)
    item.act, item.acted_at = act, at
    item.save(update_fields=["act", "acted_at"])
    return record_on(item, by=by, at=at, deed=deed, facts=facts)


def record_on(
    item: Item,
    *,
    by: Actor,
    at: datetime,
    deed: Deed,
    facts: Mapping[str, str | int | None] | None = None,
    public: PublicAct | None = None,
) -> int:
    """A deed on an item, always with the appeal and the body whose reading it is; where it is public, on the appeal's case."""
    known = {"appeal": item.appeal_id, "body": item.body_id, **(facts or {})}
    case = str(subject_of(item.appeal_id)) if public else ""
    thing = f"item/{item.id}"
    return record(by=by, at=at, deed=deed, thing=thing, root=item.root, facts=known, case=case, public=public)


def worded(text: str) -> str:
    """What the reader wrote, without blank ends. Refuses nothing written and too much."""
    written = text.strip()
    if not written:
        raise InvalidError(text="reading.write-something")
    if len(written) > LONGEST_TEXT:
        raise InvalidError(text="reading.too-long")
    return written


@transaction.atomic
def accept_answer(*, by: Actor, at: datetime, item: int, text: str) -> Item:
    """Find the answer sufficient; the sender is told so, with the reasons. A dispute ends with it.

    Refuses where nothing was answered yet.
    """
    row = lock_item(by, item)
    appeal = row.appeal
    if appeal.state not in {State.ANSWERED, State.REFUSED, State.DISPUTED, State.CLOSED}:
        raise NotNowError("reading.nothing-answered-yet")
    words = worded(text)
    entry = mark_acted(row, by=by, at=at, act=ReaderAct.ACCEPTED, deed=Deed.ACCEPTED)
    telling_senders.accepted(appeal, by=by, at=at, reader=row.body.name, words=words)
    if appeal.state == State.DISPUTED:
        appeals_actions.accept_for_sender(by=by, at=at, ref=appeal.id, item=row.id)
    else:  # the sender's own time to dispute goes on
        tell_sender(appeal, at=at, kind="read", entry=entry)
    return row


def stop_at(*, by: Actor, item: int) -> None:
    """Remember where somebody stopped, so that the reading opens there on any machine. Nobody's deed."""
    Position.objects.update_or_create(account=by.id, defaults={"item": item})
