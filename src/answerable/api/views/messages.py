"""Messages in and out, by what a key was given for."""

import hashlib
from dataclasses import replace
from typing import Annotated, Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Header, Router, Status
from pydantic import AwareDatetime

from answerable.api import shapes
from answerable.api.views import keys
from answerable.appeals import actions
from answerable.appeals.actions import Intake, Registered
from answerable.appeals.models import Appeal
from answerable.appeals.queries import programs
from answerable.appeals.queries import public as offered
from answerable.appeals.terms import State, Tier
from answerable.base import dates, row_scope
from answerable.base.actor import STRANGER
from answerable.base.clock import now
from answerable.base.verdict import InvalidError
from answerable.channels.terms import Channel
from answerable.law import queries as law_queries
from answerable.people import queries as people_queries
from answerable.people.terms import ApiScope
from answerable.vault import actions as vault_actions
from answerable.vault import queries as vault_queries
from answerable.vault.terms import FileRefusedError, MadeBy

router: Final = Router()
_KEY: Final[dict[int, Any]] = dict.fromkeys((401, 403, 422, 429), shapes.Problem)
Once = Annotated[
    str, Header(alias="Idempotency-Key", max_length=200, description="the same again within a day is the same message")
]


@router.get("key", response={200: shapes.KeyShape, 401: shapes.Problem, 429: shapes.Problem}, auth=keys.BodyKey())
def show_key(request: HttpRequest) -> dict[str, Any]:
    """What the key of this request is good for, and until when."""
    program = keys.program(request)
    return {
        "name": program.name,
        "body": _code(program.body),
        "scopes": sorted(program.scopes),
        "ends_at": program.ends_at,
    }


@router.get(
    "messages",
    response={200: shapes.MessagePage, **_KEY},
    auth=keys.BodyKey(ApiScope.READ, ApiScope.SEALED),
)
def list_messages(
    request: HttpRequest,
    state: State | None = None,
    since: AwareDatetime | None = None,
    after: shapes.Cursor = "0",
    size: shapes.Size = 100,
) -> dict[str, Any]:
    """The messages that lie with the body of the key, in the order in which they came. Scope messages.read or sealed.read."""
    program = keys.program(request)
    with row_scope.within(programs.row_scope_of(program)):
        found = programs.page_for_program(program, state=state, since=since, after=int(after), size=size)
    shown = found[:size]
    return {"messages": [_message(row) for row in shown], "next": str(shown[-1].id) if len(found) > size else ""}


@router.get(
    "messages/{str:number}",
    response={200: shapes.MessageShape, 404: shapes.Problem, **_KEY},
    auth=keys.BodyKey(ApiScope.READ, ApiScope.SEALED),
)
def one_message(request: HttpRequest, number: str) -> dict[str, Any]:
    """How one message stands. Scope messages.read or sealed.read."""
    program = keys.program(request)
    with row_scope.within(programs.row_scope_of(program)):
        return _message(programs.one_for_program(program, number))


@router.get(
    "messages/{str:number}/words",
    response={200: shapes.WordsShape, 404: shapes.Problem, **_KEY},
    auth=keys.BodyKey(ApiScope.WORDS),
)
def words_of_message(request: HttpRequest, number: str) -> dict[str, Any]:
    """What was written in a message of the working tier, and what was answered. Scope messages.words."""
    program = keys.program(request).only_working()
    with row_scope.within(programs.row_scope_of(program)):
        said, answers = programs.words_for_program(programs.one_for_program(program, number))
    return {
        "messages": [
            {"at": at, "incoming": incoming, "language": language, "text": text}
            for at, incoming, language, text in said
        ],
        "answers": [{"at": at, "text": text} for at, text in answers],
    }


