"""The worker's round: quiet while nothing is new, prompt when something is."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from answerable.base.actor import SYSTEM
from answerable.base.room import followers_by_room
from answerable.ledger import queries as ledger_queries
from answerable.ledger.actions import record
from answerable.ledger.testing import AT
from answerable.ledger.waking import Ear
from answerable.site import scheduling

pytestmark = pytest.mark.django_db(transaction=True)


def test_with_nothing_new_a_round_asks_once_and_the_next_is_a_minute_later() -> None:
    ear = Ear()
    scheduling.one_round(ear)
    with transaction.atomic():
        record(by=SYSTEM, at=AT, deed="test.done", thing="test/1")
    assert scheduling.one_round(ear) == scheduling.NET
    with CaptureQueriesContext(connection) as asked:
        assert scheduling.one_round(ear) == scheduling.NET
    assert len(asked) == 1
    rooms = followers_by_room()
    assert [(lag.room, lag.deeds) for lag in ledger_queries.lags(rooms)] == [(room, 0) for room in sorted(rooms)]


def test_a_connection_that_was_lost_is_listened_on_again() -> None:
    ear = Ear()
    scheduling.one_round(ear)
    connection.close()
    with CaptureQueriesContext(connection) as asked:
        scheduling.one_round(ear)
    assert [query["sql"] for query in asked][:2] == ["LISTEN answerable_deeds", "LISTEN answerable_positions"]
