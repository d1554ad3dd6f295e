"""Case 4: whatever goes round the actions (ORM, raw SQL) can't commit a public deed without its leaf."""

import json
from pathlib import Path

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction

from answerable.base.actor import SYSTEM
from answerable.base.ids import new_id
from answerable.ledger import testing
from answerable.ledger.actions import record
from answerable.ledger.models import Entry, Leaf
from tests.log.test_case08_a_placed_leaf_never_changes import as_owner

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
        record(by=SYSTEM, at=testing.AT, deed="appeal.registered", thing=thing, public=first)
        checked_now()


@pytest.mark.parametrize(
    ("mode", "case", "refused"),
    [("later", "appeal/1", True), ("own", "appeal/1", False), ("own", "promise/7", True), ("first", "none/1", True)],
)
def test_case04_a_subject_with_a_case_of_its_own_is_held_to_that_one(
    home: Path, test_home: Path, mode: str, case: str, refused: bool
) -> None:
    """A promise older than the log has no case; that it was made to an appeal which has one asks for no leaf."""
    del home
    deed = {"id": new_id(), "thing": "promise/7", "deed": "promise.tried", "facts": json.dumps({"appeal": 1})}
    with as_owner(test_home) as owner, owner.transaction():
        owner.execute("SELECT ledger_publishes('tried', ARRAY['promise.tried'], %s)", [mode])
        owner.execute(
            "INSERT INTO ledger_case (thing, code, next, last_on, territory, category_group) "
            "VALUES (%s, '\\x00', 1, '2026-03-03', 'all', 'all')",
            [case],
        )
        owner.execute(
            "WITH e AS (INSERT INTO ledger_entry (id, at, actor, deed, thing, root, facts, xact) "
            "VALUES (%(id)s, now(), 'house', %(deed)s, %(thing)s, 0, %(facts)s, 0) RETURNING id) "
            "INSERT INTO ledger_leaf (entry) SELECT id FROM e",
            deed,
        )
        if refused:
            with pytest.raises(psycopg.errors.CheckViolation, match="has no leaf"), owner.transaction():
                owner.execute("SET CONSTRAINTS ALL IMMEDIATE")
        else:
            owner.execute("SET CONSTRAINTS ALL IMMEDIATE")
        raise psycopg.Rollback
