"""The toy's page at the desk."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.base.subject import Lack
from answerable.toy import actions, queries
from answerable.toy.terms import WORDS, FindPower
from answerable.vault.sealing import open_text


@door("desk")
@require_http_methods(["GET", "HEAD", "POST"])
def finds(request: DoorRequest) -> HttpResponse:
    """What lies here; giving one out."""
    if request.method == "POST":
        actions.fetch(by=request.actor, at=now(), ref=int(request.POST["find"]))
        return HttpResponseRedirect("/desk/finds/")
    return render(request, "toy/desk/finds.html", {"rows": queries.seen_by(request.actor)})


@door("desk")
@require_safe
def find(request: DoorRequest, ref: int) -> HttpResponse:
    """One find, with what was said about it: opened by the reader's own key."""
    row = queries.one_for(request.actor, ref)
    words = open_text(WORDS, row.words, root=row.root, ref=row.id)
    return render(request, "toy/desk/finds.html", {"rows": [row], "words": words})


def purpose(request: DoorRequest, ref: int) -> str:
    """Whoever keeps a shelf works on what lies there."""
    return "handle" if request.actor.has(FindPower.FINDS, queries.one_for(request.actor, ref).body) else ""


def lead(request: DoorRequest, ref: int, lack: Lack, after: str) -> HttpResponse | None:
    """It is sealed to others: a page says so. For the rest, the page that opens the key."""
    del after
    queries.one_for(request.actor, ref)
    return None if lack is Lack.KEY else HttpResponse("sealed to others", status=403)
