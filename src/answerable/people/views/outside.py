"""In by the organisation's own sign-in, where there is one: it stands for the password, never for the second factor."""

import logging
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.base.verdict import InvalidError
from answerable.people import actions, oidc, signing
from answerable.people.caller import address_of
from answerable.people.forms import LinkForm
from answerable.people.keys import server_key
from answerable.people.models import Account
from answerable.people.sealing import UnopenedError, open_box_text, seal_box_text
from answerable.people.stepping import next_page, stepped_up
from answerable.people.views import staff
from answerable.people.wording import sentence_for

log = logging.getLogger(__name__)
PURPOSE: Final = "oidc"


def is_offered() -> bool:
    """Say whether the organisation has a sign-in of its own."""
    return bool(settings.ANSWERABLE.oidc_issuer and settings.ANSWERABLE.oidc_client_id)


def _client() -> oidc.Client:
    """What we are to the provider. Missing where there is none."""
    config = settings.ANSWERABLE
    if not is_offered():
        raise Http404
    back = f"{config.address}{reverse('desk:people:outside-back')}"
    return oidc.Client(config.oidc_issuer, config.oidc_client_id, config.oidc_client_secret, back)


def _cookie() -> str:
    return "__Host-outside" if settings.ANSWERABLE.secure else "outside"


@door("public")
@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """To the provider, with a sealed note in a cookie that the browser brings back with the answer."""
    client, at = _client(), now()
    if not signing.at_outside(address_of(request)).take(at):
        return _refused(request, _("Too many attempts. Wait five minutes, then try again."), status=429)
    way = oidc.going(next_page(request), at)
    try:
        there = oidc.way_there(client, way)
    except oidc.UntrustedError as fault:
        log.warning("the organisation's sign-in can't be reached or believed: %s", fault)
        return _refused(
            request, _("Your organisation's sign-in doesn't answer. Use your password, or try later."), status=502
        )
    answer = redirect(there)
    answer.set_cookie(
        _cookie(),
        seal_box_text(server_key(), PURPOSE, way.written().decode()),
        max_age=oidc.LASTS,
        secure=settings.ANSWERABLE.secure,
        httponly=True,
        samesite="Lax",  # the way back begins at the provider: a Strict cookie would stay at home
    )
    return answer


@door("public")
@require_safe
def back(request: HttpRequest) -> HttpResponse:
    """Back from the provider: believed or not, linked or not, and on to the second factor."""
    answer = _came(request, _client(), now())
    answer.delete_cookie(_cookie(), samesite="Lax")
    return answer


def _came(request: HttpRequest, client: oidc.Client, at: datetime) -> HttpResponse:
    try:
        way = oidc.Going.read(open_box_text(server_key(), PURPOSE, request.COOKIES.get(_cookie(), "")).encode())
        said = {name: request.GET.get(name, "") for name in ("state", "code", "iss")}
        subject = oidc.who_came(client, way, at=at, **said)
    except (oidc.UntrustedError, UnopenedError) as fault:
        log.warning("a way back from the organisation's sign-in was not believed: %s", str(fault) or "no note")
        return _refused(request, _("This sign-in was not completed. Begin again from this page."))
    signing.at_outside(address_of(request)).give_back(at)
    account = actions.account_of(client.issuer, subject)
    if account is None:
        page = {"subject": subject, "name": settings.ANSWERABLE.oidc_name}
        return render(request, "people/desk/outside_unlinked.html", page, status=403)
    return _let_in(request, account, way.after, at)


def _let_in(request: HttpRequest, account: Account, after: str, at: datetime) -> HttpResponse:
    """On to the second factor, or in. By a page of ours: a redirect would still count as coming from elsewhere."""
    if signing.factors_of(account.id):
        signing.wait_for_second(request, account, at)
        request.session["after"] = after
        after = reverse("desk:people:second")
    else:
        signing.sign_in(request, account, at, second="")
    return render(request, "people/desk/outside_in.html", {"after": after})


def _refused(request: HttpRequest, why: str, *, status: int = 403) -> HttpResponse:
    return render(request, "people/desk/outside_refused.html", {"why": why}, status=status)


@door("desk")
@stepped_up
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: DoorRequest, code: str, account: int) -> HttpResponse:
    """Link somebody of my unit with the organisation's sign-in, or undo it. Missing for who has no seat there."""
    client, body, person = _client(), *staff.person_in(request, code, account)
    form: Any = LinkForm(request.POST or None)
    words: dict[str, Any] = {"by": request.actor, "at": now(), "account": account}
    if request.POST.get("go") == "unlink":
        actions.unlink(**words)
        return redirect("desk:people:body", body.code)
    if form.is_valid():
        try:
            actions.link(**words, issuer=client.issuer, subject=form.cleaned_data["subject"])
        except InvalidError as fault:
            for field, reason in fault.faults.items():
                form.add_error(field, sentence_for(reason))
        else:
            return redirect("desk:people:body", body.code)
    page = {"form": form, "body": body, "person": person, "linked": actions.is_linked(account)}
    return render(request, "people/desk/link.html", {**page, "name": settings.ANSWERABLE.oidc_name})
