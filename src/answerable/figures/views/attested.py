"""What bodies attest, for everybody: the list, one series with its corrections, and the very bytes that were hashed."""

import json
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from answerable.base.doors import door
from answerable.base.verdict import MissingError
from answerable.figures import attested_tables, saying_attested
from answerable.figures.models import Series
from answerable.figures.queries import attested
from answerable.figures.views.answers import FOR_EVER, MINUTE, given


@door("public")
@require_safe
def all_series(request: HttpRequest) -> HttpResponse:
    """Everything that is attested, with its newest count."""
    rows = [(row, saying_attested.counted(read)) for row, read in attested.public_series()]
    answer = render(request, "figures/public/all_series.html", {"rows": rows})
    answer["Cache-Control"] = MINUTE
    return answer


@door("public")
@require_safe
def series(request: HttpRequest, code: str) -> HttpResponse:
    """One series: its counts by period, where they come from, and what was corrected."""
    row, editions = _public(code)
    standing = saying_attested.standing(editions)
    shown = {
        "row": row,
        "newest": standing[0],
        "standing": [saying_attested.counted(read) for read in standing],
        "errata": saying_attested.errata(editions),
        "table": saying_attested.table(standing[0]),
        "address": settings.ANSWERABLE.address,
        "document": settings.ANSWERABLE.address
        + reverse("plain:figures:attested", args=[row.code, standing[0].row.period]),
    }
    answer = render(request, "figures/public/series.html", shown)
    answer["Cache-Control"] = MINUTE
    return answer


@door("public")
@require_safe
def document(request: HttpRequest, code: str, period: str) -> HttpResponse:  # noqa: ARG001 -- a view
    """What is attested of a period, as it stands."""
    return given(bytes(attested.public_edition(code, period).row.document), kept=MINUTE)


@door("public")
@require_safe
def edition(request: HttpRequest, code: str, period: str, edition: int) -> HttpResponse:  # noqa: ARG001 -- a view
    """What was attested of a period in an edition, which never changes."""
    return given(bytes(attested.public_edition(code, period, edition).row.document), kept=FOR_EVER)


@door("public")
@require_safe
def index(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- a view
    """Everything that is attested as it stands, with its hash: by this list the verifier looks for all of them in the log."""
    rows = [
        {
            "series": read.row.series.code,
            "period": read.row.period,
            "edition": read.row.edition,
            "sha256": read.row.digest,
        }
        for read in attested.standing_attested()
    ]
    return given(json.dumps(rows, separators=(",", ":")).encode())


@door("public")
@require_safe
def table(request: HttpRequest, code: str) -> HttpResponse:  # noqa: ARG001 -- a view
    """A series as one table: every period as it stands."""
    _, editions = _public(code)
    raw = attested_tables.as_csv(saying_attested.standing(editions))
    answer = given(raw, media="text/csv; charset=utf-8")
    answer["Link"] = f'<{attested_tables.folder()}{code}/datapackage.json>; rel="describedby"'
    return answer


@door("public")
@require_safe
def package(request: HttpRequest, code: str) -> HttpResponse:  # noqa: ARG001 -- a view
    """The Data Package of that table."""
    row, editions = _public(code)
    raw = attested_tables.as_csv(saying_attested.standing(editions))
    said = attested_tables.data_package(row, digest=sha256(raw).hexdigest(), size=len(raw))
    return given(json.dumps(said, ensure_ascii=False, indent=1).encode())


def _public(code: str) -> tuple[Series, list[attested.ReadAttested]]:
    """A series of which something is published. Raises MissingError for every other."""
    row = attested.series_called(code)
    editions = attested.public_editions(row) if row else []
    if row is None or not editions:
        raise MissingError
    return row, editions
