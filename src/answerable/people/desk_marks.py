"""Whether a visitor sits at a desk: by a mark in the browser, or by the place from which they come.

An operator who has seen a caller's code can rate, dispute and withdraw in the caller's name. So what only a sender may
say is refused to a browser in which somebody is, or was within a day, signed in at a desk; it says nothing of whom. A place
proves less, for a village has one street of offices and one provider: it only marks what is said from there. Never this
machine, the onion service, a network behind a router or a proxy that isn't counted: there everybody has one address.
Whoever clears cookies, or goes home, passes both: this makes fraud an effort and a trace, not impossible.
"""

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network
from typing import Final

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse

from answerable.people import actions
from answerable.people.caller import address_of
from answerable.people.queries.marks import is_marked_place

LASTS: Final = timedelta(days=1)
RENEWED: Final = timedelta(hours=1)
_PURPOSE: Final = "desk-place"
_BEHIND_A_ROUTER: Final = [
    ip_network(each)
    for each in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7", "fe80::/10")
]


def mark(request: HttpRequest, response: HttpResponse, at: datetime) -> None:
    """Mark the browser of somebody signed in, and the place where they work; once an hour."""
    since = _marked_at(request)
    if since is not None and at - since < RENEWED:
        return
    response.set_cookie(
        settings.DESK_COOKIE_NAME,
        _signer().sign(str(int(at.timestamp()))),
        max_age=LASTS,
        path="/",
        secure=settings.ANSWERABLE.secure,
        httponly=True,
        samesite="Strict",
    )
    if place := place_of(request):
        actions.mark_place(f"{_PURPOSE}:{place}", at=at)


def is_desk_browser(request: HttpRequest, at: datetime) -> bool:
    """Say whether somebody is signed in at a desk in this browser, or was within the last day."""
    since = _marked_at(request)
    return (since is not None and at - since < LASTS) or request.user.is_authenticated


def is_desk_place(request: HttpRequest, at: datetime) -> bool:
    """Say whether somebody worked at a desk from this place within the last day."""
    place = place_of(request)
    return bool(place) and is_marked_place(f"{_PURPOSE}:{place}", since=at - LASTS, at=at)


def place_of(request: HttpRequest) -> str:
    """The place of a visitor, as far as it is one; empty where everybody has the same."""
    if request.get_host().partition(":")[0].endswith(".onion") or _behind_an_uncounted_proxy(request):
        return ""
    address = address_of(request)
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    shared = found.is_loopback or any(found in each for each in _BEHIND_A_ROUTER if each.version == found.version)
    return "" if shared else address


def _behind_an_uncounted_proxy(request: HttpRequest) -> bool:
    """Whether the address of the connection is a proxy's: one that isn't trusted, or that wrote nothing down."""
    written = len([part for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()])
    proxies: int = settings.ANSWERABLE.trusted_proxies
    return written < proxies if proxies else bool(written) or "Forwarded" in request.headers


def _signer() -> Signer:
    return Signer(salt="answerable.people.desk")


def _marked_at(request: HttpRequest) -> datetime | None:
    """When the browser was marked last; None where it never was, or somebody bent the mark."""
    try:
        said = _signer().unsign(request.COOKIES.get(settings.DESK_COOKIE_NAME, ""))
        return datetime.fromtimestamp(int(said), tz=UTC)
    except (BadSignature, ValueError, OverflowError):
        return None
