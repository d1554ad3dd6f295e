"""What a reader has done about a bad answer, and says of a good one."""

from datetime import datetime

from django.db import transaction

from answerable.appeals import queries as appeals_queries
from answerable.appeals.actions.acting import seal_for
from answerable.appeals.actions.publishing import of as public_act
from answerable.appeals.terms import subject_of
from answerable.base.actor import Actor
from answerable.base.ids import new_id
from answerable.base.verdict import InvalidError, must
from answerable.law import queries as law_queries
from answerable.ledger.actions import record
from answerable.oversight import policy
from answerable.oversight.actions.reading import lock_item, mark_acted, worded
from answerable.oversight.models import Commendation, Item, Measure
from answerable.oversight.sealed_fields import COMMENDATION_TEXT, MEASURE_TEXT
from answerable.oversight.terms import Deed, MeasureKind, ReaderAct
from answerable.people.queries import staff_of


@transaction.atomic
def measure(*, by: Actor, at: datetime, item: int, to: int, kind: str, text: str) -> Measure:
    """Say what was done in a body about a bad answer. Refuses a kind that isn't known and a body that isn't below."""
    row = lock_item(by, item)
    _below(by, row, to)
    if kind not in {each.value for each in MeasureKind}:
        raise InvalidError(kind="measure.choose-a-kind")
    words, ref = worded(text), new_id()
    taken = Measure.objects.create(
        id=ref,
        appeal=row.appeal,
        root=row.root,
        by_id=by.id,
        to_id=to,
        kind=kind,
        at=at,
        text=seal_for(row.appeal, MEASURE_TEXT, words, ref=ref),
    )
    record(
        by=by,
        at=at,
        deed=Deed.TAKEN,
        thing=f"measure/{ref}",
        root=row.root,
        facts={"appeal": row.appeal_id, "to": to, "kind": kind},
        case=str(subject_of(row.appeal_id)),
        public=public_act(
            row.appeal,
            kind="measure",
            by=by,
            at=at,
            extra={"rule": kind, "to": law_queries.standing_order().bodies[to].code},
        ),
    )
    mark_acted(row, by=by, at=at, act=ReaderAct.MEASURED, deed=Deed.MEASURED, measure=ref)
    return taken


@transaction.atomic
def commend(*, by: Actor, at: datetime, item: int, to: int, text: str, person: int | None = None) -> Commendation:
    """Say that a body, or one of its people, did well. Refuses a person who has no seat in that body."""
    row = lock_item(by, item)
    _below(by, row, to)
    if person is not None and person not in {account.id for account in staff_of(to, at)}:
        raise InvalidError(person="commendation.not-of-that-body")
    words, ref = worded(text), new_id()
    given = Commendation.objects.create(
        id=ref,
        appeal=row.appeal,
        root=row.root,
        by_id=by.id,
        to_id=to,
        person_id=person,
        at=at,
        text=seal_for(row.appeal, COMMENDATION_TEXT, words, ref=ref),
    )
    praised = {"to": law_queries.standing_order().bodies[to].code}  # a body: no person is named in the log
    record(
        by=by,
        at=at,
        deed=Deed.PRAISED,
        thing=f"commendation/{ref}",
        root=row.root,
        facts={"appeal": row.appeal_id, "to": to},
        case=str(subject_of(row.appeal_id)),
        public=public_act(row.appeal, kind="commended", by=by, at=at, extra=praised, more=True),
    )
    mark_acted(row, by=by, at=at, act=ReaderAct.COMMENDED, deed=Deed.COMMENDED, commendation=ref)
    return given


def _below(by: Actor, item: Item, to: int) -> None:
    """Refuse a body that the reader may not tell anything about this appeal."""
    if to not in law_queries.standing_order().bodies:
        raise InvalidError(to="instruction.choose-a-body")
    must(policy.can_tell(by, body=item.body_id, to=to, appeal=appeals_queries.standing(item.appeal)))
