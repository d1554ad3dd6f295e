"""No page reads a whole table that grows with every letter: each of its statements finds what it needs by an index.

Few rows tell nothing of that by time, so PostgreSQL is asked for its plan with sequential scans forbidden and is told that each
of these tables has ten million rows. Where it still reads one from end to end, no index can help, and with a million letters
the page takes as long as that.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from django.db import connection
from django.test import Client

from answerable.appeals.testing import make_world
from answerable.base.testing import undone
from answerable_host.cluster import server
from tests.security import oracle
from tests.security.scene import Scene, play
from tests.security.visiting import visitor

GROWING: Final = (
    "appeals_appeal", "appeals_answer", "appeals_draft", "appeals_point", "appeals_reason", "appeals_sender", "appeals_tokens",
    "channels_message", "channels_notice", "channels_raw_delivery", "ledger_entry", "ledger_leaf",
    "ledger_public_leaf", "ledger_row", "oversight_escalation", "oversight_item", "promises_promise", "vault_file",
    "vault_follow_up_code", "vault_record", "vault_wrap",
)  # fmt: skip
pytestmark = (
    pytest.mark.long
)  # what the planner knows of the tables is the whole database's, so nothing else may run beside it
VISITORS: Final = ("stranger", "sender", "petrenko", "koval", "auditor")
Asked = tuple[str, Any]


@pytest.fixture(scope="module")
def scene(module_db: None, test_home: Path) -> Iterator[Scene]:
    """One of everything that an address can name, in tables that the planner takes for very large."""
    played = play(make_world())
    _take_for_large(test_home, rows=10_000_000)
    yield played
    _take_for_large(test_home, rows=-1)


def _take_for_large(test_home: Path, *, rows: int) -> None:
    """What the planner knows of a table: so many rows on its first page. One without any page it takes for one of ten by itself.

    Where `rows` is negative, nothing is known of any.
    """
    size = "rows.n > 0 AND pg_relation_size(oid) > 0"
    with server.connect(server.ServerFolders(test_home), dbname=connection.settings_dict["NAME"]) as boss:
        boss.execute("DELETE FROM pg_statistic WHERE starelid = ANY(%s::regclass[])", [list(GROWING)])
        boss.execute(
            f"UPDATE pg_class SET reltuples = CASE WHEN {size} THEN rows.n ELSE -1 END, "
            f"relpages = CASE WHEN {size} THEN 1 ELSE 0 END FROM (SELECT %s::real AS n) AS rows WHERE oid = ANY(%s::regclass[])",
            [rows, list(GROWING)],
        )


def _addresses(scene: Scene) -> Iterator[tuple[str, str]]:
    """Every page that is got, by its pattern."""
    for pattern, entry in oracle.TABLE.items():
        yield pattern, entry.addresses(pattern, scene)[0]
    yield from ((address, address) for address in oracle.plain())


def _asked_by(client: Client, address: str) -> list[Asked]:
    """The statements that read, of one page."""
    seen: list[Asked] = []

    def keep(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if not many and sql.lstrip().startswith(("SELECT", "WITH")):
            seen.append((sql, params))
        return execute(sql, params, many, context)

    with undone(), connection.execute_wrapper(keep):
        client.get(address)
    return seen


def _whole(plan: dict[str, Any], *, limited: bool = False) -> Iterator[str]:
    """The growing tables that a plan reads from end to end."""
    kind, table = plan["Node Type"], plan.get("Relation Name", "")
    by_index = "Index" in kind and ("Index Cond" in plan or limited or _is_partial(plan["Index Name"]))
    if table in GROWING and "Bitmap Heap" not in kind and not by_index:
        yield table
    for below in plan.get("Plans", ()):
        yield from _whole(below, limited=limited or kind == "Limit")


def _is_partial(index: str) -> bool:
    """Whether an index holds but some of the rows, those still to be done."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT indpred IS NOT NULL FROM pg_index WHERE indexrelid = %s::regclass", [index])
        return bool(cursor.fetchone()[0])


def _plan(asked: Asked) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {asked[0]}", asked[1])
        found = cursor.fetchone()[0]
    return (json.loads(found) if isinstance(found, str) else found)[0]["Plan"]


@pytest.mark.parametrize("role", VISITORS)
def test_each_statement_of_each_page_finds_its_rows_by_an_index(role: str, scene: Scene) -> None:
    client, wrong, known = visitor(role, scene), {}, set[str]()
    for pattern, address in _addresses(scene):
        for asked in _asked_by(client, address):
            if asked[0] in known:
                continue
            known.add(asked[0])
            with undone(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL enable_seqscan = off")
                if tables := sorted(set(_whole(_plan(asked)))):
                    wrong[pattern, asked[0][:200]] = tables
    assert wrong == {}
