"""The voice line as the desk sees it: who is on it with what is known of them, and how the day's calls ended."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from answerable.appeals.queries.dates import due_day
from answerable.appeals.queries.letters import bodies_of
from answerable.appeals.queries.scope import seen_by
from answerable.appeals.terms import APPEAL, OPEN, Tier
from answerable.base.actor import Actor
from answerable.base.subject import Subject
from answerable.channels import queries as channels_queries
from answerable.channels.models import Notice
from answerable.channels.queries import accounts
from answerable.channels.queries import calls as on_the_line
from answerable.channels.terms import Channel, Way

COUNTED: Final = timedelta(days=1)
MOST: Final = 5  # earlier appeals shown of one number, the latest


@dataclass(frozen=True, slots=True)
class KnownAppeal:
    """An earlier appeal that was acknowledged to a number. Of a sealed one: that there is one, and nothing else."""

    number: str
    kind: str
    state: str
    due: date | None
    sealed: bool


@dataclass(frozen=True, slots=True)
class OnLine:
    """A call that goes on, with what this reader may know of its number."""

    call: on_the_line.CallOnLine
    known: list[KnownAppeal]


@dataclass(frozen=True, slots=True)
class LineToday:
    """The page: calls that go on, how those of the last day ended, and how many wait to be called back."""

    calls: list[OnLine]
    recorded: int
    answered: int
    missed: int
    waiting: int


def line_of(actor: Actor, *, at: datetime) -> LineToday:
    """The lines of the bodies at whose desk the actor enters what comes."""
    bodies = bodies_of(actor)
    recorded, answered, missed = on_the_line.counted(bodies, since=at - COUNTED).values()
    going = [OnLine(call, known_by(actor, call.number)) for call in on_the_line.on_line(bodies, at=at)]
    return LineToday(going, recorded, answered, missed, on_the_line.to_call_back(bodies))


def known_by(actor: Actor, number: str) -> list[KnownAppeal]:
    """Earlier appeals whose acknowledgement went to a number, as far as they exist for the actor, the latest first.

    A number is a claim: nothing is told to whoever rings from it, only to whoever sits at the desk.
    """
    if not number:
        return []
    named = [(Way.PHONE.value, number)]
    named += [(Way.SMS.value, f"{each.name}/{number}") for each in accounts.accounts_of(Channel.SMS)]
    receivers = [channels_queries.receiver_of(way=way, address=address) for way, address in named]
    things = [
        Subject.parse(thing) for thing in Notice.objects.filter(receiver__in=receivers).values_list("thing", flat=True)
    ]
    found = seen_by(actor).filter(id__in=[each.id for each in things if each.kind == APPEAL]).order_by("-id")[:MOST]
    return [
        KnownAppeal("", "", "", None, sealed=True)
        if appeal.tier == Tier.SEALED
        else KnownAppeal(
            appeal.number, appeal.kind, appeal.state, due_day(appeal) if appeal.state in OPEN else None, sealed=False
        )
        for appeal in found
    ]
