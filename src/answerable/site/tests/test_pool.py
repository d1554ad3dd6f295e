"""Connections that are lent: not asked how they are while nothing speaks against them, and never lent dead."""

import copy
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from psycopg.pq import Trace

from answerable.site.postgresql import base

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def pooled(transactional_db: None) -> Iterator[base.DatabaseWrapper]:
    """Django's connection with a pool of one, as `answerable web` has it."""
    words = copy.deepcopy(connection.settings_dict)
    words["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 1, "timeout": 10}
    words["CONN_HEALTH_CHECKS"] = False
    made = base.DatabaseWrapper(words, "pooled")
    yield made
    made.close()
    made.close_pool()


def backend(pooled: base.DatabaseWrapper) -> int:
    """Borrow, ask who serves us, and give back."""
    with pooled.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        ((found,),) = cursor.fetchall()
    pooled.close()
    return int(found)


def test_a_quiet_connection_is_lent_without_a_question(pooled: base.DatabaseWrapper, tmp_path: Path) -> None:
    before = backend(pooled)
    pooled.ensure_connection()
    wire = pooled.connection.pgconn
    pooled.close()
    with (tmp_path / "trace").open("wb") as trace:
        wire.trace(trace.fileno())
        wire.set_trace_flags(Trace.SUPPRESS_TIMESTAMPS)
        after = backend(pooled)
        wire.untrace()
    lines = [line.split("\t") for line in (tmp_path / "trace").read_text().splitlines()]
    assert after == before
    assert sum(line[0] == "F" and line[2] in {"Query", "Sync"} for line in lines) == 1  # the statement itself


def test_a_connection_that_the_server_ended_is_not_lent(pooled: base.DatabaseWrapper) -> None:
    before = backend(pooled)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s::int, 5000::bigint)", [before])
        assert cursor.fetchall() == [(True,)]
    assert backend(pooled) != before


def test_a_connection_that_rested_long_is_asked(pooled: base.DatabaseWrapper, monkeypatch: pytest.MonkeyPatch) -> None:
    before = backend(pooled)
    pooled.ensure_connection()
    wire = pooled.connection.pgconn
    pooled.close()
    monkeypatch.setattr(base, "REST", -1.0)
    asked = []
    monkeypatch.setattr(base.ConnectionPool, "check_connection", lambda lent: asked.append(lent.pgconn is wire))
    assert (backend(pooled), asked) == (before, [True])
