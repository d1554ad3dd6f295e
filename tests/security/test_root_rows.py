"""Root changes a column by SQL, past every trigger: each column of each held table is missed, or stands in a list below.

The columns are taken from the models, so that one which comes later is asked about, too.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import psycopg
import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from answerable.appeals import actions as appeals_actions
from answerable.appeals import queries, verifying
from answerable.appeals.actions import PointReply
from answerable.appeals.models import Appeal
from answerable.appeals.testing import AT, World, make_world
from answerable.base.actor import resident
from answerable.base.held import HeldTable
from answerable.ledger import jobs, places
from answerable.ledger import queries as ledger_queries
from answerable.ledger.actions import holding, sequence
from answerable.ledger.models import Entry, PublicLeaf
from answerable.ledger.queries import held
from answerable.vault import actions as vault_actions
from answerable.vault.rules import codes
from answerable_host.cluster import server
from tests.security.rooted import asked, differences, forced
from tests.security.unheld import UNHELD

pytestmark = [pytest.mark.security, pytest.mark.django_db(transaction=True)]
PASSED_OVER: Final = {
    "appeals_appeal.has_bars": "worked out by the database from the two columns of bars, which are held",
}
OTHER: Final = {  # another value than a column of that type has
    "bool": "NOT {c}",
    "int2": "coalesce({c}, 0) + 1",
    "int4": "coalesce({c}, 0) + 1",
    "int8": "coalesce({c}, 0) + 1",
    "varchar": "CASE WHEN {c} = 'q' THEN 'x' ELSE 'q' END",
    "text": "coalesce({c}, '') || 'x'",
    "bytea": "coalesce({c}, ''::bytea) || '\\x01'::bytea",
    "date": "coalesce({c}, '2026-01-01') + 1",
    "timestamptz": "coalesce({c}, '2026-01-01') + interval '1 second'",
    "jsonb": "'{{\"x\": 1}}'::jsonb",
    "_int8": "coalesce({c}, '{{}}') || 999999::bigint",
    "_varchar": "coalesce({c}, '{{}}') || 'x'::varchar",
}


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch, transactional_db: None) -> World:
    monkeypatch.setattr(codes, "PARAMS", "argon2id,v=19,m=65536,t=1,p=1,l=64")
    return make_world()


def lived(world: World) -> int:
    """An appeal that was answered with a promise, rated and disputed; and a sealed one. Positions are given."""
    world.keys()
    world.sent(kind="complaint", category=world.categories["conduct"], about_person=world.people["petrenko"])
    ref = world.sent(kind="request", name="Oksana", contact="o@example.org", way="email").appeal
    head = world.actor("petrenko")
    appeals_actions.set_points(by=head, at=AT, ref=ref, points=[(None, "When?")])
    (point,) = Appeal.objects.get(id=ref).points.values_list("id", flat=True)
    said = PointReply(point, "promised", "In May.", due_on=AT.date().replace(month=5))
    appeals_actions.answer_appeal(by=head, at=AT, ref=ref, text="In May.", replies=[said])
    appeals_actions.dispute(by=resident(ref), at=AT, ref=ref, text="Too late.", token="a-token-of-a-dispute-1")
    sequence()
    return ref


def test_nothing_is_told_of_what_was_not_touched(world: World) -> None:
    lived(world)
    assert differences() == set()
    assert (verifying.altered(), verifying.unlike_the_journal()) == ([], [])


def test_every_table_is_held_or_has_its_reason(world: World, test_home: Path) -> None:
    """Of the models, and of what stands in the database besides."""
    named = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    there = {name for (name,) in asked(test_home, "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'")}
    tables = {table.table for table in held.held_tables()}
    assert named | there - {"django_migrations", "ledger_row"} == tables | UNHELD.keys()
    assert tables & UNHELD.keys() == set()
    under = asked(
        test_home, "SELECT tgrelid::regclass::text, tgargs FROM pg_trigger WHERE tgname = 'held' AND NOT tgisinternal"
    )
    said = {table: bytes(arguments).decode().split("\0")[:-1] for table, arguments in under}
    assert {table: [*arguments, "", ""][:5] for table, arguments in said.items()} == {
        each.table: [each.word, each.column, each.key, each.also, ",".join(each.passed)] for each in held.held_tables()
    }


@pytest.fixture
def boss(test_home: Path) -> Iterator[psycopg.Connection[Any]]:
    with server.connect(server.ServerFolders(test_home), dbname=connection.settings_dict["NAME"]) as found:
        found.execute("SET session_replication_role = replica")
        yield found


def columns_of(boss: psycopg.Connection[Any], table: str) -> dict[str, str]:
    """The columns of a table as its model names them, with their types in the database."""
    model = next(model for model in apps.get_models() if model._meta.db_table == table)
    named = {str(field.column) for field in model._meta.concrete_fields}
    types = dict(
        boss.execute(
            "SELECT column_name::text, udt_name::text FROM information_schema.columns WHERE table_name = %s", [table]
        ).fetchall()
    )
    return {name: types[name] for name in sorted(named)}


def quoted(column: str) -> str:
    """A column's name in SQL: one of them is a word of SQL's own."""
    return f'"{column}"'


def a_row(boss: psycopg.Connection[Any], table: HeldTable) -> int:
    """A row of a table: one that the sample has; where it has none, an empty one, as a genuine deed would have left it."""
    some = f" WHERE t.{table.where}" if table.where else ""
    there = boss.execute(f"SELECT {table.ref('t')} FROM {table.table} t{some} ORDER BY 1 LIMIT 1").fetchone()
    if there is not None:
        return int(there[0])
    plain = {"bool": "true", "varchar": "'q'", "text": "'q'", "bytea": "'\\x00'", "date": "'2026-01-01'"}
    plain |= {"timestamptz": "'2026-01-01'", "jsonb": "'[]'", "_int8": "'{}'", "_varchar": "'{}'"}
    numbers = iter(range(1, 100))
    values = {name: plain.get(kind) or str(next(numbers)) for name, kind in columns_of(boss, table.table).items()}
    boss.execute(f"INSERT INTO {table.table} ({', '.join(map(quoted, values))}) VALUES ({', '.join(values.values())})")
    made = boss.execute(
        f"INSERT INTO ledger_row (tbl, ref, n, entry, digest) SELECT %s, {table.ref('t')}, 0, (SELECT max(id) FROM "
        f"ledger_entry WHERE deed = 'rows.held'), {table.digest('t')} FROM {table.table} t RETURNING ref",
        [table.table],
    ).fetchone()
    assert made is not None
    return int(made[0])


@contextmanager
def unchecked(boss: psycopg.Connection[Any], table: str) -> Iterator[None]:
    """Without the table's own checks for a while: root can take those away as well."""
    checks = boss.execute(
        "SELECT conname::text, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'c' AND conrelid = %s::regclass",
        [table],
    ).fetchall()
    for name, _ in checks:
        boss.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    try:
        yield
    finally:
        for name, what in checks:
            boss.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {what} NOT VALID')


