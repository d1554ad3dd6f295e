"""Taking an appeal to nowhere on a lawful ground, to its end, back to work."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction

from answerable.appeals import policy, queries
from answerable.appeals.actions.acting import lock_appeal, move_to, record_deed, tell_sender
from answerable.appeals.actions.readers import settle
from answerable.appeals.models import Appeal
from answerable.appeals.terms import Deed, State
from answerable.base.actor import Actor, ActorKind
from answerable.base.verdict import InvalidError, MissingError, NotNowError, RefusedError
from answerable.law import queries as law_queries
from answerable.law.terms import Ending, GroundNeeds, Step
from answerable.ledger.rules import Fact


@transaction.atomic
def refuse_appeal(*, by: Actor, at: datetime, ref: int, ground: str, text: str, earlier: str = "") -> Appeal:
    """Refuse to examine, on a ground that the law names; the sender is told and may dispute it.

    Refuses an unknown ground, and "repeated" without the number of the earlier answer.
    """
    appeal = lock_appeal(by, ref, policy.can_refuse)
    lawful = law_queries.ground("examine", ground, body=appeal.body_id, at=at)
    if lawful is None:
        raise InvalidError(ground="answer.choose-ground")
    if not text.strip():
        raise InvalidError(text="field.needed")
    facts: dict[str, Fact | list[int]] = {"ground": ground, "body": appeal.body_id}
    if lawful.needs == GroundNeeds.EARLIER_ANSWER:
        facts["earlier"] = _answered_before(appeal, earlier)
    if lawful.needs == GroundNeeds.RETURN_TERM:
        _in_time_to_return(appeal, lawful.basis, at)
    move_to(appeal, Deed.EXAMINATION_REFUSED, answered_at=at)
    entry = record_deed(appeal, by=by, at=at, deed=Deed.EXAMINATION_REFUSED, facts=facts, words=text)
    tell_sender(appeal, at=at, kind="refused", entry=entry, said=text)
    return appeal


def _in_time_to_return(appeal: Appeal, basis: str, at: datetime) -> None:
    """Refuse to return an appeal as defective once the term that the same article sets for it has gone by."""
    order, body = law_queries.standing_order(), appeal.body_id
    for rule in order.profiles:
        fits = rule.step == Step.RETURN_DEFECTIVE and rule.basis == basis and rule.valid_on(order.day_at(body, at))
        if fits and queries.law_kind(appeal) in rule.applies_to:
            until = order.due(rule, body=body, start=queries.received_at(appeal))
            if at > until.legal:
                raise NotNowError("refuse.term-to-return-has-passed", until=until.last)


def _answered_before(appeal: Appeal, number: str) -> str:
    """The number of an earlier appeal of the same tree that was answered; a repeated appeal must name it."""
    earlier = Appeal.objects.filter(root=appeal.root, number=number.strip().upper()).exclude(id=appeal.id).first()
    if earlier is None or not earlier.answers.exists():
        raise InvalidError(earlier="refuse.name-the-earlier-answer")
    return str(earlier.number)


@transaction.atomic
def close_appeal(*, by: Actor, at: datetime, ref: int) -> Appeal:
    """Close what was answered, once the sender's time to dispute is over; the sender is told. Nobody closes a dispute so.

    The system does it by itself, but leaves alone what the sender wrote about since, or of which they found a point
    wanting: then somebody has to look.
    """
    appeal = lock_appeal(by, ref, policy.can_handle)
    if appeal.state == State.DISPUTED:
        raise RefusedError("appeal.disputed-is-not-yours-to-close")
    if at < queries.disputable_until(appeal):
        raise NotNowError("appeal.may-still-be-disputed", until=queries.disputable_until(appeal).date())
    if by.kind is ActorKind.SYSTEM and queries.is_contested(appeal):
        raise NotNowError("appeal.somebody-has-to-look")
    ending = queries.ending_of(appeal)
    move_to(appeal, Deed.CLOSED, closed_at=at, ending=ending)
    facts = {"why": "time-to-dispute-is-over", "ending": ending}
    entry = record_deed(appeal, by=by, at=at, deed=Deed.CLOSED, facts=facts)
    tell_sender(appeal, at=at, kind="closed", entry=entry)
    return appeal


@transaction.atomic
def accept_for_sender(*, by: Actor, at: datetime, ref: int, item: int) -> Appeal:
    """Close after the chair accepted the answer in the reading: the dispute was heard and found answered."""
    appeal = lock_appeal(by, ref, policy.can_instruct)
    ending = queries.ending_of(appeal)
    if ending is Ending.SOLVED:  # a disputed matter is not solved by anybody's word but the sender's, said anew
        ending = Ending.UNSOLVED
    move_to(appeal, Deed.CLOSED, closed_at=at, ending=ending)
    facts: dict[str, Fact | list[int]] = {"why": "chair-accepts", "item": item, "ending": ending}
    entry = record_deed(appeal, by=by, at=at, deed=Deed.CLOSED, facts=facts)
    tell_sender(appeal, at=at, kind="closed", entry=entry)
    return appeal


@transaction.atomic
def reopen(*, by: Actor, at: datetime, ref: int, to: int, due_on: date, instruction: int) -> Appeal:
    """Put an appeal back to work at a body by a day. Called by oversight only: the one way back.

    Refuses a body that the appeal is about, and a day that has passed.
    """
    appeal = lock_appeal(by, ref, policy.can_instruct)
    order = law_queries.standing_order()
    if to not in order.bodies:
        raise MissingError
    if to in appeal.barred_bodies:
        raise RefusedError("forward.is-barred")
    if not queries.would_open(appeal, to, at):
        raise InvalidError(to="forward.nobody-holds-a-key")
    zone = order.bodies[to].zone
    if due_on < order.day_at(to, at):
        raise InvalidError(due_on="promise.day-has-passed")
    end = datetime.combine(due_on, time(23, 59, 59, fold=1), tzinfo=ZoneInfo(zone))
    facts = {"instruction": str(instruction), "last": due_on.isoformat(), "zone": zone}
    move_to(
        appeal,
        Deed.REOPENED,
        body_id=to,
        assignee_id=None if to != appeal.body_id else appeal.assignee_id,
        due_at=end,
        safe_at=end,
        due_facts=facts,
        answered_at=None,
        closed_at=None,
        ending="",
    )
    entry = record_deed(
        appeal,
        by=by,
        at=at,
        deed=Deed.REOPENED,
        facts={"to": to, "due": due_on.isoformat(), "instruction": str(instruction)},
    )
    tell_sender(appeal, at=at, kind="reopened", entry=entry)
    settle(appeal, by=by, at=at)
    return appeal


@transaction.atomic
def open_to(*, by: Actor, at: datetime, ref: int, body: int) -> Appeal:
    """Let a body to which the appeal climbed read it. Refuses a body that it is about."""
    appeal = lock_appeal(by, ref, policy.can_instruct)
    if body in appeal.barred_bodies:
        raise RefusedError("forward.is-barred")
    if body not in appeal.readers:
        appeal.readers = sorted({*appeal.readers, body})
        appeal.save(update_fields=["readers"])
        record_deed(appeal, by=by, at=at, deed=Deed.OPENED_TO, facts={"to": body})
        settle(appeal, by=by, at=at)
    return appeal
