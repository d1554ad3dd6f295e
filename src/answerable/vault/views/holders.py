"""Key holders: my key, the sheet that is printed once, confirming a colleague's key; and the auditor's page of looks."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from answerable.base.asked import Asked
from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.verdict import Missing, NotNow, Refused
from answerable.people.queries import names_of
from answerable.people.stepping import stepped_up
from answerable.vault import actions, policy, queries, wording
from answerable.vault.forms import ChangePassword, Fingerprint, NewPassword, Recovery
from answerable.vault.models import KeyPair
from answerable.vault.terms import Holder

_SHOWN = 200  # looks on one page, newest first


def _holder(request: Asked) -> KeyPair | None:
    """The actor's living pair. For anybody whose seat holds no key there is no such page."""
    if not policy.can_enrol(request.actor):
        raise Missing
    return queries.pair_of(Holder.ACCOUNT, request.actor.id)


@door("desk")
@stepped_up
@require_http_methods(["GET", "HEAD", "POST"])
def key(request: Asked) -> HttpResponse:
    """Make my key and print its sheet; then, what it is and whose keys wait for a second person."""
    pair = _holder(request)
    form = NewPassword(request.POST or None)
    if pair is None and form.is_valid():
        made = actions.enrol(by=request.actor, at=now(), password=form.cleaned_data["password"])
        page = {"recovery": made.recovery, "fingerprint": made.fingerprint, "fresh": True}
        return render(request, "vault/desk/sheet.html", page)
    waiting = [each for each in queries.unconfirmed() if _confirmable(request, each)]
    names = names_of(each.owner for each in waiting)
    page = {
        "pair": pair,
        "fingerprint": queries.fingerprint(pair) if pair else "",
        "form": form,
        "waiting": [(each, names[each.owner].name) for each in waiting if each.owner in names],
    }
    return render(request, "vault/desk/key.html", page)


def _confirmable(request: Asked, pair: KeyPair) -> bool:
    verdict = policy.can_confirm(request.actor, holder=pair.holder, owner=pair.owner, enrolled_by=pair.enrolled_by)
    return bool(verdict) and pair.holder == Holder.ACCOUNT


@door("desk")
@stepped_up
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: Asked, pair: int) -> HttpResponse:
    """Type the fingerprint that the owner reads out. The screen does not show it: it would only be copied."""
    _holder(request)
    found = next((each for each in queries.unconfirmed() if each.id == pair and _confirmable(request, each)), None)
    if found is None:
        raise Missing
    form = Fingerprint(request.POST or None)
    if form.is_valid():
        try:
            actions.confirm(by=request.actor, at=now(), pair=pair, fingerprint=form.cleaned_data["fingerprint"])
        except Refused as no:
            form.add_error("fingerprint", str(wording.REASONS[no.reason]))
        else:
            messages.success(request, _("The key is confirmed."), extra_tags="good")
            return redirect("desk:vault:keys")
    page = {"form": form, "name": names_of([found.owner])[found.owner].name}
    return render(request, "vault/desk/confirm.html", page)


@door("desk")
@stepped_up
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: Asked) -> HttpResponse:
    """Another password for my key."""
    if _holder(request) is None:
        raise Missing
    form = ChangePassword(request.POST or None)
    if form.is_valid():
        old, new = form.cleaned_data["old"], form.cleaned_data["password"]
        try:
            actions.change_password(by=request.actor, at=now(), old=old, new=new)
        except (Refused, NotNow) as no:
            form.add_error("old", str(wording.REASONS[no.reason]))
        else:
            messages.success(request, _("Your key has its new password."), extra_tags="good")
            return redirect("desk:vault:keys")
    return render(request, "vault/desk/change.html", {"form": form})


@door("desk")
@stepped_up
@require_http_methods(["GET", "HEAD", "POST"])
def recover(request: Asked) -> HttpResponse:
    """A forgotten password: with the printed sheet, which is used up and replaced."""
    pair = _holder(request)
    if pair is None:
        raise Missing
    form = Recovery(request.POST or None)
    if form.is_valid():
        typed, new = form.cleaned_data["recovery"], form.cleaned_data["password"]
        try:
            sheet = actions.recover(by=request.actor, at=now(), recovery=typed, password=new)
        except (Refused, NotNow) as no:
            form.add_error("recovery", str(wording.REASONS[no.reason]))
        else:
            page = {"recovery": sheet, "fingerprint": queries.fingerprint(pair), "fresh": False}
            return render(request, "vault/desk/sheet.html", page)
    return render(request, "vault/desk/recover.html", {"form": form})


@door("desk")
@require_safe
def looks(request: Asked) -> HttpResponse:
    """Who looked at what and for what purpose, newest first, and whether the chain is whole. For auditors."""
    if not policy.can_audit(request.actor):
        raise Missing
    rows = list(queries.latest_looks(request.actor)[:_SHOWN])
    purposes = wording.PURPOSES
    page = {
        "rows": [(row, purposes.get(row.purpose, row.purpose)) for row in rows],
        "broken": queries.broken_look(),
        "shown": _SHOWN,
    }
    return render(request, "vault/desk/looks.html", page)
