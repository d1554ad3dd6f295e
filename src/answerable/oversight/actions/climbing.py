"""Putting an appeal before a reader: once for each occasion and rung, never before somebody whom it is about."""

from datetime import datetime

from django.db import transaction

from answerable.appeals import actions as appeals_actions
from answerable.appeals.actions.publishing import of as public_act
from answerable.appeals.models import Appeal
from answerable.appeals.terms import subject_of
from answerable.base.actor import SYSTEM, Actor
from answerable.base.ids import new_id
from answerable.base.verdict import MissingError
from answerable.law import queries as law_queries
from answerable.law.terms import Cause
from answerable.ledger.actions import record
from answerable.oversight import queries, rules
from answerable.oversight.actions import telling_senders
from answerable.oversight.models import Escalation, Instruction, Item
from answerable.oversight.terms import Deed


@transaction.atomic
def escalate(
    *, by: Actor, at: datetime, ref: int, cause: Cause, occasion: str, since: datetime, taken: bool = False
) -> Escalation | None:
    """Take an appeal up by the next rung that is due; None when there is none or the cause is gone.

    The appeal's row is held, so that two workers who found the same thing come one after the other, and the second
    finds the rung climbed. The database refuses a second row for the same occasion and rung besides. What was `taken`
    down in the sender's name climbs as their own word does, and is counted apart.
    """
    appeal = Appeal.objects.select_for_update().filter(id=ref).first()
    if appeal is None:
        raise MissingError
    if not rules.still_stands(cause, state=appeal.state, due_at=appeal.due_at, at=at):
        return None
    raised = Escalation.objects.filter(appeal=appeal, cause=cause, occasion=occasion)
    order = law_queries.standing_order()
    taken = taken or raised.filter(why__taken=True).exists()
    climb = queries.next_climb(
        appeal,
        cause=cause,
        days=rules.days_since(since, at=at, zone=order.bodies[appeal.body_id].zone),
        raised=set(raised.values_list("rung", flat=True)),
        before=set(raised.values_list("to", flat=True)),
        at=at,
    )
    if climb is None:
        return None
    rung = Escalation.objects.create(
        id=new_id(),
        appeal=appeal,
        root=appeal.root,
        cause=cause,
        occasion=occasion,
        rung=climb.place,
        to_id=climb.body,
        at=at,
        why={"word": climb.word, "since": since.isoformat(), **({"taken": True} if taken else {})},
    )
    entry = _raised(appeal, rung, to=order.bodies[climb.body].code, by=by, at=at)
    open_record_to(appeal, climb.body, at=at)
    put_into_reading(by=by, at=at, appeal=appeal, body=queries.reader_for(appeal, climb.body), escalation=rung)
    telling_senders.climbed(appeal, rung, at=at, entry=entry)
    return rung


def _raised(appeal: Appeal, rung: Escalation, *, to: str, by: Actor, at: datetime) -> int:
    """Record the climb, and its leaf in the public log; returns the deed. `to` is the body's code."""
    extra = {"rule": str(rung.cause), "to": to}
    return record(
        by=by,
        at=at,
        deed=Deed.RAISED,
        thing=f"escalation/{rung.id}",
        root=appeal.root,
        facts={"appeal": appeal.id, "cause": str(rung.cause), "rung": rung.rung, "to": rung.to_id},
        case=str(subject_of(appeal.id)),
        public=public_act(appeal, kind="escalated", by=by, at=at, extra=extra),
    )


@transaction.atomic
def put_into_reading(
    *,
    by: Actor,
    at: datetime,
    appeal: Appeal,
    body: int,
    escalation: Escalation | None = None,
    instruction: Instruction | None = None,
    bar: int | None = None,
    why: str = "",
) -> Item | None:
    """Put an appeal into a body's reading and let the body read it; None when it is there already.

    `bar` is the deed by which somebody was barred late: the reader is shown what they had read before. `why` says (terms.PutWhy)
    that it is put there though nothing climbed, and so stands in the public log by itself.

    Refuses nobody, but a barred body gets nothing: None as well.
    """
    same = {"body_id": body, "appeal": appeal, "escalation": escalation, "instruction": instruction, "bar": bar}
    if body in appeal.barred_bodies or Item.objects.filter(**same).exists():
        return None
    open_record_to(appeal, body, at=at)
    item = Item.objects.create(id=new_id(), root=appeal.root, at=at, **same)
    extra = {"rule": why, "to": law_queries.standing_order().bodies[body].code}
    record(
        by=by,
        at=at,
        deed=Deed.PUT,
        thing=f"item/{item.id}",
        root=appeal.root,
        facts={"appeal": appeal.id, "body": body, "escalation": escalation.id if escalation else None},
        case=str(subject_of(appeal.id)) if why else "",
        public=public_act(appeal, kind="escalated", by=by, at=at, extra=extra, more=True) if why else None,
    )
    return item


def open_record_to(appeal: Appeal, body: int, *, at: datetime) -> None:
    """Let a body read the appeal, unless it does already."""
    if body != appeal.body_id and body not in appeal.readers:
        appeal.readers = appeals_actions.open_to(by=SYSTEM, at=at, ref=appeal.id, body=body).readers
