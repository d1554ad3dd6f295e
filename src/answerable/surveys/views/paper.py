"""Questionnaires that came on paper: found by the code on them, typed screen by screen by two people, compared, taken.

What stands on the paper may be what the questionnaire does not allow: then it is typed as it stands, and flagged.
"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from answerable.base import dates
from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.base.verdict import InvalidError, MissingError, NotNowError
from answerable.surveys import actions, fielding, paper_entries, queries, stepping, wording
from answerable.surveys.asking import ScreenForm
from answerable.surveys.models import Unit
from answerable.surveys.questionnaire import reading
from answerable.surveys.questionnaire.form import Form
from answerable.surveys.views.calls import AT, number_of_step

AS_WRITTEN = "as-written"


@door("desk")
@require_http_methods(["GET", "HEAD", "POST"])
def entries(request: DoorRequest, ref: int) -> HttpResponse:
    """What is typed and by how many; posted, the code on a paper, which leads to its questionnaire."""
    row = queries.survey_called_by(request.actor, ref)
    code, fault = request.POST.get("code", "").strip()[:64], ""
    if request.method == "POST":
        unit = paper_entries.unit_by_code(row, code)
        if unit is not None:
            return redirect("desk:surveys:paper-entry", unit.id)
        fault = str(wording.REASONS["fieldwork.not-drawn"])
    shown = {"row": row, "waiting": paper_entries.waiting(row), "code": code, "fault": fault}
    return render(request, "surveys/desk/paper.html", shown, status=400 if fault else 200)


@door("desk")
@cache_control(no_store=True)
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: DoorRequest, ref: int) -> HttpResponse:
    """The screen that is due of somebody's own typing; posted, the next one."""
    unit = paper_entries.unit_for(request.actor, ref)
    form, skip = _asked(unit)
    mine = next((each for each in paper_entries.entries_of(unit) if each.typist == request.actor.id), None)
    if mine is not None and mine.is_done:
        raise NotNowError("paper.not-yours")
    place = number_of_step(request.POST.get(AT) or request.GET.get(AT))
    known = paper_entries.typed(mine) if mine is not None else {}
    standing = stepping.stand(form, known, skip, place=place, at=now())
    faults: dict[str, str] = {}
    if request.method == "POST":
        sent = {name: request.POST.getlist(name) for name in request.POST}
        pressed = stepping.press(standing, sent, skip, at=now())
        standing, faults = pressed.standing, dict(pressed.faults)
        over = bool(faults) and AS_WRITTEN in sent.get("go", [])
        done = pressed.done or (over and standing.place + 1 >= len(standing.steps))
        taken = actions.keep_paper(by=request.actor, at=now(), unit=ref, answers=pressed.said, done=done)
        if done:
            said = _("Both typed the same. The interview is kept.") if taken else _("It is typed.")
            messages.success(request, said, extra_tags="good")
            return redirect("desk:surveys:paper", unit.survey_id)
        if pressed.moved or over:
            return redirect(f"{request.path}?{AT}={standing.place + over}")
    language = form.language(dates.language())
    screen = standing.screen
    shown = {
        "row": unit.survey,
        "unit": unit,
        "form": ScreenForm(standing.of, screen, language, faults),
        "heading": screen.group.label.said(language, standing.of.scope(screen.key)) or form.title,
        "language": language,
        "place": standing.place,
        "number": standing.place + 1,
        "count": len(standing.steps),
        "faults": faults,
    }
    return render(request, "surveys/desk/paper_entry.html", shown, status=400 if faults else 200)


@door("desk")
@cache_control(no_store=True)
@require_http_methods(["GET", "HEAD", "POST"])
def differences(request: DoorRequest, ref: int) -> HttpResponse:
    """What two people typed differently, side by side; posted, which of them stands on the paper."""
    unit = paper_entries.unit_for(request.actor, ref)
    form, _skip = _asked(unit)
    done = [each for each in paper_entries.entries_of(unit) if each.is_done]
    if len(done) < actions.TYPISTS:
        raise NotNowError("paper.not-typed-twice")
    first, second = (paper_entries.typed(each) for each in done)
    found = paper_entries.shown(form, first, second, form.language(dates.language()))
    left: set[str] = set()
    picked = {one.key: said == "1" for one in found if (said := request.POST.get(one.key, "")) in {"0", "1"}}
    if request.method == "POST":
        try:
            actions.settle_paper(by=request.actor, at=now(), unit=ref, picked=picked)
        except InvalidError:
            left = {one.key for one in found} - picked.keys()
        else:
            messages.success(request, _("The interview is kept."), extra_tags="good")
            return redirect("desk:surveys:paper", unit.survey_id)
    lines = [(one, picked.get(one.key), one.key in left) for one in found]
    shown = {
        "row": unit.survey,
        "unit": unit,
        "lines": lines,
        "language": form.language(dates.language()),
        "left": left,
    }
    return render(request, "surveys/desk/paper_differences.html", shown, status=400 if left else 200)


def _asked(unit: Unit) -> tuple[Form, dict[str, str]]:
    """The questionnaire, and what the code of the unit says already."""
    asked, field = queries.asked_now(unit.survey), queries.fieldwork_of(unit.survey)
    if asked is None or field is None:
        raise MissingError
    form = reading.read_form(bytes(asked.xform))
    return form, fielding.known_of(form, field.unit_questions, code=unit.code, stratum=unit.stratum)
