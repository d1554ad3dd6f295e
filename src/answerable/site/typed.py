"""Words that somebody typed, shown on the page that could not take them, so that nobody types a letter twice (design 5.11).

A session ends, somebody signs in in the same browser, somebody else was faster: the form is refused, and its words are all that
somebody has. They are shown where they were sent from our own pages, and nothing else of the form is: no code, no password.
"""

import re
from typing import Final

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError

OURS: Final = ("same-origin", "none")
"""What a browser says of a form that our own page sent, or that somebody sent again by hand."""
_WORDS: Final = re.compile(r"(?:.*[_-])?(?:text|where|why|reason|note|words|title|explanation)")


def words_of(request: HttpRequest) -> list[str]:
    """What the reader had typed into boxes for words, in the order of the form; nothing of another site's form."""
    if request.method != "POST" or not _is_ours(request):
        return []
    try:
        posted = request.POST
    except (BadRequest, SuspiciousOperation, MultiPartParserError, UnreadablePostError):
        return []  # it was never read whole, and a part would look like all of it
    return [said for name in posted if _WORDS.fullmatch(name) for said in posted.getlist(name) if said.strip()]


def _is_ours(request: HttpRequest) -> bool:
    """Whether a form came from our own pages: another site's words do not stand on ours."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in OURS
    origin = request.headers.get("Origin", "null")
    return origin in {"null", f"{request.scheme}://{request.get_host()}"}
