"""The three keepers: set up, a sealed appeal asked for, agreed to, waited for and opened. Every step is on the record."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from answerable.appeals.actions import keepers as acts
from answerable.appeals.desk_forms.keepers import KeepersForm, QuorumAskForm
from answerable.appeals.models import Appeal
from answerable.appeals.queries import keepers
from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.base.verdict import MissingError, NotNowError, RefusedError
from answerable.people.queries import names_of
from answerable.people.stepping import stepped_up
from answerable.vault import actions as vault_actions
from answerable.vault import policy as vault_policy
from answerable.vault import queries as vault_queries
from answerable.vault import unlocked_keys
from answerable.vault import wording as vault_wording
from answerable.vault.queries import holders as who

HERE = "desk:appeals:quorum"


def _holder(request: DoorRequest) -> None:
    if not vault_policy.can_enrol(request.actor):
        raise MissingError


@door("desk")
@require_safe
def quorum(request: DoorRequest) -> HttpResponse:
    """Who the keepers are, and what they are asked for."""
    _holder(request)
    at, pair = now(), who.quorum_pair()
    names = names_of(who.keepers())
    shown = {
        "pair": pair,
        "fingerprint": vault_queries.pair_fingerprint(pair) if pair else "",
        "founded_here": bool(pair) and pair is not None and pair.enrolled_by == request.actor.word,
        "keepers": sorted(account.said_name for account in names.values()),
        "mine": vault_queries.holds_share(request.actor.id),
        "rows": keepers.asked_of_keepers(request.actor, at),
        "at": at,
    }
    return render(request, "appeals/desk/quorum.html", shown)


@door("desk")
@stepped_up
@require_http_methods(["GET", "HEAD", "POST"])
def found(request: DoorRequest) -> HttpResponse:
    """Set up three keepers, of whom two open together."""
    _holder(request)
    ready = [one for one in who.key_holders(now()) if one.confirmed and one.in_office]
    form = KeepersForm(request.POST or None, ready=ready)
    if form.is_valid():
        try:
            vault_actions.found_quorum(by=request.actor, at=now(), holders=form.cleaned_data["keepers"])
        except (RefusedError, NotNowError) as no:
            form.add_error("keepers", vault_wording.sentence_for(no.reason))
        else:
            done = _("The keepers are set up. Now let a second key holder compare the fingerprint below.")
            messages.success(request, done, extra_tags="good")
            return redirect(HERE)
    return render(request, "appeals/desk/found.html", {"form": form, "few": len(ready), "again": who.quorum_pair()})


@door("desk")
@stepped_up
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: DoorRequest) -> HttpResponse:
    """Ask the other keepers to open a sealed appeal, by its number and with a reason."""
    _keeper(request)
    form = QuorumAskForm(request.POST or None)
    if form.is_valid():
        appeal = keepers.sealed_for_keeper(request.actor, form.cleaned_data["number"])
        if appeal is None:
            form.add_error("number", _("There is no sealed appeal with this number that you could open."))
        else:
            try:
                acts.ask_keepers(by=request.actor, at=now(), appeal=appeal, reason=form.cleaned_data["reason"])
            except (RefusedError, NotNowError) as no:
                form.add_error("reason", vault_wording.sentence_for(no.reason))
            else:
                said = _("Asked. A second keeper must agree; the sender will be told at the next visit.")
                messages.success(request, said, extra_tags="good")
                return redirect(HERE)
    return render(request, "appeals/desk/ask_keepers.html", {"form": form})


def _keeper(request: DoorRequest) -> None:
    _holder(request)
    if not vault_queries.holds_share(request.actor.id):
        raise MissingError


def _with_key(request: DoorRequest, act: Callable[[bytes], object], done: str, after: str) -> HttpResponse:
    """Do what needs the actor's private key; where it is closed, lead to opening it first."""
    seed = unlocked_keys.unlocked_seed(request, request.actor.id)
    if seed is None:
        messages.warning(request, _("Open your key first, then press the button again."), extra_tags="warn")
        return HttpResponseRedirect(f"{reverse('desk:vault:open')}?next={reverse(HERE)}")
    try:
        act(seed)
    except (RefusedError, NotNowError) as no:
        messages.warning(request, vault_wording.sentence_for(no.reason), extra_tags="warn")
        return redirect(HERE)
    messages.success(request, done, extra_tags="good")
    return redirect(after)


def _asked_for(request: DoorRequest, ref: int) -> tuple[Appeal, datetime]:
    _keeper(request)
    appeal = keepers.asked_appeal(request.actor, ref)
    if appeal is None:
        raise MissingError
    return appeal, now()


@door("desk")
@stepped_up
@require_POST
def agree(request: DoorRequest, ref: int) -> HttpResponse:
    """Agree as the second keeper; three days begin."""
    appeal, at = _asked_for(request, ref)

    def act(seed: bytes) -> object:
        return acts.agree_as_keeper(by=request.actor, at=at, appeal=appeal, request=ref, seed=seed)

    return _with_key(request, act, _("You agreed. It can be opened after 72 hours."), reverse(HERE))


@door("desk")
@stepped_up
@require_POST
def refuse(request: DoorRequest, ref: int) -> HttpResponse:
    """End a request: refuse it, or take the own one back."""
    _asked_for(request, ref)
    vault_actions.end_quorum(by=request.actor, at=now(), request=ref)
    messages.success(request, _("The request is closed."), extra_tags="good")
    return redirect(HERE)


@door("desk")
@stepped_up
@require_POST
def open_together(request: DoorRequest, ref: int) -> HttpResponse:
    """Open the appeal after the waiting time, and go to it."""
    appeal, at = _asked_for(request, ref)

    def act(seed: bytes) -> object:
        return acts.open_as_keepers(by=request.actor, at=at, appeal=appeal, request=ref, seed=seed)

    after = reverse("desk:appeals:case", args=[appeal.number])
    return _with_key(request, act, _("Opened. You are among its readers from now on."), after)
