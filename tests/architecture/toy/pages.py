"""The toy's page at the desk, and its addresses."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_safe

from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.base.subject import Lack
from answerable.base.verdict import MissingError
from answerable.toy import doing
from answerable.toy.doing import POWER
from answerable.toy.models import Find
from answerable.toy.vocabulary import WORDS
from answerable.vault.sealing import open_text


@door("desk")
@require_http_methods(["GET", "HEAD", "POST"])
def finds(request: DoorRequest) -> HttpResponse:
    """What lies here; giving one out."""
    if request.method == "POST":
        doing.fetch(by=request.actor, at=now(), ref=int(request.POST["find"]))
        return HttpResponseRedirect("/desk/finds/")
    rows = Find.objects.filter(body__in=request.actor.bodies).order_by("id")
    return render(request, "toy/desk/finds.html", {"rows": rows})


@door("desk")
@require_safe
def find(request: DoorRequest, ref: int) -> HttpResponse:
    """One find, with what was said about it: opened by the reader's own key."""
    row = _seen(request, ref)
    words = open_text(WORDS, row.words, root=row.root, ref=row.id)
    return render(request, "toy/desk/finds.html", {"rows": [row], "words": words})


def _seen(request: DoorRequest, ref: int) -> Find:
    row = Find.objects.filter(id=ref, body__in=request.actor.bodies).first()
    if row is None:
        raise MissingError
    return row


def purpose(request: DoorRequest, ref: int) -> str:
    """Whoever keeps a shelf works on what lies there."""
    return "handle" if request.actor.has(POWER, _seen(request, ref).body) else ""


def lead(request: DoorRequest, ref: int, lack: Lack, after: str) -> HttpResponse | None:
    """It is sealed to others: a page says so. For the rest, the page that opens the key."""
    del after
    _seen(request, ref)
    return None if lack is Lack.KEY else HttpResponse("sealed to others", status=403)


desk: list[URLPattern] = [path("finds/", finds, name="finds"), path("finds/<int:ref>/", find, name="find")]
