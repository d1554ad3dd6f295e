"""My absence: who has my desk, from when to when; and for whom I sit."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.base.verdict import InvalidError, MissingError, NotNowError, RefusedError
from answerable.people import actions, queries
from answerable.people.forms import AbsenceForm
from answerable.people.queries import acting
from answerable.people.wording import sentence_for


@door("desk")
@require_http_methods(["GET", "HEAD", "POST"])
def absence(request: DoorRequest) -> HttpResponse:
    """Name a substitute, and see what is running."""
    me, at = request.actor.id, now()
    form = AbsenceForm(
        request.POST or None,
        colleagues=queries.colleagues(me, at),
        initial={"from_on": at.date() + timedelta(days=1)},
    )
    if form.is_valid():
        try:
            actions.begin_absence(by=request.actor, at=at, account=me, **form.cleaned_data)
        except InvalidError as fault:
            for field, reason in fault.faults.items():
                form.add_error(field, sentence_for(reason))
        except (NotNowError, RefusedError) as no:
            form.add_error(None, sentence_for(no.reason))
        else:
            messages.success(
                request, _("Your substitute is named and sees your desk in these days."), extra_tags="good"
            )
            return redirect("desk:people:absence")
    page = {"form": form, "mine": queries.absences_of(me, at), "others": acting.standing_in(me, at)}
    return render(request, "people/desk/absence.html", page)


@door("desk")
@require_POST
def back(request: DoorRequest, absence: int) -> HttpResponse:
    """I am back: the substitution ends at once. Raises Missing for anybody else's absence."""
    if absence not in {row.id for row in queries.absences_of(request.actor.id, now())}:
        raise MissingError
    actions.end_absence(by=request.actor, at=now(), absence=absence)
    messages.success(request, _("Your desk is yours again."), extra_tags="good")
    return redirect("desk:people:absence")
