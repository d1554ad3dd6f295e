"""Whoever asks for a page reads sealed appeals with their own key, and is led to what is missing where they cannot yet.

Nothing is opened here: the first sealed text of a page is what opens it (`vault.opening`), after its look is committed.
"""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Final
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from answerable.base.actor import STRANGER, Actor, ActorKind, resident
from answerable.base.clock import now
from answerable.base.room import subject_kinds
from answerable.base.subject import Lack, SealedPages, Subject
from answerable.base.verdict import MissingError
from answerable.site import errors
from answerable.vault import opening, unlocked_keys
from answerable.vault import queries as vault_queries
from answerable.vault.actions import DeskReader, SenderReader
from answerable.vault.terms import KeyWantedError, NoKeyForYouError, NotOpenedError, PurposeWantedError

Answer = Callable[[HttpRequest], HttpResponse]
READING: Final = "chair:oversight:"  # whoever is led through the day's reading oversees: that is the purpose
OVERSEE: Final = "oversee"
LACKS: Final[Mapping[type[NotOpenedError], Lack]] = {
    PurposeWantedError: Lack.PURPOSE,
    KeyWantedError: Lack.KEY,
    NoKeyForYouError: Lack.READER,
}


class _OfRequest:
    """Opens for whoever asks; the reader is made at the first need, when the guard has said who it is."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def _reader(self) -> DeskReader | SenderReader:
        return reader_of(self._request)

    def __call__(self, record: int) -> Mapping[int, bytes]:
        return self._reader(record)

    def at_hand(self, record: int) -> Mapping[int, bytes] | None:
        """The keys of a record to hand them on, where this person's open key has them."""
        return self._reader.at_hand(record) if isinstance(self._reader, DeskReader) else None


def reader_of(request: HttpRequest) -> DeskReader | SenderReader:
    """The reader of a request: a person at a desk with their key, or a sender with what their code opens."""
    actor: Actor = getattr(request, "actor", STRANGER)
    if actor.kind is not ActorKind.OFFICER:
        return _sender(request)
    page = request.resolver_match.view_name if request.resolver_match else ""

    def purpose(subject: Subject) -> str:
        if page.startswith(READING):
            return OVERSEE
        pages = _pages_of(subject)
        return pages.purpose(request, subject.id) if pages else ""

    return DeskReader(
        by=actor, at=now(), section=page, seed=lambda: unlocked_keys.unlocked_seed(request, actor.id), purpose=purpose
    )


def _sender(request: HttpRequest) -> SenderReader:
    """Whoever follows; somebody without a session of following opens nothing."""
    cookie, at = request.COOKIES.get(settings.FOLLOW_COOKIE_NAME, ""), now()
    session = vault_queries.follow_session(cookie, at)
    if session is None:
        return SenderReader(by=STRANGER, at=at, subject=None, opener=None)
    day = at.replace(hour=0, minute=0, second=0, microsecond=0)  # when a sealed sender came is nobody's business
    opener = vault_queries.follow_opener(session, cookie)
    return SenderReader(by=resident(session.subject_id), at=day, subject=session.subject, opener=opener)


class Opening:
    """Lets each page open with the key of whoever asks for it."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; when the session has ended, the browser forgets its half of the key."""
        with opening.opened_by(_OfRequest(request)):
            answer = self.get_response(request)
        if settings.KEY_COOKIE_NAME in request.COOKIES and not request.user.is_authenticated:
            unlocked_keys.drop_cookie(answer)
        return answer

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Lead to what is missing: the purpose, the key, or somebody who can give one."""
        if not isinstance(error, NotOpenedError):
            return None
        actor: Actor = getattr(request, "actor", STRANGER)
        if actor.kind is not ActorKind.OFFICER:
            return HttpResponseRedirect(reverse("public:appeals:follow"))
        held_record = vault_queries.record_by_id(error.record)
        pages = _pages_of(held_record.subject) if held_record else None
        if pages is None:
            return errors.missing(request)
        try:
            return _led(request, pages, error)
        except MissingError:
            return errors.missing(request)


def _pages_of(subject: Subject) -> SealedPages | None:
    """How the room whose kind it is stands before its sealed subjects; None of a kind that nobody declares."""
    found = next((kind.pages for kind in subject_kinds() if kind.word == subject.kind), None)
    return found() if found else None


def _led(request: HttpRequest, pages: SealedPages, error: NotOpenedError) -> HttpResponse:
    after = urlencode({"next": request.get_full_path() if request.method in {"GET", "HEAD"} else "/desk/"})
    lack = LACKS[type(error)]
    led: HttpResponse | None = pages.lead(request, error.record, lack, after)
    return led or HttpResponseRedirect(f"{reverse('desk:vault:open')}?{after}")
