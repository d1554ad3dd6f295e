"""How a body's own acts appear in the public log: of one appeal, word for word, and the newest of all its bodies."""

from dataclasses import dataclass
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from answerable.appeals import queries
from answerable.appeals.queries import receipts
from answerable.appeals.terms import subject_of
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.law import queries as law_queries
from answerable.ledger import published
from answerable.ledger import queries as ledger_queries
from answerable.ledger.models import PublicLeaf
from answerable.ledger.wording import KINDS
from answerable_verify import parse_leaf

NEWEST: Final = 400
"""Leaves looked through for those of one's own bodies."""
SHOWN: Final = 50


@dataclass(frozen=True, slots=True)
class ShownAct:
    """One act as everybody sees it."""

    kind: str
    on: object
    place: int | None
    text: str


def _act(row: PublicLeaf, size: int) -> ShownAct:
    leaf = parse_leaf(bytes(row.body))
    place = row.idx if row.idx is not None and row.idx < size else None
    return ShownAct(str(KINDS.get(leaf.kind, leaf.kind)), leaf.on, place, bytes(row.body).decode())


def _size() -> int:
    head = published.head()
    return 0 if head is None else head.checkpoint.size


@door("desk")
@require_safe
def of_one(request: DoorRequest, number: str) -> HttpResponse:
    """The acts on one appeal as the public log has them."""
    appeal = queries.one_for(request.actor, number)
    size = _size()
    rows = ledger_queries.leaves_of(str(subject_of(appeal.id)))
    words = {"appeal": appeal, "acts": [_act(row, size) for row in rows], "size": size}
    return render(request, "appeals/desk/log.html", words)


@door("desk")
@require_safe
def of_ours(request: DoorRequest) -> HttpResponse:
    """The newest public acts of the bodies in which somebody has a seat: codes that anybody can read, no appeal named."""
    order, size = law_queries.standing_order(), _size()
    codes = {order.bodies[seat.body].code for seat in request.actor.seats if seat.body in order.bodies}
    rows = ledger_queries.newest_leaves(most=NEWEST)
    found = [_act(row, size) for row in rows if parse_leaf(bytes(row.body)).body in codes]
    words = {"acts": found[:SHOWN], "size": size, "standing": receipts.alarms()}
    return render(request, "appeals/desk/log.html", words)
