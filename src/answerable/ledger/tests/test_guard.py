"""The database refuses a write without its deed, and any change of the journal."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from answerable.base.actor import SYSTEM
from answerable.base.ids import new_id
from answerable.ledger.actions import record, sequence
from answerable.ledger.models import Entry

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "verb", ["UPDATE ledger_entry SET actor = 'x'", "DELETE FROM ledger_entry", "TRUNCATE ledger_entry"]
)
def test_the_book_refuses_every_change(db, verb):
    record(by=SYSTEM, at=AT, deed="thing.made", thing="thing/1")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(verb)
    assert Entry.objects.filter(thing="thing/1").count() == 1


def test_a_deed_without_its_leaf_is_refused(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry(id=new_id(), at=AT, actor="house", deed="thing.made", thing="thing/2", root=0, xact=0).save()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_position_is_given_once_and_without_a_gap(db):
    for number in range(3):
        record(by=SYSTEM, at=AT, deed="thing.made", thing=f"thing/{number}")
    assert (sequence(), sequence()) == (3, 0)


def test_a_fact_that_could_be_somebodys_words_is_refused(db):
    with pytest.raises(ValueError, match="isn't a code"):
        record(by=SYSTEM, at=AT, deed="thing.made", thing="thing/1", facts={"why": "because my neighbour said so"})
