"""Figures for programs: the very bytes whose hash stands in the log."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from answerable.base.doors import door
from answerable.figures import queries

JSON = "application/json"


@door("public")
@require_safe
def document(request: HttpRequest, name: str, period: str) -> HttpResponse:  # noqa: ARG001 -- a view
    """A figure as it stands."""
    return _bytes(queries.one(name, period), kept="public, max-age=60")


@door("public")
@require_safe
def edition(request: HttpRequest, name: str, period: str, edition: int) -> HttpResponse:  # noqa: ARG001 -- a view
    """A figure as it stood: an edition never changes."""
    return _bytes(queries.one(name, period, edition), kept="public, max-age=31536000, immutable")


def _bytes(shown: queries.Shown, *, kept: str) -> HttpResponse:
    answer = HttpResponse(bytes(shown.row.document), content_type=JSON)
    answer["Cache-Control"], answer["ETag"] = kept, f'"{shown.row.digest}"'
    answer["Access-Control-Allow-Origin"] = "*"  # public bytes; read by programs elsewhere
    return answer
