"""Case 4: whatever goes round the actions (ORM, raw SQL) can't commit a public deed without its leaf."""

import json
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

from answerable.base.actor import HOUSE
from answerable.base.ids import new_id
from answerable.ledger import testing
from answerable.ledger.actions import record
from answerable.ledger.models import Entry, Leaf

DEEDS = ("appeal.answered", "appeal.extended", "appeal.closed", "appeal.erased")


def checked_now() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.mark.parametrize("deed", DEEDS)
def test_case04_the_orm_is_refused(home: Path, deed: str) -> None:
    del home
    opened("appeal/1")
    with pytest.raises(IntegrityError, match="no leaf in the public log"), transaction.atomic():
        entry = Entry(id=new_id(), at=testing.AT, actor="house", deed=deed, thing="appeal/1", root=0, xact=0)
        entry.save(force_insert=True)
        Leaf(entry=entry.id).save(force_insert=True)
        checked_now()


def test_case04_raw_sql_is_refused(home: Path) -> None:
    del home
    for deed, thing, facts in (
        ("appeal.registered", "appeal/2", {}),
        ("escalation.raised", "escalation/5", {"appeal": 1}),
        ("measure.taken", "measure/5", {"appeal": 1}),
    ):
        opened("appeal/1")
        with pytest.raises(IntegrityError, match="no leaf"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "WITH e AS (INSERT INTO ledger_entry (id, at, actor, deed, thing, root, facts, xact) "
                "VALUES (%s, now(), 'house', %s, %s, 0, %s, 0) RETURNING id) "
                "INSERT INTO ledger_leaf (entry) SELECT id FROM e",
                [new_id(), deed, thing, json.dumps(facts)],
            )
            checked_now()


def opened(thing: str) -> None:
    """Open the case of a thing, if it is not open yet."""
    from answerable.ledger.models import Case
    from answerable.ledger.terms import PublicAct

    if Case.objects.filter(thing=thing).exists():
        return
    first = PublicAct(
        kind="registered",
        on=testing.DAY,
        body="dep",
        fields={"text": "x"},
        due=testing.DAY,
        channel="web",
        place=testing.QUICK,
    )
    with transaction.atomic():
        record(by=HOUSE, at=testing.AT, deed="appeal.registered", thing=thing, public=first)
        checked_now()
