"""The voice line: who rings, with what is known of them, and how many calls were answered, recorded or missed."""

from django.http import HttpResponse
from django.shortcuts import render

from answerable.appeals import policy
from answerable.appeals.queries.line import line_of
from answerable.appeals.views.desk.lists import beside
from answerable.appeals.wording.terms import KINDS, STATES
from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.base.verdict import must


@door("desk")
def line(request: DoorRequest) -> HttpResponse:
    """The calls that go on and the day's counts. Refuses whoever may not enter calls."""
    must(policy.can_enter(request.actor))
    at = now()
    shown = line_of(request.actor, at=at)
    calls = [
        (each.call, [(known, KINDS.get(known.kind, ""), STATES.get(known.state, "")) for known in each.known])
        for each in shown.calls
    ]
    page = {"line": shown, "calls": calls, "at": at, "views": beside(request.actor, at=at, here="line")}
    answer = render(request, "appeals/desk/line.html", page)
    answer["Cache-Control"] = "no-store"
    return answer
