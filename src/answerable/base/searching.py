"""What somebody typed to search for: kept in their session, never in an address.

An address is in the browser's history, on the screen of a shared machine and in every proxy's log, and what is searched
for is a resident's name as often as not. So a search is posted, and leads to an address with a token that only this
session understands: the page can be reloaded, gone back to and turned. A session lies boxed under its own id.
"""

import secrets
from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpRequest

PARAMETER: Final = "of"  # of the address: the token stands there
_SESSION: Final = "searches"
_KEPT: Final = 20  # the latest searches of a session; an older page is asked again


def remember_search(request: HttpRequest, words: Mapping[str, str]) -> str:
    """Keep what was typed, field by field; returns the token for the address of what is found."""
    token = secrets.token_urlsafe(6)
    kept = list(request.session.get(_SESSION, {}).items())[1 - _KEPT :]
    request.session[_SESSION] = {**dict(kept), token: dict(words)}
    return token


def searched_for(request: HttpRequest) -> dict[str, Any]:
    """What the address's token stands for; nothing where it is another session's, too old or absent."""
    found: dict[str, Any] = request.session.get(_SESSION, {}).get(request.GET.get(PARAMETER, ""), {})
    return found
