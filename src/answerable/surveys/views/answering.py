"""Somebody answers by a personal link, screen by screen: without an account, without a cookie, without a script.

Every press of a button keeps what was typed, whatever is wrong with it, so that the link leads back to it from any device.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from answerable.base import dates, row_scope
from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.verdict import MissingError
from answerable.surveys import actions, queries, wording
from answerable.surveys.asking import ScreenForm
from answerable.surveys.models import Questionnaire, Unit
from answerable.surveys.questionnaire import reading, screens
from answerable.surveys.questionnaire.judging import Filled

AT = "at"


@door("public")
@cache_control(no_store=True)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, link: str) -> HttpResponse:
    """The screen that is due, or the one that is asked for; posted, the next one, or thanks."""
    unit = queries.unit_by_link(link)
    asked = queries.asked_now(unit.survey) if unit else None
    if unit is None or asked is None:
        raise MissingError
    with row_scope.as_system():  # of this unit alone: its link is the right to it
        known = queries.draft_of(unit)
    skip = _known_already(unit, asked)
    form = reading.read_form(bytes(asked.xform))
    of = screens.filled(form, known | skip, now=now())
    steps = screens.screens(of, skip=frozenset(skip))
    if not steps:
        raise MissingError  # nothing in it is for whoever answers alone
    place = min(_number(request.POST.get(AT) or request.GET.get(AT)), len(steps) - 1)
    if request.method == "POST":
        return _posted(request, link, steps[place], of, skip)
    return _page(request, of, steps, place, unit)


def _posted(
    request: HttpRequest, link: str, screen: screens.Screen, before: Filled, skip: dict[str, str]
) -> HttpResponse:
    """Keep what was typed, then go where the button leads; stay where something is wrong or newly asked."""
    said = before.given | screens.typed(screen, {name: request.POST.getlist(name) for name in request.POST})
    said = {key: value for key, value in said.items() if value}
    with row_scope.as_system():  # as above
        actions.keep_draft(link=link, answers={key: value for key, value in said.items() if key not in skip})
    of = screens.filled(before.form, said, now=now())
    steps = screens.screens(of, skip=frozenset(skip))
    place = _place_of(screen, steps)
    if request.POST.get("go") == "back":
        return _to(request, max(place - 1, 0))
    faults = screens.faults_on(of, steps[place])
    shown = {one.key for one in screen.asked}
    fresh = [one.key for one in steps[place].asked if one.key not in shown]
    unit = queries.unit_by_link(link)
    if unit is None:
        raise MissingError
    if faults.keys() - set(fresh):
        return _page(request, of, steps, place, unit, faults={key: why for key, why in faults.items() if key in shown})
    if fresh:
        return _to(request, place)
    if place + 1 < len(steps):
        return _to(request, place + 1)
    return _finished(request, link, of, steps, unit)


def _finished(request: HttpRequest, link: str, of: Filled, steps: list[screens.Screen], unit: Unit) -> HttpResponse:
    """Thanks, once nothing is missing anywhere; else the first screen on which something is."""
    for place, screen in enumerate(steps):
        if faults := screens.faults_on(of, screen):
            return _page(request, of, steps, place, unit, faults=faults)
    with row_scope.as_system():  # as above
        made = actions.finish(link=link, at=now(), answers=of.answers)
    return render(request, "surveys/public/thanks.html", {"survey": unit.survey, "refused": made.disposition == "R"})


def _page(
    request: HttpRequest,
    of: Filled,
    steps: list[screens.Screen],
    place: int,
    unit: Unit,
    *,
    faults: dict[str, str] | None = None,
) -> HttpResponse:
    language = of.form.language(dates.language())
    screen = steps[place]
    heading = screen.group.label.said(language, of.scope(screen.key)) or of.form.title
    shown = {
        "survey": unit.survey,
        "asker": wording.ASKERS[unit.survey.asker],
        "form": ScreenForm(of, screen, language, faults),
        "heading": heading,
        "language": language,
        "place": place,
        "number": place + 1,
        "count": len(steps),
        "next": _("Go on") if place + 1 < len(steps) or place == 0 else _("Send my answers"),
    }
    return render(request, "surveys/public/answer.html", shown, status=400 if faults else 200)


def _place_of(screen: screens.Screen, steps: list[screens.Screen]) -> int:
    """Where a screen stands among the screens that there are now: by the first of its questions that is still asked."""
    keys = {one.key for one in screen.asked}
    return next((place for place, step in enumerate(steps) if keys & {one.key for one in step.asked}), 0)


def _known_already(unit: Unit, asked: Questionnaire) -> dict[str, str]:
    """What an interviewer would fill in at the door, where the code of the unit says it."""
    field = queries.fieldwork_of(unit.survey)
    names = field.unit_questions.split() if field else []
    if not names:
        return {}
    parts = unit.code.rsplit("-", len(names) - 1) if len(names) > 1 else [unit.code]
    paths = {node.name: node.path for node in reading.read_form(bytes(asked.xform)).questions()}
    said = dict(zip(names, parts, strict=False)) | {"stratum": unit.stratum}
    return {paths[name]: value for name, value in said.items() if name in paths}


def _to(request: HttpRequest, place: int) -> HttpResponse:
    return redirect(f"{request.path}?{AT}={place}")


def _number(said: str | None) -> int:
    return int(said) if said and said.isascii() and said.isdigit() and len(said) < 5 else 0
