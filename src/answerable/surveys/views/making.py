"""The pages of whoever makes a survey: its list, one survey with its plan and its draws, one draw."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from answerable.base import dates
from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.base.verdict import InvalidError, MissingError, NotNowError
from answerable.people import queries as people_queries
from answerable.surveys import actions, planning, queries, wording
from answerable.surveys.forms import FrameForm, PlanForm, SeedForm, SurveyForm


@door("desk")
@require_http_methods(["GET", "HEAD", "POST"])
def surveys(request: DoorRequest) -> HttpResponse:
    """The surveys that the actor works on, and a new one. Missing for whoever may make none."""
    bodies = queries.bodies_of(request.actor)
    if not bodies:
        raise MissingError
    named = [(body, people_queries.body_name(body, dates.language())) for body in bodies]
    rows = queries.seen_by(request.actor)
    form = SurveyForm(
        request.POST or None, bodies=named, waves=[(row.id, row.title) for row in rows if row.panel_id is None]
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.open_survey(by=request.actor, at=now(), **form.cleaned_data)
        except InvalidError as invalid:
            form.add_error("earlier", str(wording.REASONS[invalid.faults["earlier"]]))
        else:
            return redirect("desk:surveys:one", made.id)
    return render(
        request, "surveys/desk/surveys.html", {"rows": rows, "form": form}, status=400 if form.errors else 200
    )


@door("desk")
@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: DoorRequest, ref: int) -> HttpResponse:
    """One survey: how many interviews it needs, its draws, and a new draw's list and design."""
    row = queries.survey_for(request.actor, ref)
    if row.panel_id is not None:
        return redirect("desk:surveys:pulse", ref)
    plan = PlanForm(request.GET if "margin" in request.GET else None)
    needed = planning.needed(plan.cleaned_data) if plan.is_valid() else None
    form = FrameForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = actions.fix_frame(
                by=request.actor, at=now(), survey=ref, read=said["frame"], design=said["read_design"]
            )
        except InvalidError as invalid:
            for field, reason in invalid.faults.items():
                form.add_error(field, str(wording.REASONS[reason]))
        else:
            messages.success(request, _("List and design are fixed in the log."), extra_tags="good")
            return redirect("desk:surveys:draw", made.id)
    shown = {
        "row": row,
        "asker": wording.ASKERS[row.asker],
        "draws": queries.draws_of(row),
        "in_field": queries.fieldwork_of(row) is not None,
        "plan": plan,
        "needed": needed,
        "form": form,
    }
    status = 400 if form.errors or plan.errors else 200
    return render(request, "surveys/desk/survey.html", shown, status=status)


@door("desk")
@require_http_methods(["GET", "HEAD", "POST"])
def draw(request: DoorRequest, ref: int) -> HttpResponse:
    """One draw: what is fixed, then the seed, then the list."""
    row = queries.draw_for(request.actor, ref)
    witnessed = row.drawn_at is not None or queries.draw_is_witnessed(row.id)
    form = SeedForm(request.POST or None) if witnessed and row.drawn_at is None else None
    if request.method == "POST":
        if form is None:
            raise NotNowError("draw.drawn-before" if row.drawn_at else "draw.not-witnessed-yet")
        if form.is_valid():
            actions.draw_sample(by=request.actor, at=now(), draw=ref, **form.cleaned_data)
            messages.success(request, _("The sample is drawn."), extra_tags="good")
            return redirect("desk:surveys:draw", ref)
    shown = {"row": row, "form": form, "witnessed": witnessed, "shares": planning.shares_of(row)}
    status = 400 if form is not None and form.errors else 200
    return render(request, "surveys/desk/draw.html", shown, status=status)


@door("desk")
@require_safe
def units(request: DoorRequest, ref: int, which: str) -> HttpResponse:
    """The list that is drawn from (`frame`) or that came out (`drawn`), byte for byte as its digest says."""
    kept = queries.frame_of(queries.draw_for(request.actor, ref))
    found = {"frame": kept.units, "drawn": kept.drawn}.get(which)
    if found is None:
        raise MissingError
    answer = HttpResponse(bytes(found), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{which}-{ref}.csv"'
    return answer
