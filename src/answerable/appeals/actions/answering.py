"""Answering point by point: drafts, the signed answer, and one answer to many."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from answerable.appeals import policy, queries
from answerable.appeals.actions.acting import lock_appeal, move_to, record_deed, seal_for, tell_sender
from answerable.appeals.models import Answer, Appeal, Draft, Incident, Point
from answerable.appeals.queries import desk
from answerable.appeals.rules import public_acts
from answerable.appeals.sealed_fields import ANSWER_TEXT, DRAFT_BODY, POINT_REPLY
from answerable.appeals.terms import OPEN, Deed, Outcome, Tier, subject_of
from answerable.appeals.wording import telling
from answerable.base.actor import Actor
from answerable.base.ids import new_id
from answerable.base.verdict import InvalidError, MissingError, NotNowError
from answerable.law import queries as law_queries
from answerable.law.terms import GroundNeeds
from answerable.ledger.rules import Fact
from answerable.people.queries import staff_of
from answerable.promises import actions as promises_actions
from answerable.vault.sealing import read_text


@dataclass(frozen=True, slots=True)
class PointReply:
    """What is said to one point: answered, refused with a ground, or promised with a date and perhaps an owner.

    sent_to  where it was sent, with number and day, where the ground is that another decides it
    """

    point: int
    outcome: str
    text: str
    ground: str = ""
    due_on: date | None = None
    owner: int | None = None
    sent_to: str = ""


@transaction.atomic
def keep_draft(*, by: Actor, at: datetime, ref: int, typed: Mapping[str, object]) -> Draft:
    """Keep an answer as it is being typed. A draft is nobody's deed and is not recorded.

    Other words than those that wait for a signature take it out of there: nobody signs what is still being written.
    """
    appeal = lock_appeal(by, ref, policy.can_handle)
    draft = Draft.objects.filter(appeal=appeal, account_id=by.id).first()
    if draft is None:
        draft = Draft(id=new_id(), appeal=appeal, account_id=by.id)
    elif desk.typed_in(read_text(DRAFT_BODY, draft.body, root=appeal.root, ref=draft.id)) == dict(typed):
        return draft
    draft.saved_at, draft.offered_at = at, None
    draft.body = seal_for(appeal, DRAFT_BODY, json.dumps(dict(typed)), ref=draft.id)
    draft.save()
    return draft


@transaction.atomic
def drop_draft(*, by: Actor, at: datetime, ref: int) -> None:
    """Throw one's own draft away."""
    del at  # a draft leaves no trace, not even of its end
    appeal = lock_appeal(by, ref, policy.can_handle)
    Draft.objects.filter(appeal=appeal, account_id=by.id).delete()


@transaction.atomic
def answer_appeal(*, by: Actor, at: datetime, ref: int, text: str, replies: Sequence[PointReply]) -> Answer:
    """Send the body's answer. Refuses who may not sign, a point left without a word, a refusal without a ground."""
    appeal = lock_appeal(by, ref, policy.can_sign)
    points = {point.id: point for point in appeal.points.select_for_update()}
    _complete(appeal, text, points, replies, at)
    _owners_of(appeal, replies, at)
    said = [text, *(telling.with_where(each.text, each.sent_to, language=appeal.language) for each in replies)]
    outcomes = [reply.outcome for reply in replies]
    given = _sign(appeal, by=by, at=at, text=text, incident=None, said="\n\n".join(said), outcomes=outcomes)
    for reply in replies:
        _say(appeal, given, points[reply.point], reply, by=by, at=at)
    Draft.objects.filter(appeal=appeal).delete()  # others' too: nobody can send them any more
    return given


@transaction.atomic
def answer_incident(
    *, by: Actor, at: datetime, incident: int, text: str, outcome: str = Outcome.ANSWERED, ground: str = ""
) -> list[Answer]:
    """Answer everybody who wrote about one event; each is told. Refuses who may not sign for every one of them."""
    if not Incident.objects.select_for_update().filter(id=incident).exists():
        raise MissingError
    refs = list(Appeal.objects.filter(incident_id=incident, state__in=OPEN).order_by("id").values_list("id", flat=True))
    if not refs:
        raise NotNowError("incident.nothing-open")
    return [
        answer_alike(by=by, at=at, ref=ref, incident=incident, text=text, outcome=outcome, ground=ground)
        for ref in refs
    ]


def answer_alike(*, by: Actor, at: datetime, ref: int, incident: int, text: str, outcome: str, ground: str) -> Answer:
    """Give one of many the answer that all of them get; every point of it is answered by these words."""
    appeal = lock_appeal(by, ref, policy.can_sign)
    points = list(appeal.points.select_for_update()) or queries.suggest_points(appeal)
    outcomes = [outcome] * len(points)
    given = _sign(appeal, by=by, at=at, text=text, incident=incident, said=text, outcomes=outcomes)
    for point in points:
        said = PointReply(point=point.id, outcome=outcome, text=text, ground=ground)
        _complete(appeal, text, {point.id: point}, [said], at)
        _say(appeal, given, point, said, by=by, at=at)
    Draft.objects.filter(appeal=appeal).delete()
    return given


