"""The bot's webhook: the secret first, then the update kept word for word, then yes. Nothing is said back here.

Telegram repeats what was not answered by 2xx, for a day at most; so where the database is away it is told 503.
"""

import hashlib
import hmac
import json
from typing import Final

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.verdict import MissingError
from answerable.channels.actions import letterbox
from answerable.channels.queries import accounts
from answerable.channels.terms import Channel

LARGEST: Final = 1 << 20
HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"


@door("hooks")
@require_POST
def update(request: HttpRequest, name: str) -> HttpResponse:
    """One update. 403 without the secret or for a bot that is not ours: nobody learns which, and nothing is kept."""
    try:
        account = accounts.account_named(Channel.TELEGRAM, name)
        secret = account.settings.get("secret", "")
        if not secret or not hmac.compare_digest(request.headers.get(HEADER, "").encode(), secret.encode()):
            return HttpResponse(status=403)
        raw = request.read(LARGEST + 1)
        if len(raw) > LARGEST:
            return HttpResponse(status=413)
        letterbox.keep_delivery(account=account, external=external_of(raw), raw=raw, at=now())
    except MissingError:
        return HttpResponse(status=403)
    except DatabaseError:
        return HttpResponse(status=503, headers={"Retry-After": "30"})
    return HttpResponse()


def external_of(raw: bytes) -> str:
    """The name of a delivery: the update's id, else (it is kept all the same) its own bytes."""
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        found = None
    ref = found.get("update_id") if isinstance(found, dict) else None
    return str(ref) if isinstance(ref, int) else f"raw/{hashlib.sha256(raw).hexdigest()}"


def patterns() -> list[URLPattern]:
    """Below /hooks/."""
    return [path("telegram/<slug:name>/", update, name="telegram")]
