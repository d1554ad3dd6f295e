"""What is done to several appeals at once: ticked in a list, each act its own, and what could not be done is named."""

from collections.abc import Callable
from typing import Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from answerable.appeals import actions, queries
from answerable.appeals.desk_forms.bulk import MOST, AssignMany
from answerable.appeals.models import Appeal
from answerable.appeals.views.desk import acting
from answerable.appeals.wording.reasons import sentence_for
from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.base.verdict import InvalidError, MissingError, NotNowError, RefusedError


@door("desk")
@require_POST
def bulk(request: DoorRequest) -> HttpResponse:
    """Accept, assign, or make an incident of what is ticked."""
    picked = _picked(request)
    if not picked:
        messages.warning(request, _("Tick the appeals first."))
        return redirect("desk:appeals:list")
    act = _ACTS.get(request.POST.get("do", ""))
    return act(request, picked) if act else redirect("desk:appeals:list")


def _picked(request: DoorRequest) -> list[Appeal]:
    """The ticked ones that exist for the actor, each once."""
    found = []
    for number in dict.fromkeys(request.POST.getlist("pick")[:MOST]):
        try:
            found.append(queries.one_for(request.actor, number))
        except MissingError:
            continue  # gone from sight since the list was shown
    return found


def _incident(request: DoorRequest, picked: list[Appeal]) -> HttpResponse:  # noqa: ARG001 -- every act has the same shape
    asked = urlencode([("pick", appeal.number) for appeal in picked])
    return redirect(f"{reverse('desk:appeals:begin')}?{asked}")


def _accept(request: DoorRequest, picked: list[Appeal]) -> HttpResponse:
    done = _each(request, picked, lambda appeal: actions.accept_appeal(by=request.actor, at=now(), ref=appeal.id))
    said = ngettext("%(n)d appeal is accepted.", "%(n)d appeals are accepted.", done)
    return _back(request, done, said)


def _assign(request: DoorRequest, picked: list[Appeal]) -> HttpResponse:
    """Ask to whom, then give: the people offered are those who may work on every ticked one."""
    at = now()
    lists = [{one.id: one.said_name for one in queries.people_to_assign(request.actor, each, at)} for each in picked]
    common = set.intersection(*(set(each) for each in lists))
    people = [("", _("nobody in particular")), *((str(ref), name) for ref, name in lists[0].items() if ref in common)]
    form = AssignMany(request.POST if "to" in request.POST else None, people=people)
    if not form.is_valid():
        return render(request, "appeals/desk/assign_many.html", {"form": form, "picked": picked})
    to = form.cleaned_data["to"]
    done = _each(request, picked, lambda appeal: actions.assign(by=request.actor, at=now(), ref=appeal.id, to=to))
    said = ngettext("%(n)d appeal is assigned.", "%(n)d appeals are assigned.", done)
    return _back(request, done, said)


def _each(request: DoorRequest, picked: list[Appeal], do: Callable[[Appeal], object]) -> int:
    """Do it to each, in a transaction of its own; say of each that could not be done why. Gives how many were."""
    done = 0
    for appeal in picked:
        try:
            do(appeal)
            done += 1
        except NotNowError as no:
            _not_done(request, appeal, acting.why_not_now(no))
        except RefusedError as no:
            _not_done(request, appeal, sentence_for(no.reason))
        except InvalidError as no:
            _not_done(request, appeal, " ".join(sentence_for(reason) for reason in no.faults.values()))
    return done


def _not_done(request: DoorRequest, appeal: Appeal, why: str) -> None:
    messages.warning(request, f"{appeal.number}: {why}")


def _back(request: DoorRequest, done: int, said: str) -> HttpResponse:
    if done:
        messages.success(request, said % {"n": done})
    return redirect("desk:appeals:list")


_ACTS: Final[dict[str, Callable[[DoorRequest, list[Appeal]], HttpResponse]]] = {
    "incident": _incident,
    "accept": _accept,
    "assign": _assign,
}
