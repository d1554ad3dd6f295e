"""The daily work on an appeal inside the body that has it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from answerable.appeals import policy, queries
from answerable.appeals.actions.acting import lock_appeal, move_to, record_deed, seal_for, tell_sender
from answerable.appeals.actions.readers import settle
from answerable.appeals.models import Appeal, Point
from answerable.appeals.sealed_fields import POINT_TEXT
from answerable.appeals.terms import Deed, Tier, subject_of
from answerable.base.actor import Actor
from answerable.base.ids import new_id
from answerable.base.verdict import InvalidError, MissingError, NotNowError, must
from answerable.channels.actions import keep_message
from answerable.channels.terms import Channel, MessageKind
from answerable.people.queries import actor_for
from answerable.people.terms import Power

MOST_POINTS = 30


@transaction.atomic
def accept_appeal(*, by: Actor, at: datetime, ref: int) -> Appeal:
    """Take the appeal up: it is competently here. Refuses another body's people and the body complained about."""
    appeal = lock_appeal(by, ref, policy.can_handle)
    mine = by.id if appeal.assignee_id is None and by.has(Power.HANDLE, appeal.body_id) else appeal.assignee_id
    move_to(appeal, Deed.ACCEPTED, accepted_at=at, assignee_id=mine)
    entry = record_deed(appeal, by=by, at=at, deed=Deed.ACCEPTED, facts={"body": appeal.body_id})
    tell_sender(appeal, at=at, kind="accepted", entry=entry)
    return appeal


@transaction.atomic
def assign(*, by: Actor, at: datetime, ref: int, to: int | None) -> Appeal:
    """Give the appeal to a handler of the body, or take it back. Refuses somebody who is barred or of another body."""
    appeal = lock_appeal(by, ref, policy.can_assign)
    if to is not None:
        must(policy.can_be_given(actor_for(to, at), queries.standing(appeal)))
    move_to(appeal, Deed.ASSIGNED, assignee_id=to)
    record_deed(appeal, by=by, at=at, deed=Deed.ASSIGNED, facts={"to": to})
    return appeal


@transaction.atomic
def add_note(*, by: Actor, at: datetime, ref: int, text: str) -> Appeal:
    """Keep an internal note. Never shown to the sender."""
    appeal = lock_appeal(by, ref, policy.can_handle)
    _needed(text=text)
    move_to(appeal, Deed.NOTED)
    record_deed(appeal, by=by, at=at, deed=Deed.NOTED, words=text, inner=True)
    return appeal


@transaction.atomic
def ask_sender(*, by: Actor, at: datetime, ref: int, text: str) -> Appeal:
    """Ask the sender something. The clock goes on: a question is no pause."""
    appeal = lock_appeal(by, ref, policy.can_handle)
    _needed(text=text)
    move_to(appeal, Deed.ASKED, asked_at=at)
    keep_message(
        root=appeal.root,
        subject=subject_of(appeal.id),
        channel=Channel.DESK,
        incoming=False,
        kind=MessageKind.QUESTION,
        author=by,
        at=at,
        language=appeal.language,
        text=text,
        to_readers=appeal.tier == Tier.SEALED,
    )
    entry = record_deed(appeal, by=by, at=at, deed=Deed.ASKED)
    tell_sender(appeal, at=at, kind="asked", entry=entry, said=text)
    return appeal


@transaction.atomic
def set_points(*, by: Actor, at: datetime, ref: int, points: Sequence[tuple[int | None, str]]) -> Appeal:
    """Set what the appeal asks, in order: (id of a point or None for a new one, its text). Refuses none at all.

    A point that was answered once keeps its text: what was answered can't be rewritten into something else.
    """
    appeal = lock_appeal(by, ref, policy.can_handle)
    wanted = [(point, text.strip()) for point, text in points if text.strip()]
    if not wanted:
        raise InvalidError(points="point.at-least-one")
    if len(wanted) > MOST_POINTS:
        raise InvalidError(points="point.too-many")
    move_to(appeal, Deed.POINTS_SET)
    write_points(appeal, wanted)
    record_deed(appeal, by=by, at=at, deed=Deed.POINTS_SET, facts={"points": len(wanted)})
    return appeal


def write_points(appeal: Appeal, wanted: Sequence[tuple[int | None, str]]) -> list[Point]:
    """Make the appeal's points these, inside the caller's act and its record; returns them in order."""
    old = {point.id: point for point in appeal.points.select_for_update()}
    kept = {point for point, _ in wanted if point is not None}
    if not kept <= old.keys():
        raise MissingError
    if any(point.outcome for ref, point in old.items() if ref not in kept):
        raise NotNowError("point.was-answered")
    Point.objects.filter(appeal=appeal, id__in=old.keys() - kept).delete()
    for shift, ref in enumerate(old.keys() & kept):  # out of the way first: places are unique
        Point.objects.filter(id=ref).update(place=-1 - shift)
    written = []
    for place, (known, text) in enumerate(wanted, start=1):
        point = Point(id=new_id(), appeal=appeal) if known is None else old[known]
        point.place = place
        if not point.outcome:
            point.text = seal_for(appeal, POINT_TEXT, text, ref=point.id)
        point.save()
        written.append(point)
    return written


@transaction.atomic
def recuse(*, by: Actor, at: datetime, ref: int, text: str) -> Appeal:
    """Step back from an appeal, with a reason. From then on the person is barred from it like one complained about."""
    appeal = lock_appeal(by, ref, policy.can_recuse)
    _needed(text=text)
    barred = sorted({*appeal.barred_persons, by.id})
    assignee = None if appeal.assignee_id == by.id else appeal.assignee_id
    move_to(appeal, Deed.RECUSED, barred_persons=barred, assignee_id=assignee)
    record_deed(appeal, by=by, at=at, deed=Deed.RECUSED, facts={"person": by.id}, words=text, inner=True)
    settle(appeal, by=by, at=at)
    return appeal


@transaction.atomic
def looked(*, by: Actor, at: datetime, ref: int) -> Appeal:
    """Say that the sender's new message was read: the flag goes, the message stays."""
    appeal = lock_appeal(by, ref, policy.can_handle)
    appeal.replied_at = None
    appeal.save(update_fields=["replied_at"])
    record_deed(appeal, by=by, at=at, deed=Deed.LOOKED)
    return appeal


def _needed(**texts: str) -> None:
    """Refuse an empty text, naming the field."""
    empty = {name: "field.needed" for name, text in texts.items() if not text.strip()}
    if empty:
        raise InvalidError(**empty)