def unseen_in(boss: psycopg.Connection[Any], table: HeldTable, ref: int) -> list[str]:
    """Change each column of a row in turn, and put it back; those of which nobody noticed."""
    unseen = []
    for name, kind in columns_of(boss, table.table).items():
        if f"{table.table}.{name}" in PASSED_OVER or name in {table.key, *table.passed}:
            continue
        it = quoted(name)
        kept = boss.execute(f"SELECT to_jsonb({it}) FROM {table.table} t WHERE {table.ref('t')} = %s", [ref]).fetchone()
        boss.execute(f"UPDATE {table.table} t SET {it} = {OTHER[kind].format(c=it)} WHERE {table.ref('t')} = %s", [ref])
        if [each.ref for each in held.rows_changed(table, refs=[ref])] != [ref]:
            unseen.append(f"{table.table}.{name}")
        boss.execute(
            f"UPDATE {table.table} t SET {it} = (jsonb_populate_record(t, jsonb_build_object('{name}', %s::jsonb))).{it} "
            f"WHERE {table.ref('t')} = %s",
            [psycopg.types.json.Jsonb(kept[0] if kept else None), ref],
        )
    return unseen


def test_each_column_of_each_held_table_is_missed(world: World, boss: psycopg.Connection[Any]) -> None:
    lived(world)
    holding.hold_rows(at=AT)
    unseen = []
    for table in held.held_tables():
        with unchecked(boss, table.table):
            ref = a_row(boss, table)
            assert list(held.rows_changed(table, refs=[ref])) == []
            unseen += unseen_in(boss, table, ref)
        assert list(held.rows_changed(table, refs=[ref])) == []
    assert unseen == []


