"""What every write here begins and ends with: the study held, the actor asked, the deed recorded."""

from collections.abc import Mapping
from datetime import datetime

from answerable.base.actor import Actor
from answerable.base.verdict import MissingError, must
from answerable.focus import policy
from answerable.focus.models import Group, Study
from answerable.focus.terms import Deed, study_of
from answerable.ledger.actions import record
from answerable.ledger.rules import Fact


def held_study(by: Actor, ref: int) -> Study:
    """A study, its row held. Refuses whoever may not run it."""
    held = Study.objects.select_for_update(of=("self",)).select_related("body").filter(id=ref).first()
    if held is None:
        raise MissingError
    must(policy.can_run(by, body=held.body_id, kind=held.body.kind))
    return held


def held_group(by: Actor, ref: int) -> Group:
    """A group, its row held. Refuses whoever may not run its study."""
    held = Group.objects.select_for_update(of=("self",)).select_related("study__body").filter(id=ref).first()
    if held is None:
        raise MissingError
    must(policy.can_run(by, body=held.body_id, kind=held.study.body.kind))
    return held


def record_of(study: Study, *, by: Actor, at: datetime, deed: Deed, facts: Mapping[str, Fact | list[int]]) -> None:
    """Record a deed on a study; facts are ids and numbers, never words."""
    record(by=by, at=at, deed=deed, thing=str(study_of(study.id)), root=study.root, facts=dict(facts))
