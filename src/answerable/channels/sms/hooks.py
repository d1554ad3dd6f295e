"""The provider's webhook for short messages: the signature first, then the form kept word for word, then an empty yes.

Nothing is said back here: what is told goes by the outbox. The signature is over the public address of this installation,
which the configuration names; never over what a request claims to have asked.
"""

from typing import Final

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.verdict import MissingError
from answerable.channels.actions import letterbox
from answerable.channels.queries import accounts
from answerable.channels.sms import signatures
from answerable.channels.sms.inbound import external_of, form_of
from answerable.channels.terms import AccountFacts, Channel

LARGEST: Final = 1 << 20
NO_REPLY: Final = '<?xml version="1.0" encoding="UTF-8"?><Response/>'


@door("hooks")
@require_POST
def arrived(request: HttpRequest, name: str) -> HttpResponse:
    """One form. 403 for a wrong signature or a number that is not ours: nobody learns which, and nothing is kept."""
    try:
        account = accounts.account_named(Channel.SMS, name)
        raw = request.read(LARGEST + 1)
        if len(raw) > LARGEST:
            return HttpResponse(status=413)
        if not is_signed(request, raw, account):
            return HttpResponse(status=403)
        letterbox.keep_delivery(account=account, external=external_of(raw), raw=raw, at=now())
    except MissingError:
        return HttpResponse(status=403)
    except DatabaseError:
        return HttpResponse(status=503, headers={"Retry-After": "30"})
    return HttpResponse(NO_REPLY, content_type="text/xml")


def is_signed(request: HttpRequest, raw: bytes, account: AccountFacts) -> bool:
    """Say whether a request is the provider's, by either of its schemes."""
    said = account.settings
    return signatures.is_signed(
        settings.ANSWERABLE.address + request.get_full_path(),
        form_of(raw),
        raw,
        signature=request.headers.get("X-Twilio-Signature", ""),
        settings=request.headers.get("X-Twilio-Webhooks-Signature-Settings", ""),
        token=said.get("token", ""),
        shared={said["key"]: said.get("key_secret", "")} if said.get("key") else {},
    )


def patterns() -> list[URLPattern]:
    """Below /hooks/."""
    return [path("sms/<slug:name>/", arrived, name="sms")]
