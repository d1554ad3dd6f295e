"""The community's callback: the secret first, then the event kept word for word, then `ok`. Nothing is said back here.

VK takes nothing but 200 and `ok` in small letters for a yes, and sends again otherwise; where the database is away it is told 503.
"""

import hmac
from typing import Any, Final

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.incoming import UnreadableDeliveryError
from answerable.base.verdict import MissingError
from answerable.channels.actions import letterbox
from answerable.channels.queries import accounts
from answerable.channels.terms import AccountFacts, Channel, SendingError
from answerable.channels.vk import outbound
from answerable.channels.vk.inbound import event_in, external_of

LARGEST: Final = 1 << 20
UNSIGNED: Final = "-"  # how an operator says that VK sends none; nothing said means that nothing is taken


@door("hooks")
@require_POST
def event(request: HttpRequest, name: str) -> HttpResponse:
    """One event. 403 without the secret or for a community that is not ours: nobody learns which, and nothing is kept."""
    raw = request.read(LARGEST + 1)
    if len(raw) > LARGEST:
        return _plain("Too Large", 413)
    try:
        return _taken(raw, accounts.account_named(Channel.VK, name))
    except UnreadableDeliveryError:
        return _plain("Bad Request", 400)
    except MissingError:
        return _plain("Bad Secret", 403)
    except (DatabaseError, SendingError):
        return HttpResponse(status=503, headers={"Retry-After": "30"})


def _taken(raw: bytes, account: AccountFacts) -> HttpResponse:
    found = event_in(raw)
    if not _is_from_vk(found, account):
        return _plain("Bad Secret", 403)
    if found["type"] == "confirmation":
        return _plain(outbound.confirmation_of(account))
    letterbox.keep_delivery(account=account, external=external_of(raw), raw=raw, at=now())
    return _plain("ok")


def _is_from_vk(found: dict[str, Any], account: AccountFacts) -> bool:
    """Say whether an event bears the secret, and is of this community where it says of which."""
    group, secret = str(found.get("group_id") or ""), account.settings.get("secret", "")
    if group and group != account.settings.get("group", group):
        return False
    return secret == UNSIGNED or (
        bool(secret) and hmac.compare_digest(str(found.get("secret") or "").encode(), secret.encode())
    )


def _plain(text: str, status: int = 200) -> HttpResponse:
    return HttpResponse(text, content_type="text/plain; charset=utf-8", status=status)


def patterns() -> list[URLPattern]:
    """Below /hooks/."""
    return [path("vk/<slug:name>/", event, name="vk")]
