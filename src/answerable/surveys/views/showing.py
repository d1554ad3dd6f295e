"""What anybody sees of surveys: who asks whom, and how the sample was drawn."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from answerable.base.doors import door
from answerable.base.verdict import MissingError
from answerable.surveys import panels, planning, queries, wording


@door("public")
@require_safe
def surveys(request: HttpRequest) -> HttpResponse:
    """All surveys."""
    rows = [(row, wording.ASKERS[row.asker]) for row in queries.public()]
    shown = {"rows": rows, "panels": panels.open_panels()}
    return render(request, "surveys/public/surveys.html", shown)


@door("public")
@require_safe
def survey(request: HttpRequest, ref: int) -> HttpResponse:
    """One survey: whom it speaks for, in whose name, and each draw with what is needed to draw it again."""
    row = queries.public_survey(ref)
    draws = [(draw, planning.shares_of(draw), wording.SOURCES.get(draw.source)) for draw in queries.draws_of(row)]
    released = queries.questionnaires_of(row).exclude(released_at=None)
    shown = {
        "row": row,
        "asker": wording.ASKERS[row.asker],
        "draws": draws,
        "field": queries.fieldwork_of(row),
        "questionnaires": released,
        "results": queries.published_of(row),
    }
    return render(request, "surveys/public/survey.html", shown)


@door("public")
@require_safe
def design(request: HttpRequest, ref: int) -> HttpResponse:
    """The design of a draw, byte for byte as its digest in the log says."""
    del request
    found = queries.public_draw(ref)
    if found is None:
        raise MissingError
    return HttpResponse(bytes(found.design), content_type="application/json")
