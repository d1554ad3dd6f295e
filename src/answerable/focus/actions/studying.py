"""A study is opened, and its guide, quota and limits are written."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from answerable.base.actor import Actor
from answerable.base.ids import new_id
from answerable.base.verdict import InvalidError, must
from answerable.focus import policy
from answerable.focus.actions.held import held_study, record_of
from answerable.focus.models import Participant, Study
from answerable.focus.terms import Deed
from answerable.people.models import Body


@transaction.atomic
def open_study(*, by: Actor, at: datetime, body: int, title: str, purpose: str) -> Study:
    """Open a study in the name of a body. Refuses whoever has not the power there, and a body of the police."""
    of = Body.objects.get(id=body)
    must(policy.can_run(by, body=body, kind=of.kind))
    study = Study.objects.create(id=new_id(), root=of.root, body=of, title=title, purpose=purpose, opened_at=at)
    record_of(study, by=by, at=at, deed=Deed.OPENED, facts={"body": body})
    return study


@transaction.atomic
def plan_study(
    *, by: Actor, at: datetime, study: int, guide: str, cells: Sequence[tuple[str, int]], recruitment: str, limits: str
) -> Study:
    """Write the guide, the quota, how people are found, and what the study cannot say.

    Refuses strangers, and another quota once somebody sits in it: it is written before anybody is recruited.
    """
    held = held_study(by, study)
    wanted = [[name, count] for name, count in cells]
    if wanted != held.cells and Participant.objects.filter(group__study=held).exists():
        raise InvalidError(cells="focus.quota-is-used")
    held.guide, held.cells, held.recruitment, held.limits = guide, wanted, recruitment, limits
    held.save(update_fields=["guide", "cells", "recruitment", "limits"])
    record_of(held, by=by, at=at, deed=Deed.PLANNED, facts={"cells": len(wanted)})
    return held
