"""Results: worked out and looked at by whoever asks, then published for anybody with their disclosure sheet."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from answerable.base import dates
from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.base.verdict import MissingError, NotNowError
from answerable.surveys import actions, fielding, microdata, queries, spss, tabling, waves, wording
from answerable.surveys.forms import DisclosureForm, ErratumForm, MicrodataForm, TablesForm
from answerable.surveys.models import Result, Survey
from answerable.surveys.questionnaire import reading
from answerable.surveys.terms import Asker
from answerable.surveys.views import pulse


@door("desk")
@require_http_methods(["GET", "HEAD", "POST"])
def results(request: DoorRequest, ref: int) -> HttpResponse:
    """What was worked out last; posted, worked out again from what was answered until now."""
    row = queries.survey_for(request.actor, ref)
    if row.panel_id is not None:
        return redirect("desk:surveys:pulse", ref)
    asked = queries.asked_now(row)
    if asked is None or queries.fieldwork_of(row) is None:
        raise NotNowError("fieldwork.not-ready")
    if row.asker == Asker.JUDGED:
        raise NotNowError("result.asked-by-the-judged")
    of = reading.read_form(bytes(asked.xform))
    form = TablesForm(
        request.POST if request.method == "POST" else None, by=tabling.grouping(of), counts=tabling.counts(of)
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            numbers = tabling.work_out(row, asked, by=said["by"], weighing=said["weighing"])
        except tabling.TablesError as wrong:
            form.add_error(None, str(wording.REASONS[wrong.reason]) % {"said": wrong.said})
        else:
            actions.keep_result(by=request.actor, at=now(), survey=ref, numbers=numbers, weighting=said["weighing"])
            return redirect("desk:surveys:results", ref)
    found = queries.result_of(row)
    shown = {"row": row, "form": form, "published": queries.published_of(row), "result": found}
    if found is not None:
        shown |= _shown(found) | {"sheet": _sheet(row), "erratum": _erratum(found)}
    return render(request, "surveys/desk/results.html", shown, status=400 if form.errors else 200)


def _sheet(row: Survey) -> DisclosureForm:
    """The sheet as it was published last, to be gone through again."""
    last = queries.published_of(row).first()
    return DisclosureForm(initial=last.sheet if last is not None else None)


@door("desk")
@require_http_methods(["POST"])
def publish(request: DoorRequest, ref: int) -> HttpResponse:
    """The last step, once the whole sheet is filled in; where they correct what was published, with the reason."""
    found = queries.result_for(request.actor, ref)
    sheet, erratum = DisclosureForm(request.POST), _erratum(found, request.POST)
    if sheet.is_valid() & erratum.is_valid():
        why = erratum.cleaned_data
        actions.publish_result(
            by=request.actor,
            at=now(),
            result=ref,
            sheet=sheet.cleaned_data,
            erratum=actions.Erratum(why["corrects"], why["basis"], why["erratum"]) if why["corrects"] else None,
        )
        messages.success(request, _("The results are published, and their hash is in the log."), extra_tags="good")
        return redirect("public:surveys:result", ref)
    asked = found.questionnaire
    of = reading.read_form(bytes(asked.xform))
    form = TablesForm(by=tabling.grouping(of), counts=tabling.counts(of))
    shown = {"row": found.survey, "form": form, "published": queries.published_of(found.survey), "result": found}
    shown |= _shown(found) | {"sheet": sheet, "erratum": erratum}
    return render(request, "surveys/desk/results.html", shown, status=400)


def _erratum(found: Result, data: QueryDict | None = None) -> ErratumForm:
    standing = queries.not_corrected(found.survey)
    labelled = [(each.id, dates.moment(each.published_at)) for each in standing if each.published_at]
    return ErratumForm(data, published=labelled)


@door("desk")
@require_http_methods(["GET", "HEAD", "POST"])
def microdata_page(request: DoorRequest, ref: int) -> HttpResponse:
    """Answers for researchers, once results are published; posted, the file or its description (`what` is "ddi") or SPSS's syntax ("sps")."""
    found = queries.result_for(request.actor, ref)
    if found.published_at is None:
        raise NotNowError("result.not-published-yet")
    of = reading.read_form(bytes(found.questionnaire.xform))
    form = MicrodataForm(request.POST if request.method == "POST" else None, keys=tabling.grouping(of))
    if request.method == "POST" and form.is_valid():
        given = _given(found, form.cleaned_data["known_by"])
        if given.rows and microdata.smallest_group(given) not in {0, *range(microdata.FEWEST, len(given.rows) + 1)}:
            raise NotNowError("result.somebody-is-alone")
        content = microdata.csv_of(given)
        digest = sha256(content).hexdigest()
        actions.note_handing_out(by=request.actor, at=now(), result=ref, sha256_of=digest, blanked=given.blanked)
        content, name, kind = _as_asked(request.POST.get("what"), found, given, content, digest)
        answer = HttpResponse(content, content_type=kind)
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        answer.headers["Cache-Control"] = "no-store"
        return answer
    shown = {"row": found.survey, "result": found, "form": form}
    return render(request, "surveys/desk/microdata.html", shown, status=400 if form.errors else 200)


