"""Numbers that the register skipped: a sequence draws ahead and forgets that in a crash, and a refused statement spends one.

A gap looks as if letters had been taken out. What was never given is told from what was removed: a removed letter has left
its deed in the journal, whose places have no gap, and while one is missing nothing is said of any number.
"""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.db import connection

from answerable.appeals.held import APPEALS
from answerable.appeals.terms import Deed
from answerable.channels.terms import Channel
from answerable.ledger import queries as ledger_queries
from answerable.ledger.queries import held

SETTLED: Final = timedelta(hours=1)  # no statement lasts as long: what is not there by then will not come
MOST: Final = 1000
NUMBERS: Final = "log/numbers"
"""The thing on which skipped numbers are recorded."""
_SERIES: Final = 10_000  # a database that was brought back goes on at the next multiple: that jump is told by itself
_SKIPPED: Final = """
WITH given AS (
    SELECT substring(number FROM '^(.*-)[0-9]+$') AS stem, substring(number FROM '[0-9]+$')::bigint AS n, registered_at AS at
    FROM appeals_appeal WHERE channel <> %(import)s AND number ~ '-[0-9]{1,12}$' AND registered_at >= %(since)s
), gaps AS (
    SELECT stem, at, n, greatest(coalesce(lag(n) OVER (PARTITION BY stem ORDER BY n), CASE WHEN %(whole)s THEN 0 ELSE n - 1 END),
        (n - 1) / %(series)s * %(series)s) AS before
    FROM given
)
SELECT found.number FROM gaps CROSS JOIN LATERAL (
    SELECT stem || to_char(missing, 'FM999999900000') AS number FROM generate_series(before + 1, n - 1) AS missing
) found
WHERE n > before + 1 AND at < %(until)s
  AND NOT EXISTS (SELECT FROM appeals_appeal WHERE number = found.number)
  AND found.number <> ALL(%(void)s)
ORDER BY found.number LIMIT %(most)s
"""


def skipped(*, at: datetime, since: datetime | None = None, most: int = MOST) -> list[str]:
    """Numbers that nobody was given, between numbers that were, and that have not been declared void; the lowest first.

    With `since` only numbers given from then on are looked at, as every hour; without, the whole register, as every night.
    """
    given: dict[str, Any] = {
        "import": Channel.IMPORT, "series": _SERIES, "until": at - SETTLED, "void": voided(), "most": most,
        "whole": since is None, "since": since or datetime.min.replace(tzinfo=UTC),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_SKIPPED, given)
        return [number for (number,) in cursor.fetchall()]


def voided() -> list[str]:
    """Numbers that were declared void, in the order in which that was said."""
    return [str(entry.facts["number"]) for entry in ledger_queries.history_of(NUMBERS)]


def is_any_removed() -> bool:
    """Whether a letter is gone whose deed stands in the journal, or a deed whose place does: then a gap may be theirs."""
    return held.is_any_gone(APPEALS, Deed.REGISTERED) or any(held.deeds_gone())
