"""What the voice line knows of calls: who is on it, and how many were recorded, answered or missed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count

from answerable.base import row_scope
from answerable.channels.models import Account, Chat, RawDelivery
from answerable.channels.queries import deliveries
from answerable.channels.terms import Channel
from answerable.vault.terms import UnreadableError

LONGEST: Final = timedelta(minutes=30)  # after which a call of which nothing was heard is over
MISSED: Final = "missed-call"
OUTCOMES: Final = ("call:recorded", "call:answered", MISSED)


@dataclass(frozen=True, slots=True)
class CallOnLine:
    """A call that goes on. `number` is a claim; empty where it is withheld."""

    number: str
    language: str
    since: datetime


@row_scope.as_system()
def has_line(bodies: Iterable[int]) -> bool:
    """Say whether these bodies have a line."""
    return Account.objects.filter(channel=Channel.VOICE, body__in=sorted(bodies), shut_at=None).exists()


@row_scope.as_system()
def on_line(bodies: Iterable[int], *, at: datetime) -> list[CallOnLine]:
    """The calls that go on at the lines of these bodies, the longest first. One that was damaged is left out."""
    lines = Account.objects.filter(channel=Channel.VOICE, body__in=sorted(bodies), shut_at=None).values("id")
    found = []
    for chat in Chat.objects.filter(account__in=lines, at__gt=at - LONGEST).order_by("id"):
        try:
            state = deliveries.state_of_chat(chat)
        except UnreadableError:
            continue
        if state.get("began") and not state.get("ended"):
            found.append(CallOnLine(state.get("number", ""), chat.language, datetime.fromisoformat(state["began"])))
    return found


def counted(bodies: Iterable[int], *, since: datetime) -> dict[str, int]:
    """How many calls to the lines of these bodies ended how, by `OUTCOMES`."""
    calls = RawDelivery.objects.filter(channel=Channel.VOICE, body__in=sorted(bodies), at__gte=since, why__in=OUTCOMES)
    counts = dict(calls.values_list("why").annotate(Count("id")).order_by("why"))
    return {outcome: counts.get(outcome, 0) for outcome in OUTCOMES}


def to_call_back(bodies: Iterable[int]) -> int:
    """How many missed calls nobody has made good."""
    return deliveries.at_desk(bodies).filter(why=MISSED).count()
