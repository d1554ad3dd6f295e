"""What a browser is told about every answer: run nothing that isn't ours, tell nobody, keep nothing private.

There is no inline script or style in the system, so the policy needs neither nonces nor hashes: only files of our own.
"""

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from answerable.base.doors import MARK, Door, is_follow_page

POLICY: Final[dict[str, list[str]]] = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "media-src": ["'self'"],
    "connect-src": ["'self'"],
    "manifest-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
    "require-trusted-types-for": ["'script'"],
    "trusted-types": ["'none'"],
}
_UNUSED: Final = (
    "accelerometer", "autoplay", "browsing-topics", "camera",
    "display-capture", "encrypted-media", "fullscreen", "gamepad", "gyroscope", "hid", "idle-detection",
    "interest-cohort", "local-fonts", "magnetometer", "microphone", "midi", "payment", "picture-in-picture",
    "screen-wake-lock", "serial", "storage-access", "usb", "xr-spatial-tracking",
)  # fmt: skip
HEADERS: Final = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(
        [
            *(f"{name}=()" for name in _UNUSED),
            "geolocation=(self)",  # "use the place where I am": asked for by a button, put into a field that is read first
            "publickey-credentials-create=(self)",
            "publickey-credentials-get=(self)",
        ]
    ),
    "Referrer-Policy": "no-referrer",
    "Server": "answerable",  # the web server would name itself
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",  # for browsers that don't know frame-ancestors
    "X-Permitted-Cross-Domain-Policies": "none",
}
OPEN: Final = frozenset({Door.PUBLIC, Door.OPERATION, Door.HOOKS})
STAFF: Final = ("/desk/", "/chair/", "/care/", "/follow/")


class Headers:
    """Adds the headers, and `no-store` to whatever may be about one person. A header that a view set stays."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the rest of the system answer, then see it off."""
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        private = is_private(request, response)
        if private:
            response.headers["Cache-Control"] = "no-store"
        if (there := onion_address(request)) and not private:
            response.headers["Onion-Location"] = there
        return response


def onion_address(request: HttpRequest) -> str:
    """The same page of the onion service, for a visitor who isn't there yet; empty where there is none.

    Tor Browser offers it, and only where the page came by https. It is told on pages of the public door alone.
    """
    onion: str = settings.ANSWERABLE.onion_url
    if not onion or request.get_host() == urlsplit(onion).netloc:
        return ""
    match: Any = request.resolver_match
    public = match is not None and getattr(match.func, MARK, None) == Door.PUBLIC
    return f"{onion}{request.get_full_path()}" if public and not request.path_info.startswith(STAFF) else ""


def is_private(request: HttpRequest, response: HttpResponse) -> bool:
    """Say whether no cache may keep an answer.

    Public and cacheable are only pages read through an open door without a form sent, a cookie set or an error.
    """
    if request.method not in {"GET", "HEAD"} or response.status_code >= 400 or response.cookies:
        return True
    match: Any = request.resolver_match
    if match is None:
        return not request.path_info.startswith(f"/{settings.STATIC_URL.strip('/')}/")
    own = request.path_info.startswith(STAFF) or is_follow_page(request.path_info)
    return own or getattr(match.func, MARK, None) not in OPEN
