"""Between a passkey and allauth's rows: what the browser is asked, and whether its answer is right."""

import ipaddress
import json
from datetime import datetime
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.internal import auth
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from answerable.people import queries
from answerable.people.models import Account
from answerable.people.terms import Factor


def are_possible() -> bool:
    """Say whether browsers make passkeys for this host: they don't for a bare address."""
    try:
        ipaddress.ip_address(get_adapter().get_public_key_credential_rp_entity()["id"])
    except ValueError:
        return True
    return False


def lacks(request: HttpRequest, at: datetime) -> bool:
    """Say whether this person must sign in with a passkey and has not. False where browsers make none for this host.

    Asked once in a session: a change of seats ends it.
    """
    if request.session.get("second") == Factor.PASSKEY or not are_possible():
        return False
    if "high" not in request.session:
        request.session["high"] = queries.wants_passkey(request.user.pk or 0, at)
    return bool(request.session["high"])


def asked_of(account: Account) -> str:
    """What a browser is asked to sign in with, as JSON; the challenge is kept in the session."""
    return json.dumps(auth.begin_authentication(account))


def is_answered(account: Account, typed: str) -> bool:
    """Say whether a browser's answer proves one of the account's keys. A challenge is good for one answer."""
    try:
        answer: Any = json.loads(typed)
        used = auth.complete_authentication(account, auth.parse_authentication_response(answer))
    except (ValueError, TypeError, KeyError, AttributeError, ValidationError):
        auth.clear_state()
        return False
    used.record_usage()
    return True


def asked_to_make(account: Account) -> str:
    """What a browser is asked to make a key with, as JSON."""
    return json.dumps(auth.begin_registration(account, passwordless=False))


def made(typed: str) -> dict[str, Any] | None:
    """The new key that a browser answered with, checked; nothing when it is none."""
    try:
        answer: dict[str, Any] = json.loads(typed)
        auth.complete_registration(auth.parse_registration_response(answer))
    except (ValueError, TypeError, KeyError, AttributeError, ValidationError):
        auth.clear_state()
        return None
    return answer
