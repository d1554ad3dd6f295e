"""Writing an answer point by point: a draft that is kept at every step, a preview as the sender will read it, signing.

Whoever may not sign saves the draft for signature; whoever may, opens it, changes what they like and signs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from answerable.appeals import actions, policy, queries
from answerable.appeals.desk_forms.answering import AnswerForm
from answerable.appeals.desk_forms.choices import Pairs, by_code, name_of, not_chosen
from answerable.appeals.models import Appeal
from answerable.appeals.queries import desk
from answerable.appeals.queries.case_view import CaseView
from answerable.appeals.rules import life
from answerable.appeals.terms import Deed
from answerable.appeals.views.desk import acting
from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.base.verdict import must
from answerable.law import queries as law_queries
from answerable.people.queries import staff_of

NO_CONTENT = 204


@dataclass(frozen=True, slots=True)
class Desk:
    """What lies on the table while an answer is written."""

    request: DoorRequest
    appeal: Appeal
    seen: CaseView
    drafts: list[desk.Drafted]
    signs: bool
    at: datetime

    @property
    def others(self) -> list[desk.Drafted]:
        """Answers that somebody else is writing."""
        return [draft for draft in self.drafts if draft.account != self.request.actor.id]

    def begun(self) -> Mapping[str, Any]:
        """What the form begins with: a colleague's draft when it is asked for, else the actor's own."""
        wanted = self.request.GET.get("from", "")
        for draft in self.others:
            if str(draft.id) == wanted:
                return draft.typed
        return next((draft.typed for draft in self.drafts if draft.account == self.request.actor.id), {})


@door("desk")
def answer(request: DoorRequest, number: str) -> HttpResponseBase:
    """The page of an answer. Leads to the points first where nobody has confirmed them yet."""
    actor, at = request.actor, now()
    appeal = queries.one_for(actor, number)
    must(policy.can_handle(actor, queries.standing(appeal)))
    life.state_after(appeal.state, Deed.ANSWERED)
    seen = queries.case(actor, appeal, at=at)
    if any(point.id is None for point in seen.points):
        messages.info(request, _("First look at what the appeal asks: each point gets an answer of its own."))
        return redirect(f"{reverse('desk:appeals:points', args=[number])}?next=answer")
    signs = bool(policy.can_sign(actor, queries.standing(appeal)))
    table = Desk(request, appeal, seen, desk.drafts_of(actor, appeal), signs, at)
    grounds, people = offered_choices(appeal, at)
    form = AnswerForm(acting.typed(request), points=seen.points, grounds=grounds, people=people, initial=table.begun())
    return _sent(table, form, request.POST) if form.is_bound else _page(table, form)


def offered_choices(appeal: Appeal, at: datetime) -> tuple[Pairs, Pairs]:
    """Grounds and owners to choose from."""
    grounds = by_code(law_queries.grounds("point", body=appeal.body_id, at=at), empty=not_chosen())
    staff = staff_of(appeal.body_id, at)
    return grounds, [("", _("the body itself")), *((str(account.id), account.said_name) for account in staff)]


def _sent(table: Desk, form: AnswerForm, sent: QueryDict) -> HttpResponseBase:
    """The form came back: keep it as a draft whatever it is, then do what the button said."""
    wanted = sent.get("do", "draft")
    keep = actions.offer_draft if wanted == "signature" else actions.keep_draft
    keep(by=table.request.actor, at=table.at, ref=table.appeal.id, typed=form.as_typed(sent))
    if wanted == "sign":
        return _signed(table, form)
    if wanted == "preview":
        return _preview(table, form)
    if wanted in {"fill", "edit"}:
        return _page(table, _filled(table, form, sent) if wanted == "fill" else form, quiet=True)
    if table.request.headers.get("X-Kept-By") == "script":
        return HttpResponse(status=NO_CONTENT)
    said = _("Put up for signature. Whoever may sign has it in their list.")
    messages.success(table.request, said if wanted == "signature" else _("The draft is saved."))
    if wanted == "signature":
        return redirect(acting.after_act(table.appeal))
    return redirect("desk:appeals:answer", table.appeal.number)


def _signed(table: Desk, form: AnswerForm) -> HttpResponseBase:
    """Sign and send, or show what is missing with everything kept."""

    def do(typed: dict[str, Any]) -> object:
        return actions.answer_appeal(
            by=table.request.actor, at=table.at, ref=table.appeal.id, text=typed["text"], replies=form.replies()
        )

    status = acting.tried(form, do)
    if status == acting.OK:
        messages.success(table.request, _("The answer is sent. The sender can rate each point, or dispute it."))
        return redirect(acting.after_act(table.appeal))
    return _page(table, form, status=status)


def _preview(table: Desk, form: AnswerForm) -> HttpResponse:
    """The answer as the sender will read it, with everything typed carried along."""
    if not form.is_valid():
        return _page(table, form, status=acting.BAD)
    known = law_queries.grounds("point", body=table.appeal.body_id, at=table.at)
    grounds = {ground.code: name_of(ground.name) for ground in known}
    said = {reply.point: reply for reply in form.replies()}
    shown = {
        "table": table,
        "appeal": table.appeal,
        "form": form,
        "text": form.cleaned_data["text"],
        "points": [(point, said[point.id]) for point in form.points if point.id in said],
        "grounds": grounds,
    }
    return render(table.request, "appeals/desk/preview.html", shown)


def _filled(table: Desk, form: AnswerForm, sent: QueryDict) -> AnswerForm:
    """The same form with a template's words below what was typed already; points stay untouched."""
    wanted = sent.get("template", "")
    text = next((name_of(row.text) for row in law_queries.templates() if row.code == wanted), "")
    data = sent.copy()
    data["text"] = "\n\n".join(part for part in (sent.get("text", "").strip(), text) if part)
    grounds, people = offered_choices(table.appeal, table.at)
    return AnswerForm(data, points=form.points, grounds=grounds, people=people)


def _page(table: Desk, form: AnswerForm, *, status: int = acting.OK, quiet: bool = False) -> HttpResponse:
    """The page; `quiet` leaves out faults while somebody is still writing."""
    shown = {
        "table": table,
        "appeal": table.appeal,
        "case": table.seen,
        "form": form,
        "faults": form.is_bound and not quiet,
        "templates": by_code(law_queries.templates(), empty=not_chosen()),
        "at": table.at,
    }
    return render(table.request, "appeals/desk/answer.html", shown, status=status)
