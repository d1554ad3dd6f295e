"""What goes over the wire, in and out: the models from which the document of the interface is made.

Codes of bodies, categories and places are those of the pack. Instants are RFC 3339 with a zone.
"""

from datetime import date, datetime
from typing import Annotated

from ninja import Schema
from pydantic import Base64Bytes, Field

from answerable.appeals.terms import State
from answerable.law.terms import MatterKind

Code = Annotated[str, Field(max_length=60)]
Cursor = Annotated[str, Field(pattern=r"^\d{1,18}$", description="`next` of the page before")]
Size = Annotated[int, Field(ge=1, le=500)]
Names = Annotated[dict[str, str], Field(description="by language")]


class FaultShape(Schema):
    """One field that can't be taken, and why."""

    field: str
    detail: str


class Problem(Schema):
    """Why something was not done (RFC 9457), in plain words in the language of `Accept-Language`."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: Annotated[list[FaultShape], Field(default_factory=list)]


class KeyShape(Schema):
    """What the key of a request is good for."""

    name: str
    body: Code
    scopes: list[str]
    ends_at: datetime


class BodyShape(Schema):
    """A body of the command tree that answers, or commands one that does."""

    code: Code
    name: Names
    kind: str
    parent: Code | None
    answers: bool


class BodiesShape(Schema):
    """Every body, the tops first."""

    bodies: list[BodyShape]


class CategoryShape(Schema):
    """A category that a message may have."""

    code: Code
    name: Names
    parent: Code | None


class Categories(Schema):
    """Every category in use."""

    categories: list[CategoryShape]


class FigureShape(Schema):
    """A published figure of a period, as it stands. `sha256` is of its document."""

    figure: str
    period: str
    edition: int
    sha256: str
    document: str = Field(description="address of the whole document, from which anybody can count again")


class FiguresShape(Schema):
    """Every published figure."""

    figures: list[FigureShape]


class PublishedShape(Schema):
    """A message that everybody may read, because its sender wished it and a person passed the words."""

    number: str
    state: State
    ending: str
    text: str
    answer: str = Field(description="what was answered, as far as it was passed for everybody")
    category: Code | None
    place: Code | None
    body: Code | None
    lat: float | None
    long: float | None
    registered_at: datetime | None
    due_at: datetime | None
    changed_at: datetime | None


class PublishedPage(Schema):
    """Published messages, the oldest first. `next` is empty on the last page."""

    messages: list[PublishedShape]
    next: str


class MessageShape(Schema):
    """How a message stands with the body of the key. Of a sealed one only number, state and days are told."""

    number: str
    kind: str
    state: State
    ending: str
    sealed: bool
    body: Code
    category: Code | None
    place: Code | None
    channel: str | None
    registered_at: datetime
    due_at: datetime | None
    accepted_at: datetime | None
    answered_at: datetime | None
    closed_at: datetime | None
    extended: int


class MessagePage(Schema):
    """Messages in the order in which they came. `next` is empty on the last page."""

    messages: list[MessageShape]
    next: str


class SaidShape(Schema):
    """One communication, word for word."""

    at: datetime
    incoming: bool
    language: str
    text: str


class Answered(Schema):
    """An answer that was sent."""

    at: datetime
    text: str


class WordsShape(Schema):
    """What was written, never who wrote it."""

    messages: list[SaidShape]
    answers: list[Answered]


class UploadShape(Schema):
    """A file that goes with a message."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    content: Base64Bytes


class NewMessage(Schema):
    """What somebody sends. Whoever sends it for them tells them the code."""

    kind: MatterKind
    text: Annotated[str, Field(min_length=1, max_length=100_000)]
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}$")] | None = None
    category: Code | None = None
    place: Code | None = None
    where: Annotated[str, Field(max_length=300, description="address or landmark, as people say it")] = ""
    name: Annotated[str, Field(max_length=300)] = ""
    address: Annotated[str, Field(max_length=300)] = ""
    contact: Annotated[str, Field(max_length=300, description="e-mail address or phone number")] = ""
    addressed_to: Code | None = None
    about_body: Code | None = None
    about_words: Annotated[str, Field(max_length=300, description="whom a complaint is about, in words")] = ""
    seal: Annotated[bool, Field(description="only named persons may read it")] = False
    public: Annotated[bool, Field(description="everybody may read it, once a person has passed the words")] = False
    files: Annotated[list[UploadShape], Field(max_length=10, default_factory=list)]


class RegisteredShape(Schema):
    """What the sender gets: the number, and the code by which they alone follow it."""

    number: str
    code: str
    due_on: date | None
    follow: str = Field(description="where the code is typed")
    notice: str = Field(description="for the sender, in their language")
