"""Whose matters ended in a week, who is to be asked, and what was heard; nothing here tells who handled a matter."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import QuerySet

from answerable.appeals import queries as appeals_queries
from answerable.appeals.models import Appeal, Sender
from answerable.appeals.queries.taken import concerned
from answerable.appeals.rules import life
from answerable.appeals.rules.endings import TO_CALL_BACK
from answerable.appeals.terms import APPEAL, Care, subject_of
from answerable.appeals.terms import Deed as AppealDeed
from answerable.base import row_scope
from answerable.base.actor import Actor
from answerable.base.subject import Subject
from answerable.base.verdict import MissingError
from answerable.channels.terms import Way
from answerable.law.queries import StandingOrder, standing_order
from answerable.ledger import leaves
from answerable.ledger import queries as ledger_queries
from answerable.oversight import hotline, policy
from answerable.oversight.models import CallBack, Sample
from answerable.oversight.sealed_fields import SAMPLE_SECRET
from answerable.oversight.terms import AskedState, Experience
from answerable.people.terms import BodyKind, Power
from answerable.vault.sealing import open_text
from answerable_verify.numbers.hotline import HotlineCounts, parse_counts

MOST: Final = 500
"""Calls listed; more than people of oversight make in a week."""


@dataclass(frozen=True, slots=True)
class EndedMatter:
    """A matter that can be asked about: its id, its code in the public log, the code of the body in which it ended."""

    appeal: int
    case: str
    body: str


@dataclass(frozen=True, slots=True)
class EndedMatters:
    """What ended in a week: those that can be asked about, all, and those whose senders left no way."""

    able: tuple[EndedMatter, ...]
    n: int
    without_way: int


def asked_trees(order: StandingOrder) -> list[int]:
    """The tops of the command trees whose matters are asked about: all that answer, but those that watch."""
    return sorted({body.root for body in order.bodies.values() if body.answers and body.kind != BodyKind.MONITOR})


def zone_of(sample: Sample) -> str:
    """The time zone of a tree's top."""
    return standing_order().bodies[sample.root].zone


def code_of(sample: Sample) -> str:
    """The code of a tree's top, as leaves write it."""
    return leaves.token(standing_order().bodies[sample.root].code)


def secret_of(sample: Sample) -> tuple[bytes, bytes]:
    """Seed and salt."""
    seed, salt = json.loads(open_text(SAMPLE_SECRET, sample.secret, root=sample.root, ref=sample.id))
    return bytes.fromhex(seed), bytes.fromhex(salt)


def is_witnessed(sample: Sample) -> bool:
    """Whether witnesses have seen, in the published log, all that stands there of a week; one without a log needs none."""
    if not sample.logged:
        return True
    return ledger_queries.are_witnessed(f"sample/{sample.id}")


def ended_in(sample: Sample) -> EndedMatters:
    """What ended in a week. Never a child's matter, and none that the public log does not know."""
    order = standing_order()
    since, until = hotline.span_of(sample.week, zone=zone_of(sample))
    rows = Appeal.objects.filter(root=sample.root, closed_at__gte=since, closed_at__lt=until, ending__in=TO_CALL_BACK)
    found = {ref: body for ref, body, care in rows.values_list("id", "body", "care") if Care.CHILD not in care}
    ways = ways_of(found)
    codes = ledger_queries.case_codes([str(subject_of(ref)) for ref in found])
    able = [
        EndedMatter(ref, leaves.code_text(codes[thing]), leaves.token(order.bodies[body].code))
        for ref, body in sorted(found.items())
        if ref in ways and (thing := str(subject_of(ref))) in codes
    ]
    return EndedMatters(tuple(able), len(found), sum(ref not in ways for ref in found))


def ways_of(appeals: Collection[int]) -> dict[int, str]:
    """By which way the senders of appeals can be asked; those who left none are not in it."""
    return dict(Sender.objects.filter(appeal__in=list(appeals)).exclude(way="").values_list("appeal", "way"))


def to_frame(at: datetime) -> list[Sample]:
    """Weeks that are over and have no frame yet."""
    rows = Sample.objects.filter(framed_at=None, week__lt=at.date()).order_by("week", "id")
    return [row for row in rows if hotline.span_of(row.week, zone=zone_of(row))[1] <= at]


def to_draw() -> QuerySet[Sample]:
    """Weeks that are framed and not drawn."""
    return Sample.objects.exclude(framed_at=None).filter(drawn_at=None).order_by("week", "id")


def to_close(at: datetime) -> QuerySet[Sample]:
    """Weeks whose asking is over."""
    rows = Sample.objects.filter(drawn_at__lte=at - hotline.ASKED_FOR, opened_at=None)
    return rows.order_by("week", "id")


