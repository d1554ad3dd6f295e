"""News that could not be delivered: sent to another contact, told in another way, or left behind the code."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from answerable.appeals import policy
from answerable.appeals.actions.acting import lock_appeal, record_deed, tell_sender
from answerable.appeals.models import Appeal
from answerable.appeals.queries.undelivered import next_way_of
from answerable.appeals.terms import Deed, NextWay, Otherwise, subject_of
from answerable.base.actor import Actor
from answerable.base.verdict import InvalidError, NotNowError
from answerable.channels import actions as channels_actions


@transaction.atomic
def tell_otherwise(*, by: Actor, at: datetime, ref: int, notices: Collection[int], how: str) -> Appeal:
    """Say what was done about news that could not be delivered; it leaves the list.

    Refuses who may not ring, what somebody has seen to already, and sending where the sender left no other contact.
    """
    appeal = lock_appeal(by, ref, policy.can_ring)
    if how not in {each.value for each in Otherwise}:
        raise InvalidError(how="field.needed")
    if how == Otherwise.SENT and next_way_of(appeal) is not NextWay.CONTACT:
        raise NotNowError("undelivered.no-other-contact")
    if not channels_actions.settle(at=at, notices=notices, subjects=[subject_of(appeal.id)]):
        raise NotNowError("undelivered.was-settled")
    entry = record_deed(appeal, by=by, at=at, deed=Deed.TOLD_OTHERWISE, facts={"how": how})
    if how == Otherwise.SENT:
        tell_sender(appeal, at=at, kind="told_otherwise", entry=entry)
    return appeal
