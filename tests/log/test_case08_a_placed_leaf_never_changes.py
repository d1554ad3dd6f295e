"""Case 8: a placed leaf is never changed or removed, not by the owner of the tables either; where force did it, it shows."""

from pathlib import Path

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from answerable.ledger import auditing, testing
from answerable.ledger.models import PublicLeaf
from answerable_host.cluster import roles, server

FORCED = (
    "UPDATE ledger_public_leaf SET body = convert_to(replace(convert_from(body, 'UTF8'), 'dep', 'p1'), 'UTF8')",
    "UPDATE ledger_public_leaf SET idx = 7 WHERE idx = 0",
    "UPDATE ledger_public_leaf SET idx = NULL",
    "DELETE FROM ledger_public_leaf",
    "TRUNCATE ledger_public_leaf",
    "UPDATE ledger_tile SET hashes = decode(repeat('00', length(hashes)), 'hex')",
    "DELETE FROM ledger_tile",
    "UPDATE ledger_case SET code = decode(repeat('00', 16), 'hex')",
    "DELETE FROM ledger_case",
)


@pytest.mark.parametrize("words", FORCED)
def test_case08_the_application_is_refused(home: Path, words: str) -> None:
    del home
    one = testing.sequencer()
    testing.record_public_act(1)
    one.step(at=testing.AT, everything=True)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(words)


@pytest.mark.parametrize("words", FORCED)
def test_case08_the_owner_of_the_tables_is_refused_by_triggers(wide_home: Path, test_home: Path, words: str) -> None:
    del wide_home
    one = testing.sequencer()
    testing.record_public_act(1)
    one.step(at=testing.AT, everything=True)
    with as_owner(test_home) as owner, pytest.raises(psycopg.errors.InsufficientPrivilege, match=r"only|append"):
        owner.execute(words)  # type: ignore[call-overload]


def test_case08_a_leaf_with_another_hash_is_refused(home: Path) -> None:
    del home
    with pytest.raises(DatabaseError, match="hashed"), transaction.atomic():
        PublicLeaf(body=b"{}", leaf_hash=b"0" * 32).save(force_insert=True)


def test_case08_what_the_superuser_forced_is_found_by_hashing_again(wide_home: Path, test_home: Path) -> None:
    one = testing.sequencer()
    for case in range(3):
        testing.record_public_act(case)
    one.step(at=testing.AT, everything=True)
    with server.connect(server.ServerFolders(test_home), dbname=connection.settings_dict["NAME"]) as boss:
        boss.execute("SET session_replication_role = replica")
        boss.execute(
            "WITH forged AS (SELECT id, convert_to(replace(convert_from(body, 'UTF8'), 'dep', 'p1'), 'UTF8') AS body "
            "FROM ledger_public_leaf WHERE case_code IS NOT NULL ORDER BY id LIMIT 1) UPDATE ledger_public_leaf l "
            "SET body = f.body, leaf_hash = sha256('\\x00'::bytea || f.body) FROM forged f WHERE f.id = l.id"
        )
    before = testing.audited(wide_home)
    assert before.head is not None
    (found,) = auditing.differing(before.head)
    assert found.index == PublicLeaf.objects.exclude(case=None).order_by("id").values_list("idx", flat=True)[0]
    one.write_files(before.head.size, since=0)
    assert not testing.sound(testing.audited(wide_home, "another"))


def as_owner(test_home: Path) -> "psycopg.Connection[object]":
    """The role that owns the tables and migrates them."""
    return server.connect(server.ServerFolders(test_home), role=roles.OWNER, dbname=connection.settings_dict["NAME"])
