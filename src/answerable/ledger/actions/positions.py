"""The giving of positions to deeds, and the bookmarks of those who read them."""

from typing import Final

from django.db import connection, transaction

from answerable.ledger.models import Bookmark

SEQUENCER_LOCK: Final = 0x616E7377  # one giver of positions in the whole installation, by an advisory lock


def sequence(*, most: int = 5000) -> int:
    """Give positions to deeds that have none yet, in the order of their ids; answers how many.

    Finds them by the empty position, not by an id, so a transaction that commits late is in the next batch. Two
    sequencers can't run at once: the second finds the lock taken and does nothing.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SEQUENCER_LOCK])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(
            """
            WITH waiting AS MATERIALIZED (
                SELECT entry FROM ledger_leaf WHERE position IS NULL ORDER BY entry LIMIT %s
            ), numbered AS (
                SELECT entry, row_number() OVER (ORDER BY entry) - 1
                    + (SELECT coalesce(max(position) + 1, 0) FROM ledger_leaf) AS position
                FROM waiting
            )
            UPDATE ledger_leaf l SET position = n.position FROM numbered n WHERE l.entry = n.entry
            """,
            [most],
        )
        return int(cursor.rowcount)


def open_bookmark(*, follower: str) -> None:
    """Give a follower a bookmark at the beginning, if it has none."""
    Bookmark.objects.get_or_create(follower=follower)


def move_bookmark(*, follower: str, position: int) -> None:
    """Remember that a follower has read everything before `position`, in the transaction of what it did."""
    Bookmark.objects.update_or_create(follower=follower, defaults={"position": position})
