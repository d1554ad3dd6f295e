"""Row-level security: which rows of which table lie within a reach (`base.row_scope`), and which tables have none, and why.

Put in force by every `migrate`, as the owner, FORCE included; `answerable check` and tests/security compare. It knows
tenant and tier only: whose tree a row belongs to, and that sealed things need more than the tree. Who may do what is
the rooms' policies' to say; this is what is left when one of them is forgotten.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg import sql

from answerable.base import room
from answerable.base.row_policy import Guarded, Unguarded
from answerable.base.subject import SubjectKind
from answerable.site import rooms

SYSTEM: Final = "(SELECT reach_is_house())"
FUNCTIONS: Final = Path(__file__).with_name("rows.sql").read_text(encoding="utf-8")
GONE: Final = "DROP FUNCTION IF EXISTS reach_appeal(), reach_thing(), in_reach(bigint)"
"""What policies of earlier versions asked."""
_IN_REACH: Final = """
CREATE OR REPLACE FUNCTION in_reach({given}) RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    CASE {kind}
    {cases}
    ELSE RETURN false;
    END CASE;
END $$;
"""
_AFTER_KIND: Final = "substr(thing, {})::bigint"
_CASE: Final = "WHEN '{kind}' THEN RETURN EXISTS (SELECT FROM public.{table} s WHERE s.id = {ref});"
_IS_SUBJECT: Final = """
CREATE OR REPLACE FUNCTION is_subject(thing text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN split_part(thing, '/', 1) = ANY ('{{{kinds}}}'::text[]);
"""
LOCK: Final = 0x726F7773  # one hand at a time: two migrations at once would wait for each other's tables
Connection = psycopg.Connection[Any]


@cache
def guarded() -> Mapping[str, str]:
    """Table -> what must be true of a row, unless the system itself asks; as the rooms declare it, once apps are ready."""
    return {each.table: each.policy for one in rooms.ROOMS for each in one.rows() if isinstance(each, Guarded)}


@cache
def unguarded() -> Mapping[str, str]:
    """Tables of the rooms with residents' things that have no rows of a tenant, and why not."""
    return {each.table: each.why for one in rooms.ROOMS for each in one.rows() if isinstance(each, Unguarded)}


def asked_of_subjects(kinds: Sequence[SubjectKind]) -> str:
    """The functions that answer whether a subject is within reach: each kind's own table says so.

    They run under the row security of whoever asks. In plpgsql, which keeps its plans; the planner must not pull them
    apart either.
    """

    def by(given: str, kind: str, ref: str) -> str:
        cases = (_CASE.format(kind=each.word, table=each.table, ref=ref.format(len(each.word) + 2)) for each in kinds)
        return _IN_REACH.format(given=given, kind=kind, cases="\n    ".join(cases))

    pair, written = ("kind text, ref bigint", "kind", "ref"), ("thing text", "split_part(thing, '/', 1)", _AFTER_KIND)
    return by(*pair) + by(*written) + _IS_SUBJECT.format(kinds=",".join(each.word for each in kinds))


def put_in_force(owner: Connection) -> list[str]:
    """Make functions and policies as they are said here, in one transaction; returns the tables that were changed.

    Tables that are not there yet are passed over. A policy that says the same already is left alone, so that a start
    of the system takes no lock.
    """
    changed = []
    with owner.transaction():
        owner.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        there = {name for (name,) in owner.execute("SELECT relname FROM pg_class WHERE relkind IN ('r', 'p')")}
        if not guarded().keys() & there:
            return []
        owner.execute(FUNCTIONS + asked_of_subjects(room.subject_kinds()))
        for table in guarded().keys() & there - _kept(owner):
            _guard(owner, table)
            changed.append(table)
        owner.execute(GONE)
    return sorted(changed)


def _kept(owner: Connection) -> set[str]:
    """The tables whose policy stands as it is said here; its wording is kept as the policy's comment."""
    rows = owner.execute(
        "SELECT c.relname, obj_description(p.oid, 'pg_policy') FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid "
        "WHERE p.polname = 'reach' AND c.relrowsecurity AND c.relforcerowsecurity"
    )
    return {table for table, said in rows if said == guarded().get(table)}


def _guard(owner: Connection, table: str) -> None:
    for words in (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"DROP POLICY IF EXISTS reach ON {table}",
        f"CREATE POLICY reach ON {table} USING ({SYSTEM} OR {guarded()[table]})",
        f"COMMENT ON POLICY reach ON {table} IS {sql.Literal(guarded()[table]).as_string(owner)}",
    ):
        owner.execute(words)


UNGUARDED: Final = (
    "SELECT c.relname FROM pg_class c WHERE c.relname = ANY(%s) AND c.relkind IN ('r', 'p') AND NOT "
    "(c.relrowsecurity AND c.relforcerowsecurity AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid))"
)
LEAKY_VIEWS: Final = (
    "SELECT c.relname FROM pg_class c WHERE c.relkind IN ('v', 'm') AND c.relnamespace = 'public'::regnamespace "
    "AND NOT coalesce(c.reloptions::text[] @> ARRAY['security_invoker=true'], false) "
    "AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid "
    "AND d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e')"
)
"""Views of ours. Those that an extension brought know nothing of our tables: pg_stat_statements must not keep us from starting."""


def row_security_faults(connection: Connection) -> list[str]:
    """What is wrong with the walls between rows, in plain words."""
    open_tables = connection.execute(UNGUARDED, [sorted(guarded())]).fetchall()
    views = connection.execute(LEAKY_VIEWS).fetchall()
    return [
        *(f"the table {name} has no forced row security" for (name,) in open_tables),
        *(f"the view {name} shows its owner's rows (security_invoker is not set)" for (name,) in views),
    ]
