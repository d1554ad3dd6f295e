"""Somebody comes in person because another code was made for their message: they get digits for the way back."""

from django.http import HttpResponse
from django.shortcuts import render

from answerable.appeals import actions, policy
from answerable.appeals.desk_forms.taking_down import InPersonForm
from answerable.appeals.views.desk import acting
from answerable.appeals.views.desk.lists import beside
from answerable.appeals.wording.reasons import sentence_for
from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.base.verdict import MissingError, NotNowError, RefusedError, must


@door("desk")
def hear_in_person(request: DoorRequest) -> HttpResponse:
    """The page, and what is handed over, shown once. Refuses whoever has no seat with the power to enter."""
    must(policy.can_enter(request.actor))
    form, status = InPersonForm(acting.typed(request)), acting.OK
    heard = _heard(request, form) if form.is_valid() else None
    if form.is_bound and heard is None:
        status = acting.BAD
    shown = {"form": form, "heard": heard, "views": beside(request.actor, at=now(), here="taken")}
    answer = render(request, "appeals/desk/in_person.html", shown, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def _heard(request: DoorRequest, form: InPersonForm) -> actions.HeardAtDesk | None:
    """What whoever stands here is given; nothing where the form says why not."""
    said = form.cleaned_data
    try:
        return actions.hear_in_person(by=request.actor, at=now(), number=said["number"], begins=said["begins"])
    except MissingError:
        form.add_error(None, sentence_for("word.no-such-code"))
    except (NotNowError, RefusedError) as no:
        form.add_error(None, sentence_for(no.reason))
    return None
