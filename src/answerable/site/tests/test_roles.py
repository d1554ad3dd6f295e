"""The application's role can do its work and nothing else; what it writes is durable and leaves no words in the log."""

from pathlib import Path

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction

from answerable_host.cluster import roles, server

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "words",
    [
        "CREATE TABLE mine (id int)",
        "CREATE SCHEMA mine",
        "CREATE ROLE mine",
        "CREATE DATABASE mine",
        "ALTER TABLE django_migrations DISABLE TRIGGER ALL",
        "TRUNCATE django_migrations",
        "DROP TABLE django_migrations",
        "SET SESSION AUTHORIZATION postgres",
        "SET ROLE answerable_owner",
        "SET session_replication_role = replica",
        "COPY django_migrations TO '/tmp/answerable-copied'",
        "SELECT pg_read_file('postgresql.conf')",
        "SELECT * FROM pg_authid",
        "ALTER SYSTEM SET fsync = off",
    ],
)
def test_the_application_is_refused(words: str) -> None:
    with pytest.raises((ProgrammingError, Exception)) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(words)
    assert isinstance(
        refused.value.__cause__, psycopg.errors.InsufficientPrivilege | psycopg.errors.ActiveSqlTransaction
    )


def test_the_application_is_neither_superuser_nor_owner_and_settings_are_durable(test_home: Path) -> None:
    folders = server.ServerFolders(test_home)
    with psycopg.connect(roles.dsn(folders, roles.APP, connection.settings_dict["NAME"])) as mine:
        # the tests' own database waits for no disk: that alone is found, and nothing of the server itself
        assert roles.connection_faults(mine) == ["synchronous_commit is off, it must be on or remote_apply"]
    with server.connect(folders) as boss:
        assert boss.execute("SHOW synchronous_commit").fetchone() == ("on",)


def test_a_superuser_would_be_noticed(test_home: Path) -> None:
    with server.connect(server.ServerFolders(test_home), dbname=connection.settings_dict["NAME"]) as boss:
        assert roles.connection_faults(boss)[:2] == [
            "the application's role is a superuser",
            "the application's role passes row security",
        ]


def test_the_server_listens_on_its_socket_only(test_home: Path) -> None:
    with server.connect(server.ServerFolders(test_home)) as boss:
        assert boss.execute("SHOW listen_addresses").fetchone() == ("",)
        hosts = boss.execute("SELECT DISTINCT type, auth_method FROM pg_hba_file_rules").fetchall()
    assert hosts == [("local", "scram-sha-256")]


def test_words_of_a_failing_statement_are_not_in_the_log(test_home: Path) -> None:
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT %s::text, no_such_column", ["a-resident-wrote-this"])
    # a line of the server's log may come a moment after its answer, but never out of order: wait for ours
    with server.connect(server.ServerFolders(test_home)) as boss:
        words = ""
        for _ in range(2000):
            words = "".join(path.read_text() for path in (test_home / "cluster" / "data" / "log").glob("*.log"))
            if "no_such_column" in words:
                break
            boss.execute("SELECT pg_sleep(0.005)")
    assert ("no_such_column" in words, "a-resident-wrote-this" in words) == (True, False)


def test_names_are_sorted_as_people_sort_them() -> None:
    names = ["Яготин", "Ізюм", "Їжакевичі", "Ґанок", "Гадяч", "Дергачі", "Ирпень", "Єланець", "Жовті Води", "Chuhuiv"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM unnest(%s::text[]) AS name ORDER BY in_order(name)", [names])
        found = [name for (name,) in cursor.fetchall()]
    assert found == [
        "Chuhuiv", "Гадяч", "Ґанок", "Дергачі", "Єланець", "Жовті Води", "Ирпень", "Ізюм", "Їжакевичі", "Яготин",
    ]  # fmt: skip
