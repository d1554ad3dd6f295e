"""Handing an appeal over: on to another unit of the same authority, or to another authority that is competent.

The first changes nothing for the sender. The second is an act of law: with a ground, within its term, told to the sender;
the receiver has a clock of its own (`law.rules.clocks`).
"""

from datetime import datetime

from django.db import transaction

from answerable.appeals import policy, queries
from answerable.appeals.actions.acting import May, lock_appeal, move_to, record_deed, tell_sender
from answerable.appeals.actions.readers import settle
from answerable.appeals.models import Appeal
from answerable.appeals.terms import Deed
from answerable.base import row_scope
from answerable.base.actor import Actor
from answerable.base.verdict import InvalidError, MissingError, NotNowError, RefusedError
from answerable.law import queries as law_queries
from answerable.law.rules import clocks, routing
from answerable.law.rules.clocks import Clock, OnForward
from answerable.law.terms import Step
from answerable.ledger.rules import Fact


@transaction.atomic
def hand_on(*, by: Actor, at: datetime, ref: int, to: int, text: str) -> Appeal:
    """Hand on to another unit of the same authority, or to the head above. The clock goes on as it was, at any time.

    Refuses a body of another authority (that is forwarding), and one that the appeal is about or that is commanded by it.
    """
    appeal = _for_handing_over(by, at, ref, to, policy.can_hand_on)
    order = law_queries.standing_order()
    if order.authority_of(to) != order.authority_of(appeal.body_id):
        raise InvalidError(to="hand-on.of-another-authority")
    if not text.strip():
        raise InvalidError(text="field.needed")
    with row_scope.also_of(to):
        before = appeal.body_id
        move_to(appeal, Deed.HANDED_ON, body_id=to, assignee_id=None)
        facts: dict[str, Fact | list[int]] = {"from": before, "to": to}
        record_deed(appeal, by=by, at=at, deed=Deed.HANDED_ON, facts=facts, words=text)
        settle(appeal, by=by, at=at)
    return appeal


@transaction.atomic
def forward_appeal(*, by: Actor, at: datetime, ref: int, to: int, ground: str, text: str) -> Appeal:
    """Forward to the authority that is competent; the sender is told and the receiver's own clock begins.

    Refuses a body of the same authority (that is handing on), one that the appeal is about or that is commanded by it,
    and forwarding after the law's term for it.
    """
    appeal = _for_handing_over(by, at, ref, to, policy.can_forward)
    order = law_queries.standing_order()
    if order.authority_of(to) == order.authority_of(appeal.body_id):
        raise InvalidError(to="forward.inside-the-authority")
    if law_queries.ground("forward", ground, body=appeal.body_id, at=at) is None:
        raise InvalidError(ground="answer.choose-ground")
    _in_time_to_forward(appeal, at)
    with row_scope.also_of(to):
        return _forwarded(appeal, by=by, at=at, to=to, ground=ground, text=text)


def _for_handing_over(by: Actor, at: datetime, ref: int, to: int, may: May) -> Appeal:
    """The appeal, locked, for whoever may hand it over, to a body that may have it."""
    appeal = lock_appeal(by, ref, may)
    order = law_queries.standing_order()
    if to not in order.bodies:
        raise MissingError
    if to == appeal.body_id:
        raise InvalidError(to="forward.is-here-already")
    bars = routing.Bars(frozenset(appeal.barred_bodies), frozenset(appeal.barred_persons))
    if to in bars.bodies:
        raise RefusedError("forward.is-barred")
    if not routing.may_lie_with(to, order=order.order_on(order.day_at(to, at)), barred=bars):
        raise InvalidError(to="forward.does-not-answer")
    if not queries.would_open(appeal, to, at):
        raise InvalidError(to="forward.nobody-holds-a-key")
    return appeal


def _forwarded(appeal: Appeal, *, by: Actor, at: datetime, to: int, ground: str, text: str) -> Appeal:
    """Write it where it goes: from then on it may be out of the forwarder's own reach."""
    before, first = appeal.body_id, appeal.due_at
    order = law_queries.standing_order()
    running, left = clocks.handed_over(
        queries.clock_of(appeal),
        queries.clocks_left(appeal),
        of=order.authority_of(before),
        to=order.authority_of(to),
        fresh=lambda: _fresh(appeal, to, at),
    )
    columns = {
        **clock_columns(running),
        "clocks": {str(authority): clock.written() for authority, clock in left.items()},
    }
    move_to(appeal, Deed.FORWARDED, body_id=to, assignee_id=None, accepted_at=None, **columns)
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


def clock_columns(clock: Clock) -> dict[str, object]:
    """A clock as the columns of an appeal that runs by it."""
    return {
        "profile_id": clock.profile,
        "due_at": clock.due_at,
        "safe_at": clock.safe_at,
        "due_facts": dict(clock.facts),
        "extended": clock.extended,
    }


def _in_time_to_forward(appeal: Appeal, at: datetime) -> None:
    """Refuse to pass an appeal on once the law's term for it has gone by: then it is to be answered here."""
    order = law_queries.standing_order()
    kind, body = queries.law_kind(appeal), appeal.body_id
    rule = order.profile_for(kind=kind, channel=appeal.channel, on=order.day_at(body, at), body=body, step=Step.FORWARD)
    if rule is None:
        return
    until = order.due(rule, body=appeal.body_id, start=queries.since_here(appeal))
    if at > until.legal:
        raise NotNowError("forward.term-has-passed", until=until.last)


def _fresh(appeal: Appeal, to: int, at: datetime) -> Clock:
    """The receiver's own clock. An instruction's day isn't moved by forwarding, nor is any where the law sets no term."""
    order, running = law_queries.standing_order(), queries.clock_of(appeal)
    kind, on = queries.law_kind(appeal), order.day_at(to, at)
    profile = order.first_term(kind=kind, channel=appeal.channel, on=on, body=to)
    if profile is None or appeal.due_facts.get("instruction"):
        return running
    started = appeal.due_facts.get("started")
    goes_on = profile.on_forward == OnForward.CONTINUES and started is not None
    return order.clock(profile, body=to, start=datetime.fromisoformat(str(started)) if goes_on else at)


def _day(instant: datetime | None) -> str:
    return "" if instant is None else instant.date().isoformat()
