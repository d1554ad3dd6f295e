"""Signing: the list of answers that wait, and each of them as its reader will see it, with what a machine could check."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from answerable.appeals import actions, policy, queries
from answerable.appeals.desk_forms.acts import ReturnDraftForm
from answerable.appeals.desk_forms.answering import AnswerForm
from answerable.appeals.desk_forms.choices import name_of
from answerable.appeals.models import Appeal
from answerable.appeals.queries import signing
from answerable.appeals.queries.case_view import CaseView
from answerable.appeals.queries.signing import OfferedDraft, ToSign
from answerable.appeals.rules import signing as signing_rules
from answerable.appeals.rules.signing import Check, CheckOutcome
from answerable.appeals.views.desk import acting
from answerable.appeals.views.desk.answering import offered_choices
from answerable.appeals.views.desk.lists import beside
from answerable.appeals.wording.terms import KINDS
from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.base.verdict import MissingError, must
from answerable.law import queries as law_queries

SIGNED_FORM: Final = "sign"
RETURNED_FORM: Final = "return"


@dataclass(frozen=True, slots=True)
class CheckShown:
    """One check as the page says it."""

    holds: bool
    says: str


@dataclass(frozen=True, slots=True)
class SigningTable:
    """What lies before whoever signs."""

    request: DoorRequest
    appeal: Appeal
    seen: CaseView
    draft: OfferedDraft
    form: AnswerForm
    people: dict[str, str]  # who can see to a promise, by id
    at: datetime


@door("desk")
def to_sign(request: DoorRequest) -> HttpResponse:
    """The answers that wait for the reader's signature."""
    at = now()
    waiting = signing.to_sign(request.actor, at=at)
    shown = {
        "lines": [(row, _points_of(row), _faults(row.checked)) for row in waiting],
        "at": at,
        "views": beside(request.actor, at=at, here="signing"),
    }
    return render(request, "appeals/desk/signing.html", shown)


@door("desk")
def sign(request: DoorRequest, number: str, draft: int) -> HttpResponseBase:
    """One answer, to be signed, returned or changed; whoever comes late is led to the appeal and told."""
    actor, at = request.actor, now()
    appeal = queries.one_for(actor, number)
    must(policy.can_sign(actor, queries.standing(appeal)))
    seen = queries.case(actor, appeal, at=at)
    try:
        offered = signing.offered_in(actor, appeal, draft)
    except MissingError:
        messages.info(request, _("This answer waits for no signature any more: it was signed, returned or changed."))
        return redirect(acting.at_case(appeal))
    grounds, people = offered_choices(appeal, at)
    form = AnswerForm(dict(offered.typed), points=seen.points, grounds=grounds, people=people)
    table = SigningTable(request, appeal, seen, offered, form, {ref: str(name) for ref, name in people}, at)
    wanted = request.POST.get("do", "")
    if wanted == SIGNED_FORM:
        return _signed(table)
    if wanted == RETURNED_FORM:
        return _returned(table)
    return _page(table, ReturnDraftForm())


def _signed(table: SigningTable) -> HttpResponseBase:
    """Send it as it was read; what keeps it from being sent is said, and nothing is changed."""

    def do(typed: dict[str, Any]) -> object:
        return actions.sign_draft(
            by=table.request.actor,
            at=table.at,
            ref=table.appeal.id,
            draft=table.draft.id,
            read=_instant(table.request.POST.get("read", ""), table.draft.saved_at),
            text=typed["text"],
            replies=table.form.replies(),
        )

    status = acting.tried(table.form, do)
    if status != acting.OK:
        return _page(table, ReturnDraftForm(), status=status, faults=True)
    messages.success(table.request, _("Signed and sent: %(number)s.") % {"number": table.appeal.number})
    return _onwards(table)


def _returned(table: SigningTable) -> HttpResponseBase:
    form = ReturnDraftForm(table.request.POST)

    def do(typed: dict[str, Any]) -> object:
        return actions.return_draft(
            by=table.request.actor, at=table.at, ref=table.appeal.id, draft=table.draft.id, text=typed["text"]
        )

    status = acting.tried(form, do)
    if status != acting.OK:
        return _page(table, form, status=status)
    said = _("Returned to %(name)s with your remark: %(number)s.")
    messages.success(table.request, said % {"name": table.draft.by, "number": table.appeal.number})
    return _onwards(table)


def _onwards(table: SigningTable) -> HttpResponseBase:
    """To the next answer that waits, else to the list, which says that it is empty."""
    following = signing.next_to_sign(table.request.actor, at=table.at)
    return redirect("desk:appeals:signing") if following is None else redirect("desk:appeals:sign", *following)


def _page(table: SigningTable, form: ReturnDraftForm, *, status: int = acting.OK, faults: bool = False) -> HttpResponse:
    known = law_queries.grounds("point", body=table.appeal.body_id, at=table.at)
    points = [point for point in table.seen.points if point.id is not None]
    replies = signing_rules.replies_in(table.draft.typed, [point.id or 0 for point in points])
    checked = signing_rules.checks(str(table.draft.typed.get("text", "")), replies, templates=signing.template_texts())
    shown = {
        "table": table,
        "appeal": table.appeal,
        "case": table.seen,
        "kind": KINDS.get(table.appeal.kind, table.appeal.kind),
        "text": str(table.draft.typed.get("text", "")),
        "points": [
            (point, reply, _day(reply.due_on), table.people.get(reply.owner, "") if reply.owner else "")
            for point, reply in zip(points, replies, strict=True)
        ],
        "grounds": {ground.code: name_of(ground.name) for ground in known},
        "checked": [CheckShown(one.holds, _said(one)) for one in checked],
        "form": form,
        "faults": table.form if faults else None,
        "others": signing.count(table.request.actor, at=table.at, but=table.draft.id),
        "edit": f"{reverse('desk:appeals:answer', args=[table.appeal.number])}?from={table.draft.id}",
        "read": table.draft.saved_at.isoformat(),
        "at": table.at,
        "views": beside(table.request.actor, at=table.at, here="signing"),
    }
    return render(table.request, "appeals/desk/sign.html", shown, status=status)


def _day(written: str) -> date | None:
    """The day that was typed; None where none was, or none that is one."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _instant(written: str, otherwise: datetime) -> datetime:
    """When the words that were read had been saved; a page that does not say so has read what stands."""
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        return otherwise


def _points_of(row: ToSign) -> str:
    """How many points have a word, as the list says it; empty for a sealed one."""
    found = next((one for one in row.checked if one.check is Check.POINTS), None)
    return "" if found is None else _("%(met)d of %(of)d") % {"met": found.met, "of": found.of}


def _faults(checked: tuple[CheckOutcome, ...]) -> list[str]:
    return [_said(one) for one in checked if not one.holds]


def _said(one: CheckOutcome) -> str:
    """A check in words, whichever way it came out."""
    if one.check is Check.POINTS:
        said = ngettext("%(met)d of %(of)d point has a word", "%(met)d of %(of)d points have a word", one.of)
        return said % {"met": one.met, "of": one.of}
    if one.check is Check.GROUNDS:
        return _("each refusal has its ground") if one.holds else _("a refusal has no ground")
    if one.check is Check.PROMISES:
        if one.holds:
            return _("each promise has a day and somebody who sees to it")
        return _("a promise has no day, or nobody who sees to it")
    share = number_format(round(one.share * 100))
    if one.holds:
        return _("words of its own: %(share)s %% of it stands in a template") % {"share": share}
    return _("%(share)s %% of it stands in a template") % {"share": share}
