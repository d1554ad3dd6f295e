"""SQL stands in queries, actions, rows and migrations, and where `base` builds statements; the short list says what else."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.architecture import source

FLOORS: Final = {"queries", "actions", "rows"}
SENDS: Final = {"execute", "executemany", "copy_expert", "cursor", "create_cursor", "raw", "RawSQL", "RunSQL", "extra"}
STATEMENT: Final = re.compile(
    r"[\s(]*(?:SELECT\s+\S|INSERT\s+INTO\s|UPDATE\s+\S+\s+SET\s|DELETE\s+FROM\s|TRUNCATE\s|WITH\s+(?:RECURSIVE\s+)?\w+\s+AS\s"
    r"|MERGE\s+INTO\s|COPY\s+\S+.*\s(?:FROM|TO)\s|LOCK\s+TABLE\s|ALTER\s+TABLE\s"
    r"|(?:CREATE|DROP)\s+(?:UNIQUE\s+)?(?:TABLE|INDEX|FUNCTION|TRIGGER)\s"
    r"|select\s+\S.*\sfrom\s|insert\s+into\s|update\s+\S+\s+set\s|delete\s+from\s+\w+(?:\s+where\s|$))"
)
STANDING: Final = {
    "appeals/watching.py": "one question of the log's nightly audit, over the tables of two rooms at once",
    "base/prepared.py": "sends what queries give it, prepared",
    "base/row_policy.py": "the words of row security in which rooms say their policies",
    "base/row_scope.py": "the settings that row security reads",
    "base/statement.py": "builds statements of the rooms' rows",
    "ledger/auditing.py": "counts the log's rows where row by row would take hours",
    "ledger/sequencing.py": "the sequencer's advisory lock and what waits for it",
    "site/alone.py": "holds a lock while a sample is lived",
    "site/health.py": "asks the database for its migrations, its size and its jobs",
    "site/postgresql/counted.py": "marks tables for the host's count after a restore",
    "site/postgresql/reaching.py": "a cursor that tells the row scope with the statement",
    "site/timekeeping.py": "asks the database for its clock",
    "site/wellbeing.py": "asks whether the database answers",
    "vault/remembered.py": "an SQLite file outside of the database",
}


def _statements(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Texts that are statements, and calls that send one to a database."""
    prose = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else source.called(node)
            if called in SENDS:
                yield node.lineno, called
        elif isinstance(node, ast.Constant) and id(node) not in prose and STATEMENT.match(text := _text(node)):
            yield node.lineno, text.split()[0]


def _text(node: ast.Constant) -> str:
    return node.value.decode("utf-8", "replace") if isinstance(node.value, bytes) else str(node.value)


def _has_sql_by_right(path: Path) -> bool:
    return bool(set(source.inside(path)) & FLOORS)


def test_sql_stands_where_reads_and_writes_stand() -> None:
    found = [
        f"{source.name(path)}:{line}: {what}"
        for path in source.system()
        if not _has_sql_by_right(path) and str(path.relative_to(source.SYSTEM)) not in STANDING
        for line, what in _statements(source.tree(path))
    ]
    assert found == []


def test_whoever_may_have_sql_elsewhere_still_has_it() -> None:
    having = {
        str(path.relative_to(source.SYSTEM))
        for path in source.system()
        if not _has_sql_by_right(path) and any(_statements(source.tree(path)))
    }
    assert sorted(having) == sorted(STANDING)


@pytest.mark.parametrize(
    "code",
    [
        "connection.cursor()",
        "with connection.cursor() as c: pass",
        "c.execute(text)",
        "self._boss().execute(text)",
        "Appeal.objects.raw(text)",
        "TEXT = 'SELECT id FROM appeals_appeal'",
        "TEXT = f'DELETE FROM {table}'",
        "TEXT = 'TRUNCATE appeals_appeal'",
        "TEXT = 'UPDATE appeals_appeal SET state = 1'",
        "TEXT = '''\n    WITH came AS (SELECT 1) SELECT * FROM came'''",
        "TEXT = 'INSERT INTO appeals_appeal VALUES (1)'",
        "where(RawSQL('id > 1', []))",
        "TEXT = b'SELECT id FROM appeals_appeal'",
        "TEXT = 'select id from appeals_appeal'",
        "TEXT = '(SELECT id FROM appeals_appeal)'",
        "TEXT = 'DROP TABLE appeals_appeal'",
        "TEXT = 'CREATE UNIQUE INDEX one ON appeals_appeal (id)'",
        "TEXT = 'MERGE INTO appeals_appeal USING t ON true'",
    ],
)
def test_sql_is_seen(code: str) -> None:
    assert list(_statements(ast.parse(code)))


def test_prose_is_no_sql() -> None:
    code = '"""SELECT what you like."""\nUPDATE = "update"\nsay("With whom? Select one.")\nSELECT = "SELECT"'
    assert list(_statements(ast.parse(code))) == []
