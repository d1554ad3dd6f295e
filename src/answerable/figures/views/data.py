"""Figures for programs: the very bytes whose hash stands in the log, tables of a period, and the catalogue of it all."""

import json
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from answerable.base.doors import door
from answerable.base.verdict import MissingError
from answerable.figures import catalogue, dictionary, publicity, queries, tables, wording
from answerable.figures.views.answers import FOR_EVER, JSON, MINUTE, given
from answerable_verify.numbers.periods import Period, parse_period


@door("public")
@require_safe
def document(request: HttpRequest, name: str, period: str) -> HttpResponse:  # noqa: ARG001 -- a view
    """A figure as it stands."""
    shown = queries.one(name, period)
    return given(bytes(shown.row.document), JSON, kept=MINUTE)


@door("public")
@require_safe
def edition(request: HttpRequest, name: str, period: str, edition: int) -> HttpResponse:  # noqa: ARG001 -- a view
    """A figure as it stood: an edition never changes."""
    shown = queries.one(name, period, edition)
    return given(bytes(shown.row.document), JSON, kept=FOR_EVER)


@door("public")
@require_safe
def index(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- a view
    """Every figure as it stands, with its hash: by this list the verifier computes all of them in one pass."""
    names = ("figure", "period", "edition", "sha256")
    rows = [dict(zip(names, row, strict=True)) for row in queries.digests()]
    return given(json.dumps(rows, separators=(",", ":")).encode(), JSON)


@door("public")
@require_safe
def table(request: HttpRequest, period: str, kind: str) -> HttpResponse:  # noqa: ARG001 -- a view
    """All figures of a period as one table."""
    _, figures = _period(period)
    answer = given(catalogue.files(figures)[kind], _media(kind))
    answer["Link"] = f'<{_folder()}{period}.csv-metadata.json>; rel="describedby"; type="application/csvm+json"'
    return answer


@door("public")
@require_safe
def package(request: HttpRequest, period: str) -> HttpResponse:  # noqa: ARG001 -- a view
    """The Data Package of a period's table."""
    known, figures = _period(period)
    raw = catalogue.files(figures)["csv"]
    return _said(tables.data_package(period, f"Figures, {wording.period_name(known)}", _folder(), raw), JSON)


@door("public")
@require_safe
def csv_metadata(request: HttpRequest, period: str) -> HttpResponse:  # noqa: ARG001 -- a view
    """The table as CSVW describes it."""
    known, _ = _period(period)
    return _said(tables.csvw(period, f"Figures, {wording.period_name(known)}", _folder()), "application/csvm+json")


@door("public")
@require_safe
def graph(request: HttpRequest, kind: str) -> HttpResponse:  # noqa: ARG001 -- a view
    """The catalogue in one of its spellings."""
    text = catalogue.spelled(publicity.present()).get(kind)
    if text is None:
        return HttpResponse(status=503)
    return given(text.encode(), catalogue.FORMATS[kind])


@door("public")
@require_safe
def root(request: HttpRequest) -> HttpResponse:
    """The address of the catalogue: the page for people, the graph for programs, by what is asked for."""
    kinds = {media: kind for kind, media in catalogue.FORMATS.items()}
    wanted = request.get_preferred_type(["text/html", *kinds])
    if wanted is None:
        return HttpResponse(status=406)
    found = redirect(f"plain:figures:{kinds[wanted]}") if wanted in kinds else redirect("public:figures:data")
    found["Vary"] = "Accept, Accept-Language, Cookie"
    return found


@door("public")
@require_safe
def of_period(request: HttpRequest, period: str) -> HttpResponse:  # noqa: ARG001 -- a view
    """The address of a data set: its page."""
    _period(period)
    return redirect("public:figures:period", period)


@door("public")
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Open data for people: what there is, in which formats, what its columns mean."""
    shown = {
        "periods": [(one.code, wording.period_name(one)) for one in queries.periods()],
        "columns": [(one.name, one.title) for one in dictionary.COLUMNS],
        "licence": dictionary.LICENCE,
        "catalogues": [(kind, reverse(f"plain:figures:{kind}")) for kind in catalogue.FORMATS],
        "folder": _folder(),
        "server": settings.ANSWERABLE.address,
    }
    answer = render(request, "figures/public/data.html", shown)
    answer["Cache-Control"] = MINUTE
    answer["Link"] = f'<{settings.ANSWERABLE.address}/data/catalog.ttl>; rel="alternate"; type="text/turtle"'
    return answer


def _period(code: str) -> tuple[Period, Sequence[queries.ReadEdition]]:
    """A period that is published, with its figures. Raises MissingError for every other."""
    figures = list(queries.published_in(code).values())
    if not figures:
        raise MissingError
    return parse_period(code), figures


def _folder() -> str:
    return f"{settings.ANSWERABLE.address}/data/figures/"


def _media(kind: str) -> str:
    return next(f"{media}; charset=utf-8" for one, _, media in catalogue.FILES if one == kind)


def _said(value: dict[str, Any], media: str) -> HttpResponse:
    return given(json.dumps(value, ensure_ascii=False, indent=1).encode(), media)
