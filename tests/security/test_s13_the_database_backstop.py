"""S13: with every filter of the rooms switched off, PostgreSQL still shows each visitor only what is theirs.

The rows are put in by the superuser, one in each guarded table for each of two trees, whatever columns it has: so a new
table is tried here from its first day on.
"""

import ast
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any, Final

import psycopg
import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from psycopg import sql

from answerable.appeals.models import Appeal
from answerable.appeals.terms import subject_of
from answerable.appeals.testing import World, make_world
from answerable.base import row_scope
from answerable.base.subject import Subject
from answerable.people.queries import row_scope_of
from answerable.site.postgresql import counted, rows
from answerable.site.rooms import ROOMS
from answerable_host.backups import taking
from answerable_host.cluster import roles, server

pytestmark = [pytest.mark.security, pytest.mark.django_db(transaction=True)]
SOURCE: Final = Path(__file__).parents[2] / "src" / "answerable"
FIRST, SECOND = "dir", "pro"  # the directorate, and a prosecutor who is a tree of their own
_numbers = count(7_000_001)
BY_TYPE: Final[dict[str, Any]] = {
    "bool": False,
    "jsonb": "{}",
    "_int8": [],
    "_varchar": [],
    "int2": 1,
    "int4": 1,
    "date": datetime(2026, 3, 3, tzinfo=UTC).date(),
    "timestamptz": datetime(2026, 3, 3, tzinfo=UTC),
}
NOT_THE_SENDERS: Final = {  # of many appeals at once; of a survey, of focus groups; of a body
    "channels_account", "appeals_incident", "appeals_campaign", "appeals_mailing", "surveys_frame", "surveys_unit",
    "surveys_sketch", "surveys_volunteer", "surveys_back_check", "surveys_paper_entry", "surveys_quota", "surveys_response", "surveys_interviewer", "surveys_submission", "surveys_result",
    "focus_study", "focus_group", "focus_participant", "focus_mask", "focus_code", "focus_mark", "focus_coder", "focus_memo",
    "focus_theme", "focus_quote", "oversight_sample", "api_webhook", "api_call",
}  # fmt: skip
ODD: Final[dict[str, dict[str, Any]]] = {  # what a table's own checks ask for
    "vault_follow_up_code": {"sealed": b"x", "kind": "appeal"},
    "vault_follow_session": {"kind": "appeal"},
    "vault_former_code": {"kind": "appeal"},
    "focus_mark": {"start": 0},
    "surveys_result": {"basis": "", "erratum": ""},
}


@pytest.fixture
def boss(test_home: Path, transactional_db: None) -> Iterator[psycopg.Connection[Any]]:
    """The superuser, past every trigger and foreign key."""
    with server.connect(server.ServerFolders(test_home), dbname=connection.settings_dict["NAME"]) as found:
        found.execute("SET session_replication_role = replica")
        yield found


@pytest.fixture
def world(transactional_db: None) -> World:
    return make_world()


def _value(table: str, column: str, kind: str, longest: int, known: dict[str, Any]) -> Any:
    if column in ODD.get(table, {}):
        return ODD[table][column]
    if column in known:
        return known[column]
    if kind in BY_TYPE:
        return BY_TYPE[kind]
    number = next(_numbers)
    word = str(number)[-longest:]
    return {"int8": number, "bytea": word.encode()}.get(kind, word)


def _put(boss: psycopg.Connection[Any], table: str, known: dict[str, Any]) -> None:
    """One row of a table, linked to the appeal, the tree and the body that are known."""
    columns = boss.execute(
        "SELECT a.attname, t.typname, a.attnotnull, greatest(a.atttypmod - 4, 0) FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid "
        "WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''",
        [table],
    ).fetchall()
    given = {
        name: _value(table, name, kind, longest, known)
        for name, kind, needed, longest in columns
        if needed or name in known or name in ODD.get(table, {})
    }
    words = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, given)),
        sql.SQL(", ").join(sql.Placeholder() * len(given)),
    )
    boss.execute(words, list(given.values()))


@pytest.fixture
def filled(boss: psycopg.Connection[Any], world: World) -> dict[str, int]:
    """A row of each tree in each guarded table; returns the appeal of each."""
    found = {}
    for tree in (FIRST, SECOND):
        body, appeal = world.bodies[tree], next(_numbers)
        known = {"root": body, "body_id": body, "to_id": body, "of_id": body, "asker_id": body}
        known["thing"] = f"appeal/{appeal}"
        linked = {**known, **dict.fromkeys(("appeal", "appeal_id", "record", "record_id"), appeal)}
        for table in rows.guarded():
            _put(boss, table, {**linked, "id": appeal, "tier": "W"} if table == "appeals_appeal" else linked)
        found[tree] = appeal
    return found