def to_invite(at: datetime) -> list[int]:
    """Who is due to be invited by machine."""
    rows = CallBack.objects.filter(state=AskedState.WAITING, next_at__lte=at, until__gte=at).exclude(way=Way.PHONE)
    return list(rows.order_by("next_at", "id").values_list("id", flat=True))


def asked_rows(sample: Sample) -> list[hotline.AskedRow]:
    """What became of those who were drawn in a week."""
    return [
        hotline.AskedRow(row.body, row.state, len(row.tries), row.by, said_of(row))
        for row in CallBack.objects.filter(sample=sample).order_by("id")
    ]


def said_of(row: CallBack) -> Experience | None:
    """What somebody said."""
    if row.prompt is None or row.respect is None or row.result is None:
        return None
    return Experience(row.prompt, row.respect, row.result)


def asked_now(subject: Subject, at: datetime) -> CallBack | None:
    """Whether the sender of a subject is asked how it was handled, and has not said it yet."""
    if subject.kind != APPEAL:
        return None
    rows = CallBack.objects.filter(appeal=subject.id, state=AskedState.WAITING, until__gte=at)
    return rows.order_by("-id").first()


@dataclass(frozen=True, slots=True)
class HotlineCall:
    """One call to make, or one of those that wait for their time: never a word of the matter, nor who handled it."""

    ref: int
    number: str
    language: str
    body: str
    ended_on: datetime | None
    next_at: datetime
    until: datetime
    tries: int
    last: str
    is_due: bool
    phone: str = ""
    can_dispute: bool = False


def hotline_calls(actor: Actor, *, at: datetime) -> list[HotlineCall]:
    """The calls of those who watch, those that are due first. Opens no number."""
    rows = CallBack.objects.filter(
        asker__in=_asking(actor), state=AskedState.WAITING, way=Way.PHONE, next_at__isnull=False, until__gte=at
    )
    return list(_shown(actor, rows.order_by("next_at", "id")[:MOST], at))


def hotline_call(actor: Actor, ref: int, *, at: datetime) -> HotlineCall:
    """One call, with its number, for whoever may make it; Missing otherwise, and where it was made or is over."""
    rows = CallBack.objects.filter(id=ref, asker__in=_asking(actor), state=AskedState.WAITING, until__gte=at)
    found = next(iter(_shown(actor, rows, at, phones=True)), None)
    if found is None:
        raise MissingError
    return found


def _asking(actor: Actor) -> list[int]:
    """The bodies in whose name the actor asks."""
    return [body for body in sorted(actor.bodies) if actor.has(Power.MONITOR, body)]


def _shown(actor: Actor, rows: Iterable[CallBack], at: datetime, *, phones: bool = False) -> Iterable[HotlineCall]:
    with row_scope.as_system():
        found = list(rows)
        known = Appeal.objects.in_bulk([row.appeal_id for row in found])
        for row in found:
            appeal = known[row.appeal_id]
            standing = appeals_queries.standing(appeal)
            outside = concerned(appeal, at)
            if not policy.can_call(actor, asker=row.asker_id, appeal=standing, concerned=outside):
                continue
            yield HotlineCall(
                ref=row.id,
                number=appeal.number,
                language=appeal.language,
                body=row.body,
                ended_on=appeal.closed_at,
                next_at=row.next_at or row.until,
                until=row.until,
                tries=len(row.tries),
                last=str(row.tries[-1]["how"]) if row.tries else "",
                is_due=row.next_at is not None and row.next_at <= at,
                phone=appeals_queries.contact_of(appeal)[1] if phones else "",
                can_dispute=life.allows(appeal.state, AppealDeed.DISPUTED, asked=True),
            )


@dataclass(frozen=True, slots=True)
class HotlineWeek:
    """A week as anybody may see it."""

    sample: Sample
    rows: dict[str, HotlineCounts]

    @property
    def total(self) -> HotlineCounts:
        """All bodies together."""
        return hotline.total_of(self.rows)


def hotline_weeks(*, most: int = 53) -> list[HotlineWeek]:
    """The weeks whose asking is over, the newest first."""
    rows = Sample.objects.exclude(opened_at=None).defer("frame", "drawn", "secret").order_by("-week", "root")[:most]
    return [HotlineWeek(row, parse_counts(bytes(row.counts or b""))) for row in rows]


def hotline_week(ref: int) -> Sample:
    """One such week; Missing for any other."""
    found = Sample.objects.exclude(opened_at=None).filter(id=ref).first()
    if found is None:
        raise MissingError
    return found
