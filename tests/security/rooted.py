"""What root does to the tables: SQL as the database's superuser, past every trigger, and what is asked afterwards."""

from pathlib import Path
from typing import Any

from django.db import connection

from answerable.ledger.actions import sequence
from answerable.ledger.queries import held
from answerable_host.cluster import server


def forced(test_home: Path, words: str, *values: object, past_triggers: bool = True) -> None:
    """Run one statement as the superuser."""
    with server.connect(server.ServerFolders(test_home), dbname=connection.settings_dict["NAME"]) as boss:
        if past_triggers:
            boss.execute("SET session_replication_role = replica")
        boss.execute(words, values)  # type: ignore[call-overload]


def asked(test_home: Path, words: str, *values: object) -> list[tuple[Any, ...]]:
    """Read something as the superuser."""
    with server.connect(server.ServerFolders(test_home), dbname=connection.settings_dict["NAME"]) as boss:
        return boss.execute(words, values).fetchall()  # type: ignore[call-overload]


def differences() -> set[tuple[str, int]]:
    """What is not as it was recorded, by table and row, once positions are given."""
    sequence()
    return {(each.table, each.ref) for each in held.everything()}
