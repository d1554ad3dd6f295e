"""What has to climb, and where the pack's ladder leads."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, Min, OuterRef, Q

from answerable.appeals.models import Appeal
from answerable.appeals.terms import OPEN, State
from answerable.channels.terms import Channel
from answerable.law.queries import standing_order
from answerable.law.rules import ladder, routing
from answerable.law.terms import Cause
from answerable.oversight import rules
from answerable.oversight.models import Escalation, Instruction, Item
from answerable.oversight.terms import Ask
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


def chairing() -> frozenset[int]:
    """The bodies in which somebody holds a seat that reads as the chair."""
    seats = Seat.objects.filter(role__powers__contains=[Power.CHAIR.value], ended_at=None, account__is_active=True)
    return frozenset(seats.exclude(confirmed_by="").values_list("body", flat=True))


def chairs() -> list[int]:
    """The bodies that the ladder calls the chair: those that the pack names, in its order.

    Where it names none, those of the kind `chair`, else those in which somebody reads as one, in the order of codes.
    """
    order = standing_order()
    if named := order.bodies_called("chairs"):
        return named
    kind = [body.id for body in order.bodies.values() if body.kind == BodyKind.CHAIR]
    return sorted(kind or chairing(), key=lambda ref: order.bodies[ref].code)


def reader_for(appeal: Appeal, body: int) -> int:
    """In whose reading an escalation to a body is put: its own, or that of the nearest above where somebody reads.

    Never a barred one. Where nobody above reads, the chairs do; where they are barred too, it waits with the body
    itself, and the public count of unread items says so.
    """
    reading = chairing()
    line = [*standing_order().tree.upwards(body), *chairs()]
    return next((one for one in line if one in reading and one not in appeal.barred_bodies), body)


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
            standing=ladder.LadderStanding(appeal.body_id, days, chairs=chairs(), codes=order.by_code, raised=done),
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
    longest ladder on this occasion is left out, and so is what was late in another register before it was imported:
    it stands in every list and count, but a chair isn't put before the arrears of years in one night.
    """
    last = max((rung.place for rung in standing_order().rungs if rung.cause == Cause.OVERDUE), default=None)
    if last is None:
        return
    told = Instruction.objects.filter(appeal=OuterRef("id"), asks=Ask.ANSWER, done_at=None)
    rows = Appeal.objects.filter(state__in=list(OPEN), due_at__lt=at).exclude(Exists(told)).order_by("due_at", "id")
    past = Q()
    columns = ("id", "due_at", "channel")
    while batch := [(ref, due, way) for ref, due, way in rows.filter(past).values_list(*columns)[:BATCH] if due]:
        finished = _finished([ref for ref, _, _ in batch], last)
        for ref, due, channel in batch:
            if channel == Channel.IMPORT and rules.late_before_it_came(ref, due):
                continue
            occasion = rules.occasion_of_date(due)
            if (ref, occasion) not in finished:
                yield Overdue(ref, Cause.OVERDUE, occasion, due)
        ref, due, _ = batch[-1]
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
