"""The small acts of daily work: accept, assign, note, ask, points, category, stepping back, closing."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.forms import BaseFormSet, Form, formset_factory
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from answerable.appeals import actions, policy, queries
from answerable.appeals.actions.handling import MOST_POINTS
from answerable.appeals.desk_forms import acts as forms
from answerable.appeals.desk_forms.choices import by_id
from answerable.appeals.models import Appeal
from answerable.appeals.queries import desk
from answerable.appeals.sealed_fields import POINT_TEXT
from answerable.appeals.views.desk import acting
from answerable.appeals.views.desk.words import WORDS
from answerable.appeals.wording.reasons import sentence_for
from answerable.base import dates
from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.base.verdict import InvalidError, NotNowError, must
from answerable.law import queries as law_queries
from answerable.places import queries as places_queries
from answerable.promises import actions as promises_actions
from answerable.promises.queries import promise_text
from answerable.vault.sealing import read_text

SPARE_POINTS = 3  # empty lines for further points


def _plain(
    request: DoorRequest,
    number: str,
    form: type[Form],
    do: Callable[..., object],
    *,
    act: str,
    may: str = "",
    to: str = "",
) -> HttpResponse:
    """The page of an act that asks what its form asks and no more; `may` and `to` as in `acting.page`."""
    appeal = queries.one_for(request.actor, number)
    typed, doing = form(acting.typed(request)), acting.doing(do, request, appeal)
    return acting.page(request, appeal, typed, act=act, do=doing, may=may, to=to)


@door("desk")
def accept(request: DoorRequest, number: str) -> HttpResponse:
    """Take it up."""
    return _plain(request, number, forms.Sure, actions.accept_appeal, act="accept")


@door("desk")
def assign(request: DoorRequest, number: str) -> HttpResponse:
    """Give it to a person of the body."""
    appeal = queries.one_for(request.actor, number)
    form = assign_form(request, appeal, now())
    return acting.page(request, appeal, form, act="assign", do=acting.doing(actions.assign, request, appeal))


def assign_form(request: DoorRequest, appeal: Appeal, at: datetime) -> forms.Assign:
    """The form of that act, with those to whom it can be given."""
    staff = queries.people_to_assign(request.actor, appeal, at)
    people = [("", _("nobody in particular")), *((str(account.id), account.said_name) for account in staff)]
    return forms.Assign(acting.typed(request), people=people, initial={"to": str(appeal.assignee_id or "")})


@door("desk")
def note(request: DoorRequest, number: str) -> HttpResponse:
    """Keep a note among colleagues."""
    return _plain(request, number, forms.NoteForm, actions.add_note, act="note")


@door("desk")
def ask(request: DoorRequest, number: str) -> HttpResponse:
    """Ask the sender."""
    return _plain(request, number, forms.AskForm, actions.ask_sender, act="ask")


@door("desk")
def looked(request: DoorRequest, number: str) -> HttpResponse:
    """Say that the sender's news was read."""
    return _plain(request, number, forms.Sure, actions.looked, act="looked", may="note")


@door("desk")
def recuse(request: DoorRequest, number: str) -> HttpResponse:
    """Step back, with a reason. Leads to the list: the appeal is gone from the actor's sight."""
    return _plain(request, number, forms.Recuse, actions.recuse, act="recuse", to=reverse("desk:appeals:list"))


@door("desk")
def close(request: DoorRequest, number: str) -> HttpResponse:
    """Close what was answered and not disputed."""
    return _plain(request, number, forms.Sure, actions.close_appeal, act="close")


@door("desk")
def drop_draft(request: DoorRequest, number: str) -> HttpResponse:
    """Throw one's own draft away."""
    return _plain(request, number, forms.Sure, actions.drop_draft, act="drop", may="draft")


@door("desk")
def categorise(request: DoorRequest, number: str) -> HttpResponse:
    """Say what it is about and where."""
    appeal = queries.one_for(request.actor, number)
    offered = [(str(place), name) for place, name in places_queries.to_pick(dates.language())]
    form = forms.Categorise(
        acting.typed(request),
        categories=by_id(law_queries.categories(appeal.kind), empty=_("not said")),
        territories=[("", _("not said")), *offered],
        initial={"category": str(appeal.category_id or ""), "territory": str(appeal.territory_id or "")},
    )
    return acting.page(request, appeal, form, act="categorise", do=acting.doing(actions.categorise, request, appeal))


@door("desk")
def points(request: DoorRequest, number: str) -> HttpResponse:
    """Edit what the appeal asks, in order; what was answered once stays as it was."""
    appeal = queries.one_for(request.actor, number)
    must(policy.ACTS["points"](request.actor, queries.standing(appeal)))
    written = queries.points_of(appeal)
    suggested = not written
    lines: type[BaseFormSet[forms.PointForm]] = formset_factory(
        forms.PointForm, extra=SPARE_POINTS, can_order=True, max_num=MOST_POINTS, validate_max=True
    )
    rows = written or queries.suggest_points(appeal)
    form = lines(acting.typed(request), initial=[_as_typed(point, appeal, new=suggested) for point in rows])
    fault, status = "", acting.OK
    if form.is_bound and form.is_valid():
        fault, status = _keep(request, appeal, form)
        if status == acting.OK:
            onwards = "answer" if request.GET.get("next") == "answer" else "case"
            return redirect(f"desk:appeals:{onwards}", appeal.number)
    shown = {"appeal": appeal, "form": form, "fault": fault, "suggested": suggested, "words": WORDS["points"]}
    return render(request, "appeals/desk/points.html", shown, status=status)


def _keep(request: DoorRequest, appeal: Appeal, form: "BaseFormSet[forms.PointForm]") -> tuple[str, int]:
    """Write the points in the order given by their places; returns a fault and the status of the page."""
    rows = [each.cleaned_data for each in form.forms if each.cleaned_data.get("text", "").strip()]
    last = len(form.forms) + 1
    rows.sort(key=lambda row: row.get("ORDER") or last)
    try:
        actions.set_points(
            by=request.actor, at=now(), ref=appeal.id, points=[(row.get("id"), row["text"]) for row in rows]
        )
    except InvalidError as error:
        return sentence_for(next(iter(error.faults.values()))), acting.BAD
    except NotNowError as error:
        return acting.why_not_now(error), acting.CONFLICT
    messages.success(request, str(WORDS["points"].done))
    return "", acting.OK


def _as_typed(point: Any, appeal: Appeal, *, new: bool) -> dict[str, object]:
    """A point as the form shows it; a suggested one has no id yet."""
    text = read_text(POINT_TEXT, point.text, root=appeal.root, ref=point.id)
    return {"id": None if new else point.id, "text": text, "answered": bool(point.outcome)}


@door("desk")
def promise(request: DoorRequest, number: str, promise: int) -> HttpResponse:
    """Say how a promise ended."""
    appeal = queries.one_for(request.actor, number)
    made = desk.promised_in(request.actor, appeal, promise)
    form = forms.PromiseEnds(acting.typed(request))

    def do(typed: dict[str, Any]) -> object:
        return promises_actions.end_promise(by=request.actor, at=now(), promise=made.id, **typed)

    more = {"promised": promise_text(made), "due_on": made.due_on}
    return acting.page(
        request, appeal, form, act="promise", may="draft", do=do, more=more, template="appeals/desk/promise.html"
    )
