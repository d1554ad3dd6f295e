"""The one write of this room, and the giving of positions."""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection, transaction

from answerable.base.actor import Actor
from answerable.base.ids import new_id
from answerable.ledger import rules
from answerable.ledger.models import Bookmark, Entry, Leaf

SEQUENCER_LOCK = 0x616E7377  # one sequencer in the whole installation, by an advisory lock


def record(
    *,
    by: Actor,
    at: datetime,
    deed: str,
    thing: str,
    root: int = 0,
    facts: Mapping[str, rules.Fact | list[int]] | None = None,
) -> int:
    """Record a deed in the caller's transaction; answers the entry's id.

    Refuses to work outside a transaction, and facts that could be somebody's words.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(f"{deed} is recorded in the transaction of its action")
    facts = dict(facts or {})
    rules.fit(deed=deed, thing=thing, facts=facts)
    entry = Entry(id=new_id(), at=at, actor=by.word, deed=deed, thing=thing, root=root, facts=facts, xact=0)
    entry.save(force_insert=True)
    Leaf(entry=entry.id).save(force_insert=True)
    return entry.id


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
