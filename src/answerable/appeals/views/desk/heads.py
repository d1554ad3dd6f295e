"""What a head looks at: how much lies with each body and each person, and what of it is late."""

from django.http import HttpResponse
from django.shortcuts import render

from answerable.appeals import queries
from answerable.appeals.queries import desk
from answerable.appeals.views.desk.lists import beside
from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.request import DoorRequest


@door("desk")
def load(request: DoorRequest) -> HttpResponse:
    """The load of every body that the actor reads, and of its people. Barred appeals are in no count."""
    at = now()
    bodies = queries.load_of(request.actor, at=at)
    shown = {
        "bodies": bodies,
        "authorities": queries.load_of_authorities(bodies),
        "people": desk.people_load(request.actor, at=at),
        "views": beside(request.actor, at=at, here="load"),
    }
    return render(request, "appeals/desk/load.html", shown)
