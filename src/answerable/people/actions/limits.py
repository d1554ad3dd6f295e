"""Tries that refill with time, counted in the database so that every process counts the same ones."""

from datetime import datetime, timedelta

from django.db import connection

from answerable.people.keys import server_key
from answerable.people.models import Limit
from answerable.people.rules import limit_key

TAKE = """
    INSERT INTO people_limit AS l (key, tries, filled_at) VALUES (%(key)s, %(most)s::float8 - 1, %(at)s)
    ON CONFLICT (key) DO UPDATE SET
        tries = least(%(most)s::float8, l.tries
            + greatest(0, extract(epoch FROM %(at)s::timestamptz - l.filled_at))::float8 * %(rate)s::float8) - 1,
        filled_at = greatest(l.filled_at, %(at)s)
    WHERE least(%(most)s::float8, l.tries
            + greatest(0, extract(epoch FROM %(at)s::timestamptz - l.filled_at))::float8 * %(rate)s::float8) >= 1
    RETURNING tries
"""


def take_attempt(key: str, *, per: timedelta, most: int, at: datetime) -> bool:
    """Take one try out of a bucket that holds `most` and refills within `per`; False when it is empty.

    `key` names the purpose and whom it counts ("sign-in:name:203.0.113.7"). It is stored only as a digest under a
    secret of the day, which comes from the server key: the table holds no address and no name, and two days can't be
    joined. One statement, safe between processes.
    """
    with connection.cursor() as cursor:
        words: dict[str, str | int | float | datetime] = {
            "key": limit_key(server_key(), day=at.date(), words=key),
            "most": most,
            "at": at,
            "rate": most / per.total_seconds(),
        }
        cursor.execute(TAKE, words)
        return cursor.fetchone() is not None


def give_back_attempt(key: str, *, most: int, at: datetime) -> None:
    """Put back the try that `take_attempt` took at the same instant: it succeeded, and only failures count.

    To take first and give back afterwards lets nobody try more often by trying at once.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_limit SET tries = least(%s::float8, tries + 1) WHERE key = %s",
            [most, limit_key(server_key(), day=at.date(), words=key)],
        )


def mark_place(key: str, *, at: datetime) -> None:
    """Remember for a day that somebody was somewhere (`queries.is_marked_place`): a digest under the day's secret."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO people_limit AS l (key, tries, filled_at) VALUES (%s, 0, %s) "
            "ON CONFLICT (key) DO UPDATE SET filled_at = greatest(l.filled_at, excluded.filled_at)",
            [limit_key(server_key(), day=at.date(), words=key), at],
        )


def sweep_limits(*, at: datetime) -> int:
    """Remove buckets of earlier days; returns how many."""
    return Limit.objects.filter(filled_at__lt=at - timedelta(days=1)).delete()[0]


LINE = """
    INSERT INTO people_limit AS l (key, tries, filled_at) VALUES (%(key)s, %(most)s::float8 - 1, %(at)s)
    ON CONFLICT (key) DO UPDATE SET
        tries = greatest(-%(longest)s::float8, least(%(most)s::float8, l.tries
            + greatest(0, extract(epoch FROM %(at)s::timestamptz - l.filled_at))::float8 * %(rate)s::float8) - 1),
        filled_at = greatest(l.filled_at, %(at)s)
    RETURNING tries
"""


def stand_in_line(key: str, *, per: timedelta, most: int, longest: int, at: datetime) -> float:
    """Take one out of a bucket like `take`, even when it is empty; returns how many are taken that weren't there.

    For what is never refused but may have to wait: 0 or less means that it needn't. The line is counted up to `longest`.
    """
    with connection.cursor() as cursor:
        words: dict[str, str | int | float | datetime] = {
            "key": limit_key(server_key(), day=at.date(), words=key),
            "most": most,
            "longest": longest,
            "at": at,
            "rate": most / per.total_seconds(),
        }
        cursor.execute(LINE, words)
        return -float(cursor.fetchone()[0])
