"""What tests of every room stand on: an own PostgreSQL in a folder of its own, entered as the application's role.

Loaded by pytest as a plugin before Django's settings are read. Each xdist worker has a server of its own, which starts
from a copy of one template: made anew for a run with workers, kept between runs of one process for as long as nothing
that shapes the database has changed. A DATABASE_URL in the environment is put aside: tests empty tables, and never those
of a database that somebody uses.

The clock of every test is the test clock (`base.testing`). A test marked `instants` runs at two dozen instants of a year
where it needs no database; one that needs it, at the plain instant and at one drawn by chance, which the run prints.
ANSWERABLE_TEST_INSTANT=2028-02-29T12:00Z repeats a run at that instant; =all runs every such test at every instant.
"""

import os
import secrets
import shutil
import tempfile
from collections.abc import Generator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest
from argon2.low_level import hash_secret_raw
from django.contrib.auth.hashers import Argon2PasswordHasher
from hypothesis import settings

from answerable.base import testing as clocks
from answerable.site import translations, typefaces
from answerable_host import testing as hosts

DATABASE: Final = hosts.DATABASE
KEPT: Final = ("django_migrations", "django_content_type")
_INSTANT: Final = "ANSWERABLE_TEST_INSTANT"
_DRAWN: Final = "ANSWERABLE_TEST_DRAWN_INSTANT"  # told to the workers, who must agree on the tests' names
_OURS: Final = {
    "ANSWERABLE_HOME", "ANSWERABLE_LOG_HIGHWATER_TO", "ANSWERABLE_TEST_DATABASE", "ANSWERABLE_REQUIRE_SECOND_FACTOR", "ANSWERABLE_LANGUAGES",
}  # fmt: skip
_HOME = Path(tempfile.mkdtemp(prefix="answerable-test-"))
hosts.give_passwords(_HOME)  # before settings read them
os.environ.update(ANSWERABLE_HOME=str(_HOME), ANSWERABLE_TEST_DATABASE=DATABASE, ANSWERABLE_REQUIRE_SECOND_FACTOR="no")
os.environ["ANSWERABLE_LOG_HIGHWATER_TO"] = str(_HOME / "log-highwater")  # nothing of the tests lies elsewhere
os.environ["ANSWERABLE_LANGUAGES"] = "uk, en, ru"  # no pack is loaded before the settings are read
for _name in [name for name in os.environ if name.startswith(("ANSWERABLE_", "DATABASE_"))]:
    if _name not in _OURS | {_INSTANT, _DRAWN, hosts.TEMPLATES}:
        del os.environ[_name]  # a developer's own settings are not the tests' business
translations.compile_all()  # before Django reads one: a room's tests look at its sentences without knowing of the site
typefaces.cut_typefaces()  # the same files as an installation has; once for a checkout


def _read(instant: str) -> datetime:
    found = datetime.fromisoformat(instant)
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def _drawn() -> datetime:
    """The instant drawn by chance for this run, the same one in all its processes."""
    fresh = clocks.some_instant(secrets.randbits(64)).isoformat()
    return _read(os.environ.setdefault(_DRAWN, fresh))


def _instants(*, quick: bool) -> dict[str, datetime]:
    """At which instants a test marked `instants` runs; a quick one at all."""
    asked = os.environ.get(_INSTANT, "")
    if asked and asked != "all":
        return {"given": _read(asked)}
    found = clocks.INSTANTS if quick or asked == "all" else {"plain": clocks.PLAIN}
    return {**found, "drawn": _drawn()}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a test marked `instants` its instants."""
    if metafunc.definition.get_closest_marker("instants") is not None:
        stored = {"db", "transactional_db"} & set(metafunc.fixturenames)
        quick = not stored and metafunc.definition.get_closest_marker("django_db") is None
        found = _instants(quick=quick)
        metafunc.fixturenames.append("instant")
        metafunc.parametrize("instant", found.values(), ids=found.keys())


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take long, so that no worker is left alone with one at the end."""
    slow = {item.path for item in items if any(item.iter_markers("slow")) or any(item.iter_markers("browser"))}
    items.sort(key=lambda item: item.path not in slow)


