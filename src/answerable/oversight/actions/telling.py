"""Instructions to bodies: to answer by a day, or to explain by a day; and how they end."""

from datetime import date, datetime

from django.db import transaction

from answerable.appeals import actions as appeals_actions
from answerable.appeals import queries as appeals_queries
from answerable.appeals.actions.acting import seal_for
from answerable.appeals.actions.publishing import of as public_act
from answerable.appeals.models import Appeal
from answerable.appeals.terms import subject_of
from answerable.base.actor import Actor
from answerable.base.ids import new_id
from answerable.base.verdict import InvalidError, MissingError, NotNowError, must
from answerable.law import queries as law_queries
from answerable.ledger.actions import record
from answerable.oversight import policy, queries, rules
from answerable.oversight.actions import telling_senders
from answerable.oversight.actions.climbing import put_into_reading
from answerable.oversight.actions.reading import lock_item, mark_acted, worded
from answerable.oversight.models import Instruction, Item
from answerable.oversight.sealed_fields import INSTRUCTION_EXPLANATION, INSTRUCTION_TEXT
from answerable.oversight.terms import Ask, Deed, ReaderAct


@transaction.atomic
def instruct(
    *, by: Actor, at: datetime, item: int, to: int, due_on: date, text: str, no_target: bool = False
) -> Instruction:
    """Tell a body to answer by a day. Reopens the appeal there; the sender is told.

    Refuses a body that is barred or neither has the appeal nor stands below the reader, a day that isn't ahead, and words
    that seem to set a volume target, unless the reader says that they don't (`no_target`): that goes on the record.
    """
    row = lock_item(by, item)
    given = _give(row, by=by, at=at, to=to, due_on=due_on, text=text, asks=Ask.ANSWER, no_target=no_target)
    appeals_actions.reopen(by=by, at=at, ref=row.appeal_id, to=to, due_on=due_on, instruction=given.id)
    mark_acted(row, by=by, at=at, act=ReaderAct.INSTRUCTED, deed=Deed.INSTRUCTED, instruction=given.id)
    telling_senders.instructed(row.appeal, given, by=by, at=at)
    return given


@transaction.atomic
def ask_why(*, by: Actor, at: datetime, item: int, due_on: date, text: str, no_target: bool = False) -> Instruction:
    """Return an item with a question: the body that has the appeal explains by a day. The answer stays as it is."""
    row = lock_item(by, item)
    given = _give(
        row, by=by, at=at, to=row.appeal.body_id, due_on=due_on, text=text, asks=Ask.EXPLAIN, no_target=no_target
    )
    mark_acted(row, by=by, at=at, act=ReaderAct.RETURNED, deed=Deed.RETURNED, instruction=given.id)
    return given


def _give(
    item: Item, *, by: Actor, at: datetime, to: int, due_on: date, text: str, asks: Ask, no_target: bool
) -> Instruction:
    """Write an instruction down, on the record."""
    order = law_queries.standing_order()
    if to not in order.bodies:
        raise InvalidError(to="instruction.choose-a-body")
    must(policy.can_tell(by, body=item.body_id, to=to, appeal=appeals_queries.standing(item.appeal)))
    if not rules.is_day_to_ask(due_on, today=order.day_at(to, at)):
        raise InvalidError(due_on="instruction.day-ahead")
    seems_target = law_queries.sets_volume_target(text)
    if seems_target and not no_target:
        raise InvalidError(text="instruction.volume-target")
    words, ref = worded(text), new_id()
    given = Instruction.objects.create(
        id=ref,
        appeal=item.appeal,
        root=item.root,
        by_id=by.id,
        of=item.body,
        to_id=to,
        at=at,
        asks=asks,
        due_on=due_on,
        due_at=rules.due_end(due_on, zone=order.bodies[to].zone),
        text=seal_for(item.appeal, INSTRUCTION_TEXT, words, ref=ref),
    )
    facts = {"appeal": item.appeal_id, "of": item.body_id, "to": to, "asks": asks.value, "due": due_on.isoformat()}
    facts |= {"target": "denied"} if seems_target else {}
    extra = {"to": order.bodies[to].code, "basis": asks.value, "until": due_on.isoformat()}
    record(
        by=by,
        at=at,
        deed=Deed.GIVEN,
        thing=f"instruction/{ref}",
        root=item.root,
        facts=facts,
        case=str(subject_of(item.appeal_id)),
        public=public_act(item.appeal, kind="instructed", by=by, at=at, extra=extra, more=True),
    )
    return given


@transaction.atomic
def explain(*, by: Actor, at: datetime, instruction: int, text: str) -> Instruction:
    """Answer the chair's question; it comes back into the chair's reading. Refuses another body's people."""
    row = Instruction.objects.select_for_update(of=("self",)).select_related("appeal").filter(id=instruction).first()
    if row is None or not appeals_queries.is_seen_by(by, row.appeal):
        raise MissingError
    must(policy.can_explain(by, to=row.to_id, appeal=appeals_queries.standing(row.appeal)))
    if row.asks != Ask.EXPLAIN or row.done_at is not None:
        raise NotNowError("instruction.nothing-to-explain")
    row.explanation = seal_for(row.appeal, INSTRUCTION_EXPLANATION, worded(text), ref=row.id)
    _end(row, by=by, at=at, deed=Deed.EXPLAINED)
    put_into_reading(by=by, at=at, appeal=row.appeal, body=row.of_id, instruction=row)
    return row


@transaction.atomic
def done(*, by: Actor, at: datetime, appeal: int) -> int:
    """The sender was answered: instructions to answer are done; says how many. Hearing it twice changes nothing."""
    rows = list(queries.open_on(appeal, asks=Ask.ANSWER).select_for_update())
    for row in rows:
        _end(row, by=by, at=at, deed=Deed.DONE)
    return len(rows)


@transaction.atomic
def release(*, by: Actor, at: datetime, appeal: Appeal) -> int:
    """Nothing is owed any more, for the sender took the appeal back or it became part of another; says how many."""
    rows = list(queries.open_on(appeal.id).select_for_update())
    for row in rows:
        _end(row, by=by, at=at, deed=Deed.ENDED)
    return len(rows)


def _end(row: Instruction, *, by: Actor, at: datetime, deed: Deed) -> None:
    """End a held instruction, on the record, with whether it was in time."""
    row.done_at, row.done_by = at, by.word
    row.save(update_fields=["done_at", "done_by", "explanation"])
    facts = {"appeal": row.appeal_id, "to": row.to_id, "late": at > row.due_at}
    record(by=by, at=at, deed=deed, thing=f"instruction/{row.id}", root=row.root, facts=facts)
