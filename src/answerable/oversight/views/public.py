"""How the reading goes, for anybody."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from answerable.appeals.wording.letters import CHANNELS
from answerable.base.clock import now
from answerable.base.doors import door
from answerable.law.terms import Cause
from answerable.oversight import queries, rules, wording
from answerable.oversight.terms import FEWEST


@door("public")
@require_safe
def how_they_answer(request: HttpRequest) -> HttpResponse:
    """The public figures of the reading, each with its n, definition and period."""
    at = rules.last_midnight(now(), zone=settings.TIME_ZONE)
    shown = queries.how_they_answer(at=at)
    climbed = [(wording.CAUSES_COUNTED[cause], shown.climbed.get(cause)) for cause in Cause]
    climbed.append((wording.TAKEN_COUNTED, shown.taken))
    ways = [(CHANNELS.get(each.way, each.way), each) for each in shown.ways]
    page = {"shown": shown, "ways": ways, "climbed": climbed, "at": at, "fewest": FEWEST}
    return render(request, "oversight/public/answering.html", page)
