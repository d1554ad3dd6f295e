"""What the law wants on an appeal besides an answer: which of its kinds it is, and the steps of that kind."""

from datetime import datetime
from typing import Final

from django.db import transaction

from answerable.appeals import policy, queries
from answerable.appeals.actions.acting import lock_appeal, move_to, record_deed, tell_sender
from answerable.appeals.actions.handing_over import clock_columns
from answerable.appeals.models import Appeal
from answerable.appeals.terms import Deed
from answerable.base.actor import Actor
from answerable.base.verdict import InvalidError
from answerable.law import queries as law_queries
from answerable.law.rules import kinds
from answerable.law.rules.clocks import Clock
from answerable.law.rules.steps import StepOwed
from answerable.law.terms import Evidence, Step
from answerable.ledger.rules import Fact

NO_TERM: Final = Clock(None, None)


@transaction.atomic
def set_matter(*, by: Actor, at: datetime, ref: int, matter: str, text: str) -> Appeal:
    """Confirm or set right which kind of the law it is. Its terms hold from the day on which it came; the sender is told why.

    Refuses a kind that does not belong to the plain one, and no reason. A complaint about somebody who serves stays one.
    """
    appeal = lock_appeal(by, ref, policy.can_handle)
    order = law_queries.standing_order()
    if matter and kinds.chosen(order.law_kinds, matter, appeal.kind) is None:
        raise InvalidError(matter="matter.not-of-this-kind")
    if not text.strip():
        raise InvalidError(text="field.needed")
    was, before, start = appeal.matter, queries.due_day(appeal), queries.received_at(appeal)
    appeal.matter = matter
    columns = {} if appeal.due_facts.get("instruction") else clock_columns(first_clock(appeal, start))
    move_to(appeal, Deed.MATTER_SET, matter=matter, **columns)
    due = queries.due_day(appeal)
    facts = {
        "was": was,
        "matter": matter or appeal.kind,
        "was_due": before.isoformat() if before else "",
        "due": due.isoformat() if due else "",
    }
    entry = record_deed(appeal, by=by, at=at, deed=Deed.MATTER_SET, facts=facts, words=text)
    tell_sender(appeal, at=at, kind="matter-set", entry=entry)
    return appeal


def first_clock(appeal: Appeal, start: datetime) -> Clock:
    """The term that holds for an appeal as what it is now, from the day on which it came."""
    order, body = law_queries.standing_order(), appeal.body_id
    on = order.day_at(body, appeal.registered_at)
    profile = order.first_term(kind=queries.law_kind(appeal), channel=appeal.channel, on=on, body=body)
    return NO_TERM if profile is None else order.clock(profile, body=body, start=start)


@transaction.atomic
def report_step(*, by: Actor, at: datetime, ref: int, step: str, number: str, text: str) -> Appeal:
    """Report that a step of the law was taken: it was entered in a register under a number, news was sent, an extract given.

    The sender reads the words. Refuses a step that isn't owed, no words, and an entry without its number. Where the law
    sets no term for an answer the next step's term runs from now on.
    """
    appeal = lock_appeal(by, ref, policy.can_handle)
    owed = {one.profile.code: one for one in queries.steps_of(appeal) if one.done_at is None}
    if step not in owed:
        raise InvalidError(step="step.is-not-owed")
    one = owed[step]
    faults = {} if text.strip() else {"text": "field.needed"}
    if one.profile.evidence == Evidence.REGISTRY_NUMBER and not number.strip():
        faults["number"] = "step.number-needed"
    if faults:
        raise InvalidError(**faults)
    words = f"{number.strip()}\n{text}" if number.strip() else text
    runs = appeal.due_facts.get("profile") == step  # no term of an answer: the step's own runs
    move_to(appeal, Deed.STEP_DONE)
    facts: dict[str, Fact | list[int]] = {"step": one.profile.step, "rule": step, "late": one.is_late(at)}
    entry = record_deed(appeal, by=by, at=at, deed=Deed.STEP_DONE, facts=facts, words=words)
    if runs:
        _run_on(appeal, by_next(queries.steps_of(appeal)))
    tell_sender(appeal, at=at, kind="step-done", entry=entry)
    return appeal


def by_next(owed: list[StepOwed]) -> StepOwed | None:
    """The step whose term runs next; none is left where nothing but news is owed."""
    return next((one for one in owed if one.done_at is None and one.profile.step != Step.UPDATE), None)


def _run_on(appeal: Appeal, one: StepOwed | None) -> None:
    """Let the term of the next step run; none where the law sets no more."""
    order = law_queries.standing_order()
    clock = NO_TERM if one is None else order.clock(one.profile, body=appeal.body_id, start=one.due.started)
    for name, value in (columns := clock_columns(clock)).items():
        setattr(appeal, name, value)
    appeal.save(update_fields=list(columns))
