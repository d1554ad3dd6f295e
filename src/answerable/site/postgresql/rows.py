"""Row-level security: which rows of which table lie within a reach (`base.reach`), and which tables have none, and why.

Put in force by every `migrate`, as the owner, FORCE included; `answerable check` and tests/security compare. It knows
tenant and tier only: whose tree a row belongs to, and that sealed things need more than the tree. Who may do what is
the rooms' policies' to say; this is what is left when one of them is forgotten.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg import sql

HOUSE: Final = "(SELECT reach_is_house())"
ROOTS: Final = "ANY ((SELECT reach_roots())::bigint[])"
BODIES: Final = "ANY ((SELECT reach_bodies())::bigint[])"
APPEAL: Final = "(SELECT reach_appeal())"
THING: Final = "(SELECT reach_thing())"


def _of_appeal(column: str) -> str:
    """What belongs to an appeal is within reach when the appeal is."""
    return f"{column} = {APPEAL} OR in_reach({column})"


def _of_thing(column: str = "thing") -> str:
    """The same, for what names its appeal as the book does."""
    return f"{column} = {THING} OR in_reach({column})"


GUARDED: Final[Mapping[str, str]] = {
    "appeals_appeal": (
        f"id = {APPEAL} OR body_id = {BODIES} OR tier <> 'S' AND root = {ROOTS}"
        " OR readers && (SELECT reach_bodies())::bigint[]"
    ),
    "appeals_sender": _of_appeal("appeal"),
    "appeals_tokens": f"appeal = {APPEAL} OR root = {ROOTS} OR in_reach(appeal)",  # a sealed appeal has no words in it
    "appeals_reason": _of_appeal("appeal"),
    "appeals_answer": _of_appeal("appeal_id"),
    "appeals_point": _of_appeal("appeal_id"),
    "appeals_draft": _of_appeal("appeal_id"),
    "appeals_incident": f"root = {ROOTS} OR body_id = {BODIES} OR incident_in_reach(id)",
    "appeals_sketch": f"root = {ROOTS} OR {_of_appeal('appeal')}",
    "appeals_campaign": f"root = {ROOTS} OR body = {BODIES}",
    "appeals_mailing": f"root = {ROOTS} OR incident_in_reach(incident)",
    "channels_message": _of_thing(),
    "channels_delivery": _of_thing(),
    "channels_notice": f"{_of_thing()} OR thing NOT LIKE 'appeal/%' AND root = {ROOTS}",
    "promises_promise": f"body_id = {BODIES} OR {_of_thing()}",
    "oversight_escalation": f"to_id = {BODIES} OR {_of_appeal('appeal_id')}",
    "oversight_item": f"body_id = {BODIES} OR {_of_appeal('appeal_id')}",
    "oversight_instruction": f"to_id = {BODIES} OR of_id = {BODIES} OR {_of_appeal('appeal_id')}",
    "oversight_measure": f"to_id = {BODIES} OR {_of_appeal('appeal_id')}",
    "oversight_commendation": f"to_id = {BODIES} OR {_of_appeal('appeal_id')}",
    "vault_follow_up_code": _of_appeal("appeal"),
    "vault_follow_session": _of_appeal("appeal"),
    "vault_file": f"{_of_thing()} OR draft IS NOT NULL AND (SELECT reach_word()) <> ''",
}
"""Table -> what must be true of a row, unless the house itself asks."""

OPEN: Final[Mapping[str, str]] = {
    "appeals_category": "law and order, public",
    "appeals_jurisdiction": "law and order, public",
    "appeals_profile": "law and order, public",
    "appeals_ground": "law and order, public",
    "appeals_template": "law and order, public",
    "appeals_rung": "law and order, public",
    "appeals_setting": "law and order, public",
    "oversight_position": "where a reader stopped: two numbers",
    "oversight_digest": "that a morning letter went out",
    "vault_knock": "failures at a locator, whether it has a code or not: nobody's",
    "vault_wanted": "that the list of a record's readers waits for a key: a number and a day",
    "vault_record": "public halves of record keys; key holders and the quorum work across trees",
    "vault_wrap": "record keys wrapped to their readers: who has no wrap has nothing, whatever rows are seen",
    "vault_look": "who looked at what, append-only, for auditors, who stand outside every tree",
    "vault_key_pair": "public keys, meant to be compared",
    "vault_slot": "private keys under their holders' passwords; a holder belongs to no tree",
    "vault_share": "shares of the quorum, sealed to their holders; the quorum stands above every tree",
    "vault_quorum_request": "requests of the quorum, which stands above every tree; reason and share are sealed",
}
"""Tables of the rooms with residents' things that have no rows of a tenant, and why not."""

ROOMS: Final = ("vault", "channels", "promises", "appeals", "oversight")
"""Rooms of which every table is in one of the two lists."""

FUNCTIONS: Final = Path(__file__).with_name("rows.sql").read_text(encoding="utf-8")
LOCK: Final = 0x726F7773  # one hand at a time: two migrations at once would wait for each other's tables
Connection = psycopg.Connection[Any]


def put_in_force(owner: Connection) -> list[str]:
    """Make functions and policies as they are said here, in one transaction; answers the tables that were changed.

    Tables that are not there yet are passed over. A policy that says the same already is left alone, so that a start
    of the house takes no lock.
    """
    changed = []
    with owner.transaction():
        owner.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        there = {name for (name,) in owner.execute("SELECT relname FROM pg_class WHERE relkind IN ('r', 'p')")}
        if "appeals_appeal" not in there:
            return []
        owner.execute(FUNCTIONS)
        for table in GUARDED.keys() & there - _kept(owner):
            _guard(owner, table)
            changed.append(table)
    return sorted(changed)


def _kept(owner: Connection) -> set[str]:
    """The tables whose policy stands as it is said here; its wording is kept as the policy's comment."""
    rows = owner.execute(
        "SELECT c.relname, obj_description(p.oid, 'pg_policy') FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid "
        "WHERE p.polname = 'reach' AND c.relrowsecurity AND c.relforcerowsecurity"
    )
    return {table for table, said in rows if said == GUARDED.get(table)}


def _guard(owner: Connection, table: str) -> None:
    for words in (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"DROP POLICY IF EXISTS reach ON {table}",
        f"CREATE POLICY reach ON {table} USING ({HOUSE} OR {GUARDED[table]})",
        f"COMMENT ON POLICY reach ON {table} IS {sql.Literal(GUARDED[table]).as_string(owner)}",
    ):
        owner.execute(words)


UNGUARDED: Final = (
    "SELECT c.relname FROM pg_class c WHERE c.relname = ANY(%s) AND c.relkind IN ('r', 'p') AND NOT "
    "(c.relrowsecurity AND c.relforcerowsecurity AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid))"
)
LEAKY_VIEWS: Final = (
    "SELECT c.relname FROM pg_class c WHERE c.relkind IN ('v', 'm') AND c.relnamespace = 'public'::regnamespace "
    "AND NOT coalesce(c.reloptions::text[] @> ARRAY['security_invoker=true'], false)"
)


def faults(connection: Connection) -> list[str]:
    """What is wrong with the walls between rows, in plain words."""
    open_tables = connection.execute(UNGUARDED, [sorted(GUARDED)]).fetchall()
    views = connection.execute(LEAKY_VIEWS).fetchall()
    return [
        *(f"the table {name} has no forced row security" for (name,) in open_tables),
        *(f"the view {name} shows its owner's rows (security_invoker is not set)" for (name,) in views),
    ]
