"""Whom news could not reach: letters and calls that were given up, and what is left to do about each."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from answerable.appeals import actions, policy, queries
from answerable.appeals.queries.undelivered import undelivered
from answerable.appeals.views.desk.acting import why_not_now
from answerable.appeals.views.desk.lists import beside
from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.base.verdict import InvalidError, NotNowError, must


@door("desk")
def not_reached(request: DoorRequest) -> HttpResponse:
    """Each sender with what was tried and the next way. Refuses whoever may not enter calls."""
    must(policy.can_enter(request.actor))
    views = beside(request.actor, at=now(), here="undelivered")
    shown = {"lost": undelivered(request.actor), "views": views}
    answer = render(request, "appeals/desk/undelivered.html", shown)
    answer["Cache-Control"] = "no-store"
    return answer


@door("desk")
@require_POST
def told_otherwise(request: DoorRequest, number: str) -> HttpResponse:
    """What was done about it; then the list again."""
    appeal = queries.one_for(request.actor, number)
    notices = [int(one) for one in request.POST.getlist("notice") if one.isdecimal() and len(one) < 20]
    how = request.POST.get("how", "")
    try:
        actions.tell_otherwise(by=request.actor, at=now(), ref=appeal.id, notices=notices, how=how)
    except NotNowError as error:
        messages.warning(request, why_not_now(error))
    except InvalidError:
        messages.warning(request, _("Say what was done."))
    else:
        messages.success(request, _("Written down."))
    return redirect("desk:appeals:undelivered")
