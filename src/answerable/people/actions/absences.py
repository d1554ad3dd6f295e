"""Absences: somebody is away and a named colleague has the desk meanwhile."""

from datetime import date, datetime

from django.db import transaction

from answerable.base.actor import Actor
from answerable.base.verdict import InvalidError, NotNowError, must
from answerable.ledger.actions import record
from answerable.ledger.rules import Fact
from answerable.people import policy
from answerable.people.actions import locked_rows
from answerable.people.models import Absence
from answerable.people.terms import Deed


@transaction.atomic
def begin_absence(*, by: Actor, at: datetime, account: int, substitute: int, from_on: date, until_on: date) -> Absence:
    """Name who has one's desk from one day to another; returns the absence.

    Refuses a substitute who is oneself, closed, or serves under another top, and anybody else's desk.
    """
    locked_rows.locked_account(account)
    other = locked_rows.locked_account(substitute)
    if account == substitute:
        raise InvalidError(substitute="people.not-your-own-substitute")
    if not other.is_active:
        raise InvalidError(substitute="people.account-closed")
    if until_on < from_on:
        raise InvalidError(until_on="people.ends-before-it-begins")
    must(
        policy.can_begin_absence(
            by,
            account=account,
            lines=locked_rows.command_lines(account, at),
            roots=locked_rows.command_roots(account, at),
            other_roots=locked_rows.command_roots(substitute, at),
        )
    )
    overlapping = Absence.objects.filter(account=account, ended_at=None, from_on__lte=until_on, until_on__gte=from_on)
    if overlapping.exists():
        raise NotNowError("people.away-already")
    absence = Absence(account_id=account, substitute_id=substitute, from_on=from_on, until_on=until_on)
    absence.save(force_insert=True)
    facts: dict[str, Fact | list[int]] = {
        "account": account,
        "substitute": substitute,
        "from": from_on.isoformat(),
        "until": until_on.isoformat(),
    }
    record(by=by, at=at, deed=Deed.ABSENCE_BEGUN, thing=f"absence/{absence.id}", facts=facts)
    return absence


@transaction.atomic
def end_absence(*, by: Actor, at: datetime, absence: int) -> None:
    """Somebody is back: the substitute's desk is the own one again at once. Refuses the substitute's own say."""
    row = locked_rows.locked_absence(absence)
    must(policy.can_end_absence(by, account=row.account_id, lines=locked_rows.command_lines(row.account_id, at)))
    if row.ended_at is not None:
        raise NotNowError("people.back-already")
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    record(by=by, at=at, deed=Deed.ABSENCE_ENDED, thing=f"absence/{absence}")
