"""Somebody else's PostgreSQL: the same roles and rights, and plain words about what falls short."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from answerable.site import databases
from answerable_host import config
from answerable_host.cluster import roles, server

pytestmark = [pytest.mark.machine_clock, pytest.mark.slow]
ENTRY = {"outside_owner": "CREATEROLE", "outside_app": "NOCREATEROLE"}


@pytest.fixture
def urls(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Addresses of a server that we did not set up: one role owns the database, the other is plain."""
    place = server.ServerFolders(tmp_path / "other")
    running = server.start(place, say=lambda _words: None)
    with server.connect(place) as boss:
        for name, attribute in ENTRY.items():
            boss.execute(f"CREATE ROLE {name} LOGIN {attribute} PASSWORD 'word'")
        boss.execute("CREATE DATABASE outside OWNER outside_owner")
        for line in roles.asked().splitlines():
            if line.startswith("ALTER SYSTEM"):
                boss.execute(line)
        boss.execute("SELECT pg_reload_conf()")
    yield {name: f"postgresql://{name}:word@/outside?host={place.host}" for name in ENTRY}
    server.stop(running)


def test_with_two_addresses_the_application_owns_nothing(urls: dict[str, str]) -> None:
    short = roles.prepare(urls["outside_owner"], login="outside_app")
    roles.prepare(urls["outside_owner"], login="outside_app")  # safe to repeat
    with psycopg.connect(urls["outside_owner"]) as owner:
        owner.execute("CREATE TABLE thing (id int)")
    with psycopg.connect(urls["outside_app"]) as mine:
        mine.execute("INSERT INTO thing VALUES (1)")
        found = roles.connection_faults(mine)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            mine.execute("CREATE TABLE mine (id int)")
    assert (short, found) == ([], [])


def test_with_one_address_the_application_steps_down_and_the_system_says_what_that_is_worth(
    urls: dict[str, str], tmp_path: Path
) -> None:
    settings = config.load_config({"ANSWERABLE_HOME": str(tmp_path), "DATABASE_URL": urls["outside_owner"]})
    short = roles.prepare(urls["outside_owner"], login=roles.login_of(urls["outside_owner"]))
    alias = databases.databases(settings)["default"]
    with psycopg.connect(urls["outside_owner"], options=alias["OPTIONS"]["options"]) as mine:
        assert mine.execute("SELECT current_user").fetchone() == (roles.APP,)
        assert roles.connection_faults(mine) == []
    assert (len(short), short[0].split(",")[0]) == (1, "the application connects as outside_owner")


def test_a_server_that_writes_words_into_its_log_is_refused(urls: dict[str, str]) -> None:
    roles.prepare(urls["outside_owner"], login="outside_app")
    place = server.ServerFolders(Path(urls["outside_app"].partition("host=")[2]).parent.parent)
    with server.connect(place) as boss:
        boss.execute("ALTER ROLE outside_app SET log_error_verbosity = 'default'")
        boss.execute("ALTER ROLE outside_app SET log_min_error_statement = 'error'")
    with psycopg.connect(urls["outside_app"]) as mine:
        assert roles.connection_faults(mine) == [
            "log_min_error_statement is error, it must be panic",
            "log_error_verbosity is default, it must be terse",
        ]


def test_a_server_that_may_lose_or_tell_is_refused(urls: dict[str, str]) -> None:
    roles.prepare(urls["outside_owner"], login="outside_app")
    with psycopg.connect(urls["outside_app"], options="-c synchronous_commit=off") as mine:
        assert roles.connection_faults(mine) == ["synchronous_commit is off, it must be on or remote_apply"]
