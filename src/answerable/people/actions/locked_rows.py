"""Rows locked before they are judged and changed, and what policies ask about them."""

from collections.abc import Sequence
from datetime import datetime

from answerable.base.verdict import MissingError
from answerable.people import queries
from answerable.people.models import Absence, Account, Seat


def locked_account(account_id: int) -> Account:
    """An account, its row locked. Raises Missing."""
    row = Account.objects.select_for_update().filter(id=account_id).first()
    if row is None:
        raise MissingError
    return row


def locked_seat(seat_id: int) -> Seat:
    """A seat with its role and body, its row locked. Raises Missing."""
    row = Seat.objects.select_for_update(of=("self",)).select_related("role", "body").filter(id=seat_id).first()
    if row is None:
        raise MissingError
    return row


def locked_absence(absence_id: int) -> Absence:
    """An absence, its row locked. Raises Missing."""
    row = Absence.objects.select_for_update().filter(id=absence_id).first()
    if row is None:
        raise MissingError
    return row


def command_line(body_id: int) -> Sequence[int]:
    """A body and everybody above it."""
    return queries.command_tree().upwards(body_id)


def command_lines(account_id: int, at: datetime) -> list[Sequence[int]]:
    """The lines of command above each own seat of a person."""
    own = queries.own_bodies(account_id, at)
    return [command_line(body) for body in own]


def command_roots(account_id: int, at: datetime) -> set[int]:
    """The tops under which a person serves."""
    tree = queries.command_tree()
    return {tree.root(body) for body in queries.own_bodies(account_id, at)}
