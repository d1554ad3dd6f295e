"""In and out: password, second factor, and the proof again for what needs a fresh one."""

from datetime import datetime
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.people import actions, signing
from answerable.people.caller import address_of
from answerable.people.forms import CodeForm, ProofForm, SignInForm
from answerable.people.models import Account
from answerable.people.stepping import next_page, signed_in
from answerable.people.terms import Factor
from answerable.people.views import passkeys

SLOWLY = 429


@door("public")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password. Says the same of an unknown name and a wrong password."""
    if request.user.is_authenticated:
        return redirect(next_page(request))
    form, status, at = SignInForm(request.POST or None), 200, now()
    if form.is_valid():
        login, password = form.cleaned_data["login"], form.cleaned_data["password"]
        attempts = signing.at_signing_in(login, address_of(request))
        if not attempts.take(at):
            form.add_error(None, _("Too many attempts. Wait five minutes, then try again."))
            status = SLOWLY
        elif account := signing.account_by_password(login, password):
            attempts.give_back(at)
            return _let_in(request, account)
        else:
            form.add_error(None, _("The sign-in name or the password is not right."))
    return render(
        request,
        "people/desk/sign_in.html",
        {"form": form, "next": next_page(request), "outside": _outside()},
        status=status,
    )


def _outside() -> str:
    """What the organisation's own sign-in is called; empty where there is none."""
    config = settings.ANSWERABLE
    return (config.oidc_name or _("your organisation")) if config.oidc_issuer and config.oidc_client_id else ""


def _let_in(request: HttpRequest, account: Account) -> HttpResponse:
    """On to the second factor, or in where the account has none yet."""
    after = next_page(request)
    if signing.factors_of(account.id):
        signing.wait_for_second(request, account, now())
        request.session["after"] = after
        return redirect("desk:people:second")
    signing.sign_in(request, account, now(), second="")
    return redirect(after)


@door("public")
@require_http_methods(["GET", "HEAD", "POST"])
def second(request: HttpRequest) -> HttpResponse:
    """The second factor of whoever gave the right password in this browser."""
    account = signing.awaited_account(request, now())
    if account is None:
        return redirect("desk:people:sign-in")
    form, status = CodeForm(request.POST or None), 200
    if form.is_valid():
        how, status = _proved(account, form)
        if how:
            after = request.session.pop("after", "/desk/")
            signing.sign_in(request, account, now(), second=how)
            _warn_of_few_codes(request, how)
            return redirect(after)
    return render(request, "people/desk/second.html", _code_page(account, form), status=status)


def _proved(account: Account, form: CodeForm) -> tuple[str, int]:
    """Which factor the form proves, if any, and the status of the page if none."""
    at, credential = now(), form.cleaned_data["credential"]
    attempts = signing.at_second_factor(account.id)
    if not attempts.take(at):
        form.add_error(None, _("Too many attempts. Wait two minutes, then try again."))
        return "", SLOWLY
    if how := _factor(account, form.cleaned_data["code"], credential, at):
        attempts.give_back(at)
        return how, 200
    form.add_error(None if credential else "code", _("This is not right, or it was used already. Take the next code."))
    return "", 200


def _factor(account: Account, code: str, credential: str, at: datetime) -> str:
    """The factor that a code or a passkey's answer proves; empty when none."""
    if credential and passkeys.is_answered(account, credential):
        return Factor.PASSKEY
    if code and actions.use_totp_code(account=account.id, typed=code, at=at):
        return Factor.TOTP
    if code and actions.use_recovery_code(account=account.id, typed=code):
        return Factor.RECOVERY
    return ""


def _code_page(account: Account, form: CodeForm) -> dict[str, object]:
    """What the page of a second factor shows; a new challenge for a passkey each time."""
    kinds = signing.factors_of(account.id)
    asked = passkeys.asked_of(account) if Factor.PASSKEY in kinds else ""
    return {"form": form, "passkey": asked, "app": Factor.TOTP in kinds}


def _warn_of_few_codes(request: HttpRequest, how: str) -> None:
    if how == Factor.RECOVERY:
        messages.warning(
            request,
            _(
                'You used a recovery code; it is crossed off. Set your app up anew, or print new codes, under "My account".'
            ),
            extra_tags="warn",
        )


@door("public")
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session at once and let the browser forget the pages it keeps."""
    logout(request)
    response = redirect("desk:people:sign-in")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@door("public")
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def again(request: DoorRequest) -> HttpResponse:
    """The proof again: the second factor where there is one, else the password."""
    account, at = cast("Account", request.user), now()
    form: CodeForm | ProofForm
    if signing.factors_of(account.id):
        form = CodeForm(request.POST or None)
        if form.is_valid() and (how := _proved(account, form)[0]):
            signing.prove(request, at, second=how)
            return redirect(next_page(request))
        page = _code_page(account, form)
    else:
        form = ProofForm(request.POST or None)
        if form.is_valid() and _is_right(request, account, form):
            signing.prove(request, at)
            return redirect(next_page(request))
        page = {"form": form}
    return render(request, "people/desk/again.html", {**page, "next": next_page(request)})


def _is_right(request: HttpRequest, account: Account, form: ProofForm) -> bool:
    at, attempts = now(), signing.at_signing_in(account.login, address_of(request))
    if not attempts.take(at):
        form.add_error(None, _("Too many attempts. Wait five minutes, then try again."))
        return False
    if signing.account_by_password(account.login, form.cleaned_data["password"]) != account:
        form.add_error("password", _("This is not your password."))
        return False
    attempts.give_back(at)
    return True
