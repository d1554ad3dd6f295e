"""Everything that is not done is said as a problem (RFC 9457) in plain words; a missing thing and a forbidden one alike."""

import logging
import math
from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from answerable.api import wording
from answerable.appeals.wording import reasons
from answerable.base.verdict import InvalidError, MissingError, NotNowError, RefusedError
from answerable.vault.wording import FILE_REFUSALS

log = logging.getLogger(__name__)
KIND: Final = "application/problem+json"


class TooManyError(Exception):
    """A program, or an address without a key, has asked more often within a minute than it may."""


def problem(
    status: int, detail: str, *, errors: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """One problem. `errors`: field -> sentence."""
    said = {
        "type": "about:blank",
        "title": _titles().get(status, _("This was not done")),
        "status": status,
        "detail": detail,
        "errors": [{"field": name, "detail": words} for name, words in (errors or {}).items()],
    }
    more = {"Cache-Control": "no-store", **(headers or {})}
    return JsonResponse(said, status=status, content_type=KIND, headers=more, json_dumps_params={"ensure_ascii": False})


def _titles() -> dict[int, str]:
    return {
        400: _("This could not be read"),
        401: _("A key is needed"),
        403: _("The key is not good for this"),
        404: _("There is no such thing"),
        405: _("This address does not take that method"),
        409: _("This cannot be done now"),
        422: _("Something in it cannot be taken"),
        429: _("Too many requests"),
        500: _("Something went wrong here"),
    }


def missing() -> HttpResponse:
    """The problem of a thing that is absent or not for this program."""
    return problem(404, _("There is no such thing, or it is not for this key."))


def sentence(reason: str, **words: object) -> str:
    """The sentence for a reason of this room, of files (`file.big`) or of appeals."""
    own = wording.REASONS.get(reason) or FILE_REFUSALS.get(reason.removeprefix("file."))
    return str(own) if own else reasons.sentence_for(reason, **words)


def _invalid(_request: HttpRequest, fault: InvalidError) -> HttpResponse:
    errors = {name: sentence(reason) for name, reason in fault.faults.items()}
    return problem(422, " ".join(errors.values()), errors=errors)


def _not_now(_request: HttpRequest, fault: NotNowError) -> HttpResponse:
    return problem(409, sentence(fault.reason, **fault.words))


def _shapeless(_request: HttpRequest, fault: ValidationError) -> HttpResponse:
    """What does not have the shape that the document names: each field once, in the words of the validator."""
    errors: dict[str, str] = {}
    for each in fault.errors:
        place = [str(part) for part in each["loc"] if part not in {"body", "query", "path", "header", "sent"}]
        errors.setdefault(".".join(place) or "body", str(each["msg"]))
    return problem(
        422, _("The document of the interface says which fields there are, and what they hold."), errors=errors
    )


def _too_many(_request: HttpRequest, _fault: TooManyError) -> HttpResponse:
    most = settings.ANSWERABLE.api_per_minute
    wait = str(max(1, math.ceil(60 / most)))
    return problem(
        429,
        _("At most %(most)d requests a minute are taken. Please wait a little.") % {"most": most},
        headers={"Retry-After": wait},
    )


def _http(_request: HttpRequest, fault: HttpError) -> HttpResponse:
    if isinstance(fault, AuthenticationError):
        return problem(
            401,
            _("Send a key that works as: Authorization: Bearer KEY. Whoever grants seats in a body gives keys."),
            headers={"WWW-Authenticate": "Bearer"},
        )
    if fault.status_code == 403:
        return problem(403, _("The key was not given for this."))
    return problem(fault.status_code, _("The request is no JSON that can be read."))


def _broken(_request: HttpRequest, fault: Exception) -> HttpResponse:
    log.error("a request of /api/v1 could not be answered", exc_info=fault)
    return problem(500, _("Something went wrong here. What was not acknowledged was not taken: please send it again."))


def install(api: NinjaAPI) -> None:
    """Say every fault of an interface as a problem."""
    handlers: dict[type[Exception], Any] = {
        InvalidError: _invalid,
        NotNowError: _not_now,
        MissingError: lambda _request, _fault: missing(),
        RefusedError: lambda _request, _fault: missing(),
        ValidationError: _shapeless,
        TooManyError: _too_many,
        HttpError: _http,
        Exception: _broken,
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)
