"""The field as whoever runs the survey sees it: who is in, what each address came to, the rates, the links for letters."""

import base64
import csv
import io
import json
import zlib

import segno
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from answerable.base import dates
from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.base.verdict import InvalidError, NotNowError
from answerable.surveys import actions, checks, progress, queries, wording
from answerable.surveys.forms import FieldForm, InterviewerForm, VisitForm
from answerable.surveys.models import Draw

SHOWN = 50


@door("desk")
@require_http_methods(["GET", "HEAD", "POST"])
def fieldwork(request: DoorRequest, ref: int) -> HttpResponse:
    """The field of one survey; posted, what became of an address."""
    row = queries.survey_for(request.actor, ref)
    if row.panel_id is not None:
        return redirect("desk:surveys:pulse", ref)
    field = queries.fieldwork_of(row)
    if field is None:
        return _closed(request, ref)
    form = VisitForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.note_visit(by=request.actor, at=now(), survey=ref, **form.cleaned_data)
        except InvalidError as invalid:
            for name, reason in invalid.faults.items():
                form.add_error(name, str(wording.REASONS[reason]))
        else:
            messages.success(request, _("It is noted."), extra_tags="good")
            return redirect("desk:surveys:fieldwork", ref)
    units = queries.units_of(row)
    asked = request.GET.get("address", "").strip()
    if asked:
        units = units.filter(code__startswith=asked[:64])
    shown = {
        "row": row,
        "reserves": queries.reserves_of(field.draw) if field.draw else 0,
        "late": [each for each, is_late in checks.out_now(row, at=now()) if is_late],
        "field": field,
        "form": form,
        "progress": progress.progress_of(queries.outcomes_of(row)),
        "units": [(unit, wording.DISPOSITIONS.get(unit.disposition, "")) for unit in units[:SHOWN]],
        "address": asked,
        "more": max(units.count() - SHOWN, 0),
        "modes": [(wording.MODES[mode], count) for mode, count in queries.modes_of(row)],
        "flags": [(name, wording.FLAGS[reason], count) for name, reason, count in queries.flags_of(row)],
    }
    return render(request, "surveys/desk/fieldwork.html", shown, status=400 if form.errors else 200)


def _closed(request: DoorRequest, ref: int) -> HttpResponse:
    """What is still needed before the field opens, and the button that opens it."""
    row = queries.survey_for(request.actor, ref)
    drawn = [draw for draw in queries.draws_of(row) if draw.drawn_at]
    asked = queries.asked_now(row)
    form, points = None, []
    if drawn and asked is not None:
        points = queries.points_for(row)
        form = FieldForm(request.POST or None, draws=_labelled(drawn), points=_labelled(points))
        if request.method == "POST" and form.is_valid():
            try:
                actions.open_fieldwork(by=request.actor, at=now(), **form.cleaned_data)
            except InvalidError as invalid:
                for name, reason in invalid.faults.items():
                    form.add_error(name, str(wording.REASONS[reason]))
            else:
                return redirect("desk:surveys:fieldwork", ref)
    elif request.method == "POST":
        raise NotNowError("fieldwork.not-ready")
    shown = {"row": row, "form": form, "drawn": drawn, "points": points, "released": asked}
    return render(
        request, "surveys/desk/field_closed.html", shown, status=400 if form is not None and form.errors else 200
    )


def _labelled(draws: list[Draw]) -> list[tuple[int, str]]:
    return [(draw.id, f"{draw.wanted} / {draw.size} ({draw.id})") for draw in draws]


@door("desk")
@require_POST
def links(request: DoorRequest, ref: int) -> HttpResponse:
    """The personal links of all who are still to be asked, as a table for letters and reminders."""
    queries.survey_for(request.actor, ref)
    found = actions.hand_out_links(by=request.actor, at=now(), survey=ref)
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(("unit", "link"))
    table.writerows((code, request.build_absolute_uri(f"/{dates.language()}/answer/{link}/")) for code, link in found)
    answer = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="links-{ref}.csv"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@door("desk")
@require_http_methods(["GET", "HEAD", "POST"])
def interviewers(request: DoorRequest, ref: int) -> HttpResponse:
    """Who asks with a telephone; posted, somebody new, whose address and square code are shown this once."""
    row = queries.survey_for(request.actor, ref)
    form = InterviewerForm(request.POST if request.method == "POST" else None)
    shown: dict[str, object] = {"row": row, "form": form, "rows": queries.interviewers_of(row)}
    if request.method == "POST" and form.is_valid():
        made, token = actions.admit_interviewer(by=request.actor, at=now(), survey=ref, **form.cleaned_data)
        address = request.build_absolute_uri(f"/odk/k/{token}")
        shown |= {
            "form": InterviewerForm(),
            "made": made,
            "address": address,
            "round": request.build_absolute_uri(f"/{dates.language()}/round/{token}/"),
            "square": _square(settings_of(address, row.title)),
        }
    answer = render(request, "surveys/desk/interviewers.html", shown, status=400 if form.errors else 200)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def settings_of(address: str, name: str) -> str:
    """What sets up ODK Collect: its settings as JSON, compressed, in base64, to be shown as a square code."""
    said = {
        "general": {"server_url": address, "form_update_mode": "match_exactly", "autosend": "wifi_and_cellular"},
        "admin": {"change_server": False},
        "project": {"name": name[:40]},
    }
    return base64.b64encode(zlib.compress(json.dumps(said).encode())).decode()


def _square(settings: str) -> str:
    """A square code as a picture, made for this page alone: what it holds is kept nowhere."""
    return str(segno.make(settings, error="l", micro=False).svg_data_uri(border=2, light="#fff", omitsize=True))


@door("desk")
@require_POST
def dismiss(request: DoorRequest, ref: int) -> HttpResponse:
    """A token ends; what came by it stays."""
    row = actions.dismiss_interviewer(by=request.actor, at=now(), interviewer=ref)
    return redirect("desk:surveys:interviewers", row.survey_id)
