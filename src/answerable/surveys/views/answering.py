"""Somebody answers by a personal link, screen by screen: without an account, without a cookie, without a script.

Every press of a button keeps what was typed, whatever is wrong with it, so that the link leads back to it from any device.
"""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from answerable.base import dates, row_scope
from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.verdict import MissingError
from answerable.surveys import actions, fielding, queries, stepping, wording
from answerable.surveys.asking import ScreenForm
from answerable.surveys.models import Questionnaire, Unit
from answerable.surveys.questionnaire import reading

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
    place = _number(request.POST.get(AT) or request.GET.get(AT))
    standing = stepping.stand(form, known, skip, place=place, at=now())
    if not standing.steps:
        raise MissingError  # nothing in it is for whoever answers alone
    if request.method == "POST":
        return _posted(request, link, standing, unit, skip)
    return _page(request, standing, unit)


def _posted(
    request: HttpRequest, link: str, before: stepping.Standing, unit: Unit, skip: dict[str, str]
) -> HttpResponse:
    """Keep what was typed, then go where the button leads; stay where something is wrong or newly asked."""
    pressed = stepping.press(before, {name: request.POST.getlist(name) for name in request.POST}, skip, at=now())
    with row_scope.as_system():  # as above
        actions.keep_draft(link=link, answers=pressed.said)
        if pressed.done:
            made = actions.finish(link=link, at=now(), answers=pressed.standing.of.answers)
            shown = {"survey": unit.survey, "refused": made.disposition == "R"}
            return render(request, "surveys/public/thanks.html", shown)
    if pressed.moved:
        return redirect(f"{request.path}?{AT}={pressed.standing.place}")
    return _page(request, pressed.standing, unit, faults=pressed.faults)


def _page(
    request: HttpRequest, standing: stepping.Standing, unit: Unit, *, faults: Mapping[str, str] | None = None
) -> HttpResponse:
    of, place = standing.of, standing.place
    language = of.form.language(dates.language())
    screen = standing.screen
    heading = screen.group.label.said(language, of.scope(screen.key)) or of.form.title
    shown = {
        "survey": unit.survey,
        "asker": wording.ASKERS[unit.survey.asker],
        "form": ScreenForm(of, screen, language, faults),
        "heading": heading,
        "language": language,
        "place": place,
        "number": place + 1,
        "count": len(standing.steps),
        "next": _("Go on") if place + 1 < len(standing.steps) or place == 0 else _("Send my answers"),
    }
    return render(request, "surveys/public/answer.html", shown, status=400 if faults else 200)


def _known_already(unit: Unit, asked: Questionnaire) -> dict[str, str]:
    """What an interviewer would fill in at the door, where the code of the unit says it."""
    field = queries.fieldwork_of(unit.survey)
    form = reading.read_form(bytes(asked.xform))
    known = fielding.known_of(form, field.unit_questions if field else "", code=unit.code, stratum=unit.stratum)
    return known | fielding.alone(form)


def _number(said: str | None) -> int:
    return int(said) if said and said.isascii() and said.isdigit() and len(said) < 5 else 0