def _complete(
    appeal: Appeal, text: str, points: Mapping[int, Point], replies: Sequence[PointReply], at: datetime
) -> None:
    """Refuse an answer that leaves something out, naming each field as the form names it."""
    if not points:
        raise InvalidError(points="point.at-least-one")
    if {reply.point for reply in replies} != set(points) or len(replies) != len(points):
        raise InvalidError(points="answer.every-point")
    faults = {} if text.strip() else {"text": "field.needed"}
    for reply in replies:
        faults |= _faults_of(reply, appeal.body_id, at)
    if faults:
        raise InvalidError(**faults)


def _faults_of(reply: PointReply, body: int, at: datetime) -> dict[str, str]:
    """What is missing from one reply."""
    name = f"point_{reply.point}"
    if reply.outcome not in {outcome.value for outcome in Outcome}:
        return {f"{name}_outcome": "answer.choose-outcome"}
    faults = {} if reply.text.strip() else {f"{name}_text": "field.needed"}
    if reply.outcome == Outcome.REFUSED:
        ground = law_queries.ground("point", reply.ground, body=body, at=at)
        if ground is None:
            faults[f"{name}_ground"] = "answer.choose-ground"
        elif ground.needs == GroundNeeds.SENT_ON and not reply.sent_to.strip():
            faults[f"{name}_sent_to"] = "answer.sent-where"  # "apply elsewhere" is no answer
    today = law_queries.standing_order().day_at(body, at)
    if reply.outcome == Outcome.PROMISED and (reply.due_on is None or reply.due_on < today):
        faults[f"{name}_due_on"] = "promise.day-has-passed" if reply.due_on else "answer.promise-needs-a-day"
    return faults


def _owners_of(appeal: Appeal, replies: Sequence[PointReply], at: datetime) -> None:
    """Refuse a promise for which somebody of another body is to answer: it is the body's own word."""
    owned = {reply.point: reply.owner for reply in replies if reply.owner is not None}
    staff = {account.id for account in staff_of(appeal.body_id, at)} if owned else set()
    faults = {
        f"point_{point}_owner": "appeal.they-are-of-another-body"
        for point, owner in owned.items()
        if owner not in staff
    }
    if faults:
        raise InvalidError(**faults)


def _sign(
    appeal: Appeal,
    *,
    by: Actor,
    at: datetime,
    text: str,
    incident: int | None,
    said: str,
    outcomes: Sequence[str],
) -> Answer:
    """Write the answer and move the appeal; the record says on time or late, and what became of how many points.

    `said` is all that the sender is to read.
    """
    late = appeal.due_at is not None and at > appeal.due_at
    ref = new_id()
    given = Answer.objects.create(
        id=ref,
        appeal=appeal,
        body_id=appeal.body_id,
        by_id=by.id,
        at=at,
        text=seal_for(appeal, ANSWER_TEXT, text, ref=ref),
        late=late,
        incident=incident,
    )
    move_to(appeal, Deed.ANSWERED, answered_at=at, asked_at=None, replied_at=None)
    facts: dict[str, Fact | list[int]] = {"answer": ref, "body": appeal.body_id, "late": late}
    facts |= public_acts.points_by(outcomes)
    if incident is not None:
        facts["incident"] = incident
    entry = record_deed(appeal, by=by, at=at, deed=Deed.ANSWERED, facts=facts, text=text)
    tell_sender(appeal, at=at, kind="answered", entry=entry, said=said)
    return given


def _say(appeal: Appeal, given: Answer, point: Point, reply: PointReply, *, by: Actor, at: datetime) -> None:
    """Write what was said to one point; a promise becomes a promise."""
    point.outcome, point.ground, point.answer = reply.outcome, "", given
    point.rating, point.rated_at = "", None
    words = telling.with_where(reply.text, reply.sent_to, language=appeal.language)
    point.reply = seal_for(appeal, POINT_REPLY, words, ref=point.id)
    if reply.outcome == Outcome.REFUSED:
        point.ground = reply.ground
    if reply.outcome == Outcome.PROMISED and reply.due_on is not None:
        point.promise = promises_actions.make_promise(
            by=by,
            at=at,
            subject=subject_of(appeal.id),
            root=appeal.root,
            body=appeal.body_id,
            owner=reply.owner,
            text=reply.text,
            due_on=reply.due_on,
            to_readers=appeal.tier == Tier.SEALED,
        ).id
    point.save()
