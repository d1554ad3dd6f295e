"""Series of numbers: a new one begins whenever the database may have forgotten which it gave; a skipped one is void."""

from datetime import datetime

from django.db import connection, transaction

from answerable.appeals.queries import numbers
from answerable.appeals.terms import Deed
from answerable.base.actor import SYSTEM
from answerable.ledger.actions import record
from answerable.ledger.terms import PublicNote


def begin_series(*, least: int) -> int:
    """Let the next number of every register come from a new series, `least` or a later one; returns which."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT appeals_new_series(%s)", [least])
        series: int = cursor.fetchone()[0]
    return series


@transaction.atomic
def void_skipped(*, at: datetime, since: datetime | None = None) -> list[str]:
    """Say of each number that was skipped that nobody ever had it, in the journal and the public log; returns them.

    Nothing is said while a letter or a deed is missing: its number was given.
    """
    found = numbers.skipped(at=at, since=since)
    if not found or numbers.is_any_removed():
        return []
    for number in found:
        note = PublicNote("number-void", at.date(), {"number": number})
        record(by=SYSTEM, at=at, deed=Deed.NUMBER_VOID, thing=numbers.NUMBERS, facts={"number": number}, public=note)
    return found
