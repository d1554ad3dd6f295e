"""Whom an appeal is about: looked at from outside of the command concerned, or said late."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from answerable.appeals import actions, queries
from answerable.appeals.desk_forms import acts as forms
from answerable.appeals.forms.offering import choices
from answerable.appeals.rules.meaning import key_of
from answerable.appeals.views.desk import acting
from answerable.appeals.views.naming import called
from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.base.verdict import MissingError


@door("desk")
def meant(request: DoorRequest, number: str) -> HttpResponse:
    """Say of those whom it names whether it is about how they acted. Afterwards it may be out of sight."""
    appeal = queries.one_for(request.actor, number)
    if not appeal.suspects:
        raise MissingError
    people = [(key_of(named), called(named)) for named in sorted(actions.suspects_of(appeal))]
    form = forms.MeantForm(acting.typed(request), people=people)
    do = acting.doing(actions.settle_mentions, request, appeal)
    return acting.page(request, appeal, form, act="meant", do=do, to=reverse("desk:appeals:list"))


@door("desk")
def correct(request: DoorRequest, number: str) -> HttpResponse:
    """Set right which kind it is, and whom it is about. Afterwards it may be out of sight."""
    appeal, lists = queries.one_for(request.actor, number), choices(now())
    bodies = [(value, name) for value, name in lists["about"] if value != "unsure"]
    officers = list(lists["officer"]) or [("", _("nobody"))]
    form = forms.Correct(acting.typed(request), bodies=bodies, officers=officers, initial={"kind": appeal.kind})
    do = acting.doing(actions.correct, request, appeal)
    leaves = form.is_bound and (any(map(form.data.get, ("body", "officer"))) or form.data.get("kind") == "complaint")
    to = reverse("desk:appeals:list") if leaves else ""
    return acting.page(request, appeal, form, act="correct", do=do, to=to)


@door("desk")
def about(request: DoorRequest, number: str) -> HttpResponse:
    """Say late whom it is about. Afterwards it may be out of sight."""
    appeal, lists = queries.to_bar(request.actor, number), choices(now())
    bodies = [(value, name) for value, name in lists["about"] if value != "unsure"]
    form = forms.About(acting.typed(request), bodies=bodies, officers=list(lists["officer"]) or [("", _("nobody"))])
    do = acting.doing(actions.say_about, request, appeal)
    return acting.page(request, appeal, form, act="about", do=do, to=reverse("desk:appeals:list"))
