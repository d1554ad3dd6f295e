"""Appeals that belong together: incidents with one answer to many, and merges; each can be undone."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from answerable.appeals import actions, policy, queries
from answerable.appeals.desk_forms import acts, grouping
from answerable.appeals.desk_forms.choices import by_code, not_chosen
from answerable.appeals.queries import desk
from answerable.appeals.terms import OPEN
from answerable.appeals.views.desk import acting
from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.base.verdict import InvalidError, MissingError
from answerable.law import queries as law_queries


@door("desk")
def merge(request: DoorRequest, number: str) -> HttpResponse:
    """Merge into the appeal that goes on; the message afterwards leads to the undoing."""
    appeal = queries.one_for(request.actor, number)
    form = acts.Merge(acting.typed(request), initial={"into": request.GET.get("into", "")})

    def do(typed: dict[str, Any]) -> object:
        into = _found(request, typed["into"], field="into")
        return actions.merge(by=request.actor, at=now(), ref=appeal.id, into=into, text=typed["text"])

    done = _with_undo(_("Merged. The sender is told which appeal goes on."), "unmerge", appeal.number)
    return acting.page(request, appeal, form, act="merge", do=do, done=done)


@door("desk")
def unmerge(request: DoorRequest, number: str) -> HttpResponse:
    """Undo a merge."""
    appeal = queries.one_for(request.actor, number)
    form = acts.Unmerge(acting.typed(request))
    do = acting.doing(actions.unmerge, request, appeal)
    return acting.page(request, appeal, form, act="unmerge", may="merge", do=do)


@door("desk")
def join(request: DoorRequest, number: str) -> HttpResponse:
    """Put the appeal to an incident of its body, or go on to begin one."""
    appeal = queries.one_for(request.actor, number)
    events = desk.incidents_of(request.actor, appeal.body_id)
    offered = [(str(event.id), f"{event.title} ({event.size})") for event in events]
    form = grouping.Join(acting.typed(request), incidents=[("", not_chosen()), *offered])
    return acting.page(
        request,
        appeal,
        form,
        act="join",
        may="group",
        do=acting.doing(actions.add_to_incident, request, appeal),
        more={"any": bool(events)},
        done=_with_undo(_("It is part of the incident."), "ungroup", appeal.number),
        template="appeals/desk/join.html",
    )


@door("desk")
def ungroup(request: DoorRequest, number: str) -> HttpResponse:
    """Take the appeal out of its incident."""
    appeal = queries.one_for(request.actor, number)
    form = acts.Sure(acting.typed(request))
    do = acting.doing(actions.ungroup, request, appeal)
    return acting.page(request, appeal, form, act="ungroup", may="group", do=do)


@door("desk")
def begin(request: DoorRequest) -> HttpResponse:
    """Begin an incident with appeals that were ticked in a list or are named here."""
    picked = " ".join(request.GET.getlist("pick"))
    form = grouping.Begin(acting.typed(request), initial={"numbers": picked})
    status, made = acting.OK, []

    def do(typed: dict[str, Any]) -> None:
        refs = [_found(request, number, field="numbers") for number in typed["numbers"]]
        made.append(actions.group(by=request.actor, at=now(), refs=refs, title=typed["title"]))

    if form.is_bound:
        status = acting.tried(form, do)
        if status == acting.OK:
            messages.success(request, _("The incident is made. Answer all of its appeals here at once."))
            return redirect("desk:appeals:incident", made[0])
    return render(request, "appeals/desk/begin.html", {"form": form}, status=status)


@door("desk")
def incident(request: DoorRequest, incident: int) -> HttpResponse:
    """One event and its appeals; more can be put to it by number."""
    event = desk.incident_for(request.actor, incident)
    form, status = grouping.Add(acting.typed(request)), acting.OK

    def do(typed: dict[str, Any]) -> None:
        for number in typed["numbers"]:
            ref = _found(request, number, field="numbers")
            actions.add_to_incident(by=request.actor, at=now(), ref=ref, incident=event.id)

    if form.is_bound:
        status = acting.tried(form, do)
        if status == acting.OK:
            messages.success(request, _("Put to the incident."))
            return redirect("desk:appeals:incident", event.id)
    shown = {"event": event, "form": form, "more": event.size - len(event.rows), "at": now()}
    return render(request, "appeals/desk/incident.html", shown, status=status)


@door("desk")
def answer_many(request: DoorRequest, incident: int) -> HttpResponse:
    """One answer to everybody who wrote about the event. Shows who will be told before it is sent."""
    event = desk.incident_for(request.actor, incident)
    told = [row for row in event.rows if row.state in OPEN]
    form = grouping.AnswerMany(
        acting.typed(request),
        grounds=by_code(law_queries.grounds("point", body=event.body, at=now()), empty=_("none")),
    )
    status, sent = acting.OK, []

    def do(typed: dict[str, Any]) -> None:
        sent.append(actions.answer_all(by=request.actor, at=now(), incident=event.id, **typed))

    if form.is_bound:
        status = acting.tried(form, do)
        if status == acting.OK:
            messages.success(request, _answered(*sent[0]))
            return redirect("desk:appeals:incident", event.id)
    signs = all(policy.can_sign(request.actor, _standing(request, row.id)) for row in told[:1])
    shown = {"event": event, "form": form, "told": told, "more": event.waiting - len(told), "signs": signs, "at": now()}
    return render(request, "appeals/desk/answer_many.html", shown, status=status)


def _answered(many: int, done: bool) -> str:
    if done:
        said = ngettext("%(n)d sender has been answered.", "%(n)d senders have been answered.", many)
    else:
        said = ngettext(
            "Signed. The answer is on its way to %(n)d sender; this page says how far it is.",
            "Signed. The answer is on its way to %(n)d senders; this page says how far it is.",
            many,
        )
    return said % {"n": many}


def _standing(request: DoorRequest, ref: int) -> policy.AppealStanding:
    return queries.standing(queries.by_id_for(request.actor, ref))


def _found(request: DoorRequest, number: str, *, field: str) -> int:
    """The id of an appeal by its number; a number of nothing that exists for the actor is a fault of the field."""
    try:
        return queries.one_for(request.actor, number).id
    except MissingError:
        raise InvalidError(**{field: "form.no-such-number"}) from None


def _with_undo(done: str, act: str, number: str) -> str:
    """What is said afterwards, with the way back."""
    undo = reverse(f"desk:appeals:{act}", args=[number])
    return format_html('{} <a href="{}">{}</a>', done, undo, _("Undo"))
