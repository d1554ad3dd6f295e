"""What a page about one appeal shows, as data: messages, points, answers, history, who wrote, what may be done."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from answerable.appeals.models import Appeal
from answerable.appeals.queries import proving
from answerable.base.verdict import Verdict
from answerable.law.rules.steps import StepOwed
from answerable.vault.models import File


@dataclass(frozen=True, slots=True)
class SenderView:
    """Who wrote, as far as they said it."""

    name: str = ""
    address: str = ""
    contact: str = ""
    way: str = ""


@dataclass(frozen=True, slots=True)
class LetterProof:
    """How far the sender of a letter is proven (proven | claimed | failed), and by which checks of our mail server."""

    at: datetime
    proof: str
    checks: str


@dataclass(frozen=True, slots=True)
class SaidMessage:
    """A message as it was said."""

    id: int
    at: datetime
    incoming: bool
    kind: str
    by: str
    text: str
    files: list[File] = field(default_factory=list)
    changed: bool = False  # not as it was recorded
    taken: bool = False  # an operator wrote down what the sender said


@dataclass(frozen=True, slots=True)
class PointView:
    """A point and what became of it. `id` is None for a suggestion that nobody has confirmed yet."""

    id: int | None
    place: int
    text: str
    outcome: str = ""
    reply: str = ""
    ground: str = ""
    promise: "PromiseView | None" = None
    rating: str = ""
    taken: bool = False  # the rating is not the sender's own word
    changed: bool = False


@dataclass(frozen=True, slots=True)
class PromiseView:
    """A promise made in the answer."""

    id: int
    text: str
    due_on: date
    owner: str
    state: str


@dataclass(frozen=True, slots=True)
class AnswerView:
    """An answer as it was sent."""

    id: int
    at: datetime
    body: int
    by: str
    text: str
    late: bool
    changed: bool = False
    proven_late: datetime | None = None  # it bears an instant within the term, and the log proves this one


@dataclass(frozen=True, slots=True)
class DraftLine:
    """An answer that a colleague is writing; `offered` when it waits for a signature."""

    id: int
    name: str
    saved_at: datetime
    offered: bool


@dataclass(frozen=True, slots=True)
class CameBack:
    """Why the reader's own answer was not signed: from whom it came back, and with which remark."""

    by: str
    at: datetime
    remark: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One deed in plain words."""

    at: datetime
    who: str
    deed: str
    sentence: str
    words: str = ""
    changed: bool = False


@dataclass(frozen=True, slots=True)
class CaseView:
    """Everything that a page about one appeal shows."""

    appeal: Appeal
    text: str
    gist: str
    whereabouts: str
    chosen: list[tuple[str, str]]  # the category's questions, and what the sender chose
    messages: list[SaidMessage]
    files: list[File]
    sender: SenderView | None
    proofs: list[LetterProof]  # of the letters that it came by
    points: list[PointView]
    answers: list[AnswerView]
    history: list[HistoryLine]
    due_sentence: str
    may: dict[str, Verdict]
    others_writing: list[DraftLine] = field(default_factory=list)
    draft: dict[str, Any] | None = None
    offered_at: datetime | None = None  # since when the reader's own answer waits for a signature
    came_back: CameBack | None = None
    incident_title: str = ""
    disputable_until: datetime | None = None
    steps: list[StepOwed] = field(default_factory=list)  # what the law wants besides an answer
    goes_on: str = ""  # the number under which a merged one goes on, where the reader may know it
    changed: frozenset[proving.Row] = frozenset()  # what is not as it was recorded
