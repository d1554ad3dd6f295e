"""The term of an appeal: lengthened by an act of law, or found to be another one because of what the appeal holds."""

from datetime import date, datetime

from django.db import transaction

from answerable.appeals import policy, queries
from answerable.appeals.actions.acting import lock_appeal, move_to, record_deed, tell_sender
from answerable.appeals.actions.handing_over import clock_columns
from answerable.appeals.models import Appeal
from answerable.appeals.terms import Deed
from answerable.base.actor import Actor
from answerable.base.verdict import InvalidError, NotNowError
from answerable.law import queries as law_queries
from answerable.law.rules import deadlines
from answerable.law.rules.clocks import Clock


@transaction.atomic
def extend_term(*, by: Actor, at: datetime, ref: int, until: date, ground: str, text: str) -> Appeal:
    """Lengthen the term, once, with a ground, before it has passed, never past the law's cap. The sender is told."""
    appeal = lock_appeal(by, ref, policy.can_extend)
    if law_queries.ground("extend", ground, body=appeal.body_id, at=at) is None:
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
def set_term(*, by: Actor, at: datetime, ref: int, text: str) -> Appeal:
    """Find that the content asks for the law's other term (it needs study, or needs none). The sender is told why.

    Counted from the same day as the first. Refuses where the law knows one term only, once the date has passed or was
    extended, and no reason.
    """
    appeal = lock_appeal(by, ref, policy.can_extend)
    if not text.strip():
        raise InvalidError(text="field.needed")
    found = queries.other_term(appeal)
    if found is None:
        raise NotNowError("law.content-does-not-decide")
    profile, other = found
    before = deadlines.recall(appeal.due_facts)
    due = deadlines.otherwise(before, other, at=at)
    clock = Clock(due.legal, due.safe, profile.id, facts=deadlines.explain(due, profile))
    move_to(appeal, Deed.TERM_SET, **clock_columns(clock))
    facts = {"was_due": before.last.isoformat(), "due": due.last.isoformat(), "rule": profile.code}
    entry = record_deed(appeal, by=by, at=at, deed=Deed.TERM_SET, facts=facts, words=text)
    tell_sender(appeal, at=at, kind="term-set", entry=entry)
    return appeal
