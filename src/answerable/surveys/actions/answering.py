"""What people answer: kept as it is typed, and in the end cut off from the link by which they came."""

import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from answerable.base.actor import STRANGER
from answerable.base.verdict import MissingError
from answerable.ledger.actions import record
from answerable.surveys import fielding, queries
from answerable.surveys.models import Questionnaire, Response, Unit
from answerable.surveys.questionnaire import judging, reading
from answerable.surveys.sealed_fields import ANSWERS, DRAFT
from answerable.surveys.terms import Deed, Mode, survey_of
from answerable.vault.sealing import seal_text


@transaction.atomic
def keep_draft(*, link: str, answers: Mapping[str, str]) -> None:
    """Keep what was typed so far. Raises MissingError for a link that is spent or never was."""
    unit = _held(link)
    said = json.dumps(dict(answers), ensure_ascii=False)
    unit.draft = seal_text(DRAFT, said, root=unit.root, ref=unit.id)
    unit.save(update_fields=["draft"])


@transaction.atomic
def finish(*, link: str, at: datetime, answers: Mapping[str, str]) -> Response:
    """Take the answers of somebody who came by a link, and spend it. Raises MissingError for one that is spent.

    What is kept of the unit with the answers is its stratum, its sampling point and its chance; with the unit, that it has answered.
    """
    unit = _held(link)
    asked = queries.asked_now(unit.survey)
    if asked is None:
        raise MissingError
    return take_answers(asked, unit, mode=Mode.WEB, at=at, answers=answers)


def take_answers(
    asked: Questionnaire,
    unit: Unit | None,
    *,
    mode: Mode,
    at: datetime,
    answers: Mapping[str, str],
    flags: Sequence[judging.Flag] = (),
) -> Response:
    """Keep answers in the caller's transaction, and note at the unit, which the caller holds, what became of it.

    A household answers once: the unit's link is spent. `flags`: what was found before the form was asked.
    """
    survey = asked.survey
    judged = judging.judge(reading.read_form(bytes(asked.xform)), answers, now=at)
    field = queries.fieldwork_of(survey)
    questions = tuple(field.unit_questions.split()) if field else ()
    kept = fielding.without_unit(judged.answers, questions)
    disposition = fielding.disposition_of(judged.answers)
    ref = secrets.randbelow(2**62) + 1  # tells no time: nobody orders the answers as the visits were
    made = Response.objects.create(
        id=ref,
        root=survey.root,
        survey=survey,
        body_id=survey.body_id,
        questionnaire=asked,
        mode=mode,
        stratum=unit.stratum if unit else "",
        cluster=unit.cluster if unit else "",
        chance=unit.chance if unit else "",
        disposition=disposition,
        answers=seal_text(ANSWERS, json.dumps(kept, ensure_ascii=False), root=survey.root, ref=ref),
        flags=[[flag.key, flag.reason] for flag in (*flags, *judged.flags)],
        received_on=at.date(),
    )
    if unit is not None:
        unit.disposition, unit.attempts, unit.last_on = disposition, unit.attempts + 1, at.date()
        unit.link, unit.draft, unit.telephone, unit.call_at = "", None, None, None
        unit.save(update_fields=["disposition", "attempts", "last_on", "link", "draft", "telephone", "call_at"])
    facts = {"mode": mode.value, "questionnaire": asked.id}
    record(by=STRANGER, at=at, deed=Deed.ANSWERED, thing=str(survey_of(survey.id)), root=survey.root, facts=facts)
    return made


def _held(link: str) -> Unit:
    if not fielding.LINK.fullmatch(link):
        raise MissingError
    rows = Unit.objects.select_for_update(of=("self",)).select_related("survey")
    unit = rows.filter(link=fielding.digest_of(link)).first()
    if unit is None:
        raise MissingError
    return unit
