"""My own things: seats, password, second factors, sessions, language."""

from io import BytesIO
from typing import cast

import segno
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.base.verdict import MissingError
from answerable.people import actions, queries, signing
from answerable.people.caller import address_of
from answerable.people.forms import AppForm, LanguageForm, PasskeyForm, PasswordForm
from answerable.people.models import Account
from answerable.people.sealing import digest_of
from answerable.people.stepping import next_page, signed_in, stepped_up
from answerable.people.terms import Factor, Power
from answerable.people.views import passkeys

SEED = "seed"


def _me(request: DoorRequest) -> Account:
    return cast("Account", request.user)


def _here(request: DoorRequest) -> str:
    """The digest of this very session: what "all others" spares."""
    return digest_of(request.session.session_key or "")


@door("public")
@signed_in
@require_safe
def overview(request: DoorRequest) -> HttpResponse:
    """Who I am here, with what I sign in, and what is still missing."""
    account, at = _me(request), now()
    held = queries.seats_held_by(account.id, at)
    factors = list(Authenticator.objects.filter(user=account).order_by("created_at"))
    kinds = signing.factors_of(account.id)
    high = queries.wants_passkey(account.id, at)
    strict = settings.ANSWERABLE.require_passkey and passkeys.lacks(request, at)
    page = {
        "held": held,
        "factors": [(row, row.wrap().name if row.type == "webauthn" else "") for row in factors],
        "kinds": kinds,
        "has_codes": any(row.type == Authenticator.Type.RECOVERY_CODES for row in factors),
        "wants_passkey": high and Factor.PASSKEY not in kinds,
        "must_use_passkey": strict,
        "holds_key": request.actor.has_anywhere(Power.KEYS),
        "audits": request.actor.has_anywhere(Power.AUDIT),
        "passkeys_possible": passkeys.are_possible(),
        "languages": LanguageForm(initial={"language": account.language}),
    }
    return render(request, "people/desk/me.html", page)


@door("public")
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: DoorRequest) -> HttpResponse:
    """A new password. All other sessions end."""
    account, at = _me(request), now()
    form = PasswordForm(request.POST or None, account=account)
    if form.is_valid():
        present, new = form.cleaned_data["present"], form.cleaned_data["new"]
        attempts = signing.at_signing_in(account.login, address_of(request))
        if not attempts.take(at):
            form.add_error(None, _("Too many attempts. Wait five minutes, then try again."))
        elif signing.account_by_password(account.login, present) != account:
            form.add_error("present", _("This is not your present password."))
        else:
            attempts.give_back(at)
            actions.change_password(by=request.actor, at=at, account=account.id, password=new, keep=_here(request))
            update_session_auth_hash(request, Account.objects.get(id=account.id))
            signing.prove(request, at)
            messages.success(request, _("Your password is changed. Other sessions have ended."), extra_tags="good")
            return redirect("desk:people:me")
    return render(request, "people/desk/password.html", {"form": form, "first": account.must_change_password})


@door("public")
@signed_in
@stepped_up
@require_http_methods(["GET", "HEAD", "POST"])
def app(request: DoorRequest) -> HttpResponse:
    """Set up an authenticator app: picture or key, then its first code. Then recovery codes, to print."""
    if request.method != "POST" or SEED not in request.session:
        request.session[SEED] = generate_totp_secret()
    seed: str = request.session[SEED]
    form, at = AppForm(request.POST or None), now()
    if form.is_valid():
        attempts = signing.at_second_factor(_me(request).id)
        if attempts.take(at) and actions.code_fits(seed, form.cleaned_data["code"], at=at):
            attempts.give_back(at)
            actions.add_totp(by=request.actor, at=at, seed=seed, keep=_here(request))
            del request.session[SEED]
            signing.prove(request, at, second=Factor.TOTP)
            return redirect("desk:people:codes")
        form.add_error("code", _("The app shows another code. Check the phone's clock and type the code it shows now."))
    key = " ".join(seed[start : start + 4] for start in range(0, len(seed), 4))
    return render(request, "people/desk/app.html", {"form": form, "key": key})


