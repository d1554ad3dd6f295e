"""Series of numbers: a new one begins whenever the database may have forgotten which numbers it gave."""

from django.db import connection


def begin_series(*, least: int) -> int:
    """Let the next number of every register come from a new series, `least` or a later one; returns which."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT appeals_new_series(%s)", [least])
        series: int = cursor.fetchone()[0]
    return series