@router.post(
    "messages",
    response={201: shapes.RegisteredShape, 400: shapes.Problem, 409: shapes.Problem, **_KEY},
    auth=keys.BodyKey(ApiScope.SEND),
)
def send_message(request: HttpRequest, sent: shapes.NewMessage, once: Once = "") -> Status[dict[str, Any]]:
    """Register a message. The same again within a day, by its Idempotency-Key or word for word, is the same one. Scope messages.send."""
    at, program = now(), keys.program(request)
    said = hashlib.sha256(
        (f"once/{once}" if once else sent.model_dump_json()).encode("utf-8", "surrogatepass")
    ).digest()
    intake = _intake(sent, programs.token_of(program.key, said, channel=Channel.API, at=at))
    if not offered.was_delivered(Channel.API, intake.token):
        for upload in sent.files:
            try:
                vault_actions.keep_draft(
                    token=intake.token, upload=vault_actions.GivenFile(upload.name, upload.content), at=at
                )
            except FileRefusedError as refusal:
                raise InvalidError(files=f"file.{refusal.reason}") from refusal
    intake = replace(intake, drafts=vault_queries.draft_ids(intake.token))
    done = actions.register(by=STRANGER, at=at, intake=intake, along=actions.came_by(program.key))
    return Status(201, _registered(done))


def _registered(done: Registered) -> dict[str, Any]:
    day = None if done.due_at is None else timezone.localtime(done.due_at).date()
    return {
        "number": done.number,
        "code": done.code,
        "due_on": day,
        "follow": f"{settings.ANSWERABLE.address}/follow/",
        "notice": _(
            "Keep the code: whoever has it follows this message. Change it on the site before you write what nobody else may read."
        ),
    }


def _intake(sent: shapes.NewMessage, token: str) -> Intake:
    """What was sent, as every form gives it. Raises InvalidError with every code that is none."""
    order = law_queries.standing_order()
    bodies = {body.code: body.id for body in order.bodies.values()}
    categories = {code: ref for ref, code in order.category_codes.items()}
    places = {code: ref for ref, code in order.place_codes.items()}
    named = (
        ("addressed_to", sent.addressed_to, bodies),
        ("about_body", sent.about_body, bodies),
        ("category", sent.category, categories),
        ("place", sent.place, places),
    )
    faults = {field: "field.no-such-code" for field, code, known in named if code is not None and code not in known}
    if faults:
        raise InvalidError(**faults)
    return Intake(
        kind=sent.kind.value,
        text=sent.text,
        language=sent.language or dates.language(),
        token=token,
        channel=Channel.API,
        category=categories.get(sent.category or ""),
        territory=places.get(sent.place or "") or offered.place_meant(sent.where),
        where=sent.where,
        name=sent.name,
        address=sent.address,
        contact=sent.contact,
        way=offered.way_of(sent.contact) if sent.contact else "",
        addressed_to=bodies.get(sent.addressed_to or ""),
        about_body=bodies.get(sent.about_body or ""),
        about_words=sent.about_words,
        seal=sent.seal,
        public=sent.public,
        made_by=MadeBy.CHANNEL,  # another's program has seen the code
    )


def _code(body: int) -> str:
    return people_queries.body(body).code


def _message(row: Appeal) -> dict[str, Any]:
    """An appeal as a program sees it; of a sealed one what tells where it is from stays out."""
    order, is_sealed = law_queries.standing_order(), row.tier == Tier.SEALED
    return {
        "number": row.number,
        "kind": row.kind,
        "state": row.state,
        "ending": row.ending,
        "sealed": is_sealed,
        "body": _code(row.body_id),
        "category": None if is_sealed else order.category_codes.get(row.category_id or 0),
        "place": None if is_sealed else order.place_codes.get(row.territory_id or 0),
        "channel": None if is_sealed else row.channel,
        "registered_at": row.registered_at,
        "due_at": row.due_at,
        "accepted_at": row.accepted_at,
        "answered_at": row.answered_at,
        "closed_at": row.closed_at,
        "extended": row.extended,
    }
