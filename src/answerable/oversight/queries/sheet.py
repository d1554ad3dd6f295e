"""One item as its reader sees it: the appeal in full, how it climbed, and what was done about it before."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from answerable.appeals import queries as appeals_queries
from answerable.appeals.queries.case_view import CaseView
from answerable.appeals.queries.earlier import EarlierReadings, earlier_readings
from answerable.appeals.terms import State
from answerable.base.actor import Actor
from answerable.base.sealed import SealedField
from answerable.law import queries as law_queries
from answerable.oversight import policy, wording
from answerable.oversight.models import Commendation, Escalation, Instruction, Item, Measure
from answerable.oversight.queries import instructions
from answerable.oversight.sealed_fields import COMMENDATION_TEXT, MEASURE_TEXT
from answerable.vault.sealing import read_text


@dataclass(frozen=True, slots=True)
class ToldSender:
    """One act on the appeal by a reader, its words opened."""

    kind: str
    code: str  # which measure, what an instruction asks
    at: datetime
    to: int
    text: str
    due_at: datetime | None = None
    done_at: datetime | None = None
    explanation: str = ""
    late: bool = False
    said: str | Promise = ""  # the name of a measure


@dataclass(frozen=True, slots=True)
class ReadingSheet:
    """All that a reader needs to decide, on one page."""

    item: Item
    case: CaseView
    climbed: list[Escalation]
    told: list[ToldSender]
    bodies: list[int]
    answered: bool
    earlier: EarlierReadings | None  # of whom it was said late that it is about them


def sheet(actor: Actor, item: Item, *, at: datetime) -> ReadingSheet:
    """The page of one item."""
    appeal = item.appeal
    order = law_queries.standing_order()
    answering = [body.id for body in order.bodies.values() if body.answers]
    standing = appeals_queries.standing(appeal)
    return ReadingSheet(
        item=item,
        case=appeals_queries.case(actor, appeal, at=at),
        climbed=list(Escalation.objects.filter(appeal=appeal).order_by("id")),
        told=told_on(appeal.id, at=at),
        bodies=policy.bodies_to_tell(actor, body=item.body_id, appeal=standing, answering=answering),
        earlier=None if item.bar is None else earlier_readings(appeal, at=at),
        answered=appeal.state in {State.ANSWERED, State.REFUSED, State.DISPUTED, State.CLOSED},
    )


def told_on(appeal: int, *, at: datetime) -> list[ToldSender]:
    """Instructions, measures and commendations on an appeal, oldest first."""
    given = [_instruction(row, at) for row in Instruction.objects.filter(appeal=appeal)]
    measures = [
        ToldSender("measure", row.kind, row.at, row.to_id, _open(row, MEASURE_TEXT), said=wording.MEASURES[row.kind])
        for row in Measure.objects.filter(appeal=appeal)
    ]
    praise = [
        ToldSender("commendation", "", row.at, row.to_id, _open(row, COMMENDATION_TEXT))
        for row in Commendation.objects.filter(appeal=appeal)
    ]
    return sorted([*given, *measures, *praise], key=lambda one: one.at)


def _instruction(row: Instruction, at: datetime) -> ToldSender:
    return ToldSender(
        kind="instruction",
        code=row.asks,
        at=row.at,
        to=row.to_id,
        text=instructions.instruction_text(row),
        due_at=row.due_at,
        done_at=row.done_at,
        explanation=instructions.explanation_of(row),
        late=(row.done_at or at) > row.due_at,
    )


def _open(row: Measure | Commendation, field: SealedField) -> str:
    return read_text(field, row.text, root=row.root, ref=row.id)
