"""Taking down what a sender says by telephone or in person: whose message, what is said, read it back, write it."""

import secrets
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override

from answerable.appeals import actions, policy
from answerable.appeals.actions import TakenDown
from answerable.appeals.desk_forms.taking_down import CallerForm, TakenForm
from answerable.appeals.models import Appeal
from answerable.appeals.queries.taken import offered_to_take_down
from answerable.appeals.rules.taken import DISPUTE, RATING
from answerable.appeals.terms import Rating
from answerable.appeals.views.desk import acting
from answerable.appeals.views.desk.lists import beside
from answerable.appeals.wording.reasons import sentence_for
from answerable.appeals.wording.terms import RATINGS
from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.base.verdict import InvalidError, MissingError, NotNowError, RefusedError, must


@door("desk")
def take_down(request: DoorRequest) -> HttpResponse:
    """The page, step by step; each carries what was typed. Refuses whoever has no seat with the power to enter."""
    must(policy.can_enter(request.actor))
    caller = CallerForm(acting.typed(request))
    appeal = _found(request, caller) if caller.is_valid() else None
    if appeal is None:
        status = acting.BAD if caller.is_bound else acting.OK
        return _page(request, {"caller": caller}, status=status)
    go = request.POST.get("go", "find")
    offers, points = offered_to_take_down(appeal, at=now())
    first = {"token": secrets.token_urlsafe(32)}
    form = TakenForm(None if go == "find" else request.POST, offers=offers, points=points, initial=first)
    shown = {"caller": caller, "form": form, "number": appeal.number, "offers": offers}
    if go in {"find", "change"} or not form.is_valid():
        return _page(request, shown, status=acting.BAD if form.is_bound and go != "change" else acting.OK)
    said = form.said()
    places = {int(point): place for point, place in points}
    shown |= {"lines": _read_back(said, places, appeal.language), "said": said, "language": appeal.language}
    if go != "write" or not request.POST.get("agreed"):
        return _page(request, shown | {"unread": go == "write"})
    try:
        actions.take_down(by=request.actor, at=now(), ref=appeal.id, said=said)
    except InvalidError as error:
        acting.fault(form, error)
    except (NotNowError, RefusedError) as no:
        form.add_error(None, sentence_for(no.reason))
    else:
        messages.success(request, _("Written down. The sender is told, sees it beside the message, and can cancel it."))
        return redirect("desk:appeals:list")
    return _page(request, {**shown, "lines": None}, status=acting.CONFLICT)


def _found(request: DoorRequest, caller: CallerForm) -> Appeal | None:
    """The message of whoever calls; nothing where it can't be found or taken down here, and the form says why."""
    try:
        return actions.find_for_caller(by=request.actor, at=now(), **caller.cleaned_data)
    except MissingError:
        caller.add_error(None, sentence_for("word.no-such-code"))
    except (NotNowError, RefusedError) as no:
        caller.add_error(None, sentence_for(no.reason))
    return None


def _read_back(said: TakenDown, places: Mapping[int, str], language: str) -> list[str]:
    """What is read out to the sender, in their language."""
    with override(language):
        if said.what == RATING:
            return [
                _("Point %(point)s: %(rating)s.") % {"point": places[point], "rating": RATINGS[rating]}
                for point, rating in said.ratings.items()
            ]
        if said.what == DISPUTE:
            wanting = [places[point] for point, rating in said.ratings.items() if rating == Rating.NOT_ANSWERED]
            points = [_("Not answered: point %(points)s.") % {"points": ", ".join(wanting)}] if wanting else []
            return [_("I dispute the answer."), *points]
        return [_("I withdraw my message. Nothing more is owed on it then.")]


def _page(request: DoorRequest, shown: Mapping[str, Any], *, status: int = acting.OK) -> HttpResponse:
    views = beside(request.actor, at=now(), here="taken")
    answer = render(request, "appeals/desk/taking_down.html", {**shown, "views": views}, status=status)
    answer["Cache-Control"] = "no-store"
    return answer