def _seen(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        (number,) = cursor.fetchone()
    return int(number)


def _officer(world: World, login: str) -> row_scope.RowScope:
    return row_scope_of(world.actor(login))


def test_s13_without_any_filter_each_tree_sees_its_own_rows_and_nobody_else_any(
    world: World, filled: dict[str, int]
) -> None:
    seen = {}
    for name, mine in {
        "house": row_scope.EVERYWHERE,
        "first tree": _officer(world, "koval"),
        "second tree": _officer(world, "hlushko"),
        "a sender": row_scope.sender(subject_of(filled[FIRST])),
        "a sender of another kind": row_scope.sender(Subject("plan", filled[FIRST])),
        "a stranger": row_scope.PUBLIC,
        "nobody": row_scope.NOWHERE,
    }.items():
        with row_scope.within(mine):
            seen[name] = {table: _seen(table) for table in rows.guarded()}
    nothing = dict.fromkeys(("a sender of another kind", "a stranger", "nobody"), 0)
    for name, number in {"house": 2, "first tree": 1, "second tree": 1, **nothing}.items():
        assert seen[name] == dict.fromkeys(rows.guarded(), number), name
    assert {table for table, number in seen["a sender"].items() if number != 1} == NOT_THE_SENDERS


def test_s13_managers_without_a_filter_show_only_rows_of_the_visitors_tree(
    world: World, filled: dict[str, int]
) -> None:
    models = [each for each in apps.get_models() if each._meta.db_table in rows.guarded()]
    assert len(models) == len(rows.guarded())
    for login, tree in (("koval", FIRST), ("hlushko", SECOND)):
        with row_scope.within(_officer(world, login)):
            for model in models:
                for row in model._base_manager.all():
                    links = {
                        str(vars(row).get(name, ""))
                        for name in ("appeal", "appeal_id", "subject_id", "thing", "root", "id", "body_id")
                    }
                    mine = {str(filled[tree]), f"appeal/{filled[tree]}", str(world.bodies[tree])}
                    assert links & mine, (login, model._meta.db_table, links)


def test_s13_a_sealed_row_needs_more_than_its_tree(world: World, boss: psycopg.Connection[Any]) -> None:
    sealed = next(_numbers)
    known = {"id": sealed, "root": world.bodies["dir"], "body_id": world.bodies["ins"], "tier": "S"}
    _put(boss, "appeals_appeal", known)
    seen = {}
    for login in ("koval", "petrenko", "sydorenko", "olena"):
        with row_scope.within(_officer(world, login)):
            seen[login] = Appeal._base_manager.filter(id=sealed).exists()
    assert seen == {"koval": False, "petrenko": False, "sydorenko": True, "olena": False}
    boss.execute("UPDATE appeals_appeal SET readers = %s WHERE id = %s", [[world.bodies["mon"]], sealed])
    with row_scope.within(_officer(world, "olena")):
        assert Appeal._base_manager.filter(id=sealed).exists()


def test_s13_nothing_is_written_beyond_the_reach(world: World, filled: dict[str, int]) -> None:
    deleted = {}
    with row_scope.within(_officer(world, "koval")), connection.cursor() as cursor:
        for table in sorted(rows.guarded()):
            with transaction.atomic():
                cursor.execute("SELECT has_table_privilege(%s, 'DELETE')", [table])
                if cursor.fetchone()[0]:
                    cursor.execute(f"DELETE FROM {table}")
                    deleted[table] = cursor.rowcount
                transaction.set_rollback(True)
        assert set(deleted.values()) == {1}, deleted
        with transaction.atomic():
            cursor.execute("UPDATE appeals_appeal SET care = '{}' WHERE id = %s", [filled[SECOND]])
            assert cursor.rowcount == 0
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            cursor.execute(
                "INSERT INTO appeals_tokens (appeal, root, tokens) VALUES (%s, %s, '{}')",
                [next(_numbers), world.bodies[SECOND]],
            )


def test_s13_the_application_has_no_power_over_the_walls(test_home: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchall() == [(False, False, False)]
        cursor.execute("SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner) = current_user")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT count(*) FROM pg_proc WHERE pg_get_userbyid(proowner) = current_user")
        assert cursor.fetchone() == (0,)
    for words in (
        "ALTER TABLE appeals_appeal DISABLE ROW LEVEL SECURITY",
        "DROP POLICY reach ON appeals_appeal",
        "CREATE POLICY mine ON appeals_appeal USING (true)",
        "SET SESSION AUTHORIZATION answerable_owner",
    ):
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(words)
    for role in (roles.APP, roles.WORKER, roles.REPORT):
        with psycopg.connect(
            roles.dsn(server.ServerFolders(test_home), role, connection.settings_dict["NAME"])
        ) as entered:
            powers = entered.execute(
                "SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication "
                "FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
            assert powers == (False,), role


def test_s13_the_owner_is_held_by_the_walls_too(test_home: Path, filled: dict[str, int]) -> None:
    assert filled
    with server.connect(
        server.ServerFolders(test_home), role=roles.OWNER, dbname=connection.settings_dict["NAME"]
    ) as owner:
        assert owner.execute("SELECT count(*) FROM appeals_appeal").fetchone() == (0,)


def test_s13_reports_read_nothing_of_anybody(test_home: Path) -> None:
    with psycopg.connect(
        roles.dsn(server.ServerFolders(test_home), roles.REPORT, connection.settings_dict["NAME"]), autocommit=True
    ) as report:
        report.execute("SELECT set_config('answerable.reach', 'house', false)")
        for table in [*rows.guarded(), *rows.unguarded(), "people_account", "ledger_entry"]:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                report.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(table)))


def test_s13_every_table_with_residents_things_is_guarded_or_says_why_not() -> None:
    tables = {
        model._meta.db_table
        for room in ROOMS
        if not room.no_rows
        for model in apps.get_app_config(room.name).get_models()
    }
    assert tables == rows.guarded().keys() | rows.unguarded().keys()
    assert rows.guarded().keys() & rows.unguarded().keys() == set()
    assert [table for table, why in rows.unguarded().items() if len(why) < 20] == []
    connection.ensure_connection()
    assert rows.row_security_faults(connection.connection) == []


def test_s13_a_table_without_walls_and_a_view_of_its_owner_are_faults(test_home: Path) -> None:
    place, name = server.ServerFolders(test_home), connection.settings_dict["NAME"]
    with psycopg.connect(roles.dsn(place, roles.OWNER, name)) as owner:
        owner.execute("ALTER TABLE appeals_sender NO FORCE ROW LEVEL SECURITY")
        owner.execute("CREATE VIEW all_senders AS SELECT * FROM appeals_sender")
        owner.execute("CREATE VIEW my_senders WITH (security_invoker = true) AS SELECT * FROM appeals_sender")
        assert rows.row_security_faults(owner) == [
            "the table appeals_sender has no forced row security",
            "the view all_senders shows its owner's rows (security_invoker is not set)",
        ]
        owner.rollback()


def test_s13_a_view_that_an_extension_brought_is_not_ours_to_judge(test_home: Path) -> None:
    with server.connect(server.ServerFolders(test_home), dbname=connection.settings_dict["NAME"]) as boss:
        boss.autocommit = False
        boss.execute("CREATE EXTENSION pg_stat_statements")
        boss.execute("CREATE VIEW all_senders AS SELECT * FROM appeals_sender")
        assert rows.row_security_faults(boss) == [
            "the view all_senders shows its owner's rows (security_invoker is not set)"
        ]
        boss.rollback()


def test_s13_putting_the_walls_in_force_again_changes_nothing_and_mends_what_was_bent(test_home: Path) -> None:
    place, name = server.ServerFolders(test_home), connection.settings_dict["NAME"]
    with psycopg.connect(roles.dsn(place, roles.OWNER, name)) as owner:
        assert rows.put_in_force(owner) == []
        owner.execute("ALTER TABLE appeals_sender DISABLE ROW LEVEL SECURITY")
        assert rows.put_in_force(owner) == ["appeals_sender"]
        assert rows.row_security_faults(owner) == []
        owner.rollback()


def test_tables_that_a_restore_is_judged_by_bear_their_mark(test_home: Path) -> None:
    place, name = server.ServerFolders(test_home), connection.settings_dict["NAME"]
    with psycopg.connect(roles.dsn(place, roles.OWNER, name)) as owner:
        assert counted.mark(owner) == []
        owner.execute("COMMENT ON TABLE appeals_appeal IS NULL")
        owner.execute(sql.SQL("COMMENT ON TABLE appeals_tokens IS {}").format(sql.Literal(taking.COUNTED)))
        assert counted.mark(owner) == ["appeals_appeal", "appeals_tokens"]
        assert set(taking.counts(owner)) == {model._meta.db_table for room in ROOMS for model in room.counted()}
        owner.rollback()


def test_s13_the_reach_is_never_told_for_a_whole_session() -> None:
    """`set_config(..., false)` and a bare SET would outlive the request on a shared connection."""
    found = [
        f"{path.relative_to(SOURCE)}: {line.strip()}"
        for path in [*SOURCE.rglob("*.py"), *SOURCE.rglob("*.sql")]
        for line in path.read_text(encoding="utf-8").splitlines()
        if "tests" not in path.parts
        and "answerable.reach" in line
        and (("set_config" in line and "true)" not in line) or line.strip().upper().startswith(("SET ", '"SET ')))
    ]
    assert found == []


AS_SYSTEM: Final = json.loads(Path(__file__).with_name("as_system.json").read_text(encoding="utf-8"))


def _calls(path: Path) -> bool:
    return any(
        isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == "as_system"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    )


def test_s13_whoever_looks_further_than_the_visitor_is_listed_with_a_reason() -> None:
    """A room that needs the whole system for some lines says so in `as_system.json`; nobody does it in passing."""
    found = {
        str(path.relative_to(SOURCE)) for path in SOURCE.rglob("*.py") if "tests" not in path.parts and _calls(path)
    }
    assert sorted(found ^ AS_SYSTEM.keys()) == []
    assert [name for name, why in AS_SYSTEM.items() if len(why) < 20] == []
