"""Writing figures: frozen once, corrected by another edition, each with its hash in the public log."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from answerable.base.actor import Actor
from answerable.base.ids import new_id
from answerable.base.verdict import NotNowError
from answerable.figures.models import Figure
from answerable.figures.terms import LEAVES, Basis, Deed, figure_of
from answerable.law.queries import standing_order
from answerable.law.queries.order import BodyInOrder
from answerable.ledger.actions import record
from answerable.ledger.rules import Fact
from answerable.ledger.terms import COMMON, PublicAct
from answerable.people.terms import BodyKind
from answerable_verify.canonical import Json
from answerable_verify.numbers.document import write_document


@transaction.atomic
def freeze(*, by: Actor, at: datetime, document: Json, chart: str = "") -> Figure:
    """Publish a figure of a period for the first time. Refuses what is published: that is corrected, never replaced."""
    name, period = document["figure"], document["period"]
    if Figure.objects.filter(name=name, period=period).exists():
        raise NotNowError("figure.frozen-before")
    ref = new_id()
    row = _row(ref=ref, first=ref, document=document, chart=chart, at=at)
    _published(row, Deed.FROZEN, by=by, at=at, extra={"name": name, "period": period})
    return row


@transaction.atomic
def correct(*, by: Actor, at: datetime, document: Json, basis: Basis, chart: str = "") -> Figure:
    """Publish an erratum beside what it corrects. Refuses where nothing was published, or the same."""
    rows = Figure.objects.select_for_update().filter(name=document["figure"], period=document["period"])
    last = rows.order_by("-edition").first()
    if last is None:
        raise NotNowError("figure.not-frozen")
    if bytes(last.document) == write_document(document):
        raise NotNowError("figure.same")
    row = _row(
        ref=new_id(), first=last.first, document=document, chart=chart, at=at, edition=last.edition + 1, basis=basis
    )
    _published(row, Deed.CORRECTED, by=by, at=at, extra={"basis": basis.value})
    return row


def _row(
    *, ref: int, first: int, document: Json, chart: str, at: datetime, edition: int = 0, basis: str = ""
) -> Figure:
    raw = write_document(document)
    return Figure.objects.create(
        id=ref,
        name=document["figure"],
        period=document["period"],
        edition=edition,
        first=first,
        definition=document["def"],
        tree=document["tree"],
        document=raw,
        digest=sha256(raw).hexdigest(),
        basis=basis,
        chart=chart,
        frozen_at=at,
    )


def _published(row: Figure, deed: Deed, *, by: Actor, at: datetime, extra: Mapping[str, str]) -> None:
    """Record a figure, and its leaf in the public log."""
    order = standing_order()
    body = publisher(list(order.bodies.values()))
    act = PublicAct(
        kind=LEAVES[deed],
        on=order.day_at(body.id, at),
        body=body.code,
        fields={"figure": row.name, "period": row.period},
        extra={**extra, "def": row.definition, "sha256": row.digest, "tree": row.tree},
        place=COMMON if deed is Deed.FROZEN else None,
    )
    facts: dict[str, Fact | list[int]] = {"figure": row.name, "period": row.period, "edition": row.edition}
    case = str(figure_of(row.first))
    record(by=by, at=at, deed=deed, thing=str(figure_of(row.id)), facts=facts, case=case, public=act)


def publisher(bodies: list[BodyInOrder]) -> BodyInOrder:
    """In whose name figures are published: the monitor's, to whom the installation belongs; else that of the first top."""
    monitors = [body for body in bodies if body.kind == BodyKind.MONITOR]
    return min(monitors or bodies, key=lambda body: (body.id != body.root, body.code))
