"""Doing again, in a restored installation, what took somebody's place or account away after the backup was made.

Each answers False where there is nothing to do: the row is younger than the backup, or it holds already.
"""

from datetime import datetime

from answerable.base.actor import SYSTEM
from answerable.people.actions.accounts import close_account
from answerable.people.actions.seats import end_seat
from answerable.people.models import Account, Seat, Session


def end_seat_again(ref: int, *, at: datetime) -> bool:
    """A seat that was ended: whoever was dismissed stays dismissed."""
    if not Seat.objects.filter(id=ref, ended_at=None).exists():
        return False
    end_seat(by=SYSTEM, at=at, seat=ref)
    return True


def close_account_again(ref: int, *, at: datetime) -> bool:
    """An account that was closed: its password opens nothing again."""
    if not Account.objects.filter(id=ref, is_active=True).exists():
        return False
    close_account(by=SYSTEM, at=at, account=ref)
    return True


def drop_all_sessions() -> int:
    """End every session of everybody: those of a backup are as old as it is; returns how many."""
    return Session.objects.all().delete()[0]
