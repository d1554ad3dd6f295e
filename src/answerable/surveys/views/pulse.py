"""Panels of volunteers at the desk and in public, and the questions that they are asked between waves.

Everywhere it says what these answers are: a count of people who came by themselves.
"""

import csv
import io
from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from answerable.base import dates
from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.base.verdict import MissingError
from answerable.people import queries as people_queries
from answerable.surveys import actions, panels, queries, rules, wording
from answerable.surveys.forms import DisclosureForm
from answerable.surveys.models import Questionnaire, Result, Survey
from answerable.surveys.panel_forms import JoinForm, PanelForm, PulseForm
from answerable.surveys.panels import ShownPulse
from answerable.surveys.questionnaire import reading


@door("desk")
@require_http_methods(["GET", "HEAD", "POST"])
def desk_panels(request: DoorRequest) -> HttpResponse:
    """The panels that the actor runs, and a new one. Missing for whoever may make no surveys."""
    bodies = queries.bodies_of(request.actor)
    if not bodies:
        raise MissingError
    named = [(body, people_queries.body_name(body, dates.language())) for body in bodies]
    form = PanelForm(request.POST or None, bodies=named)
    if request.method == "POST" and form.is_valid():
        made = actions.open_panel(by=request.actor, at=now(), **form.cleaned_data)
        return redirect("desk:surveys:panel", made.id)
    rows = [(row, panels.volunteers_of(row).count()) for row in panels.seen_by(request.actor)]
    shown = {"rows": rows, "form": form}
    return render(request, "surveys/desk/panels.html", shown, status=400 if form.errors else 200)


@door("desk")
@require_http_methods(["GET", "HEAD", "POST"])
def desk_panel(request: DoorRequest, ref: int) -> HttpResponse:
    """One panel: how many are on it and what they were asked; posted, a new question to them."""
    row = panels.panel_for(request.actor, ref)
    form = PulseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = actions.open_pulse(by=request.actor, at=now(), panel=ref, **form.cleaned_data)
        return redirect("desk:surveys:pulse", made.id)
    there = panels.volunteers_of(row)
    shown = {
        "row": row,
        "form": form,
        "volunteers": there.count(),
        "reached": there.exclude(contact=None).count(),
        "pulses": panels.pulses_of(row),
    }
    return render(request, "surveys/desk/panel.html", shown, status=400 if form.errors else 200)


@door("desk")
@require_POST
def close(request: DoorRequest, ref: int) -> HttpResponse:
    """The panel ends."""
    panels.panel_for(request.actor, ref)
    actions.close_panel(by=request.actor, at=now(), panel=ref)
    messages.success(request, _("The panel has ended. How to reach its volunteers is forgotten."), extra_tags="good")
    return redirect("desk:surveys:panel", ref)


@door("desk")
@require_safe
def pulse(request: DoorRequest, ref: int) -> HttpResponse:
    """One question to a panel: what is asked, how many have answered, the counts as they would be published."""
    return _pulse(request, ref)


@door("desk")
@require_POST
def ask(request: DoorRequest, ref: int) -> HttpResponse:
    """The panel is asked from now on."""
    _pulse_of(request, ref)
    actions.ask_panel(by=request.actor, at=now(), survey=ref)
    messages.success(request, _("The panel is asked now."), extra_tags="good")
    return redirect("desk:surveys:pulse", ref)


@door("desk")
@require_POST
def contacts(request: DoorRequest, ref: int) -> HttpResponse:
    """Where to write to, and the link of each who has not answered, as a table."""
    _pulse_of(request, ref)
    found = actions.hand_out_contacts(by=request.actor, at=now(), survey=ref)
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(("contact", "link"))
    table.writerows((where, request.build_absolute_uri(f"/{dates.language()}/answer/{link}/")) for where, link in found)
    answer = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="volunteers-{ref}.csv"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@door("desk")
