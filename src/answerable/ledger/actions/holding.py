"""Tables that the journal begins to hold: the rows that are there, once, by a deed of their own."""

from datetime import datetime
from typing import Final

from django.db import connection, transaction

from answerable.base import row_scope
from answerable.base.actor import SYSTEM
from answerable.base.held import HeldTable
from answerable.ledger.actions.recording import record
from answerable.ledger.models import Entry
from answerable.ledger.queries import held

ROWS: Final = "journal/rows"
"""The thing on which it is recorded."""


@row_scope.as_system()
def hold_rows(*, at: datetime) -> int:
    """Hold the rows of tables that this version is the first to hold, as they stand; returns how many.

    Called when the database was brought to a version, before anything else is written. Each table once: what somebody puts
    into it past the journal afterwards is never taken for what was there before.
    """
    with transaction.atomic():
        known = {
            name
            for facts in Entry.objects.filter(deed=held.ROWS_HELD, thing=ROWS).values_list("facts", flat=True)
            for name in facts
        }
        fresh = [table for table in held.held_tables() if table.table not in known]
        if not fresh:
            return 0
        counts: dict[str, str | int] = {table.table: 0 for table in fresh}
        counts |= {table.table: _waiting(table) for table in fresh if not _held_before(table)}
        entry = record(by=SYSTEM, at=at, deed=held.ROWS_HELD, thing=ROWS, facts=counts, along=True)
        for table in fresh:
            if counts[table.table]:
                _hold(table, entry)
    return sum(int(count) for count in counts.values())


def _held_before(table: HeldTable) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM ledger_row WHERE tbl = %s)", [table.table])
        return bool(cursor.fetchone()[0])


def _waiting(table: HeldTable) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count({table.digest('t')}) FROM {table.table} t")  # noqa: S608 -- words of ours
        return int(cursor.fetchone()[0])


def _hold(table: HeldTable, entry: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_row (tbl, ref, n, entry, digest) SELECT * FROM "  # noqa: S608 -- words of ours
            f"(SELECT %s, {table.ref('t')}, 0, %s::bigint, {table.digest('t')} AS digest FROM {table.table} t) found "
            "WHERE digest IS NOT NULL",
            [table.table, entry],
        )
