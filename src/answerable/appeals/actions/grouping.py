"""Appeals that belong together: many about one event, and the same one twice. Both can be undone; bars unite."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from answerable.appeals import policy
from answerable.appeals.actions.acting import lock_appeal, move_to, record_deed, tell_sender
from answerable.appeals.actions.readers import settle
from answerable.appeals.models import Appeal, Incident
from answerable.appeals.sealed_fields import INCIDENT_TITLE
from answerable.appeals.terms import Deed, Tier
from answerable.base.actor import Actor
from answerable.base.ids import new_id
from answerable.base.verdict import InvalidError, MissingError, NotNowError, RefusedError
from answerable.law.terms import Ending
from answerable.vault.sealing import seal_text


@transaction.atomic
def group(*, by: Actor, at: datetime, refs: Sequence[int], title: str) -> int:
    """Group appeals into a new incident; returns its id. Refuses fewer than one, and appeals of several bodies."""
    if not title.strip():
        raise InvalidError(title="field.needed")
    appeals = [lock_appeal(by, ref, policy.can_handle) for ref in sorted(set(refs))]
    if not appeals:
        raise InvalidError(refs="incident.choose-appeals")
    if any(appeal.tier == Tier.SEALED for appeal in appeals):
        raise InvalidError(refs="incident.sealed")  # one title and one answer to many would be under the server key
    if len({appeal.body_id for appeal in appeals}) != 1:
        raise InvalidError(refs="incident.of-one-body")
    ref = new_id()
    root = appeals[0].root
    Incident.objects.create(
        id=ref,
        root=root,
        body_id=appeals[0].body_id,
        title=seal_text(INCIDENT_TITLE, title, root=root, ref=ref),
        opened_at=at,
        opened_by=by.word,
    )
    for appeal in appeals:
        _join(appeal, ref, by=by, at=at)
    return ref


@transaction.atomic
def add_to_incident(*, by: Actor, at: datetime, ref: int, incident: int) -> Appeal:
    """Put one more appeal to an incident of the same body."""
    appeal = lock_appeal(by, ref, policy.can_handle)
    if appeal.tier == Tier.SEALED:
        raise InvalidError(incident="incident.sealed")
    event = Incident.objects.select_for_update().filter(id=incident, body=appeal.body_id).first()
    if event is None:
        raise MissingError
    _join(appeal, incident, by=by, at=at)
    return appeal


def _join(appeal: Appeal, incident: int, *, by: Actor, at: datetime) -> None:
    if appeal.incident_id is not None and appeal.incident_id != incident:
        raise NotNowError("incident.is-in-another")
    move_to(appeal, Deed.GROUPED, incident_id=incident)
    record_deed(appeal, by=by, at=at, deed=Deed.GROUPED, facts={"incident": incident})


@transaction.atomic
def ungroup(*, by: Actor, at: datetime, ref: int) -> Appeal:
    """Take an appeal out of its incident again."""
    appeal = lock_appeal(by, ref, policy.can_handle)
    if appeal.incident_id is None:
        raise NotNowError("incident.is-in-none")
    was = appeal.incident_id
    move_to(appeal, Deed.UNGROUPED, incident_id=None)
    record_deed(appeal, by=by, at=at, deed=Deed.UNGROUPED, facts={"incident": was})
    return appeal


@transaction.atomic
def merge(*, by: Actor, at: datetime, ref: int, into: int, text: str) -> Appeal:
    """Merge a repeated sending into the appeal that goes on. Its sender keeps number and code and is told.

    The bars of both hold for both from then on. Refuses when either lies with a body that is barred from one of them.
    """
    if ref == into:
        raise InvalidError(into="merge.with-itself")
    first, second = sorted((ref, into))  # always the same order of locks
    rows = {row: lock_appeal(by, row, policy.can_handle) for row in (first, second)}
    appeal, target = rows[ref], rows[into]
    if appeal.root != target.root or target.merged_into_id is not None:
        raise InvalidError(into="merge.not-with-this")
    bodies = sorted({*appeal.barred_bodies, *target.barred_bodies})
    persons = sorted({*appeal.barred_persons, *target.barred_persons})
    if {target.body_id, appeal.body_id} & set(bodies) or target.assignee_id in persons:
        raise RefusedError("merge.would-break-a-bar")
    if (bodies, persons) != (target.barred_bodies, target.barred_persons):
        move_to(target, Deed.BARRED, barred_bodies=bodies, barred_persons=persons)
        record_deed(target, by=by, at=at, deed=Deed.BARRED, facts={"barred": bodies, "from": appeal.number})
    assignee = None if appeal.assignee_id in persons else appeal.assignee_id
    move_to(
        appeal,
        Deed.MERGED,
        ending=Ending.MERGED,
        merged_into_id=into,
        barred_bodies=bodies,
        barred_persons=persons,
        assignee_id=assignee,
    )
    entry = record_deed(appeal, by=by, at=at, deed=Deed.MERGED, facts={"into": target.number}, words=text)
    tell_sender(appeal, at=at, kind="merged", entry=entry)
    for row in rows.values():
        settle(row, by=by, at=at)
    return appeal


@transaction.atomic
def unmerge(*, by: Actor, at: datetime, ref: int, text: str) -> Appeal:
    """Undo a merge: the appeal lives on its own again, with its own date. Bars that united stay united."""
    appeal = lock_appeal(by, ref, policy.can_handle)
    if appeal.merged_into_id is None:
        raise NotNowError("merge.is-not-merged")
    move_to(appeal, Deed.UNMERGED, merged_into_id=None, ending="")
    entry = record_deed(appeal, by=by, at=at, deed=Deed.UNMERGED, words=text)
    tell_sender(appeal, at=at, kind="unmerged", entry=entry)
    settle(appeal, by=by, at=at)
    return appeal
