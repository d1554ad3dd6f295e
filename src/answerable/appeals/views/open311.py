"""Open311 GeoReport v2: services, requests and their changes, for other people's programs.

What is not published looks like what is not there, alike in a list, alone, as a token and among changes. A program that
sends has a key; one that reads has none. Every request is registered before it is answered, so a token is never needed:
its number is one. Contract: GeoReport v2, with FixMyStreet's extension for changes (docs/operating/channels/open311.md).
"""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_http_methods, require_safe

from answerable.appeals import actions
from answerable.appeals.forms import open311 as open311_forms
from answerable.appeals.queries import programs, published
from answerable.appeals.queries import public as offered
from answerable.appeals.terms import subject_of
from answerable.appeals.views import open311_trees as trees
from answerable.appeals.views import showing
from answerable.base import row_scope
from answerable.base.actor import STRANGER, resident
from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.verdict import InvalidError, NotNowError
from answerable.channels.open311 import asking, wire
from answerable.channels.open311.asking import AskedError
from answerable.channels.open311.wire import Document
from answerable.channels.terms import Channel
from answerable.law import queries as law_queries
from answerable.people import actions as people_actions
from answerable.people.models import ApiKey
from answerable.people.queries import api_keys
from answerable.people.terms import ApiScope
from answerable.vault import actions as vault_actions
from answerable.vault import queries as vault_queries
from answerable.vault.terms import FileRefusedError

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Found:
    """What a view gives: an answer, its status, and whether its list has a next page."""

    document: Document
    status: int = 200
    more: bool = False


View = Callable[..., Found]


def in_its_form(view: View) -> Callable[..., HttpResponse]:
    """Write what a view gives, in the form that the address asks for; a fault is written in it, too, never as a page."""

    @wraps(view)
    def answered(request: HttpRequest, form: str, **words: str) -> HttpResponse:
        try:
            found = view(request, **words)
        except AskedError as fault:
            found = Found(wire.errors(fault.faults), min(code for code, _words in fault.faults))
        except Exception:
            log.exception("a request of Open311 could not be answered")
            found = Found(
                wire.errors([(500, "Something went wrong here. It was not taken: please send it again.")]), 500
            )
        body, kind = found.document.written(form)
        response = HttpResponse(body, content_type=kind, status=found.status)
        if found.status == 429:
            response["Retry-After"] = "1"
        if found.more:
            response["Link"] = f'<{request.build_absolute_uri(_next(request))}>; rel="next"'
        return response

    return answered


def _next(request: HttpRequest) -> str:
    asked = request.GET.copy()
    asked["page"] = str(int(asked.get("page") or 1) + 1)
    return f"?{asked.urlencode()}"


def _jurisdiction(asked: QueryDict) -> int | None:
    """The tree of command that is asked about; None where there is one only. Raises AskedError."""
    known, named = published.jurisdictions(), asked.get("jurisdiction_id", "").strip()
    if named and named not in known:
        raise AskedError((404, f"there is no jurisdiction {named}"))
    if not named and len(known) > 1:
        raise AskedError((400, f"jurisdiction_id is needed: one of {', '.join(sorted(known))}"))
    return known[named] if len(known) > 1 else None


@door("public")
@require_safe
@in_its_form
def discovery(request: HttpRequest) -> Found:
    """Where the interface is, and in which forms."""
    return Found(Document("discovery", trees.discovery(request.build_absolute_uri("/open311/v2/"))))


@door("public")
@require_safe
@in_its_form
def services(request: HttpRequest) -> Found:
    """What may be sent. Never a part of it: a client deletes what vanished."""
    _jurisdiction(request.GET)
    return Found(Document("services", [trees.service(row) for row in published.services()]))


@door("public")
@require_safe
@in_its_form
def service(request: HttpRequest, code: str) -> Found:
    """What a service asks besides."""
    _jurisdiction(request.GET)
    found = published.service_called(code)
    if found is None:
        raise AskedError((404, "there is no such service"))
    return Found(Document("service_definition", trees.definition(found)))


@door("public")
@require_http_methods(["GET", "HEAD", "POST"])
@in_its_form
def requests(request: HttpRequest) -> Found:
    """Every published request that is asked for; or a new one."""
    if request.method == "POST":
        return _created(request)
    root = _jurisdiction(request.GET)
    asked = asking.listing(request.GET.dict(), now())
    found = published.listed(asked, root)
    more = len(found) > asked.size and not asked.numbers
    shown = found[: asked.size] if more else found
    document = Document("service_requests", [trees.request(row, extended=asked.extended) for row in shown])
    return Found(document, more=more)


@door("public")
@require_safe
@in_its_form
def one(request: HttpRequest, number: str) -> Found:
    """One published request, in a list of one."""
    row = published.one_published(number, _jurisdiction(request.GET))
    if row is None:
        raise AskedError((404, "there is no such request"))
    extended = request.GET.get("extensions", "").lower() == "true"
    return Found(Document("service_requests", [trees.request(row, extended=extended)]))


