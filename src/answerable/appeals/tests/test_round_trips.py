"""What one registration asks of the database, as it goes over the wire, and what a channel writes along with it.

Counted by libpq itself: every `Sync` and every simple `Query` is answered before the next is sent.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, connections, models
from django.test import Client
from django.test.utils import isolate_apps
from psycopg.pq import Trace

from answerable.appeals import actions
from answerable.appeals.models import Appeal
from answerable.appeals.testing import AT, World
from answerable.base.actor import STRANGER
from answerable.base.statement import Columns, Row
from answerable.base.subject import Subject

TOKEN = "a-form-of-the-public-page-that-nobody-guesses-0"


def _form(number: int) -> dict[str, str]:
    """The last screen as a browser sends it."""
    first = {"text": "The lamp is dark.", "kind": "report", "about": "unsure", "where": "Street 1"}
    return {"token": f"{TOKEN}{number}", "first": json.dumps(first), "screen": "second", "go": "send"}


def _trips(client: Client, number: int, trace: Path) -> tuple[int, int]:
    """Send a form; answers its status and how often the database was waited for."""
    wire = connection.connection.pgconn
    with trace.open("wb") as written:
        wire.trace(written.fileno())
        wire.set_trace_flags(Trace.SUPPRESS_TIMESTAMPS)
        status = client.post("/en/write/", _form(number)).status_code
        wire.untrace()
    lines = [line.split("\t") for line in trace.read_text(errors="replace").splitlines()]
    return status, sum(line[0] == "F" and line[2:3] in [["Sync"], ["Query"]] for line in lines)


def test_a_registration_waits_for_the_database_twice(world: World, client: Client, tmp_path: Path) -> None:
    for number in range(2):  # a process knows the law and has prepared its statements from its first registrations on
        assert client.post("/en/write/", _form(number)).status_code == 200
    assert _trips(client, 2, tmp_path / "trace") == (200, 2)
    assert Appeal.objects.count() == 3


@pytest.fixture
def heard(world: World) -> "Iterator[type[models.Model]]":
    """The table of a toy channel: which update of its outside was which message."""
    with isolate_apps("answerable.channels"):

        class Heard(models.Model):
            update = models.BigIntegerField(primary_key=True)
            thing = models.CharField(max_length=60)
            message = models.BigIntegerField()

            class Meta:
                app_label = "channels"
                db_table = "toy_heard"

    with connections["owner"].cursor() as cursor:
        cursor.execute("CREATE TABLE toy_heard (update bigint PRIMARY KEY, thing text, message bigint)")
        cursor.execute("GRANT SELECT, INSERT ON toy_heard TO PUBLIC")
        yield Heard
        cursor.execute("DROP TABLE toy_heard")


def _rows_of(heard: "type[models.Model]", update: int) -> "actions.Along":
    """What the toy channel's `rows.py` would give."""

    def along(subject: Subject, message: int) -> list[Row]:
        columns: Columns = {"update": update, "thing": str(subject), "message": message}
        return [(heard, columns)]

    return along


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_channel_registers_with_its_own_rows_in_one_statement(world: World, heard: "type[models.Model]") -> None:
    """No column of another room is spelled by it, and a delivery that comes again writes nothing of it either."""
    intake = world.intake(token=TOKEN)
    made = actions.register(by=STRANGER, at=AT, intake=intake, along=_rows_of(heard, 7))
    again = actions.register(by=STRANGER, at=AT, intake=intake, along=_rows_of(heard, 8))
    assert (again.appeal, again.repeated) == (made.appeal, True)
    assert list(heard._base_manager.values_list("update", "thing")) == [(7, f"appeal/{made.appeal}")]


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_where_a_channels_row_is_refused_nothing_is_registered(world: World, heard: "type[models.Model]") -> None:
    actions.register(by=STRANGER, at=AT, intake=world.intake(token=TOKEN), along=_rows_of(heard, 7))
    with pytest.raises(IntegrityError):
        actions.register(by=STRANGER, at=AT, intake=world.intake(token=TOKEN + "1"), along=_rows_of(heard, 7))
    assert Appeal.objects.count() == 1
