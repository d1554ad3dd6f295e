"""What stands before a sealed appeal: for what purpose it is opened, and what to do for whom it is not open."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from answerable.appeals import queries
from answerable.appeals.desk_forms.opening import PurposeForm
from answerable.appeals.models import Appeal
from answerable.appeals.terms import Tier, subject_of
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.base.subject import Lack
from answerable.people.queries import names_of
from answerable.people.stepping import next_page
from answerable.vault import queries as vault_queries
from answerable.vault.terms import Holder

_STATED = "purposes"  # in the session, by appeal
FORBIDDEN = 403
CONFLICT = 409


def stated(request: HttpRequest, appeal: int) -> str:
    """The purpose that the reader stated for an appeal in this session; empty where none was."""
    said: dict[str, str] = request.session.get(_STATED, {})
    return said.get(str(appeal), "")


@door("desk")
@require_http_methods(["GET", "HEAD", "POST"])
def purpose(request: DoorRequest, number: str) -> HttpResponse:
    """Say once in a session for what an appeal is opened; it stands beside the reader's name for the auditor."""
    appeal = queries.one_for(request.actor, number)
    form = PurposeForm(request.POST or None)
    if form.is_valid():
        request.session[_STATED] = {**request.session.get(_STATED, {}), str(appeal.id): form.cleaned_data["purpose"]}
        return redirect(_after(request, appeal))
    return render(
        request, "appeals/desk/purpose.html", {"appeal": appeal, "form": form, "next": _after(request, appeal)}
    )


def _after(request: DoorRequest, appeal: Appeal) -> str:
    """Where the reader wanted to go; without a wish, to the appeal."""
    wanted = "next" in request.POST or "next" in request.GET
    return next_page(request) if wanted else reverse("desk:appeals:case", args=[appeal.number])


@dataclass(frozen=True, slots=True)
class CanOpen:
    """Who can open a sealed appeal now, by name; `kept` says that the server holds a key for want of people."""

    people: list[str]
    bodies: list[int]
    kept: bool


def who_can(appeal: Appeal) -> CanOpen | None:
    """Who can open an appeal; None of one that is not sealed to keys."""
    if appeal.tier != Tier.SEALED:
        return None
    pairs = vault_queries.readers_of(subject_of(appeal.id))
    names = names_of({pair.owner for pair in pairs if pair.holder == Holder.ACCOUNT})
    return CanOpen(
        people=sorted(account.said_name for account in names.values()),
        bodies=sorted({pair.owner for pair in pairs if pair.holder == Holder.BODY}),
        kept=vault_queries.is_kept(subject_of(appeal.id)),
    )


def purpose_for(request: DoorRequest, ref: int) -> str:
    """For what this reader opens an appeal, as they said it in this session or the system knows it; empty otherwise."""
    return stated(request, ref) or queries.purpose_of(request.actor, ref)


def lead(request: DoorRequest, ref: int, lack: Lack, after: str) -> HttpResponse | None:
    """The page for what a reader of an appeal lacks; None where opening the key is all. Raises Missing for strangers."""
    appeal = queries.by_id_for(request.actor, ref)
    if lack is Lack.READER:
        return no_key(request, appeal)
    if lack is Lack.PURPOSE:
        return redirect(f"{reverse('desk:appeals:purpose', args=[appeal.number])}?{after}")
    return closed(request, appeal) if request.method == "POST" else None


def no_key(request: HttpRequest, appeal: Appeal) -> HttpResponse:
    """The page of an appeal that is there and not open to this reader: who could open it to them."""
    shown = {"appeal": appeal, "can_open": who_can(appeal)}
    return render(request, "appeals/desk/no_key.html", shown, status=FORBIDDEN)


def closed(request: HttpRequest, appeal: Appeal) -> HttpResponse:
    """The page for a form that came when the key was closed: nothing was done, open it and send the form again."""
    return render(request, "appeals/desk/closed.html", {"appeal": appeal}, status=CONFLICT)
