"""Asking by telephone: whose turn it is, one call screen by screen, and how the numbers and quotas are set up.

What the quotas are by is asked first; where one is full, the interview ends there, with thanks. Every button keeps what was
said, so that a call that breaks off goes on where it was.
"""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from answerable.base import dates
from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.base.verdict import InvalidError, MissingError
from answerable.surveys import actions, calling, fielding, queries, stepping, wording
from answerable.surveys.asking import ScreenForm
from answerable.surveys.forms import CallForm, NumbersForm, QuotasForm
from answerable.surveys.models import Unit
from answerable.surveys.questionnaire import reading
from answerable.surveys.questionnaire.screens import Screen

AT, LANGUAGE = "at", "in"


@door("desk")
@require_safe
def surveys(request: DoorRequest) -> HttpResponse:
    """The surveys in which the actor may ask by telephone. Missing for whoever may nowhere."""
    if not queries.interviewing_bodies(request.actor):
        raise MissingError
    rows = [(row, queries.due_to_call(row, at=now()).count()) for row in queries.called_by(request.actor)]
    return render(request, "surveys/desk/calls.html", {"rows": rows})


@door("desk")
@require_http_methods(["GET", "HEAD", "POST"])
def due_calls(request: DoorRequest, ref: int) -> HttpResponse:
    """What is due to be called, and the quotas; posted, the next number."""
    row = queries.survey_called_by(request.actor, ref)
    if request.method == "POST":
        unit = actions.take_call(by=request.actor, at=now(), survey=ref)
        if unit is not None:
            return redirect("desk:surveys:call", unit.id)
        messages.info(request, _("No number is due now."))
        return redirect("desk:surveys:calling", ref)
    shown = {
        "row": row,
        "due": queries.due_to_call(row, at=now()).count(),
        "left": queries.to_call(row).count(),
        "call_backs": queries.call_backs(row, at=now()),
        "quotas": queries.quotas_of(row),
        "mine": queries.on_the_line(row, caller=request.actor.id, at=now()),
        "makes": row.body_id in queries.bodies_of(request.actor),
    }
    return render(request, "surveys/desk/calling.html", shown)


@door("desk")
@cache_control(no_store=True)
@require_http_methods(["GET", "HEAD", "POST"])
def call(request: DoorRequest, ref: int) -> HttpResponse:
    """The call that the actor has on the line: its number, and the screen that is due; posted, the next one, or thanks."""
    unit, number = queries.call_of(request.actor, ref, at=now())
    standing, skip, order = _standing(unit, number_of_step(request.POST.get(AT) or request.GET.get(AT)))
    if request.method != "POST":
        return _page(request, standing, unit, number)
    sent = {name: request.POST.getlist(name) for name in request.POST}
    pressed = stepping.press(standing, sent, skip, at=now(), order=order)
    said = pressed.standing.of.answers
    actions.keep_call(by=request.actor, at=now(), unit=ref, answers=pressed.said)
    if not pressed.faults and actions.turn_away(by=request.actor, at=now(), unit=ref, answers=said):
        return _over(request, unit, _("As many as wanted have answered so. Say thanks, and end the call."))
    if pressed.done:
        actions.finish_call(by=request.actor, at=now(), unit=ref, answers=said)
        return _over(request, unit, _("The interview is kept. Say thanks."))
    if pressed.moved:
        where = {AT: pressed.standing.place} | _spoken(request)
        return redirect(f"{request.path}?{urlencode(where)}")
    return _page(request, pressed.standing, unit, number, faults=pressed.faults)


@door("desk")
@cache_control(no_store=True)
@require_POST
def end(request: DoorRequest, ref: int) -> HttpResponse:
    """The call is over without an interview; when is called again, if ever."""
    unit, number = queries.call_of(request.actor, ref, at=now())
    form = CallForm(request.POST)
    if form.is_valid():
        ended = actions.end_call(by=request.actor, at=now(), unit=ref, **form.cleaned_data)
        said = (
            _("It is noted. This number is not called again.")
            if ended.call_at is None
            else _("It is noted. The number is called again %(moment)s.") % {"moment": dates.moment(ended.call_at)}
        )
        messages.success(request, said, extra_tags="good")
        return redirect("desk:surveys:calling", unit.survey_id)
    standing, _skip, _order = _standing(unit, 0)
    return _page(request, standing, unit, number, ending=form)