def _instant_of(item: pytest.Item) -> datetime:
    if item.get_closest_marker("machine_clock") is not None:
        return clocks.of_the_machine()
    callspec, given = getattr(item, "callspec", None), os.environ.get(_INSTANT, "all")
    usual = clocks.PLAIN if given == "all" else _read(given)
    instant: datetime = callspec.params.get("instant", usual) if callspec else usual
    return instant


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Set the test clock before anything is made for the test."""
    with clocks.beginning_at(_instant_of(item)):
        return (yield)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say which instant was drawn, so that a red run can be repeated."""
    if drawn := os.environ.get(_DRAWN):
        terminalreporter.write_line(f"the instant drawn for this run: {drawn} (again: {_INSTANT}={drawn} make test)")


def pytest_configure(config: pytest.Config) -> None:
    """Set the size of property tests: the usual one, the long one of `make fuzz`, or the short one of `make pure`."""
    from answerable.base import row_scope

    row_scope.set_process_scope(
        row_scope.EVERYWHERE
    )  # tests ask rooms directly, without a door; what comes through a door has its own reach
    settings.register_profile("usual", deadline=None)  # machines are shared
    settings.register_profile("fuzz", deadline=None, max_examples=5_000)
    settings.register_profile("few", deadline=None, max_examples=20, derandomize=True)  # what is measured is not chance
    settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "usual"))
    _drawn()  # here, before workers are started
    if getattr(config.option, "numprocesses", None) and not hasattr(config, "workerinput"):
        os.environ[hosts.TEMPLATES] = tempfile.mkdtemp(prefix="answerable-test-template-")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the folders of the tests' state."""
    shutil.rmtree(_HOME, ignore_errors=True)
    if hosts.TEMPLATES in os.environ and not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ[hosts.TEMPLATES], ignore_errors=True)


def _refuse_in_a_transaction() -> None:
    """Refuse a slow hash while rows may be locked: others would wait for it. A test's own transaction is none."""
    from django.db import connection

    if any(not getattr(block, "_from_testcase", False) for block in connection.atomic_blocks):
        raise AssertionError("a slow hash is made in an open transaction: hash first, then write")


class QuickArgon2(Argon2PasswordHasher):
    """Argon2 at a thousandth of its cost: every test's world has ten people with passwords."""

    time_cost, memory_cost, parallelism = 1, 64, 1

    def encode(self, password: str, salt: str) -> str:
        """Hash, outside of transactions only."""
        _refuse_in_a_transaction()
        return super().encode(password, salt)


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> None:
    """Let the passwords of made-up people be hashed quickly. The system's own setting is looked at in a process of its own."""
    from django.conf import settings as configured

    configured.PASSWORD_HASHERS = [f"{__name__}.{QuickArgon2.__name__}"]


def _quick_hash(secret: bytes, salt: bytes, passes: int, memory: int, lanes: int, *how: Any) -> bytes:
    """Argon2 at its least cost. What it should have cost goes into the salt: other parameters give another hash."""
    _refuse_in_a_transaction()
    return hash_secret_raw(secret, salt + f"{passes},{memory},{lanes}".encode(), 1, 8, 1, *how)


@pytest.fixture(scope="session", autouse=True)
def quick_codes() -> None:
    """Let the slow hash of codes and of keys' passwords be quick: it takes 128 MiB and 0.3 s. See `slow_hashes`."""
    from answerable.vault.rules import codes

    setattr(codes, "hash_secret_raw", _quick_hash)  # noqa: B010 -- a name that the module imported for itself


@pytest.fixture
def slow_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the slow hash cost what it costs an installation, for a test that is about its time or its bytes."""
    from answerable.vault.rules import codes

    monkeypatch.setattr(codes, "hash_secret_raw", hash_secret_raw)


def hear_all() -> int:
    """Let every room's followers read on; returns how many deeds were heard."""
    from answerable.base.room import followers_by_room
    from answerable.ledger import testing

    return testing.hear_all(followers_by_room())