def _as_asked(
    what: str | None, found: Result, given: microdata.Microdata, content: bytes, digest: str
) -> tuple[bytes, str, str]:
    """The file, its description or the syntax that reads it, with its name and its media type."""
    name = f"answers-{found.survey_id}"
    if what == "ddi":
        described = microdata.ddi_of(given, _study(found, digest), file=f"{name}.csv")
        return described, f"{name}.xml", "application/xml"
    if what == "sps":
        syntax = spss.sps_of(given, file=f"{name}.csv", language=dates.language())
        return syntax, f"{name}.sps", "text/plain; charset=utf-8"
    return content, f"{name}.csv", "text/csv; charset=utf-8"


def _given(found: Result, keys: Sequence[str]) -> microdata.Microdata:
    field = queries.fieldwork_of(found.survey)
    if field is None or field.draw is None:
        raise NotNowError("fieldwork.not-ready")
    without = {*field.unit_questions.split(), *fielding.ABOUT_THE_INTERVIEW, "stratum"}
    of = reading.read_form(bytes(found.questionnaire.xform))
    return microdata.made(
        microdata.variables_of(of, keys, without), tabling.answered(found.survey), seed=field.draw.seed
    )


def _study(found: Result, digest: str) -> microdata.StudyDescription:
    survey, at = found.survey, found.published_at
    return microdata.StudyDescription(
        ref=f"survey-{survey.id}",
        title=survey.title,
        population=survey.population,
        asker=survey.asker,
        version=f"{found.questionnaire.version} {digest}",
        day=at.date().isoformat() if at else "",
        sheet=found.sheet,
        language=dates.language(),
    )


@door("public")
@require_safe
def result(request: HttpRequest, ref: int) -> HttpResponse:
    """What came of a survey, for anybody."""
    found = queries.public_result(ref)
    if found.survey.panel_id is not None:
        return pulse.published_page(request, found)
    sheet = [(name, found.sheet[key]) for key, name in wording.SHEET.items() if key in found.sheet]
    shown = {
        "row": found.survey,
        "asker": wording.ASKERS[found.survey.asker],
        "result": found,
        "sheet": sheet,
        "basis": wording.BASES.get(found.basis),
        "newer": queries.correction_of(found),
    }
    return render(request, "surveys/public/result.html", shown | _shown(found))


@door("public")
@require_safe
def trend(request: HttpRequest, ref: int) -> HttpResponse:
    """A survey and the waves before it, beside each other; what is not asked alike breaks the line."""
    row = queries.public_survey(ref)
    found = queries.waves_until(row)
    if not found:
        raise MissingError
    form = reading.read_form(bytes(found[-1].questionnaire.xform))
    language = form.language(dates.language())
    breaks = [(each, [wording.BREAKS[why] for why in each.numbers.get("wave", {}).get("breaks", [])]) for each in found]
    shown = {
        "row": row,
        "asker": wording.ASKERS[row.asker],
        "waves": breaks,
        "lines": waves.trend([each.numbers for each in found], form, language),
        "language": language,
    }
    return render(request, "surveys/public/trend.html", shown)


@door("public")
@require_safe
def document(request: HttpRequest, ref: int) -> HttpResponse:
    """The same as bytes: their SHA-256 is the one that stands in the log."""
    del request
    found = queries.public_result(ref)
    return HttpResponse(bytes(found.document or b""), content_type="application/json")


def _shown(found: Result) -> dict[str, Any]:
    form = reading.read_form(bytes(found.questionnaire.xform))
    tables = tabling.shown(form, found.numbers, form.language(dates.language()))
    reasons = {each: wording.REFUSALS[each] for each in sorted({why for table in tables for why in table.why})}
    rates = [
        (name, 100 * rate)
        for name, rate in found.numbers.get("rates", {}).items()
        if name in {"RR1", "RR3", "COOP1", "REF1"}
    ]
    return {
        "tables": tables,
        "reasons": reasons,
        "rates": rates,
        "language": form.language(dates.language()),
        "breaks": [wording.BREAKS[each] for each in found.numbers.get("wave", {}).get("breaks", [])],
        "cells": wording.CELLS[found.weighting.get("cells", "auto")],
    }
