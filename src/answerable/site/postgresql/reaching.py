"""Cursors that tell the database the reach (`base.row_scope`) of whoever is served, always within one transaction.

A statement that touches a guarded table goes out together with `set_config(..., true)`, in one round trip: outside a
transaction both are one transaction of their own (a pipeline between two syncs is one), inside it the setting holds to
its end. So an idle connection carries nobody's reach, whoever borrowed it before, and no statement can be forgotten: one
that isn't recognised here (by a view, by a function) sees no row. Never `SET` for a session: the next borrower would
inherit it.
"""

import re
from contextlib import nullcontext
from functools import cache, lru_cache
from typing import Any, Final

import psycopg
from django.db.backends.postgresql.base import CursorMixin
from psycopg.pq import TransactionStatus

from answerable.base import row_scope
from answerable.site.postgresql.rows import guarded

_READS: Final = ("SELECT", "(SELECT")
_BACK: Final = ("ROLLBACK TO", "rollback to")


@cache
def _names() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(guarded(), key=len, reverse=True))})\b")


@lru_cache(maxsize=4096)
def touches(statement: str) -> bool:
    """Say whether a statement names a table whose rows lie within somebody's reach."""
    return _names().search(statement) is not None


def _words(query: Any) -> str:
    """A statement as text, whatever psycopg was given."""
    if isinstance(query, str):
        return query
    return query.decode() if isinstance(query, bytes) else str(query.as_string(None))


def _is_alone(connection: Any) -> bool:
    """Say whether a statement now would be a transaction of its own."""
    idle: bool = connection.pgconn.transaction_status == TransactionStatus.IDLE
    return idle and bool(connection.autocommit)


def _tell(connection: Any, told: row_scope.Settings) -> None:
    psycopg.Cursor(connection).execute(row_scope.TELL, told, prepare=True)


class Cursor(CursorMixin, psycopg.Cursor[Any]):
    """Django's cursor, which tells the reach before a statement that needs it, once in a transaction."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        """Run a statement within the reach of this moment."""
        connection: Any = self.connection
        words = _words(query)
        if connection.pgconn.transaction_status == TransactionStatus.IDLE or words.startswith(_BACK):
            row_scope.forget_told(connection)
        if not touches(words):
            return super().execute(query, params, **options)
        told = row_scope.current().told
        if connection.reach_told == told:
            return super().execute(query, params, **options)
        if ";" in words.rstrip(" ;\n") or (_is_alone(connection) and not words.startswith(_READS)):
            # a commit that is refused has no place in a pipeline, and several commands (a migration's) neither
            with connection.transaction() if _is_alone(connection) else nullcontext():
                _tell(connection, told)
                return super().execute(query, params, **options)
        with connection.pipeline():
            _tell(connection, told)
            super().execute(query, params, **options)
        if connection.pgconn.transaction_status == TransactionStatus.INTRANS:
            connection.reach_told = told
        return self

    def executemany(self, query: Any, params_seq: Any, **options: Any) -> Any:
        """Run a statement for many rows: in one transaction with the reach."""
        connection: Any = self.connection
        if not touches(_words(query)):
            return super().executemany(query, params_seq, **options)
        with connection.transaction() if _is_alone(connection) else nullcontext():
            _tell(connection, row_scope.current().told)
            super().executemany(query, params_seq, **options)
        row_scope.forget_told(connection)
        return None


class Streaming(psycopg.ServerCursor[Any]):
    """A cursor on the server, whose rows are taken as they are needed: its query is run within the reach."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        """Declare the cursor; outside a transaction it is held beyond the one that is opened for it here."""
        connection: Any = self.connection
        if not touches(_words(query)):
            return super().execute(query, params, **options)
        with connection.transaction() if _is_alone(connection) else nullcontext():
            _tell(connection, row_scope.current().told)
            super().execute(query, params, **options)
        row_scope.forget_told(connection)
        return self
