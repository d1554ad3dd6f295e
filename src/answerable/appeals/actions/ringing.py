"""Telling a sender by phone that there is news: somebody rings, and says how it went."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from answerable.appeals import policy
from answerable.appeals.actions.holding import held, record
from answerable.appeals.models import Appeal
from answerable.appeals.terms import Deed, Rang, subject_of
from answerable.base.actor import Actor
from answerable.base.verdict import Invalid, NotNow
from answerable.channels import actions as channels


@transaction.atomic
def rang(*, by: Actor, at: datetime, ref: int, notices: Collection[int], how: str) -> Appeal:
    """Say how a call about these pieces of news went. Refuses who may not ring, and a call that was made already."""
    appeal = held(by, ref, policy.can_ring)
    if how not in {each.value for each in Rang}:
        raise Invalid(how="field.needed")
    made = [_said(notice, appeal, how=how, at=at) for notice in notices]
    if not any(made):
        raise NotNow("call.was-made")
    record(appeal, by=by, at=at, deed=Deed.RANG, facts={"how": how})
    return appeal


def _said(notice: int, appeal: Appeal, *, how: str, at: datetime) -> bool:
    subjects = [subject_of(appeal.id)]
    if how == Rang.TOLD:
        return channels.rang(at=at, notice=notice, subjects=subjects)
    return channels.rang_in_vain(at=at, notice=notice, subjects=subjects, for_good=how == Rang.WRONG_NUMBER)
