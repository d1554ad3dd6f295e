"""What has to climb, and where the pack's ladder leads."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, Min, OuterRef, Q

from answerable.appeals.models import Appeal
from answerable.appeals.queries import standing_order
from answerable.appeals.rules import ladder, routing
from answerable.appeals.terms import OPEN, State
from answerable.oversight import rules
from answerable.oversight.models import Escalation, Instruction, Item
from answerable.oversight.terms import Ask, Cause
from answerable.people.models import Seat
from answerable.people.terms import BodyKind, Power

BATCH = 500


@dataclass(frozen=True, slots=True)
class Overdue:
    """Something that may have to climb: which appeal, why, on which occasion, and since when it is late."""

    appeal: int
    cause: Cause
    occasion: str
    since: datetime


def chairs() -> list[int]:
    """The bodies that chair, in the order of their codes.

    Bodies of the kind `chair`; a pack that has none names no body so, and then whoever holds a seat with that power.
    """
    bodies = standing_order().bodies.values()
    named = sorted((body.code, body.id) for body in bodies if body.kind == BodyKind.CHAIR)
    if named:
        return [ref for _, ref in named]
    seats = Seat.objects.filter(role__powers__contains=[Power.CHAIR.value], until_on=None, ended_at=None)
    return sorted(set(seats.exclude(confirmed_by="").values_list("body", flat=True)))


def next_climb(
    appeal: Appeal, *, cause: Cause, days: int, raised: Collection[int], before: Collection[int], at: datetime
) -> ladder.Climb | None:
    """The next rung for a cause, or None. `raised` are places climbed already, `before` bodies that have it before them.

    A rung that leads to a body that has it before it already is passed over: nobody reads the same thing twice.
    """
    order = standing_order()
    day = order.day_at(appeal.body_id, at)
    done = {(cause.value, place) for place in raised}
    while True:
        climb = ladder.next_rung(
            order.rungs,
            cause=cause.value,
            standing=ladder.Standing(appeal.body_id, days, chairs=chairs(), codes=order.by_code, raised=done),
            barred=routing.Bars(frozenset(appeal.barred_bodies), frozenset(appeal.barred_persons)),
            tree=order.tree,
            order=order.order_on(day),
            on=day,
        )
        if climb is None or climb.body not in before:
            return climb
        done.add((cause.value, climb.place))


def overdue(*, at: datetime) -> Iterator[Overdue]:
    """Open appeals whose date has passed and that may have a rung left, the oldest first, a batch at a time.

    What waits for an instruction climbs by the instruction's date, not twice. What has climbed every rung of the
    longest ladder on this occasion is left out.
    """
    last = max((rung.place for rung in standing_order().rungs if rung.cause == Cause.OVERDUE), default=None)
    if last is None:
        return
    told = Instruction.objects.filter(appeal=OuterRef("id"), asks=Ask.ANSWER, done_at=None)
    rows = Appeal.objects.filter(state__in=list(OPEN), due_at__lt=at).exclude(Exists(told)).order_by("due_at", "id")
    past = Q()
    while batch := list(rows.filter(past).values_list("id", "due_at")[:BATCH]):
        finished = _finished([ref for ref, _ in batch], last)
        for ref, due in batch:
            occasion = rules.occasion_of_date(due)
            if (ref, occasion) not in finished:
                yield Overdue(ref, Cause.OVERDUE, occasion, due)
        ref, due = batch[-1]
        past = Q(due_at__gt=due) | Q(due_at=due, id__gt=ref)


def _finished(appeals: Collection[int], last: int) -> set[tuple[int, str]]:
    """Appeals and occasions that stand on the last rung."""
    rows = Escalation.objects.filter(appeal__in=appeals, cause=Cause.OVERDUE, rung=last)
    return set(rows.values_list("appeal", "occasion"))


def unsettled() -> Iterator[Overdue]:
    """Disputes and bad answers that climbed and that nobody who read them has acted on: they may climb further."""
    acted = Item.objects.filter(
        escalation__appeal=OuterRef("appeal"),
        escalation__cause=OuterRef("cause"),
        escalation__occasion=OuterRef("occasion"),
    ).exclude(act="")
    rows = (
        Escalation.objects.filter(
            cause__in=[Cause.DISPUTED, Cause.INADEQUATE],
            appeal__state__in=[State.DISPUTED, State.ANSWERED, State.REFUSED],
        )
        .exclude(Exists(acted))
        .values("appeal", "cause", "occasion")
        .annotate(since=Min("at"))
        .order_by("since")
    )
    for row in rows.iterator(chunk_size=BATCH):
        yield Overdue(row["appeal"], Cause(row["cause"]), row["occasion"], row["since"])


def unfollowed(*, at: datetime) -> Iterator[Overdue]:
    """Instructions whose day has passed and that were not done."""
    rows = Instruction.objects.filter(done_at=None, due_at__lt=at).order_by("due_at", "id")
    for ref, appeal, due_at in rows.values_list("id", "appeal", "due_at").iterator(chunk_size=BATCH):
        yield Overdue(appeal, Cause.INSTRUCTION, rules.occasion_of_instruction(ref), due_at)