@door("desk")
@cache_control(no_store=True)
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: DoorRequest, ref: int) -> HttpResponse:
    """Numbers and quotas; posted, numbers."""
    queries.survey_for(request.actor, ref)
    form = NumbersForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            kept = actions.keep_numbers(by=request.actor, at=now(), survey=ref, **form.cleaned_data)
        except InvalidError as invalid:
            form.add_error("numbers", str(wording.REASONS[invalid.faults["numbers"]]))
        else:
            messages.success(request, _("Numbers kept: %(count)s") % {"count": kept}, extra_tags="good")
            return redirect("desk:surveys:calling", ref)
    return _set_up(request, ref, numbers=form)


@door("desk")
@cache_control(no_store=True)
@require_POST
def quotas(request: DoorRequest, ref: int) -> HttpResponse:
    """Quotas, in place of those that were set before."""
    queries.survey_for(request.actor, ref)
    form = QuotasForm(request.POST)
    if form.is_valid():
        try:
            actions.set_quotas(by=request.actor, at=now(), survey=ref, wanted=form.cleaned_data["quotas"])
        except InvalidError as invalid:
            form.add_error("quotas", str(wording.REASONS[invalid.faults["quotas"]]))
        else:
            messages.success(request, _("The quotas are set."), extra_tags="good")
            return redirect("desk:surveys:calling", ref)
    return _set_up(request, ref, quotas=form)


def _set_up(
    request: DoorRequest, ref: int, *, numbers: NumbersForm | None = None, quotas: QuotasForm | None = None
) -> HttpResponse:
    row = queries.survey_called_by(request.actor, ref)
    lines = "\n".join(f"{quota.question} {quota.choice} {quota.wanted}" for quota in queries.quotas_of(row))
    shown = {
        "row": row,
        "left": queries.to_call(row).count(),
        "numbers": numbers or NumbersForm(),
        "quotas": quotas or QuotasForm(initial={"quotas": lines}),
    }
    bad = any(form is not None and form.errors for form in (numbers, quotas))
    return render(request, "surveys/desk/calls_set_up.html", shown, status=400 if bad else 200)


def _standing(unit: Unit, place: int) -> tuple[stepping.Standing, dict[str, str], stepping.Order]:
    """Where the interview stands; the questions of the quotas come first. Missing where nothing is asked any more."""
    asked, field = queries.asked_now(unit.survey), queries.fieldwork_of(unit.survey)
    if asked is None or field is None:
        raise MissingError
    form = reading.read_form(bytes(asked.xform))
    names = frozenset(quota.question for quota in queries.quotas_of(unit.survey))
    skip = fielding.known_of(form, field.unit_questions, code=unit.code, stratum=unit.stratum)

    def order(steps: list[Screen]) -> list[Screen]:
        return calling.quotas_first(steps, names)

    standing = stepping.stand(form, queries.draft_of(unit), skip, place=place, at=now(), order=order)
    if not standing.steps:
        raise MissingError
    return standing, skip, order


def _page(
    request: DoorRequest,
    standing: stepping.Standing,
    unit: Unit,
    number: str,
    *,
    faults: Mapping[str, str] | None = None,
    ending: CallForm | None = None,
) -> HttpResponse:
    of, screen = standing.of, standing.screen
    spoken = _spoken(request)
    language = of.form.language(spoken.get(LANGUAGE) or dates.language())
    shown = {
        "row": unit.survey,
        "unit": unit,
        "telephone": number,
        "form": ScreenForm(of, screen, language, faults),
        "heading": screen.group.label.said(language, of.scope(screen.key)) or of.form.title,
        "language": language,
        "spoken": spoken.get(LANGUAGE, ""),
        "languages": [(code, name) for code, name in of.form.languages.items() if code],
        "place": standing.place,
        "number": standing.place + 1,
        "count": len(standing.steps),
        "ending": ending or CallForm(),
    }
    bad = faults or (ending is not None and ending.errors)
    return render(request, "surveys/desk/call.html", shown, status=400 if bad else 200)


def _over(request: DoorRequest, unit: Unit, said: str) -> HttpResponse:
    messages.success(request, said, extra_tags="good")
    return redirect("desk:surveys:calling", unit.survey_id)


def _spoken(request: DoorRequest) -> dict[str, str]:
    """The language that the interview is held in, where one was chosen."""
    said = (request.POST.get(LANGUAGE) or request.GET.get(LANGUAGE) or "")[:12]
    return {LANGUAGE: said} if said else {}


def number_of_step(said: str | None) -> int:
    """The place of a screen as an address or a form says it; the first where it says nothing."""
    return int(said) if said and said.isascii() and said.isdigit() and len(said) < 5 else 0
