"""The sender says, after sending, whom the message is about."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from answerable.appeals import actions
from answerable.appeals.forms.following import AboutForm
from answerable.appeals.forms.offering import choices
from answerable.appeals.views import follow, showing
from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.base.verdict import NotNowError


@door("follow")
@require_http_methods(["GET", "HEAD", "POST"])
def about(request: DoorRequest) -> HttpResponse:
    """Whoever is chosen, and whatever they command, is barred at once; the date stays."""
    follow.own_word(request)
    at = now()
    lists = choices(at)
    posted = request.POST if request.method == "POST" else None
    form = AboutForm(posted, bodies=lists["about"], officers=lists["officer"])
    if form.is_valid():
        try:
            actions.say_about(by=request.actor, at=at, ref=request.actor.id, about=form.named, text="")
        except NotNowError as no:
            form.add_error(None, showing.said_all(no))
        else:
            return follow.back("about")
    return follow.private(render(request, "appeals/follow/about.html", {"form": form}))
