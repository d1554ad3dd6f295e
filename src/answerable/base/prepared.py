"""Statements of which PostgreSQL keeps the plan: for the few that every request sends, always in the same words.

Django plans each statement anew, which for lists is right (a plan made for all values is a bad one for some) and for
three look-ups by key in every request is a waste. Values go apart from the statement, as everywhere here.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection


def rows(statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    """Every row of a statement with `%s` for its values, in the caller's transaction if there is one."""
    connection.ensure_connection()
    if connection.queries_logged:
        connection.queries_log.append({"sql": statement, "time": "0"})  # so that budgets of queries see it
    with connection.wrap_database_errors, connection.create_cursor() as cursor:
        cursor.execute(statement, list(values), prepare=True)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found
