"""The guard at every door: a view without a mark is never served, and nobody passes a door that is not theirs.

The guard says no in one way only: the page of a missing thing. It sets `request.actor` before the view runs.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseNotAllowed, HttpResponseRedirect
from django.middleware.csrf import CsrfViewMiddleware
from django.urls import Resolver404, URLPattern, URLResolver, resolve
from django.utils.translation import get_language_from_path

from answerable.base import row_scope
from answerable.base.actor import STRANGER, Actor, ActorKind, resident
from answerable.base.clock import now
from answerable.base.doors import FOLLOW_ROOT, MARK, Door, door
from answerable.people import desk_marks
from answerable.people import queries as people_queries
from answerable.people.terms import Power
from answerable.site import errors
from answerable.site.typed import words_of
from answerable.vault import queries as vault_queries

log = logging.getLogger(__name__)
STAFF: Final = {"/desk/": Door.DESK, "/chair/": Door.CHAIR, "/care/": Door.CARE}
METHODS: Final = ("GET", "HEAD", "POST")  # no page of ours knows another; OPTIONS and TRACE would be given the page
Answer = Callable[[HttpRequest], HttpResponse]


def mark_of(view: Callable[..., Any]) -> Door | None:
    """The door of a view, or nothing: then it must not be served."""
    found = getattr(view, MARK, None)
    return found if isinstance(found, Door) else None


def through(name: str, patterns: Iterable[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    """Mark every view of somebody else's patterns with a door."""
    marked = list(patterns)
    for each in marked:
        if isinstance(each, URLResolver):
            through(name, each.url_patterns)
        elif mark_of(each.callback) is None:
            door(name)(each.callback)
    return marked


class DoorCsrf(CsrfViewMiddleware):
    """Django's guard against forged forms, except where a form carries nobody's authority.

    The public door has no session and sets no cookie; hooks prove themselves.
    """

    def process_view(
        self,
        request: HttpRequest,
        callback: Callable[..., Any],
        callback_args: tuple[Any, ...],
        callback_kwargs: dict[str, Any],
    ) -> HttpResponseForbidden | None:
        """Ask for the token on doors with a session."""
        public = mark_of(callback) in {Door.PUBLIC, Door.HOOKS} and not request.path_info.startswith(tuple(STAFF))
        if public:
            return None
        answer: HttpResponseForbidden | None = super().process_view(request, callback, callback_args, callback_kwargs)
        return answer


class Guard:
    """Deny by default. A stranger at a door for staff is led to sign-in, whether the page exists or not."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Send strangers to sign in before anything about the page shows."""
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        if int(request.META.get("CONTENT_LENGTH") or 0) > settings.LONGEST_REQUEST:
            return errors.page(request, 413, "")
        request.actor = STRANGER  # type: ignore[attr-defined] # the type of a request has no place for it
        if request.path_info.startswith(tuple(STAFF)) and not _is_open(request) and not request.user.is_authenticated:
            if words_of(request):
                return errors.ended(request, at_desk=True)
            return HttpResponseRedirect(f"{settings.LOGIN_URL}?{urlencode({'next': request.path_info})}")
        with row_scope.within(
            row_scope.PUBLIC
        ):  # until it is known who came; a stream is read on within what was known then
            response = _held(self.get_response(request))
            if request.path_info.startswith(tuple(STAFF)) and request.user.is_authenticated:
                desk_marks.mark(request, response, now())
            return response

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., Any],
        args: tuple[Any, ...],  # noqa: ARG002 -- Django's signature
        kwargs: dict[str, Any],  # noqa: ARG002 -- Django's signature
    ) -> HttpResponse | None:
        """Let through who may, and refuse the rest as if there were nothing."""
        mark = mark_of(view)
        if mark is None:
            log.error("view %s.%s has no door and is not served", view.__module__, getattr(view, "__qualname__", "?"))
            return errors.missing(request)
        if mark not in settings.ANSWERABLE.doors and not _leads_in(request, mark):
            return errors.missing(request)
        if mark is Door.FOLLOW:
            return self._follow(request)
        if mark in {Door.DESK, Door.CHAIR, Door.CARE}:
            return self._staff(request, mark)
        return None

    def _follow(self, request: HttpRequest) -> HttpResponse | None:
        subject = vault_queries.followed(request.COOKIES.get(settings.FOLLOW_COOKIE_NAME, ""), now())
        if subject is None and words_of(request):
            return errors.ended(request, at_desk=False)
        if subject is None:
            language = get_language_from_path(request.path_info)  # kept for somebody whose session has ended
            return HttpResponseRedirect(f"/{language}{FOLLOW_ROOT}" if language else FOLLOW_ROOT)
        request.actor = resident(subject.id)  # type: ignore[attr-defined] # as above
        row_scope.narrow(row_scope.sender(subject))
        return None

    def _staff(self, request: HttpRequest, mark: Door) -> HttpResponse | None:
        actor = people_queries.actor_for(request.user.pk or 0, now())
        request.actor = actor  # type: ignore[attr-defined] # as above
        row_scope.narrow(people_queries.row_scope_of(actor))
        return None if _may_enter(actor, mark) else errors.missing(request)


def _held(response: HttpResponse) -> HttpResponse:
    """The response; what it streams after this is made within the reach of this moment."""
    if response.streaming:
        response.streaming_content = _within(row_scope.current(), response.streaming_content)  # type: ignore[attr-defined] # of streams
    return response


def _within(mine: row_scope.RowScope, pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces, each made within a reach: never around a `yield`, where somebody else's work goes on."""
    while True:
        with row_scope.within(mine):
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece


def _is_open(request: HttpRequest) -> bool:
    """Say whether the page is one that a stranger may see below a door for staff: the sign-in pages."""
    try:
        return mark_of(resolve(request.path_info).func) is Door.PUBLIC
    except Resolver404:
        return False


def _leads_in(request: HttpRequest, mark: Door) -> bool:
    """Say whether the page is a way into an open door for staff: its sign-in pages stand outside the guard."""
    roots = tuple(root for root, door in STAFF.items() if door in settings.ANSWERABLE.doors)
    return mark is Door.PUBLIC and bool(roots) and request.path_info.startswith(roots)


def _may_enter(actor: Actor, mark: Door) -> bool:
    if actor.kind is not ActorKind.OFFICER:
        return False
    if mark is Door.CHAIR:
        return actor.has_anywhere(Power.CHAIR)
    return mark is Door.DESK  # care comes with its rooms
