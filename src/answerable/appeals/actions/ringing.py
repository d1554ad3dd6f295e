"""Telling a sender by phone that there is news: somebody rings, and says how it went."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from answerable.appeals import policy
from answerable.appeals.actions.acting import lock_appeal, record_deed
from answerable.appeals.models import Appeal
from answerable.appeals.terms import Deed, Rang, subject_of
from answerable.base.actor import Actor
from answerable.base.verdict import InvalidError, NotNowError
from answerable.channels import actions as channels_actions


@transaction.atomic
def mark_called(*, by: Actor, at: datetime, ref: int, notices: Collection[int], how: str) -> Appeal:
    """Say how a call about these pieces of news went. Refuses who may not ring, and a call that was made already."""
    appeal = lock_appeal(by, ref, policy.can_ring)
    if how not in {each.value for each in Rang}:
        raise InvalidError(how="field.needed")
    made = [_said(notice, appeal, how=how, at=at) for notice in notices]
    if not any(made):
        raise NotNowError("call.was-made")
    record_deed(appeal, by=by, at=at, deed=Deed.RANG, facts={"how": how})
    return appeal


def _said(notice: int, appeal: Appeal, *, how: str, at: datetime) -> bool:
    subjects = [subject_of(appeal.id)]
    if how == Rang.TOLD:
        return channels_actions.mark_rung(at=at, notice=notice, subjects=subjects)
    return channels_actions.mark_unanswered(at=at, notice=notice, subjects=subjects, for_good=how == Rang.WRONG_NUMBER)
