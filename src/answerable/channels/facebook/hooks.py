"""The page's webhook: the signature over the raw bytes first, then the delivery kept word for word, then yes.

SHA-256 under the app's secret is the one signature; the old one of SHA-1 proves nothing. Meta repeats what was not answered
by 200, so where the database is away it is told 503.
"""

import hashlib
import hmac
import re
from typing import Final

from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.verdict import MissingError
from answerable.channels.actions import letterbox
from answerable.channels.facebook.inbound import deliveries_in
from answerable.channels.queries import accounts
from answerable.channels.terms import AccountFacts, Channel

LARGEST: Final = 1 << 20
CHALLENGE: Final = re.compile(r"[A-Za-z0-9_-]{1,200}")


@door("hooks")
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, name: str) -> HttpResponse:
    """A delivery, or the question whether the address is ours. 403 without proof or for a page that is not ours."""
    try:
        account = accounts.account_named(Channel.FACEBOOK, name)
        return _challenged(request, account) if request.method == "GET" else _taken(request, account)
    except MissingError:
        return HttpResponse(status=403)
    except DatabaseError:
        return HttpResponse(status=503, headers={"Retry-After": "30"})


def _challenged(request: HttpRequest, account: AccountFacts) -> HttpResponse:
    """The question is said again, unchanged, to whoever knows the word."""
    asked, word = request.GET, account.settings.get("verify", "")
    if not (asked.get("hub.mode") == "subscribe" and word and _same(asked.get("hub.verify_token", ""), word)):
        return HttpResponse(status=403)
    challenge = asked.get("hub.challenge", "")
    if not CHALLENGE.fullmatch(challenge):
        return HttpResponse(status=400)
    return HttpResponse(challenge, content_type="text/plain; charset=utf-8")


def _taken(request: HttpRequest, account: AccountFacts) -> HttpResponse:
    raw = request.read(LARGEST + 1)
    if len(raw) > LARGEST:
        return HttpResponse(status=413)
    if not is_signed(raw, request.headers.get("X-Hub-Signature-256", ""), account.settings.get("secret", "")):
        return HttpResponse(status=403)
    at = now()
    with transaction.atomic():  # all that a delivery holds, or nothing
        for external, each in deliveries_in(raw):
            letterbox.keep_delivery(account=account, external=external, raw=each, at=at)
    return HttpResponse("EVENT_RECEIVED", content_type="text/plain; charset=utf-8")


def is_signed(raw: bytes, signature: str, secret: str) -> bool:
    """Say whether bytes are Meta's: HMAC-SHA256 under the app's secret. Pure."""
    return bool(secret) and _same(signature, f"sha256={hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()}")


def _same(given: str, known: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), known.encode())


def patterns() -> list[URLPattern]:
    """Below /hooks/."""
    return [path("facebook/<slug:name>/", page, name="facebook")]
