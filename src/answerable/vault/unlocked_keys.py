"""The private key of a key holder while they are signed in: in the session, sealed under the value of a second cookie.

The table of sessions alone does not open it, nor does that cookie alone. It goes with the session (30 minutes idle,
eight hours in all), and when the holder closes it.
"""

import base64
import binascii
import secrets
from hashlib import sha256
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from answerable.vault import queries
from answerable.vault.queries import FieldBinding
from answerable.vault.rules import fields
from answerable.vault.terms import Holder, UnreadableError

_HELD: Final = "pair"  # in the session


def _key(cookie: str) -> bytes:
    return sha256(b"answerable/vault/pair|" + cookie.encode()).digest()


def _place(account: int, pair: int) -> FieldBinding:
    return FieldBinding(root=0, table="people_session", ref=account, field=f"pair {pair}", revision=0)


def keep_unlocked(request: HttpRequest, answer: HttpResponse, *, account: int, seed: bytes) -> None:
    """Keep a private key for the rest of this session."""
    pair = queries.pair_of(Holder.ACCOUNT, account)
    if pair is None:
        return
    cookie = secrets.token_urlsafe(32)
    box = fields.seal_field(_key(cookie), **_place(account, pair.id), plain=seed)
    request.session[_HELD] = {"id": pair.id, "box": base64.b64encode(box).decode()}
    answer.set_cookie(
        settings.KEY_COOKIE_NAME,
        cookie,
        path="/",
        secure=settings.ANSWERABLE.secure,
        httponly=True,
        samesite="Strict",
    )


def is_unlocked(request: HttpRequest) -> bool:
    """Say whether a private key is at hand in this session; it may still turn out to be one that was retired."""
    return bool(request.session.get(_HELD)) and bool(request.COOKIES.get(settings.KEY_COOKIE_NAME))


def unlocked_seed(request: HttpRequest, account: int) -> bytes | None:
    """Give the private key that is open in this session; None when there is none, or the pair lives no longer."""
    kept: dict[str, Any] = request.session.get(_HELD) or {}
    cookie = request.COOKIES.get(settings.KEY_COOKIE_NAME, "")
    pair = queries.pair_of(Holder.ACCOUNT, account) if kept and cookie else None
    if pair is None or pair.id != kept.get("id"):
        return None
    try:
        box = base64.b64decode(str(kept.get("box", "")))
        return fields.open_field(_key(cookie), **_place(account, pair.id), sealed=box)
    except (UnreadableError, binascii.Error):
        return None


def lock(request: HttpRequest, answer: HttpResponse) -> None:
    """Forget the private key at once."""
    request.session.pop(_HELD, None)
    drop_cookie(answer)


def drop_cookie(answer: HttpResponse) -> None:
    """Let the browser forget its half."""
    answer.delete_cookie(settings.KEY_COOKIE_NAME, path="/", samesite="Strict")