@door("public")
@require_safe
@in_its_form
def token(request: HttpRequest, number: str) -> Found:
    """The request of a token: every request is registered at once, so its number is its own token."""
    row = published.one_published(number, _jurisdiction(request.GET))
    if row is None:
        raise AskedError((404, "there is no such token"))
    return Found(Document("service_requests", [{"service_request_id": row.number, "token": row.number}]))


@door("public")
@require_http_methods(["GET", "HEAD", "POST"])
@in_its_form
def updates(request: HttpRequest) -> Found:
    """Changes of published requests within a window; or words that a program adds to a request of its own."""
    if request.method == "POST":
        return _added(request)
    root = _jurisdiction(request.GET)
    window = asking.updates_window(request.GET.dict(), now())
    return Found(Document("service_request_updates", [trees.update(row) for row in published.updates(window, root)]))


def _key(request: HttpRequest, at: datetime) -> ApiKey:
    """The key that a program came with. Raises AskedError with 403."""
    text = request.POST.get("api_key") or request.GET.get("api_key") or ""
    found = api_keys.holder_of(text, ApiScope.OPEN311, at) if text else None
    if found is None:
        raise AskedError((403, "a valid api_key is needed to send"))
    if not people_actions.take_request(found.id, at=at):
        raise AskedError((429, f"at most {settings.ANSWERABLE.api_per_minute} requests a minute are taken"))
    return found


def _added(request: HttpRequest) -> Found:
    """Add what a sender wrote elsewhere to the request that came by the same key; the same update again is the same.

    What status it says is told in words: an appeal is settled by its sender's code and by the body, never by a program.
    """
    at = now()
    key = _key(request, at)
    said = open311_forms.read_update(request.POST)
    ref = programs.sent_by(key.id, said.number)
    if ref is None:
        raise AskedError((404, "there is no such request"))
    token = programs.token_of_update(key.id, said.name)
    with row_scope.of_subject(subject_of(ref)):
        _keep_files(request, token, at, delivered=f"{ref}/{token}")
        drafts = vault_queries.draft_ids(token)
        try:
            actions.reply(
                by=resident(ref), at=at, ref=ref, text=said.text, token=token, drafts=drafts, channel=Channel.OPEN311
            )
        except (InvalidError, NotNowError) as no:
            raise AskedError((400, showing.said_all(no))) from no
        message = offered.message_of(Channel.OPEN311, f"{ref}/{token}")
    return Found(Document("service_request_updates", [{"update_id": str(message)}]), 201)


def _created(request: HttpRequest) -> Found:
    """Register what was sent; the same again within a day gives the same answer."""
    at = now()
    key = _key(request, at)
    sent = request.POST
    root = _jurisdiction(sent)
    order = law_queries.standing_order()
    if root is not None and order.bodies[key.body_id].root != root:
        raise AskedError((403, "this api_key is for another jurisdiction"))
    found = published.service_called(sent.get("service_code", "").strip())
    addressed = root if root is not None and order.bodies[root].answers else None
    intake = open311_forms.read(sent, found, token=_token(key, request, at), addressed_to=addressed)
    _keep_files(request, intake.token, at, delivered=intake.token)
    drafts = vault_queries.draft_ids(intake.token)
    try:
        done = actions.register(
            by=STRANGER, at=at, intake=replace(intake, drafts=drafts), along=actions.came_by(key.id)
        )
    except (InvalidError, NotNowError) as no:
        raise AskedError((400, showing.said_all(no))) from no
    return Found(Document("service_requests", [trees.registered(done, intake)]), 201)


def _token(key: ApiKey, request: HttpRequest, at: datetime) -> str:
    """What makes two sendings the same: the program and every field of it, within the same day or the one before."""
    fields = sorted((name, *request.POST.getlist(name)) for name in request.POST if name != "api_key")
    uploads: Any = [each for name in request.FILES for each in request.FILES.getlist(name)]
    files = [hashlib.sha256(each.read()).hexdigest() for each in uploads]
    for each in uploads:
        each.seek(0)
    said = hashlib.sha256(repr((fields, files)).encode("utf-8", "surrogatepass")).digest()
    return programs.token_of(key.id, said, channel=Channel.OPEN311, at=at)


def _keep_files(request: HttpRequest, form: str, at: datetime, *, delivered: str) -> None:
    """Keep the pictures that came along, where this delivery is not the same again. Raises AskedError."""
    if offered.was_delivered(Channel.OPEN311, delivered):
        return
    faults: list[tuple[int, str]] = []
    upload: Any
    for upload in [each for name in request.FILES for each in request.FILES.getlist(name)]:
        try:
            vault_actions.keep_draft(token=form, upload=upload, at=at)
        except FileRefusedError as refusal:
            faults.append((400, showing.file_fault(str(upload.name or ""), refusal.reason)))
        except NotNowError as no:
            faults.append((400, showing.said_all(no)))
    if faults:
        raise AskedError(*faults)