RULES: Final = (  # what powers, bars and terms hang on
    ("UPDATE people_role SET powers = powers || '[\"chair\"]' WHERE code = 'handler'", "people_role"),
    ("UPDATE people_body SET parent_id = NULL WHERE code = 'dep'", "people_body"),
    ("UPDATE people_body SET root = id WHERE code = 'p1'", "people_body"),
    ("UPDATE law_category SET sensitive = false", "law_category"),
    ("DELETE FROM law_rung WHERE cause = 'overdue' AND place = 2", "law_rung"),
    ("UPDATE law_profile SET count = count + 1 WHERE step = 'forward'", "law_profile"),
    ("UPDATE law_setting SET value = '365' WHERE name = 'dispute_days'", "law_setting"),
    ("DELETE FROM law_setting WHERE name = 'conflict_bodies'", "law_setting"),
    (
        "INSERT INTO people_role (id, code, name, powers) VALUES (7, 'new', '{}', '[\"chair\"]')",
        "people_role",
    ),
)


@pytest.mark.parametrize(("change", "table"), RULES)
def test_powers_and_rules_changed_past_the_journal_are_told_within_ten_minutes(
    world: World, test_home: Path, change: str, table: str
) -> None:
    """At the page of the log, at the desks of those who audit, in the health of the installation."""
    sequence()
    jobs.look(0)
    assert ledger_queries.alarms() == []
    forced(test_home, change)
    assert {name for name, _ in differences()} == {table}
    jobs.look(0)
    assert ledger_queries.alarms() == ["look"]
    found = ledger_queries.last_audit(whole=False)
    assert found is not None
    assert [table in text for _, _, text, _ in found.findings] == [True]


def test_rows_of_before_are_held_once(world: World, boss: psycopg.Connection[Any]) -> None:
    """An installation that is brought to this version: what is there is held as it stands; what is put in later is not."""
    sequence()
    boss.execute("DELETE FROM ledger_row WHERE tbl IN ('people_role', 'law_setting')")
    boss.execute("UPDATE ledger_leaf SET seal = NULL")
    boss.execute("UPDATE ledger_entry SET seal = ''")
    places.forget_places()  # what an installation of before had
    kept = boss.execute("SELECT (SELECT count(*) FROM people_role) + (SELECT count(*) FROM law_setting)").fetchone()
    assert (holding.hold_rows(at=AT),) == kept
    assert differences() == set()
    boss.execute("INSERT INTO people_role (id, code, name, powers) VALUES (7, 'new', '{}', '[]')")
    assert (holding.hold_rows(at=AT), differences()) == (0, {("people_role", 7)})


def test_a_row_that_is_taken_out_or_put_in_is_missed(world: World, test_home: Path) -> None:
    ref = lived(world)
    forced(test_home, "DELETE FROM appeals_point WHERE appeal_id = %s", ref)
    seat = asked(test_home, "SELECT min(id) FROM people_seat")[0][0]
    forced(
        test_home,
        "INSERT INTO people_seat SELECT (jsonb_populate_record(s, jsonb_build_object('id', 5))).* FROM people_seat s "
        "WHERE id = %s",
        seat,
    )
    assert {table for table, _ in differences()} == {"appeals_point", "people_seat"}


