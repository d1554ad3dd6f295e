"""Versions of what a survey asks: uploaded, taken back or replaced while nobody was asked, released for good."""

from datetime import datetime
from hashlib import sha256

from django.db import transaction

from answerable.base.actor import Actor
from answerable.base.ids import new_id
from answerable.base.verdict import InvalidError, MissingError, NotNowError, must
from answerable.ledger.actions import record
from answerable.ledger.rules import Fact
from answerable.surveys import policy
from answerable.surveys.models import Questionnaire, Survey
from answerable.surveys.questionnaire import reading
from answerable.surveys.terms import Deed, questionnaire_of


@transaction.atomic
def upload_questionnaire(*, by: Actor, at: datetime, survey: int, workbook: bytes, xform: bytes) -> Questionnaire:
    """Keep a new version, in place of one that was not released yet. `xform`: what `reading` made of the workbook.

    Refuses strangers to the survey, and a version that was released before.
    """
    held = Survey.objects.select_for_update(of=("self",)).filter(id=survey).first()
    if held is None:
        raise MissingError
    must(policy.can_survey(by, body=held.body_id))
    form = reading.read_form(xform)
    earlier = Questionnaire.objects.filter(survey=held)
    if earlier.filter(form=form.id, version=form.version).exclude(released_at=None).exists():
        raise InvalidError(workbook="questionnaire.version-used")
    for replaced in earlier.filter(released_at=None):
        _take_back(replaced, by=by, at=at)
    made = Questionnaire.objects.create(
        id=new_id(),
        root=held.root,
        survey=held,
        form=form.id[:100],
        version=form.version[:100],
        title=form.title[:200],
        workbook=workbook,
        digest=sha256(workbook).hexdigest(),
        xform=xform,
        uploaded_at=at,
    )
    _recorded(made, by=by, at=at, deed=Deed.UPLOADED)
    return made


@transaction.atomic
def take_back_questionnaire(*, by: Actor, at: datetime, questionnaire: int) -> Survey:
    """Take back a version that nobody was asked by. Refuses strangers and what is released; gives its survey."""
    held = _held(by, questionnaire)
    _take_back(held, by=by, at=at)
    return held.survey


@transaction.atomic
def release_questionnaire(*, by: Actor, at: datetime, questionnaire: int) -> Questionnaire:
    """Let a version be asked from now on, in place of the one before. Refuses strangers and what is released."""
    held = _held(by, questionnaire)
    held.released_at = at
    held.save(update_fields=["released_at"])
    _recorded(held, by=by, at=at, deed=Deed.RELEASED)
    return held


def _held(by: Actor, ref: int) -> Questionnaire:
    rows = Questionnaire.objects.select_for_update(of=("self",)).select_related("survey")
    held = rows.filter(id=ref).first()
    if held is None:
        raise MissingError
    must(policy.can_survey(by, body=held.survey.body_id))
    if held.released_at is not None:
        raise NotNowError("questionnaire.released-before")
    return held


def _take_back(row: Questionnaire, *, by: Actor, at: datetime) -> None:
    _recorded(row, by=by, at=at, deed=Deed.TAKEN_BACK)
    row.delete()


def _recorded(row: Questionnaire, *, by: Actor, at: datetime, deed: Deed) -> None:
    facts: dict[str, Fact | list[int]] = {"survey": row.survey_id, "sha256": row.digest}
    record(by=by, at=at, deed=deed, thing=str(questionnaire_of(row.id)), root=row.root, facts=facts)