@pytest.fixture(scope="session", autouse=True)
def no_hop_over_a_wall() -> None:
    """Let no page read a guarded row through another one, whether or not this visitor happens to reach it.

    `row.appeal.number` asks the database when it is first read; within a narrow reach the row may be hidden, and the
    page fails. What a page shows of another row is read by a query that says what is shown when there is none.
    """
    from django.db.models.fields.related_descriptors import ForwardManyToOneDescriptor

    from answerable.base import row_scope
    from answerable.site.postgresql.rows import guarded

    read = ForwardManyToOneDescriptor.get_object

    def watched(descriptor: Any, instance: Any) -> Any:
        field = descriptor.field
        is_guarded = field.related_model._meta.db_table in guarded()  # noqa: SLF001 -- Django's public way to a table's name
        if is_guarded and row_scope.current() != row_scope.EVERYWHERE:
            raise AssertionError(f"{field} is read through a row, within a narrow reach: ask for it by a query")
        return read(descriptor, instance)

    setattr(ForwardManyToOneDescriptor, "get_object", watched)  # noqa: B010 -- Django offers no such setting before 6.1


@pytest.fixture(scope="session")
def test_home() -> Path:
    """The state folder of this test run."""
    return _HOME


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """Start a server on a copy of the template; stop it when all tests are through."""
    from django.db import connections
    from django.test import TransactionTestCase

    from answerable_host.cluster import server

    hosts.ready_home(_HOME)
    running = server.start(server.ServerFolders(_HOME), say=lambda _words: None, pdeathsig=True)
    try:
        setattr(TransactionTestCase, "_fixture_teardown", _emptied)  # noqa: B010 -- the application may not TRUNCATE
        yield
        with django_db_blocker.unblock():
            connections.close_all()
    finally:
        server.stop(running, patience=10)


@pytest.fixture(scope="module")
def module_db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:  # noqa: ARG001 -- the server must run
    """Let what a module's own fixtures write stand for all its tests: made once, taken back after the last.

    Each test's own writes are undone as ever. Not for a module with tests that commit (`transaction=True`): what empties
    the tables after them would wait for this transaction.
    """
    from django.db import transaction

    whole = transaction.atomic()
    setattr(whole, "_from_testcase", True)  # noqa: B010 -- as Django's own test cases mark theirs
    with django_db_blocker.unblock(), whole:
        yield
        transaction.set_rollback(True)


def _emptied(case: Any) -> None:  # noqa: ARG001 -- takes a method's place
    """What Django does after a test that committed."""
    empty_tables()


def empty_tables() -> None:
    """Empty every table, after a test that committed or before one that counts on nothing: as superuser and past the triggers that keep the journal.

    By DELETE, and only where there is something: TRUNCATE gives each of a hundred tables and their indexes new files. The
    lock waits, as TRUNCATE does, for whatever a server of the test still has under way.
    """
    from answerable.ledger import places
    from answerable_host.cluster import server

    places.forget_places()
    with server.connect(server.ServerFolders(_HOME), dbname=DATABASE) as boss, boss.transaction():
        rows = boss.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        )
        tables = [f'"{name}"' for (name,) in rows.fetchall() if name not in KEPT]
        boss.execute(f"LOCK TABLE {', '.join(tables)}")
        filled = boss.execute(" UNION ALL ".join(f"SELECT '{it}' WHERE EXISTS (SELECT 1 FROM {it})" for it in tables))
        boss.execute("SET LOCAL session_replication_role = replica")
        boss.execute("; ".join(["SELECT 1", *(f"DELETE FROM {table}" for (table,) in filled.fetchall())]))
        boss.execute(
            "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false) FROM pg_sequences"
            " WHERE schemaname = 'public' AND last_value IS NOT NULL"
        )
