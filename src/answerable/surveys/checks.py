"""The field looked into: which interviews are asked about again, how interviewers are doing, and who is out."""

import hmac
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from answerable.base import row_scope
from answerable.base.actor import Actor
from answerable.base.verdict import MissingError
from answerable.surveys import fielding, quality, queries
from answerable.surveys.models import BackCheck, Interviewer, Submission, Survey
from answerable.surveys.questionnaire import reading
from answerable.surveys.questionnaire.form import Form
from answerable.surveys.questionnaire.submission import answers_of, read_submission
from answerable.surveys.sealed_fields import RAW
from answerable.vault.sealing import open_text

ONE_IN: Final = 10
"""So many interviews, of which one is asked about again; and the first of each interviewer."""


@dataclass(frozen=True, slots=True)
class ShownBackCheck:
    """An interview to be asked about again: of which address, whose it was, and of which day."""

    row: BackCheck
    code: str
    interviewer: str


def is_picked(key: bytes, submission: int, *, is_first: bool) -> bool:
    """Whether an interview is asked about again: chance decides, which nobody in the field can know beforehand."""
    return is_first or hmac.digest(key, f"surveys/check/{submission}".encode(), "sha256")[0] < 256 // ONE_IN


def checks_of(survey: Survey) -> list[ShownBackCheck]:
    """What is still to be asked about again, the oldest first. The address is read out of the sealed submission."""
    rows = BackCheck.objects.filter(survey=survey, outcome="").order_by("id")
    found = rows.select_related("submission__interviewer", "submission__response__questionnaire")
    return [ShownBackCheck(row, code_of(row.submission), row.submission.interviewer.name) for row in found[:50]]


def code_of(submission: Submission) -> str:
    """The address of an interview, as it says itself; empty where it says none."""
    field = queries.fieldwork_of(submission.survey)
    form = reading.read_form(bytes(submission.response.questionnaire.xform))
    raw = open_text(RAW, submission.raw, root=submission.root, ref=submission.id)
    answers = answers_of(read_submission(raw.encode("utf-8", "surrogateescape")), form)
    return fielding.unit_of(answers, tuple(field.unit_questions.split()) if field else ())


def outcomes_of(survey: Survey) -> Mapping[str, int]:
    """How many checks came to what."""
    done = BackCheck.objects.filter(survey=survey).exclude(outcome="").values_list("outcome", flat=True)
    return Counter(done)


def check_for(actor: Actor, ref: int) -> BackCheck:
    """A check of a survey that the actor works on. Raises MissingError for another."""
    found = BackCheck.objects.filter(id=ref, body__in=queries.bodies_of(actor)).select_related("survey").first()
    if found is None:
        raise MissingError
    return found


def interviewers(survey: Survey, form: Form) -> list[quality.InterviewerLine]:
    """What the interviews of each interviewer give reason to ask."""
    rows = Submission.objects.filter(survey=survey).select_related("interviewer", "response").order_by("id")
    held = [
        quality.HeldInterview(
            row.interviewer.name,
            row.response.disposition,
            {
                key.rpartition("/")[2]: value
                for key, value in queries.answers_of(row.response).items()
                if "[" not in key
            },
        )
        for row in rows
    ]
    return quality.report(held, quality.batteries_of(form))


def out_now(survey: Survey, *, at: datetime) -> list[tuple[Interviewer, bool]]:
    """Who is out asking, and whether they should have been back."""
    rows = Interviewer.objects.filter(survey=survey, ended_at=None).exclude(back_by=None).order_by("back_by")
    return [(row, row.back_by is not None and row.back_by < at) for row in rows]


def unsafe(survey: Survey) -> list[str]:
    """The addresses to which nobody is sent any more."""
    return list(queries.units_of(survey).filter(is_unsafe=True).values_list("code", flat=True))


def unsafe_for(interviewer: Interviewer) -> list[str]:
    """The same, for an interviewer who came by their token."""
    with row_scope.as_system():
        return unsafe(interviewer.survey)
