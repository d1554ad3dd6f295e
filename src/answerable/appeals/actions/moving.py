"""Handing an appeal on: to the competent body, to a later day, to nowhere on a lawful ground, back to work."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction

from answerable.appeals import policy, queries
from answerable.appeals.actions.acting import lock_appeal, move_to, record_deed, tell_sender
from answerable.appeals.actions.readers import settle
from answerable.appeals.models import Appeal
from answerable.appeals.terms import Deed, State
from answerable.base import row_scope
from answerable.base.actor import Actor, ActorKind
from answerable.base.verdict import InvalidError, MissingError, NotNowError, RefusedError
from answerable.law import queries as law_queries
from answerable.law.rules import deadlines, routing
from answerable.law.terms import Step
from answerable.ledger.rules import Fact


@transaction.atomic
def forward_appeal(*, by: Actor, at: datetime, ref: int, to: int, ground: str, text: str) -> Appeal:
    """Forward to the competent body; the sender is told and the receiver's own clock begins.

    Refuses a body that the appeal is about or that is commanded by it, and forwarding after the law's term for it.
    """
    appeal = lock_appeal(by, ref, policy.can_forward)
    order = law_queries.standing_order()
    if to not in order.bodies:
        raise MissingError
    if to == appeal.body_id:
        raise InvalidError(to="forward.is-here-already")
    if law_queries.ground("forward", ground, at.date()) is None:
        raise InvalidError(ground="answer.choose-ground")
    bars = routing.Bars(frozenset(appeal.barred_bodies), frozenset(appeal.barred_persons))
    if to in bars.bodies:
        raise RefusedError("forward.is-barred")
    if not routing.may_lie_with(to, order=order.order_on(at.date()), barred=bars):
        raise InvalidError(to="forward.does-not-answer")
    if not queries.would_open(appeal, to, at):
        raise InvalidError(to="forward.nobody-holds-a-key")
    _in_time_to_forward(appeal, at)
    with row_scope.also_of(to):
        return _forwarded(appeal, by=by, at=at, to=to, ground=ground, text=text)


def _forwarded(appeal: Appeal, *, by: Actor, at: datetime, to: int, ground: str, text: str) -> Appeal:
    """Write it where it goes: from then on it may be out of the forwarder's own reach."""
    before, first = appeal.body_id, appeal.due_at
    clock = _clock_at(appeal, to, at)
    move_to(appeal, Deed.FORWARDED, body_id=to, assignee_id=None, accepted_at=None, **clock)
    facts: dict[str, Fact | list[int]] = {
        "from": before,
        "to": to,
        "ground": ground,
        "was_due": _day(first),
        "due": _day(appeal.due_at),
    }
    entry = record_deed(appeal, by=by, at=at, deed=Deed.FORWARDED, facts=facts, words=text)
    tell_sender(appeal, at=at, kind="forwarded", entry=entry)
    settle(appeal, by=by, at=at)
    return appeal


def _in_time_to_forward(appeal: Appeal, at: datetime) -> None:
    """Refuse to pass an appeal on once the law's term for it has gone by: then it is to be answered here."""
    order = law_queries.standing_order()
    rule = order.profile_for(
        kind=appeal.kind, channel=appeal.channel, on=at.date(), body=appeal.body_id, step=Step.FORWARD
    )
    if rule is None:
        return
    since = queries.since_here(appeal)
    until = order.due(rule, body=appeal.body_id, start=since)
    if at > until.legal:
        raise NotNowError("forward.term-has-passed", until=until.last)


def _clock_at(appeal: Appeal, to: int, at: datetime) -> dict[str, object]:
    """The columns of the receiver's own clock. An instruction's day isn't moved by forwarding."""
    order = law_queries.standing_order()
    kind = "complaint_about_police" if appeal.about_body_id or appeal.about_person_id else appeal.kind
    profile = order.profile_for(kind=kind, channel=appeal.channel, on=at.date(), body=to)
    if profile is None or appeal.due_facts.get("instruction"):
        return {}
    due = order.due(profile, body=to, start=at)
    return {
        "profile_id": profile.id,
        "due_at": due.legal,
        "safe_at": due.safe,
        "due_facts": deadlines.explain(due, profile),
        "extended": 0,
    }


@transaction.atomic
def extend_term(*, by: Actor, at: datetime, ref: int, until: date, ground: str, text: str) -> Appeal:
    """Lengthen the term, once, with a ground, before it has passed, never past the law's cap. The sender is told."""
    appeal = lock_appeal(by, ref, policy.can_extend)
    if law_queries.ground("extend", ground, at.date()) is None:
        raise InvalidError(ground="answer.choose-ground")
    if not text.strip():
        raise InvalidError(text="field.needed")
    rule = queries.extension_rule(appeal)
    if rule is None or not appeal.due_facts:
        raise NotNowError("law.extension-unknown")
    order = law_queries.standing_order()
    before = deadlines.recall(appeal.due_facts)
    longer = deadlines.extend_due(
        rule.extension, before, until=until, at=at, calendar=order.calendar_of(appeal.body_id)
    )
    move_to(
        appeal,
        Deed.EXTENDED,
        due_at=longer.legal,
        safe_at=longer.safe,
        due_facts=deadlines.explain(longer, rule),
        extended=longer.extended,
    )
    facts = {"was_due": before.last.isoformat(), "due": longer.last.isoformat(), "ground": ground, "rule": rule.code}
    entry = record_deed(appeal, by=by, at=at, deed=Deed.EXTENDED, facts=facts, words=text)
    tell_sender(appeal, at=at, kind="extended", entry=entry)
    return appeal


@transaction.atomic
def refuse_appeal(*, by: Actor, at: datetime, ref: int, ground: str, text: str, earlier: str = "") -> Appeal:
    """Refuse to examine, on a ground that the law names; the sender is told and may dispute it.

    Refuses an unknown ground, and "repeated" without the number of the earlier answer.
    """
    appeal = lock_appeal(by, ref, policy.can_refuse)
    lawful = law_queries.ground("examine", ground, at.date())
    if lawful is None:
        raise InvalidError(ground="answer.choose-ground")
    if not text.strip():
        raise InvalidError(text="field.needed")
    facts: dict[str, Fact | list[int]] = {"ground": ground, "body": appeal.body_id}
    if lawful.needs == "earlier_answer":
        facts["earlier"] = _answered_before(appeal, earlier)
    move_to(appeal, Deed.EXAMINATION_REFUSED, answered_at=at)
    entry = record_deed(appeal, by=by, at=at, deed=Deed.EXAMINATION_REFUSED, facts=facts, words=text)
    tell_sender(appeal, at=at, kind="refused", entry=entry)
    return appeal


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
    move_to(appeal, Deed.CLOSED, closed_at=at)
    entry = record_deed(appeal, by=by, at=at, deed=Deed.CLOSED, facts={"why": "time-to-dispute-is-over"})
    tell_sender(appeal, at=at, kind="closed", entry=entry)
    return appeal


@transaction.atomic
def accept_for_sender(*, by: Actor, at: datetime, ref: int, item: int) -> Appeal:
    """Close after the chair accepted the answer in the reading: the dispute was heard and found answered."""
    appeal = lock_appeal(by, ref, policy.can_instruct)
    move_to(appeal, Deed.CLOSED, closed_at=at)
    entry = record_deed(appeal, by=by, at=at, deed=Deed.CLOSED, facts={"why": "chair-accepts", "item": item})
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


def _day(instant: datetime | None) -> str:
    return "" if instant is None else instant.date().isoformat()
