"""Absences: somebody is away and a named colleague has the desk meanwhile."""

from datetime import date, datetime

from django.db import transaction

from answerable.base.actor import Actor
from answerable.base.verdict import Invalid, NotNow, must
from answerable.ledger.actions import record
from answerable.ledger.rules import Fact
from answerable.people import policy
from answerable.people.actions import holding
from answerable.people.models import Absence
from answerable.people.terms import Deed


@transaction.atomic
def begin_absence(*, by: Actor, at: datetime, account: int, substitute: int, from_on: date, until_on: date) -> Absence:
    """Name who has one's desk from one day to another; answers the absence.

    Refuses a substitute who is oneself, closed, or serves under another top, and anybody else's desk.
    """
    holding.account(account)
    other = holding.account(substitute)
    if account == substitute:
        raise Invalid(substitute="people.not-your-own-substitute")
    if not other.is_active:
        raise Invalid(substitute="people.account-closed")
    if until_on < from_on:
        raise Invalid(until_on="people.ends-before-it-begins")
    must(
        policy.can_begin_absence(
            by,
            account=account,
            lines=holding.lines(account, at),
            roots=holding.roots(account, at),
            other_roots=holding.roots(substitute, at),
        )
    )
    overlapping = Absence.objects.filter(account=account, ended_at=None, from_on__lte=until_on, until_on__gte=from_on)
    if overlapping.exists():
        raise NotNow("people.away-already")
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
    row = holding.absence(absence)
    must(policy.can_end_absence(by, account=row.account_id, lines=holding.lines(row.account_id, at)))
    if row.ended_at is not None:
        raise NotNow("people.back-already")
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    record(by=by, at=at, deed=Deed.ABSENCE_ENDED, thing=f"absence/{absence}")