@door("public")
@signed_in
@require_safe
def picture(request: DoorRequest) -> HttpResponse:
    """The seed being set up, as a QR code. Raises Missing when none is."""
    seed = request.session.get(SEED)
    if not seed:
        raise MissingError
    drawn = segno.make(get_adapter().build_totp_url(_me(request), seed), error="m", micro=False)
    svg = BytesIO()
    drawn.save(svg, kind="svg", scale=5, border=4, light="white")
    return HttpResponse(svg.getvalue(), content_type="image/svg+xml")


@door("public")
@signed_in
@stepped_up
@require_http_methods(["GET", "HEAD", "POST"])
def codes(request: DoorRequest) -> HttpResponse:
    """Ten recovery codes, shown once to be printed; making new ones crosses the old ones off."""
    account = _me(request)
    if not signing.factors_of(account.id):
        return redirect("desk:people:me")
    made = actions.make_recovery_codes(by=request.actor, at=now()) if request.method == "POST" else []
    printed = [f"{code[:4]} {code[4:]}" for code in made]
    has = Authenticator.objects.filter(user=account, type=Authenticator.Type.RECOVERY_CODES).exists()
    return render(request, "people/desk/codes.html", {"codes": printed, "has": has, "account": account})


@door("public")
@signed_in
@stepped_up
@require_http_methods(["GET", "HEAD", "POST"])
def passkey(request: DoorRequest) -> HttpResponse:
    """Make a passkey on this device or a security key. The one page that needs a script."""
    account, at = _me(request), now()
    form = PasskeyForm(request.POST or None)
    if form.is_valid():
        if credential := passkeys.made(form.cleaned_data["credential"]):
            name = form.cleaned_data["name"]
            actions.add_passkey(by=request.actor, at=at, name=name, credential=credential, keep=_here(request))
            signing.prove(request, at, second=Factor.PASSKEY)
            return redirect("desk:people:codes")
        form.add_error(None, _("The key did not answer as expected. Try once more."))
    page = {"form": form, "asked": passkeys.asked_to_make(account), "possible": passkeys.are_possible()}
    return render(request, "people/desk/passkey.html", page)


@door("public")
@signed_in
@stepped_up
@require_POST
def remove(request: DoorRequest, factor: int) -> HttpResponse:
    """Remove one of my factors. All other sessions end."""
    actions.remove_factor(by=request.actor, at=now(), factor=factor, keep=_here(request))
    if not signing.factors_of(_me(request).id):
        request.session["second"] = ""
    messages.success(request, _("Removed. Other sessions have ended."), extra_tags="good")
    return redirect("desk:people:me")


@door("public")
@signed_in
@require_POST
def language(request: DoorRequest) -> HttpResponse:
    """The language of my pages."""
    form = LanguageForm(request.POST)
    if form.is_valid():
        account = _me(request)
        actions.change_language(by=request.actor, at=now(), account=account.id, language=form.cleaned_data["language"])
    return redirect(next_page(request) if "next" in request.POST else "desk:people:me")


@door("public")
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: DoorRequest) -> HttpResponse:
    """Where I am signed in; end one, or all others."""
    here, at = _here(request), now()
    if request.method == "POST":
        mark = request.POST.get("mark", "")
        if mark:
            actions.end_session(by=request.actor, at=at, mark=mark)
        else:
            actions.end_sessions(by=request.actor, at=at, keep=here)
        messages.success(request, _("Ended."), extra_tags="good")
        return redirect("desk:people:sessions")
    rows = [(row, row.digest[:16], row.digest == here) for row in queries.sessions_of(request.actor.id, at)]
    return render(request, "people/desk/sessions.html", {"rows": rows})