def test_a_row_beside_the_waiting_deed_of_another_thing_is_missed(world: World, test_home: Path) -> None:
    """Within the second before a deed has its place, root can put a row and its digest beside it: its own alone is held by it."""
    ref = lived(world)
    appeals_actions.add_note(by=world.actor("petrenko"), at=AT, ref=ref, text="Looked at it.")
    waiting = asked(test_home, "SELECT max(entry) FROM ledger_leaf WHERE position IS NULL")[0][0]
    forced(test_home, "UPDATE people_role SET powers = powers || '[\"chair\"]' WHERE code = 'handler'")
    forced(
        test_home,
        "INSERT INTO ledger_row (tbl, ref, n, entry, digest) SELECT 'people_role', id, 9, %s, ledger_digest(ledger_columns(r)) "
        "FROM people_role r WHERE code = 'handler'",
        waiting,
    )
    assert {table for table, _ in differences()} == {"people_role"}


@pytest.mark.parametrize("change", ["next = next + 1", "last_on = last_on + 400"])
def test_how_a_case_of_the_log_goes_on_is_held_by_its_acts(world: World, test_home: Path, change: str) -> None:
    ref = lived(world)
    forced(test_home, f"UPDATE ledger_case SET {change} WHERE thing = %s", f"appeal/{ref}")
    assert [(each.thing, each.table) for each in held.everything()] == [(f"appeal/{ref}", "ledger_case")]
    assert verifying.unlike_the_journal()[0].startswith(f"Appeal {Appeal.objects.get(id=ref).number} (leaf ")


@pytest.mark.parametrize("column", ["at", "actor", "deed", "thing", "root", "facts"])
def test_each_part_of_a_deed_is_missed(world: World, test_home: Path, column: str) -> None:
    ref = lived(world)
    deed = Entry.objects.get(thing=f"appeal/{ref}", deed="appeal.answered")
    kind = {"at": "timestamptz", "facts": "jsonb", "root": "int8"}.get(column, "varchar")
    forced(test_home, f"UPDATE ledger_entry SET {column} = {OTHER[kind].format(c=column)} WHERE id = %s", deed.id)
    assert ("ledger_entry", deed.id) in differences()


def test_a_deed_that_is_taken_out_is_missed(world: World, test_home: Path) -> None:
    ref = lived(world)
    deed = Entry.objects.get(thing=f"appeal/{ref}", deed="appeal.answered").id
    forced(test_home, "DELETE FROM ledger_entry WHERE id = %s", deed)
    assert ("ledger_entry", deed) in differences()
    forced(test_home, "DELETE FROM ledger_leaf WHERE entry = %s", deed)
    assert "places were taken out of the journal" in " ".join(each.what for each in held.everything())


def test_the_digest_changed_with_the_row_is_missed(world: World, test_home: Path) -> None:
    """Root knows how digests are made; the seal of the deed's place is over them."""
    ref = lived(world)
    forced(test_home, "UPDATE appeals_appeal SET due_at = due_at + interval '30 days' WHERE id = %s", ref)
    forced(
        test_home,
        "UPDATE ledger_row SET digest = (SELECT ledger_digest(ledger_columns(a)) FROM appeals_appeal a WHERE a.id = ref) "
        "WHERE tbl = 'appeals_appeal' AND ref = %s",
        ref,
    )
    assert ("appeals_appeal", ref) in differences()


