"""My key: made at the first sign-in, its sheet printed and checked, its password changed, forgotten, lost."""

from collections.abc import Callable
from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.base.verdict import MissingError, NotNowError, RefusedError
from answerable.people.sealing import digest_of
from answerable.people.stepping import stepped_up
from answerable.vault import actions, policy, queries, unlocked_keys, wording
from answerable.vault.forms import ChangePassword, NewPassword, OpenForm, Recovery, SheetForm
from answerable.vault.models import KeyPair
from answerable.vault.queries import holders as who
from answerable.vault.terms import Holder

ASKED: Final = (2, 6)  # groups of the sheet that are typed back
_SHEET: Final = "sheet"  # in the session, until the sheet is checked


def mine(request: DoorRequest) -> KeyPair | None:
    """The actor's living pair. For anybody whose seat holds no key there is no such page."""
    if not policy.can_enrol(request.actor):
        raise MissingError
    return queries.pair_of(Holder.ACCOUNT, request.actor.id)


def must_have(request: DoorRequest) -> KeyPair:
    """The actor's living pair; Missing for whoever has none yet."""
    pair = mine(request)
    if pair is None:
        raise MissingError
    return pair


@door("desk")
@sensitive_post_parameters()
@stepped_up
@require_http_methods(["GET", "HEAD", "POST"])
def key(request: DoorRequest) -> HttpResponse:
    """Make my key and print its sheet; then, how far it has come and what is left to do."""
    pair = mine(request)
    form = NewPassword(request.POST or None)
    if pair is None and form.is_valid():
        password = form.cleaned_data["password"]
        made = actions.enrol_pair(by=request.actor, at=now(), password=password, keep=_here(request))
        return _printed(request, made.recovery, made.fingerprint, password=password, fresh=True)
    at = now()
    others = [one for one in who.key_holders(at) if one.account != request.actor.id]
    page = {
        "pair": pair,
        "fingerprint": queries.pair_fingerprint(pair) if pair else "",
        "sheet": who.sheet_checked_at(pair) if pair else None,
        "waits_for_sheet": _SHEET in request.session,
        "open": unlocked_keys.is_unlocked(request),
        "form": form,
        "can_confirm": [one.name for one in others if one.pair],
        "waiting": [one for one in others if one.pair and not one.confirmed],
        "made": pair is not None,
    }
    return render(request, "vault/desk/key.html", page)


def _here(request: DoorRequest) -> str:
    """The digest of this very session: what a change of keys spares."""
    return digest_of(request.session.session_key or "")


def _printed(request: DoorRequest, recovery: str, fingerprint: str, *, password: str, fresh: bool) -> HttpResponse:
    """The sheet, shown once; two of its groups wait in the session to be typed back, and the key is open now."""
    groups = recovery.split("-")
    request.session[_SHEET] = {str(place): groups[place - 1] for place in ASKED}
    page = {"recovery": recovery, "fingerprint": fingerprint, "fresh": fresh, "at": now()}
    answer = render(request, "vault/desk/sheet.html", page)
    if password:
        seed = actions.unlock_pair(by=request.actor, at=now(), password=password)
        unlocked_keys.keep_unlocked(request, answer, account=request.actor.id, seed=seed)
    return answer


@door("desk")
@sensitive_post_parameters()
@stepped_up
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: DoorRequest) -> HttpResponse:
    """Type two groups back from the paper: whoever can has a sheet that can be read."""
    pair, waiting = must_have(request), request.session.get(_SHEET)
    form = SheetForm(request.POST or None, groups=waiting or {})
    if waiting and form.is_valid():
        actions.check_sheet(by=request.actor, at=now())
        del request.session[_SHEET]
        messages.success(request, _("Your sheet is right. Put it where you keep important papers."), extra_tags="good")
        return redirect("desk:vault:keys")
    page = {"form": form, "waiting": bool(waiting), "checked": who.sheet_checked_at(pair)}
    return render(request, "vault/desk/check.html", page)


@door("desk")
@sensitive_post_parameters()
@stepped_up
@require_http_methods(["GET", "HEAD", "POST"])
def renew(request: DoorRequest) -> HttpResponse:
    """Another sheet in place of one that is lost, seen by somebody, or never printed."""
    pair = must_have(request)
    form = OpenForm(request.POST or None)
    if form.is_valid():
        password = form.cleaned_data["password"]

        def act() -> HttpResponse:
            fresh = actions.new_sheet(by=request.actor, at=now(), password=password, keep=_here(request))
            return _printed(request, fresh, queries.pair_fingerprint(pair), password="", fresh=False)

        answer = _tried(form, "password", act)
        if answer is not None:
            return answer
    return render(request, "vault/desk/renew.html", {"form": form})


def _tried(form: NewPassword | OpenForm, field: str, act: Callable[[], HttpResponse]) -> HttpResponse | None:
    """Do it, or put the reason why not beside the field and answer nothing."""
    try:
        return act()
    except (RefusedError, NotNowError) as no:
        form.add_error(field, wording.sentence_for(no.reason))
        return None


@door("desk")
@sensitive_post_parameters()
@stepped_up
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: DoorRequest) -> HttpResponse:
    """Another password for my key. My other sessions end."""
    must_have(request)
    form = ChangePassword(request.POST or None)
    if form.is_valid():
        old, new = form.cleaned_data["old"], form.cleaned_data["password"]

        def act() -> HttpResponse:
            actions.change_key_password(by=request.actor, at=now(), old=old, new=new, keep=_here(request))
            messages.success(request, _("Your key has its new password."), extra_tags="good")
            return redirect("desk:vault:keys")

        answer = _tried(form, "old", act)
        if answer is not None:
            return answer
    return render(request, "vault/desk/change.html", {"form": form})


@door("desk")
@sensitive_post_parameters()
@stepped_up
@require_http_methods(["GET", "HEAD", "POST"])
def recover(request: DoorRequest) -> HttpResponse:
    """A forgotten password: with the printed sheet, which is used up and replaced."""
    pair = must_have(request)
    form = Recovery(request.POST or None)
    if form.is_valid():
        typed, new = form.cleaned_data["recovery"], form.cleaned_data["password"]

        def act() -> HttpResponse:
            fresh = actions.recover_pair(by=request.actor, at=now(), recovery=typed, password=new, keep=_here(request))
            return _printed(request, fresh, queries.pair_fingerprint(pair), password=new, fresh=False)

        answer = _tried(form, "recovery", act)
        if answer is not None:
            return answer
    return render(request, "vault/desk/recover.html", {"form": form})


@door("desk")
@sensitive_post_parameters()
@stepped_up
@require_http_methods(["GET", "HEAD", "POST"])
def lose(request: DoorRequest) -> HttpResponse:
    """Password and sheet are both gone: the old pair dies, a new one begins, colleagues open things to it."""
    pair = must_have(request)
    form = NewPassword(request.POST or None)
    if form.is_valid():
        chosen = form.cleaned_data["password"]
        made = actions.lose_pair(by=request.actor, at=now(), password=chosen, keep=_here(request))
        return _printed(request, made.recovery, made.fingerprint, password=chosen, fresh=True)
    page = {"form": form, "alone": len(queries.records_only_open_to(pair.id))}
    return render(request, "vault/desk/lose.html", page)
