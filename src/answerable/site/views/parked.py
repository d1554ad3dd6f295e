"""Deeds that a follower could not take, for whoever watches over the installation: what waits, why, and trying again."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from answerable.base import room
from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.base.verdict import MissingError
from answerable.ledger import queries as ledger_queries
from answerable.ledger.actions import parking
from answerable.ledger.models import Parked
from answerable.people import policy as people_policy


@dataclass(frozen=True, slots=True)
class ParkedRow:
    """One parked deed, with what was done."""

    parked: Parked
    deed: str


@door("desk")
@require_http_methods(["GET", "HEAD", "POST"])
def parked(request: DoorRequest) -> HttpResponse:
    """The list; a button lets one be tried again at once. Missing for whoever watches over nothing."""
    if not people_policy.can_tend(request.actor):
        raise MissingError
    if request.method == "POST":
        return _try_again(request)
    rows = ledger_queries.parked_deeds()
    deeds = ledger_queries.entries(row.entry for row in rows)
    shown = {
        "rows": [ParkedRow(row, deeds[row.entry].deed if row.entry in deeds else "") for row in rows],
        "held_back": ledger_queries.held_back(),
        "lags": ledger_queries.lags(room.followers_by_room()),
    }
    answer = render(request, "site/parked.html", shown)
    answer["Cache-Control"] = "no-store"
    return answer


def _try_again(request: DoorRequest) -> HttpResponse:
    ref = request.POST.get("parked", "")
    if ref.isdecimal() and len(ref) < 20 and parking.try_again(by=request.actor, at=now(), parked=int(ref)):
        messages.success(request, _("It is tried again within seconds. Load this page again to see what came of it."))
    else:
        messages.warning(request, _("That deed has been taken meanwhile."))
    return redirect("desk:site:parked")
