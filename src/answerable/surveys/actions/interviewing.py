"""Interviews by telephone apps: whoever may send, and what they send, once each whatever the network does."""

import secrets
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from django.db import transaction

from answerable.base import row_scope
from answerable.base.actor import Actor
from answerable.base.verdict import MissingError, NotNowError, must
from answerable.ledger.actions import record
from answerable.surveys import fielding, policy, queries
from answerable.surveys.actions.answering import take_answers
from answerable.surveys.actions.checking import pick_check
from answerable.surveys.estimates.dispositions import Disposition
from answerable.surveys.models import Interviewer, Questionnaire, Response, Submission, Survey, Unit
from answerable.surveys.questionnaire import reading
from answerable.surveys.questionnaire.judging import Flag
from answerable.surveys.questionnaire.submission import SentForm, answers_of, read_submission
from answerable.surveys.sealed_fields import RAW
from answerable.surveys.terms import Deed, Mode, survey_of
from answerable.vault.sealing import seal_text

ANSWERED = frozenset({Disposition.INTERVIEW, Disposition.PARTIAL})


class Arrival(StrEnum):
    """What became of a submission: a key of `wording.SENT`."""

    TAKEN = "taken"
    SAME = "same"  # it had arrived before
    OTHER = "other"  # another one had, under the same id
    UNKNOWN = "unknown"  # of a form or version that is not asked


@transaction.atomic
def admit_interviewer(*, by: Actor, at: datetime, survey: int, name: str) -> tuple[Interviewer, str]:
    """Let somebody ask with a telephone; gives the token, which nobody can show again. Refuses strangers."""
    held = Survey.objects.filter(id=survey).first()
    if held is None:
        raise MissingError
    must(policy.can_survey(by, body=held.body_id))
    if held.panel_id is not None or queries.fieldwork_of(held) is None:
        raise NotNowError("fieldwork.not-ready")
    token = secrets.token_hex(20)
    made = Interviewer.objects.create(
        root=held.root, survey=held, body_id=held.body_id, name=name, token=fielding.digest_of(token), admitted_at=at
    )
    _record(held, by=by, at=at, deed=Deed.ADMITTED, interviewer=made)
    return made, token


@transaction.atomic
def dismiss_interviewer(*, by: Actor, at: datetime, interviewer: int) -> Interviewer:
    """End a token. Refuses strangers; one that has ended stays so."""
    rows = Interviewer.objects.select_for_update(of=("self",)).select_related("survey")
    held = rows.filter(id=interviewer).first()
    if held is None:
        raise MissingError
    must(policy.can_survey(by, body=held.survey.body_id))
    if held.ended_at is None:
        held.ended_at = at
        held.save(update_fields=["ended_at"])
        _record(held.survey, by=by, at=at, deed=Deed.DISMISSED, interviewer=held)
    return held


def take_submission(*, by: Interviewer, at: datetime, raw: bytes) -> Arrival:
    """Keep an interview, once. Raises DocumentError for what is none.

    The survey's row is held meanwhile: the same submission by two connections at once is one. What it says of the
    address is compared with the sample, and with what came before from there; answers beyond it are kept, not counted.
    """
    sent = read_submission(raw)
    with row_scope.as_system(), transaction.atomic():  # a telephone comes with a token and nothing else
        survey = Survey.objects.select_for_update(of=("self",)).get(id=by.survey_id)
        before = Submission.objects.filter(survey=survey, instance=sent.instance).first()
        digest = sha256(raw).hexdigest()
        if before is not None:
            return Arrival.SAME if before.digest == digest else Arrival.OTHER
        asked = queries.released(survey, sent.form, sent.version)
        if asked is None:
            return Arrival.UNKNOWN
        response = _taken(asked, sent, at=at)
        made = Submission(
            root=survey.root,
            survey=survey,
            body_id=survey.body_id,
            interviewer=by,
            instance=sent.instance,
            digest=digest,
            response=response,
        )
        made.raw = seal_text(RAW, raw.decode("utf-8", "surrogateescape"), root=made.root, ref=made.id)
        made.save(force_insert=True)
        if response.chance and response.disposition in ANSWERED:
            pick_check(made)
    return Arrival.TAKEN


def _taken(asked: Questionnaire, sent: SentForm, *, at: datetime) -> Response:
    answers = answers_of(sent, reading.read_form(bytes(asked.xform)))
    field = queries.fieldwork_of(asked.survey)
    code = fielding.unit_of(answers, tuple(field.unit_questions.split()) if field else ())
    unit = Unit.objects.select_for_update(of=("self",)).filter(survey=asked.survey, code=code).first() if code else None
    mended = _replaced(asked.survey, sent.replaces)
    flags = []
    if unit is None:
        flags = [Flag("", "answer.not-drawn")]
    elif unit.disposition in ANSWERED and not mended:
        flags, unit = [Flag("", "answer.unit-twice")], None
    return take_answers(asked, unit, mode=Mode.INTERVIEW, at=at, answers=answers, flags=flags)


def _replaced(survey: Survey, instance: str) -> bool:
    """Whether an earlier submission is mended by this one; its answers are not counted any more."""
    found = Submission.objects.filter(survey=survey, instance=instance).select_related("response") if instance else None
    earlier = found.first() if found is not None else None
    if earlier is None or not earlier.response.chance:
        return False
    response = earlier.response
    response.chance, response.flags = "", [*response.flags, ["", "answer.replaced"]]
    response.save(update_fields=["chance", "flags"])
    return True


def _record(survey: Survey, *, by: Actor, at: datetime, deed: Deed, interviewer: Interviewer) -> None:
    facts = {"interviewer": interviewer.id}
    record(by=by, at=at, deed=deed, thing=str(survey_of(survey.id)), root=survey.root, facts=facts)
