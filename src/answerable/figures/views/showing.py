"""Figures for people: the community in numbers, and one figure with everything that makes it checkable."""

from itertools import pairwise

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from answerable.base.doors import door
from answerable.base.verdict import MissingError
from answerable.figures import presenting, queries, reporting, wording
from answerable_verify.numbers.cells import ALL

MINUTE = "public, max-age=60"


@door("public")
@require_safe
def front(request: HttpRequest, period: str = "") -> HttpResponse:
    """All figures of a period: of the last month, or of the one that is asked for."""
    known = queries.periods()
    months = [one for one in known if one.months == 1] or known
    chosen = period or (months[0].code if months else "")
    found = queries.published_in(chosen) if chosen else {}
    if period and not found:
        raise MissingError
    shown = {
        "figures": [(one, presenting.said(one), presenting.words(one)) for one in found.values()],
        "main": found.get("time-to-answer"),
        "chosen": chosen,
        "chosen_name": next((wording.period_name(one) for one in known if one.code == chosen), ""),
        "periods": [(one.code, wording.period_name(one)) for one in known],
    }
    return _kept(render(request, "figures/public/front.html", shown))


@door("public")
@require_safe
def figure(request: HttpRequest, name: str, period: str = "") -> HttpResponse:
    """One figure: what it says, of whom, how sure, how to compute it again, and its errata."""
    one = queries.one(name, period) if period else queries.newest(name)
    editions = queries.editions(name, one.row.period)
    rows = presenting.rows(one)
    address = f"{settings.ANSWERABLE.address}/data/figures/{name}/{one.row.period}.json"
    shown = {
        "one": one,
        "said": presenting.said(one),
        "words": presenting.words(one),
        "rows": rows,
        "ranked": any(row.best for row in rows),
        "steps": presenting.steps(one),
        "days": presenting.DAYS,
        "chart": mark_safe(one.row.chart),  # noqa: S308 -- drawn by us, of numbers alone
        "history": [presenting.said(each) for each in queries.history(name, one.period.months)],
        "errata": _errata(editions),
        "address": address,
        "fewest": presenting.LEAST,
        "size": len(one.row.document),
    }
    return _kept(render(request, "figures/public/figure.html", shown))


@door("public")
@require_safe
def report(request: HttpRequest, period: str, code: str = ALL) -> HttpResponse:  # noqa: ARG001 -- a view
    """The period as a document to hand out: of everybody, or of one authority."""
    pdf = reporting.report(period, group=code)
    if not pdf:
        return HttpResponse(status=503)
    answer = _kept(HttpResponse(pdf, content_type="application/pdf"))
    answer["Content-Disposition"] = f'inline; filename="figures-{period}-{code}.pdf"'
    return answer


def _errata(editions: list[queries.ReadEdition]) -> list[dict[str, object]]:
    """What was corrected: when, why, what it said before and since; the newest first."""
    return [
        {
            "row": new.row,
            "why": wording.BASES[new.row.basis],
            "before": presenting.said(old),
            "since": presenting.said(new),
            "old": old.row,
        }
        for new, old in pairwise(editions)
    ]


def _kept(answer: HttpResponse) -> HttpResponse:
    """The same for everybody, so anybody may keep it for a minute."""
    answer["Cache-Control"] = MINUTE
    return answer