def test_rows_of_before_the_seals_are_held_as_the_upgrade_found_them(
    world: World, boss: psycopg.Connection[Any], test_home: Path
) -> None:
    """The next deed on an old thing writes few of its rows; the others must not look changed because of it."""
    ref = lived(world)
    for column, table in (("''", "ledger_entry"), ("NULL", "ledger_leaf")):
        boss.execute(f"UPDATE {table} SET seal = {column}")
    boss.execute("DELETE FROM ledger_row")
    places.forget_places()  # what an installation of before had
    first = boss.execute(
        "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'held' AND tgnargs = 3"
    ).fetchall()
    for table in held.held_tables():
        if (table.table,) in first:  # later ones are held by a deed of their own
            boss.execute("SELECT ledger_hold(%s, %s, %s, %s)", [table.table, table.word, table.column, table.key])
    holding.hold_rows(at=AT)
    assert differences() == set()
    appeals_actions.add_note(by=world.actor("petrenko"), at=AT, ref=ref, text="Looked at it.")
    vault_actions.watch_pairs(at=AT)
    assert differences() == set()
    assert queries.followed(resident(ref), at=AT).changed == frozenset()
    forced(test_home, "UPDATE appeals_point SET rating = 'answered' WHERE appeal_id = %s", ref)
    (point,) = Appeal.objects.get(id=ref).points.values_list("id", flat=True)
    assert differences() == {("appeals_point", point)}
    assert queries.followed(resident(ref), at=AT).changed == {("appeals_point", point)}


def test_the_next_deed_does_not_make_the_change_its_own(world: World, test_home: Path) -> None:
    ref = lived(world)
    forced(test_home, "UPDATE appeals_appeal SET suspected = true WHERE id = %s", ref)
    appeals_actions.reply(by=resident(ref), at=AT, ref=ref, text="And?", token="a-token-of-a-reply-1")
    assert ("appeals_appeal", ref) in differences()


def test_what_is_missed_is_named_by_number_and_leaf(world: World, test_home: Path) -> None:
    ref = lived(world)
    forced(test_home, "UPDATE appeals_point SET rating = 'answered' WHERE appeal_id = %s", ref)
    (said,) = verifying.unlike_the_journal()
    assert said.startswith(f"Appeal {Appeal.objects.get(id=ref).number} (leaf that waits for its place): the row ")


def test_who_has_the_servers_key_is_held_by_the_leaf(world: World, test_home: Path) -> None:
    """State, term and the instant of coming, against the leaves alone."""
    ref = lived(world)
    appeal = Appeal.objects.get(id=ref)
    for change, words in (
        ("state = 'closed'", "its state is closed, and the log's is another"),
        ("registered_at = registered_at - interval '1 day'", "it was registered at another instant"),
        ('due_facts = due_facts || \'{"last": "2026-12-24"}\'', "it is due on 2026-12-24, and by the log on"),
    ):
        forced(test_home, f"UPDATE appeals_appeal SET {change} WHERE id = %s", ref)
        (said,) = verifying.altered()
        assert said.startswith(f"Appeal {appeal.number} (leaf ")
        assert words in said
        forced(
            test_home,
            "UPDATE appeals_appeal SET state = %s, registered_at = %s, due_facts = %s WHERE id = %s",
            appeal.state,
            appeal.registered_at,
            psycopg.types.json.Jsonb(appeal.due_facts),
            ref,
        )


def test_the_due_day_of_a_leafs_row_is_held_by_the_seal_before_it_has_a_tile(world: World, test_home: Path) -> None:
    ref = lived(world)
    leaf = PublicLeaf.objects.get(id=Entry.objects.get(thing=f"appeal/{ref}", deed="appeal.registered").id)
    body = bytes(leaf.body).replace(b'"due":"2026', b'"due":"2027')
    forced(
        test_home,
        "UPDATE ledger_public_leaf SET body = %s, leaf_hash = sha256('\\x00'::bytea || %s) WHERE id = %s",
        body,
        body,
        leaf.id,
    )
    assert ("ledger_entry", leaf.id) in differences()


def test_a_page_shows_what_was_changed_where_it_stands(world: World, test_home: Path, client: Client) -> None:
    ref = lived(world)
    forced(test_home, "UPDATE appeals_answer SET at = at - interval '3 days' WHERE appeal_id = %s", ref)
    seen = queries.followed(resident(ref), at=AT)
    assert [answer.changed for answer in seen.answers] == [True]
    assert [message.changed for message in seen.messages] == [False, False]