@require_POST
def publish(request: DoorRequest, ref: int) -> HttpResponse:
    """The last step, once the whole sheet is filled in."""
    _pulse_of(request, ref)
    sheet = DisclosureForm(request.POST)
    if not sheet.is_valid():
        return _pulse(request, ref, sheet=sheet)
    made = actions.publish_pulse(by=request.actor, at=now(), survey=ref, sheet=sheet.cleaned_data)
    messages.success(request, _("The counts are published, and their hash is in the log."), extra_tags="good")
    return redirect("public:surveys:result", made.id)


def _pulse_of(request: DoorRequest, ref: int) -> Survey:
    row = queries.survey_for(request.actor, ref)
    if row.panel_id is None:
        raise MissingError
    return row


def _pulse(request: DoorRequest, ref: int, *, sheet: DisclosureForm | None = None) -> HttpResponse:
    row = _pulse_of(request, ref)
    asked, field = queries.asked_now(row), queries.fieldwork_of(row)
    published = queries.published_of(row).first()
    shown: dict[str, object] = {"row": row, "released": asked, "field": field, "published": published}
    if field is not None and asked is not None and published is None:
        numbers = panels.counts_of(row, asked)
        shown |= {
            "numbers": numbers,
            "enough": int(str(numbers["answers"])) >= panels.FEWEST,
            "tables": _tables(asked, numbers),
            "sheet": sheet or DisclosureForm(),
        }
    bad = sheet is not None and sheet.errors
    return render(request, "surveys/desk/pulse.html", shown, status=400 if bad else 200)


def _tables(asked: Questionnaire, numbers: dict[str, object]) -> Sequence[ShownPulse]:
    form = reading.read_form(bytes(asked.xform))
    tables = numbers["tables"]
    assert isinstance(tables, list)
    return panels.shown(form, tables, form.language(dates.language()))


def published_page(request: HttpRequest, found: Result) -> HttpResponse:
    """Published counts, for anybody: the page of results of a pulse."""
    sheet = [(name, found.sheet[key]) for key, name in wording.SHEET.items() if key in found.sheet]
    shown = {
        "row": found.survey,
        "asker": wording.ASKERS[found.survey.asker],
        "result": found,
        "numbers": found.numbers,
        "tables": _tables(found.questionnaire, found.numbers),
        "sheet": sheet,
    }
    return render(request, "surveys/public/pulse.html", shown)


@door("public")
@cache_control(no_store=True)
@require_http_methods(["GET", "HEAD", "POST"])
def panel(request: HttpRequest, ref: int) -> HttpResponse:
    """A panel that anybody may join; posted, somebody joins, and sees their link this once."""
    row = panels.public_panel(ref)
    taken = panels.taken(row)
    is_open = row.closed_at is None and taken < row.places
    form = JoinForm(request.POST or None)
    shown: dict[str, object] = {
        "row": row,
        "asker": wording.ASKERS[rules.asker(row.body.kind)],
        "form": form,
        "is_open": is_open,
        "taken": taken,
        "pulses": [(each, queries.published_of(each).first()) for each in panels.pulses_of(row)],
    }
    if request.method == "POST" and form.is_valid():
        link = actions.join_panel(at=now(), panel=ref, contact=form.cleaned_data["contact"])
        shown["address"] = request.build_absolute_uri(f"/{dates.language()}/panel/{link}/")
    return render(request, "surveys/public/panel.html", shown, status=400 if form.errors else 200)


@door("public")
@cache_control(no_store=True)
@require_http_methods(["GET", "HEAD", "POST"])
def volunteer(request: HttpRequest, link: str) -> HttpResponse:
    """What somebody on a panel is asked now; posted, they leave."""
    found = panels.volunteer_by_link(link)
    if found is None:
        raise MissingError
    if request.method == "POST":
        actions.leave_panel(at=now(), link=link)
        return render(request, "surveys/public/left.html", {"row": found.panel})
    shown = {"row": found.panel, "waiting": panels.asked_of(found)}
    return render(request, "surveys/public/volunteer.html", shown)
