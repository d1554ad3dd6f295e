"""Doing again, in a restored installation, what was erased or taken back after the backup was made (`base.room.LastingDeed`).

Each answers False where there is nothing to do: the appeal is younger than the backup, or it holds already.
"""

from datetime import datetime

from answerable.appeals.actions.erasing import erase
from answerable.appeals.actions.following import change_contact, take_up_again, withdraw
from answerable.appeals.models import Appeal
from answerable.appeals.terms import State
from answerable.base.actor import SYSTEM, resident


def erase_again(ref: int, *, at: datetime) -> bool:
    """An appeal that was erased: its words, its sender, its files and its key."""
    if not Appeal.objects.filter(id=ref).exists():
        return False
    return erase(by=SYSTEM, at=at, ref=ref, basis="restored")


def withdraw_again(ref: int, *, at: datetime) -> bool:
    """An appeal that its sender took back."""
    appeal = Appeal.objects.filter(id=ref).first()
    if appeal is None or appeal.state == State.WITHDRAWN:
        return False
    withdraw(by=resident(ref), at=at, ref=ref, text="")
    return True


def taken_up_again(ref: int, *, at: datetime) -> bool:
    """An appeal whose sender took the withdrawal back."""
    appeal = Appeal.objects.filter(id=ref).first()
    if appeal is None or appeal.state != State.WITHDRAWN:
        return False
    take_up_again(by=resident(ref), at=at, ref=ref)
    return True


def drop_contact_again(ref: int, *, at: datetime) -> bool:
    """A consent to be written to that its sender took back."""
    if not Appeal.objects.filter(id=ref).exists():
        return False
    change_contact(by=resident(ref), at=at, ref=ref, contact="", way="")
    return True
