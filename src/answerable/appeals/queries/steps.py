"""The steps that the law wants on an appeal besides an answer: owed until when, and done when."""

from collections.abc import Iterable
from datetime import datetime

from answerable.appeals.models import Appeal
from answerable.appeals.queries.dates import law_kind
from answerable.appeals.terms import UNSETTLED, Deed, subject_of
from answerable.law.queries import standing_order
from answerable.law.rules import deadlines, steps
from answerable.ledger.models import Entry
from answerable.ledger.queries import history_of


def steps_of(appeal: Appeal, entries: Iterable[Entry] | None = None) -> list[steps.StepOwed]:
    """Each step with its date, in the pack's order. `entries` is the history, where it has been read already."""
    order, body = standing_order(), appeal.body_id
    day = order.day_at(body, appeal.registered_at)
    profiles = order.steps_for(kind=law_kind(appeal), channel=appeal.channel, on=day, body=body)
    if not profiles:
        return []
    read = history_of(str(subject_of(appeal.id))) if entries is None else entries
    done = {str(entry.facts.get("rule")): entry.at for entry in read if entry.deed == Deed.STEP_DONE}
    happened = steps.Happened(received_at(appeal), appeal.registered_at, done, appeal.answered_at)
    owed = steps.owed(profiles, happened, due=lambda profile, start: order.due(profile, body=body, start=start))
    return [one for one in owed if one.done_at is not None or appeal.state in UNSETTLED]


def received_at(appeal: Appeal) -> datetime:
    """When it came: where the clock of its first term started; what an instruction or another register set says nothing."""
    if "started" not in appeal.due_facts:
        return appeal.registered_at
    return deadlines.recall(appeal.due_facts).started
