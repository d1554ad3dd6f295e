"""Which tables a restore is judged by: as the rooms declare them, told to the database itself by a comment.

Whoever takes backups knows no room (`answerable_host`); it counts the tables that bear the mark.
"""

from typing import Any

import psycopg
from psycopg import sql

from answerable.site import rooms
from answerable_host.backups.taking import COUNTED

MARKED = "SELECT relname, obj_description(oid, 'pg_class') = %s FROM pg_class WHERE relkind IN ('r', 'p')"


def mark(owner: psycopg.Connection[Any]) -> list[str]:
    """Mark every declared table that is there, and no other; returns those whose mark was changed."""
    wanted = {model._meta.db_table for room in rooms.ROOMS for model in room.counted()}  # noqa: SLF001 -- Django's way to a table's name
    there = owner.execute(MARKED, [COUNTED]).fetchall()
    changed = sorted(table for table, marked in there if (table in wanted) is not bool(marked))
    for table in changed:
        words = sql.Literal(COUNTED if table in wanted else None)
        owner.execute(sql.SQL("COMMENT ON TABLE {} IS {}").format(sql.Identifier(table), words))
    return changed
