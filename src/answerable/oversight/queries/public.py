"""What anybody may see of the reading: counts with their n and period, nothing of any appeal.

Pages ask for the instant at which the day began, so that a count stands still all day and a letter moves none; and a count
of fewer than five is not told (docs/decisions/0154).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Q

from answerable.base import row_scope
from answerable.law.queries import standing_order
from answerable.oversight import rules
from answerable.oversight.models import Escalation, Instruction, Item
from answerable.oversight.terms import PublicReading, TimeSpan


@dataclass(frozen=True, slots=True)
class Answering:
    """The public page: the reading, what climbed in the period and why, and instructions that fell due in it.

    ways      the reading of what was addressed to a chair, by the way it came
    taken     what climbed by a word that was taken down for the sender: counted here, and not among the causes
    followed  instructions done by their day, of `due` whose day lies in the period
    None      fewer than are told
    """

    reading: PublicReading
    ways: list[PublicReading]
    climbed: dict[str, int | None]
    taken: int | None
    followed: int
    due: int | None
    period: TimeSpan


@row_scope.as_system()
def public_reading(*, at: datetime) -> PublicReading:
    """How many items waited to be read at an instant, and how many were read within the hours that the pack promises."""
    to_read = rules.hours_of(standing_order().settings).to_read
    period = rules.counted_period(at, to_read=to_read)
    counted = Q(at__gte=period.since, at__lt=period.until)
    waited = Q(at__lte=at) & (Q(read_at=None) | Q(read_at__gt=at))
    row = Item.objects.filter(waited | counted).aggregate(
        unread=Count("id", filter=waited),
        n=Count("id", filter=counted),
        in_time=Count("id", filter=counted & Q(read_at__lte=F("at") + to_read)),
    )
    hours = to_read // timedelta(hours=1)
    return PublicReading(unread=row["unread"], read_in_time=row["in_time"], n=row["n"], period=period, hours=hours)


@row_scope.as_system()
def read_by_way(*, at: datetime) -> list[PublicReading]:
    """The same for what was addressed to a chair, by the way it came; ways by which fewer came than are told are left out."""
    to_read = rules.hours_of(standing_order().settings).to_read
    period = rules.counted_period(at, to_read=to_read)
    addressed = Item.objects.filter(
        at__gte=period.since, at__lt=period.until, escalation=None, instruction=None, bar=None
    )
    rows = (
        addressed.values_list("appeal__channel")
        .annotate(n=Count("id"), in_time=Count("id", filter=Q(read_at__lte=F("at") + to_read)))
        .order_by("-n", "appeal__channel")
    )
    hours = to_read // timedelta(hours=1)
    found = [PublicReading(0, in_time, n, period, hours, way) for way, n, in_time in rows]
    return [each for each in found if each.is_told]


@row_scope.as_system()
def how_they_answer(*, at: datetime) -> Answering:
    """The figures of the public page."""
    period = TimeSpan(at - rules.COUNTED, at)
    climbed = Escalation.objects.filter(at__gte=period.since, at__lt=period.until)
    due = Instruction.objects.filter(due_at__gte=period.since, due_at__lt=period.until).aggregate(
        due=Count("id"), followed=Count("id", filter=Q(done_at__lte=F("due_at")))
    )
    own = climbed.filter(why__taken__isnull=True)
    counts = own.values_list("cause").annotate(Count("id")).order_by("cause")
    return Answering(
        reading=public_reading(at=at),
        ways=read_by_way(at=at),
        climbed={cause: rules.told(count) for cause, count in counts},
        taken=rules.told(climbed.filter(why__taken__isnull=False).count()),
        followed=due["followed"],
        due=rules.told(due["due"]),
        period=period,
    )
