"""The field looked into: interviews asked about again, how interviewers are doing, who is out, and the next reserve."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.base.verdict import MissingError, NotNowError
from answerable.surveys import actions, checks, queries, wording
from answerable.surveys.field_forms import BackCheckForm, RoundForm
from answerable.surveys.questionnaire import reading


@door("desk")
@cache_control(no_store=True)
@require_safe
def quality(request: DoorRequest, ref: int) -> HttpResponse:
    """What gives a reason to ask, interviewer by interviewer, and what is still to be asked about again."""
    row = queries.survey_for(request.actor, ref)
    asked = queries.asked_now(row)
    if asked is None or queries.fieldwork_of(row) is None:
        raise NotNowError("fieldwork.not-ready")
    form = reading.read_form(bytes(asked.xform))
    done = checks.outcomes_of(row)
    shown = {
        "row": row,
        "lines": checks.interviewers(row, form),
        "out": checks.out_now(row, at=now()),
        "checks": checks.checks_of(row),
        "outcomes": [(name, done.get(outcome, 0)) for outcome, name in wording.CHECKS.items()],
        "unsafe": checks.unsafe(row),
        "form": BackCheckForm(),
    }
    return render(request, "surveys/desk/quality.html", shown)


@door("desk")
@require_POST
def check(request: DoorRequest, ref: int) -> HttpResponse:
    """What came of asking again."""
    row = checks.check_for(request.actor, ref)
    form = BackCheckForm(request.POST)
    if form.is_valid():
        actions.note_check(by=request.actor, at=now(), check=ref, outcome=form.cleaned_data["outcome"])
        messages.success(request, _("It is noted."), extra_tags="good")
    else:
        messages.error(request, _("Say what came of it."))
    return redirect("desk:surveys:quality", row.survey_id)


@door("desk")
@require_POST
def reserve(request: DoorRequest, ref: int) -> HttpResponse:
    """The next reserve is asked too, whole."""
    queries.survey_for(request.actor, ref)
    count = actions.open_reserve(by=request.actor, at=now(), survey=ref)
    said = _("The reserve is open: %(count)s further addresses are asked.") % {"count": count}
    messages.success(request, said, extra_tags="good")
    return redirect("desk:surveys:fieldwork", ref)


@door("public")
@cache_control(no_store=True)
@require_http_methods(["GET", "HEAD", "POST"])
def own_round(request: HttpRequest, token: str) -> HttpResponse:
    """An interviewer's own page: where nobody goes any more, and until when they are out; posted, out or back."""
    found = queries.interviewer_by_token(token)
    if found is None:
        raise MissingError
    form = RoundForm(request.POST if request.method == "POST" and "back" not in request.POST else None)
    if request.method == "POST" and "back" in request.POST:
        actions.note_return(at=now(), interviewer=found.id)
        return redirect("public:surveys:round", token)
    if request.method == "POST" and form.is_valid():
        actions.set_out(at=now(), interviewer=found.id, back_by=now() + form.cleaned_data["hours"])
        return redirect("public:surveys:round", token)
    shown = {"row": found.survey, "interviewer": found, "form": form, "unsafe": checks.unsafe_for(found)}
    return render(request, "surveys/public/round.html", shown, status=400 if form.errors else 200)
