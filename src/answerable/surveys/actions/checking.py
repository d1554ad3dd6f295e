"""Interviews asked about again, and interviewers who say when they will be back."""

from datetime import datetime

from django.db import transaction

from answerable.base import row_scope
from answerable.base.actor import STRANGER, Actor
from answerable.base.verdict import MissingError, NotNowError, must
from answerable.ledger.rules import Fact
from answerable.surveys import checks, policy
from answerable.surveys.actions.fieldwork import record_on
from answerable.surveys.models import BackCheck, Interviewer, Submission, Unit
from answerable.surveys.terms import BackCheckOutcome, Deed
from answerable.vault.keys import server_key
from answerable.vault.rules.subkeys import subkey


def pick_check(submission: Submission) -> None:
    """Put an interview that has just come on the list of those that are asked about again, if chance says so."""
    is_first = not Submission.objects.filter(interviewer=submission.interviewer_id, id__lt=submission.id).exists()
    if checks.is_picked(subkey(server_key(), "surveys/check"), submission.id, is_first=is_first):
        BackCheck.objects.create(survey_id=submission.survey_id, body_id=submission.body_id, submission=submission)


@transaction.atomic
def note_check(*, by: Actor, at: datetime, check: int, outcome: BackCheckOutcome) -> BackCheck:
    """Note what came of asking again. Where nobody was interviewed, the answers are not counted, and the address is open again.

    Refuses strangers, and a check that was done.
    """
    rows = BackCheck.objects.select_for_update(of=("self",)).select_related("survey", "submission__response")
    held = rows.filter(id=check).first()
    if held is None:
        raise MissingError
    must(policy.can_survey(by, body=held.body_id))
    if held.outcome:
        raise NotNowError("check.done")
    held.outcome, held.checked_on = outcome, at.date()
    held.save(update_fields=["outcome", "checked_on"])
    if outcome is BackCheckOutcome.NONE:
        _take_out(held.submission)
    facts: dict[str, Fact | list[int]] = {"submission": held.submission_id, "outcome": outcome.value}
    record_on(held.survey, by=by, at=at, deed=Deed.CHECKED, facts=facts)
    return held


def _take_out(submission: Submission) -> None:
    response = submission.response
    if not response.chance:
        return
    response.chance, response.flags = "", [*response.flags, ["", "answer.not-held"]]
    response.save(update_fields=["chance", "flags"])
    Unit.objects.filter(survey=submission.survey_id, code=checks.code_of(submission)).update(disposition="")


def set_out(*, at: datetime, interviewer: int, back_by: datetime) -> None:
    """An interviewer goes out and says when they will be back. Refuses a time that has passed, and a token that has ended."""
    if back_by <= at:
        raise NotNowError("round.in-the-past")
    _moved(at=at, interviewer=interviewer, back_by=back_by, deed=Deed.SET_OUT)


def note_return(*, at: datetime, interviewer: int) -> None:
    """They are back. Refuses a token that has ended."""
    _moved(at=at, interviewer=interviewer, back_by=None, deed=Deed.CAME_BACK)


def _moved(*, at: datetime, interviewer: int, back_by: datetime | None, deed: Deed) -> None:
    with row_scope.as_system(), transaction.atomic():  # a telephone comes with a token and nothing else
        rows = Interviewer.objects.select_for_update(of=("self",)).select_related("survey")
        held = rows.filter(id=interviewer, ended_at=None).first()
        if held is None:
            raise MissingError
        held.back_by = back_by
        held.save(update_fields=["back_by"])
        record_on(held.survey, by=STRANGER, at=at, deed=deed, facts={"interviewer": held.id})
