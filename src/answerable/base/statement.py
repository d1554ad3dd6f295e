"""Statements that write rows, made of the column maps of the rooms' own `rows.py`: a row of many tables, or many of one.

A column map says field -> value for one new row, by the names of `models.py`. Here it becomes SQL: each value cast to
its column's type, because in INSERT ... SELECT a bare parameter would be taken for text. The text for one shape (these
tables with these fields) is made once and is the same each time, so that PostgreSQL can keep its plan.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import psycopg
from django.db import connection, models

from answerable.base import row_scope

Columns = Mapping[str, object]
Table = type[models.Model]
Row = tuple[Table, Columns]
BATCH: Final = 1000
_ONCE: Final = " ON CONFLICT DO NOTHING RETURNING true"


@dataclass(frozen=True, slots=True)
class FilledValue:
    """A value that the statement works out itself: SQL over the part that the row is made from.

    values  of its own placeholders
    """

    sql: str
    values: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class StatementPart:
    """One named part of a statement, SQL with a `%s` for each of its values."""

    sql: str
    values: Sequence[object] = ()


def telling(mine: row_scope.RowScope) -> StatementPart:
    """The part `reach`, one row, by which a statement tells its own reach: a round trip of its own would cost more.

    What is to be written within it is made from it (`FROM reach`): PostgreSQL then asks for it first.
    """
    return StatementPart(f"reach AS MATERIALIZED ({row_scope.TELL})", mine.told)


def insert(row: Row, *, name: str, source: str = "", once: bool = False) -> StatementPart:
    """The part that writes a row: once for each row of `source` (a part with what narrows it), or just so.

    With `once` nothing is written, and the part has no row, where one of the same key is there already.
    """
    table, columns = row
    shape = tuple((each, value.sql if isinstance(value, FilledValue) else "") for each, value in columns.items())
    values = [
        each for value in columns.values() for each in (value.values if isinstance(value, FilledValue) else (value,))
    ]
    return StatementPart(_insert(table, shape, source, name, once), values)


def inserts(rows: Iterable[Row], *, source: str = "") -> list[StatementPart]:
    """The parts that write these rows."""
    return [insert(row, name=f"new_{place}", source=source) for place, row in enumerate(rows)]


@lru_cache(maxsize=128)
def _insert(table: Table, shape: tuple[tuple[str, str], ...], source: str, name: str, once: bool) -> str:
    there = table._meta.db_table  # noqa: SLF001 -- Django's documented way to a table's name
    fields = [(field_of(table, each), filled) for each, filled in shape]
    columns = ", ".join(str(field.column) for field, _ in fields)
    values = ", ".join(filled or f"%s::{field.db_type(connection)}" for field, filled in fields)
    origin = f" FROM {source}" if source else ""
    after = _ONCE if once else ""
    return f"{name} AS (INSERT INTO {there} ({columns}) SELECT {values}{origin}{after})"


def field_of(table: Table, name: str) -> "models.Field[Any, Any]":
    """A field that is a column. Raises TypeError for a relation without one, FieldDoesNotExist for no field at all."""
    found = table._meta.get_field(name)  # noqa: SLF001 -- Django's documented way to a column
    if not isinstance(found, models.Field) or found.column is None:
        raise TypeError(f"{name} of {table.__name__} isn't a column")
    return found


def write(*rows: Row, once: Row | None = None) -> bool:
    """Write these rows with one statement, in the caller's transaction and reach.

    With `once` it writes that row, too; where one of its key is there already it writes nothing and answers False.
    """
    first = [] if once is None else [insert(once, name="came", once=True)]
    parts = [*first, *inserts(rows, source="came" if first else "")]
    text = _text(tuple(part.sql for part in parts), "SELECT EXISTS (SELECT FROM came)" if first else "SELECT true")
    values: list[Any] = [value for part in parts for value in part.values]
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        ((written,),) = cursor.fetchall()
    return bool(written)


def run(parts: Sequence[StatementPart], *, answer: str) -> tuple[Any, ...] | None:
    """Run a statement of these parts, which tells its own reach, and give the first row of its `answer`.

    Django's cursor would have PostgreSQL plan these inserts anew each time, and psycopg translate ten thousand
    characters of placeholders: together a third of what the database spends on an appeal. So this is psycopg's cursor
    for `$1`, on Django's connection and in its transaction, and the statement is prepared.
    """
    return execute(
        _numbered(tuple(part.sql for part in parts), answer), [value for part in parts for value in part.values]
    )


def execute(statement: bytes, values: list[Any]) -> tuple[Any, ...] | None:
    """Run a statement with `$1` for its values as the server's own prepared one; gives its first row."""
    connection.ensure_connection()
    if connection.queries_logged:
        connection.queries_log.append({"sql": statement.decode(), "time": "0"})  # so that budgets of queries see it
    with connection.wrap_database_errors, psycopg.RawCursor(connection.connection) as cursor:
        cursor.execute(statement, values, prepare=True)
        row_scope.forget_told(connection.connection)  # a transaction around it was told something narrower or wider
        return cursor.fetchone()


@lru_cache(maxsize=128)
def _text(parts: tuple[str, ...], answer: str) -> str:
    return f"WITH {', '.join(parts)} {answer}"


@lru_cache(maxsize=64)
def _numbered(parts: tuple[str, ...], answer: str) -> bytes:
    """The statement as PostgreSQL itself counts values."""
    pieces = _text(parts, answer).split("%s")
    return (pieces[0] + "".join(f"${place}{piece}" for place, piece in enumerate(pieces[1:], start=1))).encode()


def write_many(table: Table, lines: Sequence[Columns]) -> None:
    """Write many rows with the same fields, a thousand with one statement.

    Not by COPY, which PostgreSQL refuses where rows are guarded.
    """
    if not lines:
        return
    fields = {name: field_of(table, name) for name in lines[0]}
    names = ", ".join(str(field.column) for field in fields.values())
    there = table._meta.db_table  # noqa: SLF001 -- as above
    with connection.cursor() as cursor:
        for begin in range(0, len(lines), BATCH):
            given = [
                {str(fields[name].column): _plain(fields[name], value) for name, value in line.items()}
                for line in lines[begin : begin + BATCH]
            ]
            cursor.execute(
                f"INSERT INTO {there} ({names}) "  # noqa: S608 -- names of our own models
                f"SELECT {names} FROM json_populate_recordset(NULL::{there}, %s::json)",
                [json.dumps(given, default=str)],
            )


def _plain(field: "models.Field[Any, Any]", value: Any) -> Any:
    """A value as JSON carries it to a column."""
    if isinstance(value, bytes):
        return f"\\x{value.hex()}"
    return json.loads(value) if isinstance(field, models.JSONField) and value is not None else value
