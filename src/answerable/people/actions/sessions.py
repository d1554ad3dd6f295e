"""Sessions ended: by their owner, by a change of password, role or key, and by time."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q

from answerable.base.actor import Actor
from answerable.base.verdict import MissingError
from answerable.ledger.actions import record
from answerable.people.models import Session
from answerable.people.terms import Deed

IDLE: Final = timedelta(minutes=30)
LONGEST: Final = timedelta(hours=8)


def drop_other_sessions(account: int, *, keep: str = "") -> int:
    """End every session of an account but one, in the transaction of the deed that is the reason; returns how many."""
    return Session.objects.filter(account=account).exclude(digest=keep).delete()[0]


@transaction.atomic
def end_sessions(*, by: Actor, at: datetime, keep: str = "") -> int:
    """End all of one's own sessions, or all others; returns how many ended."""
    ended = drop_other_sessions(by.id, keep=keep)
    record(by=by, at=at, deed=Deed.SESSIONS_ENDED, thing=f"account/{by.id}", facts={"count": ended})
    return ended


@transaction.atomic
def end_session(*, by: Actor, at: datetime, mark: str) -> None:
    """End one of one's own sessions; `mark` is the beginning of its digest. Raises Missing for anybody else's."""
    found = list(Session.objects.filter(account=by.id, digest__startswith=mark)) if len(mark) >= 12 else []
    if len(found) != 1:
        raise MissingError
    found[0].delete()
    record(by=by, at=at, deed=Deed.SESSIONS_ENDED, thing=f"account/{by.id}", facts={"count": 1})


def sweep_sessions(*, at: datetime, most: int = 1000) -> int:
    """Remove rows whose time is over; returns how many. They had stopped working by then."""
    over = Session.objects.filter(Q(ends_at__lte=at) | Q(used_at__lte=at - IDLE)).values_list("digest", flat=True)
    return Session.objects.filter(digest__in=list(over[:most])).delete()[0]
