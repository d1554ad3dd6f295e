"""Who can use a power in a body today: absences counted."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from answerable.people import queries, rules
from answerable.people.models import Absence, Account
from answerable.people.terms import Power


def acting(power: Power, body_id: int, at: datetime) -> list[Account]:
    """Whoever can use a power in a body now, by name: its holders who are there, and who stands in for those who are not."""
    held = queries.holding(power, [body_id], at)
    today = at.astimezone(ZoneInfo(queries.body(body_id).zone)).date()
    away = [
        row
        for row in Absence.objects.filter(account__in=held, ended_at=None)
        if rules.in_force(from_on=row.from_on, until_on=row.until_on, today=today)
    ]
    there = held - {row.account_id for row in away} | {row.substitute_id for row in away if row.substitute_id}
    return sorted(Account.objects.filter(id__in=there, is_active=True), key=lambda account: account.name)


def unserved(power: Power, body_ids: Iterable[int], at: datetime) -> set[int]:
    """Of these bodies, those in which nobody holds a working seat of their own that carries a power."""
    wanted = set(body_ids)
    return wanted - {row.body_id for row in queries.seats_with(power, wanted, at)}


def standing_in(account_id: int, at: datetime) -> list[Absence]:
    """Absences in which a person is the substitute, running or to come."""
    rows = Absence.objects.filter(substitute=account_id, ended_at=None, until_on__gte=at.date() - timedelta(days=1))
    return list(rows.select_related("account").order_by("from_on"))
