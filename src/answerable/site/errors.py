"""What a visitor sees when something cannot be shown: one page for each case, the same words for absent and forbidden.

Exceptions of the rooms become answers here and nowhere else: Missing 404, Refused 403, NotNow 409, Invalid 400; an
exception that carries a `status` of its own keeps it (the vault's 503 when its audit cannot be written).
"""

import logging
from collections.abc import Callable
from typing import Final

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.translation import gettext as _

from answerable.base import dates
from answerable.base.dates import plain
from answerable.base.doors import MARK, Door
from answerable.base.verdict import InvalidError, MissingError, NotNowError, RefusedError
from answerable.site import rooms
from answerable.site.typed import words_of
from answerable.vault.terms import UnreadableError

log = logging.getLogger(__name__)
MISSING: Final = 404
HOLDING: Final = frozenset({400, 403, 409, 429, 503})
"""Pages that show again what was typed and not taken; a missing page shows nothing, whoever asks."""


class ErrorPages:
    """Turns the rooms' exceptions into pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing but passing on; Django calls `process_exception`."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page for an exception of ours; nothing for a fault, which is Django's to log as 500."""
        if isinstance(error, UnreadableError):
            log.critical("something that a page needs does not open: it is damaged, or was changed")
            error = NotNowError("sealed.damaged")
        if isinstance(error, MissingError):
            return missing(request)
        if isinstance(error, RefusedError):
            return missing(request) if _is_public(request) else page(request, 403, sentence_for(error.reason))
        if isinstance(error, NotNowError):
            return page(
                request, 409, sentence_for(error.reason, **{name: plain(word) for name, word in error.words.items()})
            )
        if isinstance(error, InvalidError):
            return page(request, 400, " ".join(sentence_for(reason) for reason in error.faults.values()))
        status = getattr(error, "status", None)
        if isinstance(status, int):
            log.warning("%s answered with %s", type(error).__qualname__, status)
            return page(request, status, "")
        return None


def sentence_for(reason: str, **words: object) -> str:
    """The sentence that a room declares for a reason; the bare reason never reaches a page."""
    for room in rooms.ROOMS:
        if sentence := room.refusals().get(reason):
            return str(sentence) % words if words else str(sentence)
    return _("This cannot be done now.")


def _is_public(request: HttpRequest) -> bool:
    """Say whether the page stands where the existence of things is nobody's business."""
    match = request.resolver_match
    return match is None or getattr(match.func, MARK, None) in {None, Door.PUBLIC}


def page(request: HttpRequest, status: int, reason: str) -> HttpResponse:
    """The page of a status, in the visitor's language; it does not depend on the address asked for."""
    try:
        shown = {"reason": reason, "status": status, "typed": words_of(request) if status in HOLDING else []}
        text: str = render_to_string(f"{status}.html", shown, request)
    except (TemplateDoesNotExist, DatabaseError):  # the page of an outage must not need what is out
        title, language = _titles().get(status, _("Something went wrong")), dates.language()
        text = (
            f'<!doctype html><html lang="{escape(language)}"><meta charset="utf-8"><title>{escape(title)}</title>'
            f"<h1>{escape(title)}</h1><p>{escape(reason)}</p>"
        )
    return HttpResponse(text, status=status, headers={"Cache-Control": "no-store"})


def _titles() -> dict[int, str]:
    return {
        400: _("This could not be taken as it was sent"),
        403: _("You may not do this"),
        404: _("There is no such page"),
        409: _("This cannot be done now"),
        413: _("This is too large"),
        429: _("Too many attempts; please wait a little"),
        500: _("Something went wrong on our side; nothing that was acknowledged is lost"),
        503: _("This cannot be shown just now"),
    }


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 -- Django's
    """The page of a thing that is absent or not for this visitor."""
    return page(request, MISSING, "")


def ended(request: HttpRequest, *, at_desk: bool) -> HttpResponse:
    """The page of words that came after their session was over: they are held, and the way back in is said."""
    if at_desk:
        return page(request, 409, _("You are not signed in any more. Copy your words, sign in again, and send them."))
    return page(request, 409, _("Your visit has ended. Copy your words, type your code again, and send them."))


def broken(request: HttpRequest) -> HttpResponse:
    """The page of our own faults."""
    return page(request, 500, "")


def unreadable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 -- Django's
    """The page of a request that makes no sense."""
    return page(request, 400, "")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 -- Django's
    """Django's own refusals look like missing things, too."""
    return page(request, MISSING, "")


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """A form whose token is missing or old: say the cure, not the mechanism."""
    return page(
        request, 403, _("This form was open for too long or came from elsewhere. Go back, reload and send it again.")
    )
