"""How the reading goes, for anybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from answerable.base.clock import now
from answerable.base.doors import door
from answerable.law.terms import Cause
from answerable.oversight import queries, wording


@door("public")
@require_safe
def how_they_answer(request: HttpRequest) -> HttpResponse:
    """The public figures of the reading, each with its n, definition and period."""
    shown = queries.how_they_answer(at=now())
    climbed = [(wording.CAUSES_COUNTED[cause], shown.climbed.get(cause, 0)) for cause in Cause]
    return render(request, "oversight/public/answering.html", {"shown": shown, "climbed": climbed, "at": now()})
