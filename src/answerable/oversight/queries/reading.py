"""The day's reading: what is in it, where somebody stopped, what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from answerable.appeals.queries import seen_by
from answerable.base.actor import Actor
from answerable.base.verdict import MissingError
from answerable.law.queries import standing_order
from answerable.oversight import policy, rules
from answerable.oversight.models import Item, Position

MOST = 1000  # a day that holds more shows its first thousand and how many there are


@dataclass(frozen=True, slots=True)
class ReadingLine:
    """One line of a list of items; `cause` is empty for what was addressed to the chair."""

    id: int
    appeal: int
    number: str
    cause: str
    body: int
    has_it: int
    at: datetime
    read_at: datetime | None
    act: str
    explains: bool
    barred: bool  # somebody was barred from it late


@dataclass(frozen=True, slots=True)
class DaysReading:
    """A day's reading: everything unread, and what came or was read since the last working day ended."""

    lines: list[ReadingLine] = field(default_factory=list)
    since: datetime | None = None
    unread: int = 0
    older: int = 0  # unread lines that came before `since`

    @property
    def ids(self) -> list[int]:
        """The items in order."""
        return [line.id for line in self.lines]

    @property
    def first_unread(self) -> int | None:
        """Where reading begins."""
        return next((line.id for line in self.lines if line.read_at is None), None)


def _items(actor: Actor) -> QuerySet[Item]:
    """Every item that exists for the actor: of the bodies they chair, and never about them."""
    bodies = sorted(policy.chairs(actor))
    return Item.objects.filter(body__in=bodies, appeal__in=seen_by(actor).values("id"))


def _lines(rows: QuerySet[Item]) -> list[ReadingLine]:
    columns = (
        "id", "appeal", "appeal__number", "escalation__cause", "body", "appeal__body", "at", "read_at", "act",
        "instruction", "bar",
    )  # fmt: skip
    return [
        ReadingLine(ref, appeal, number, cause or "", body, has_it, at, read_at, act, told is not None, bar is not None)
        for ref, appeal, number, cause, body, has_it, at, read_at, act, told, bar in rows.values_list(*columns)
    ]


def reading(actor: Actor, *, at: datetime) -> DaysReading:
    """The actor's reading of today."""
    bodies = policy.chairs(actor)
    if not bodies:
        return DaysReading()
    since = min(_since(body, at) for body in bodies)
    today = Q(read_at=None) | Q(at__gte=since) | Q(read_at__gte=since)
    lines = _lines(_items(actor).filter(today).order_by("at", "id")[:MOST])
    unread = [line for line in lines if line.read_at is None]
    return DaysReading(lines, since, len(unread), sum(line.at < since for line in unread))


def _since(body: int, at: datetime) -> datetime:
    order = standing_order()
    closes = rules.hours_of(order.settings).closes
    works = order.calendar_of(body).is_working
    return rules.reading_since(at, zone=order.bodies[body].zone, works=works, closes=closes)


def item_for(actor: Actor, ref: int) -> Item:
    """One item; Missing when it doesn't exist for the actor."""
    found = _items(actor).filter(id=ref).select_related("appeal", "escalation", "instruction").first()
    if found is None:
        raise MissingError
    return found


def unread_of(actor: Actor) -> list[ReadingLine]:
    """Everything that the actor has still to read, the oldest first."""
    return _lines(_items(actor).filter(read_at=None).order_by("at", "id")[:MOST])


def waiting_for(actor: Actor, *, body: int, at: datetime) -> dict[str, int]:
    """How much of one body's reading waits for the actor, and how much of it for longer than is promised."""
    to_read = rules.hours_of(standing_order().settings).to_read
    rows = _items(actor).filter(body=body, read_at=None)
    return rows.aggregate(unread=Count("id"), older=Count("id", filter=Q(at__lt=at - to_read)))


def bodies_with_unread() -> list[int]:
    """The bodies in whose reading something waits."""
    return sorted(set(Item.objects.filter(read_at=None).values_list("body", flat=True)))


def escalations(actor: Actor, *, cause: str = "", after: int | None = None, most: int = 50) -> Sequence[ReadingLine]:
    """Everything that climbed to the actor, the newest first; `after` is the last line of the page before."""
    rows = _items(actor).filter(escalation__isnull=False)
    if cause:
        rows = rows.filter(escalation__cause=cause)
    if after is not None:
        rows = rows.filter(id__lt=after)
    return _lines(rows.order_by("-id")[:most])


def stopped_at(actor: Actor) -> int | None:
    """The item at which the actor stopped reading."""
    return Position.objects.filter(account=actor.id).values_list("item", flat=True).first()
