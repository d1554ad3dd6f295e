"""The desk of whoever attests counts for a body: its series, a new one, a count of a period, an erratum."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from answerable.base import dates
from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.base.verdict import InvalidError, MissingError
from answerable.figures import rules, wording
from answerable.figures.actions import attesting
from answerable.figures.forms import CorrectionForm, CountForm, SeriesForm, texts_of
from answerable.figures.models import Series
from answerable.figures.queries import attested
from answerable.figures.terms import AttestedBasis, SeriesKind
from answerable.law.queries import standing_order
from answerable.people.queries import body_name

SHOWN = 24
"""How many periods back a count can be entered for."""


@door("desk")
@require_http_methods(["GET", "HEAD", "POST"])
def series(request: DoorRequest) -> HttpResponse:
    """The series of the bodies for which the actor signs, and a new one. Missing for whoever signs for none."""
    bodies = attested.entered_by(request.actor)
    if not bodies:
        raise MissingError
    form = SeriesForm(request.POST or None, bodies=[(body, body_name(body, dates.language())) for body in bodies])
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("body", "code", "months", "hides")}
        try:
            made = attesting.begin_series(by=request.actor, at=now(), words=form.words(), **said)
        except InvalidError as invalid:
            for name, reason in invalid.faults.items():
                first = name if name in form.fields else next(one for one in form.fields if one.startswith(f"{name}_"))
                form.add_error(first, str(wording.REASONS[reason]))
        else:
            return redirect("desk:figures:series", made.id)
    shown = {"rows": attested.series_seen_by(request.actor), "form": form}
    return render(request, "figures/desk/all_series.html", shown, status=400 if form.errors else 200)


@door("desk")
@require_http_methods(["GET", "HEAD", "POST"])
def one_series(request: DoorRequest, ref: int) -> HttpResponse:
    """One series: what is published of it, a count of a period, an erratum."""
    row = attested.series_for(request.actor, ref)
    editions = attested.all_editions(row)
    known = {read.row.period for read in editions}
    today = standing_order().day_at(row.body_id, now())
    periods = rules.periods_before(today, months=row.months, most=SHOWN)
    named = [(period.code, wording.period_name(period)) for period in periods]
    posted = request.POST if request.method == "POST" else None
    corrects = posted is not None and "reason" in posted
    entry = CountForm(None if corrects else posted, periods=[one for one in named if one[0] not in known])
    erratum = CorrectionForm(posted if corrects else None, periods=[one for one in named if one[0] in known])
    form = erratum if corrects else entry
    if posted is not None and row.kind == SeriesKind.ENTERED and form.is_valid():
        _attest(request, row, form)
        messages.success(request, _("It is in the public log with its hash, and is shown once the log is published."))
        return redirect("desk:figures:series", ref)
    shown = {
        "row": row,
        "editions": editions,
        "entry": entry,
        "erratum": erratum if known else None,
        "entered": row.kind == SeriesKind.ENTERED,
        "reasons": wording.REASONS_ATTESTED,
        "length": wording.LENGTHS[row.months],
    }
    return render(request, "figures/desk/series.html", shown, status=400 if form.errors else 200)


def _attest(request: DoorRequest, row: Series, form: CountForm) -> None:
    said = form.cleaned_data
    reason = AttestedBasis(said["reason"]) if "reason" in said else None
    attesting.attest(
        by=request.actor,
        at=now(),
        series=row.id,
        period=said["period"],
        cells={(): said["count"]},
        reason=reason,
        why=texts_of(said, "why") if reason else None,
    )
