"""Results: worked out as often as wanted, published once, with their hash in the public log."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from answerable.base.actor import Actor
from answerable.base.verdict import MissingError, NotNowError, must
from answerable.ledger.actions import record
from answerable.ledger.rules import Fact
from answerable.ledger.terms import COMMON, PublicAct
from answerable.surveys import policy, queries
from answerable.surveys.models import Result, Survey
from answerable.surveys.terms import LEAVES, Asker, Deed, dataset_of


@transaction.atomic
def keep_result(
    *, by: Actor, at: datetime, survey: int, numbers: Mapping[str, Any], weighting: Mapping[str, Any]
) -> Result:
    """Keep what was worked out, in place of what is not published yet. `weighting`: margins and where they come from.

    Refuses strangers, and a survey that was asked by the judged: it gives no figure of confidence in them.
    """
    held = Survey.objects.select_for_update(of=("self",)).filter(id=survey).first()
    if held is None:
        raise MissingError
    must(policy.can_survey(by, body=held.body_id))
    asked = queries.asked_now(held)
    if held.asker == Asker.JUDGED or asked is None:
        raise NotNowError("result.asked-by-the-judged" if asked is not None else "fieldwork.not-ready")
    row = Result.objects.filter(survey=held, published_at=None).first()
    row = row or Result(root=held.root, survey=held, body_id=held.body_id)
    row.questionnaire, row.numbers, row.weighting, row.worked_out_at = asked, dict(numbers), dict(weighting), at
    row.save()
    record(by=by, at=at, deed=Deed.WORKED_OUT, thing=str(dataset_of(row.id)), root=row.root, facts={"survey": held.id})
    return row


@dataclass(frozen=True, slots=True)
class Erratum:
    """Which published results are corrected, on what ground (terms.Basis), and what was wrong, in words."""

    corrects: int
    basis: str
    words: str


@transaction.atomic
def publish_result(
    *, by: Actor, at: datetime, result: int, sheet: Mapping[str, str], erratum: Erratum | None = None
) -> Result:
    """Publish what was worked out, with the whole disclosure sheet; with an erratum, in place of earlier results, which stay.

    Refuses strangers, an empty line, a second time, and an erratum of what is not published, corrected already or the same.
    """
    rows = Result.objects.select_for_update(of=("self",)).select_related("survey__body", "questionnaire")
    row = rows.filter(id=result).first()
    if row is None:
        raise MissingError
    must(policy.can_survey(by, body=row.body_id))
    if row.published_at is not None or not all(sheet.values()):
        raise NotNowError("result.published-before" if row.published_at else "result.sheet-has-gaps")
    row.sheet, row.published_at = dict(sheet), at
    if erratum is not None:
        row.corrects = _corrected(row, erratum)
        row.basis, row.erratum = erratum.basis, erratum.words
    row.document = document_of(row)
    row.digest = sha256(row.document).hexdigest()
    row.save(update_fields=["sheet", "published_at", "document", "digest", "corrects", "basis", "erratum"])
    _record_published(row, by=by, at=at)
    return row


def _corrected(row: Result, erratum: Erratum) -> Result:
    old = queries.not_corrected(row.survey).select_for_update(of=("self",)).filter(id=erratum.corrects).first()
    if old is None or not erratum.words.strip():
        raise NotNowError("result.not-to-be-corrected")
    if (old.numbers, old.sheet, old.weighting) == (row.numbers, row.sheet, row.weighting):
        raise NotNowError("result.nothing-corrected")
    return old


def _record_published(row: Result, *, by: Actor, at: datetime) -> None:
    """The deed and its leaf; a correction is in the case of the results that were published first."""
    body = row.survey.body
    on = at.astimezone(ZoneInfo(body.zone)).date()
    said: dict[str, str | int] = {"sha256": row.digest, "size": int(row.numbers["answers"])}
    if row.corrects is None:
        first, deed, kind = row, Deed.PUBLISHED, LEAVES[Deed.PUBLISHED]
        said |= {"name": "survey-results", "period": f"{on:%Y-%m}"}
    else:
        first, deed, kind = queries.first_published(row), Deed.CORRECTED, LEAVES[Deed.CORRECTED]
        said["basis"] = row.basis
    place = COMMON if row.corrects is None else None  # a correction stands where its case began
    act = PublicAct(kind=kind, on=on, body=body.code, fields={"survey": str(row.survey_id)}, extra=said, place=place)
    facts: dict[str, Fact | list[int]] = {"survey": row.survey_id}
    case = str(dataset_of(first.id))
    record(by=by, at=at, deed=deed, thing=str(dataset_of(row.id)), root=row.root, facts=facts, case=case, public=act)


@transaction.atomic
def note_handing_out(*, by: Actor, at: datetime, result: int, sha256_of: str, blanked: int) -> Result:
    """Note that answers were handed out as a file of this SHA-256. Refuses strangers, and results that are not published."""
    row = Result.objects.select_related("survey").filter(id=result).first()
    if row is None:
        raise MissingError
    must(policy.can_survey(by, body=row.body_id))
    if row.published_at is None:
        raise NotNowError("result.not-published-yet")
    facts: dict[str, Fact | list[int]] = {"sha256": sha256_of, "blanked": blanked, "survey": row.survey_id}
    record(by=by, at=at, deed=Deed.HANDED_OUT, thing=str(dataset_of(row.id)), root=row.root, facts=facts)
    return row


def document_of(row: Result) -> bytes:
    """What is published, as the bytes whose SHA-256 stands in the log."""
    survey = row.survey
    said: dict[str, Any] = {
        "survey": {"id": survey.id, "title": survey.title, "population": survey.population, "asker": survey.asker},
        "questionnaire": {"sha256": row.questionnaire.digest, "version": row.questionnaire.version},
        "results": row.numbers,
        "weighting": row.weighting,
        "sheet": row.sheet,
    }
    if row.corrects is not None:
        said["corrects"] = {"sha256": row.corrects.digest, "basis": row.basis, "erratum": row.erratum}
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
