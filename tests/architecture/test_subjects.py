"""Below appeals nobody knows of appeals: there it is a subject, whatever its kind (design, section 3).

Comments and docstrings may name an appeal as the example that it is, and so may what residents read.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.architecture import source

WORD: Final = "appeal"
BELOW: Final = source.FLOORS[: source.FLOORS.index("appeals")]
READ_BY_PEOPLE: Final = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
NAMES_OF_COLUMNS: Final = {"db_column", "column"}  # as they were stored first
STORED: Final = {
    "channels/terms.py": {"appeal"},  # the kind of a first message, in every row since the first
}

IN_TAGS: Final = {
    "people/templates/people/desk/me.html": {
        "desk:appeals:looks"
    },  # one's way to who looked: `way` shows none if absent
    "vault/templates/vault/desk/key.html": {"desk:appeals:handover", "desk:appeals:quorum"},
    "vault/templates/vault/desk/retire.html": {"desk:appeals:handover"},
}
IN_SQL: Final = {  # migrations that were written when appeals were all; what is new has no place here
    "law/migrations/names_of_before.sql": "views under the tables' names of before, for a version still running",
    "ledger/migrations/own_case.sql": "the case of a public deed stood in its fact `appeal`",
    "ledger/migrations/public.sql": "the case of a public deed stood in its fact `appeal`",
    "ledger/migrations/room_bookmarks.sql": "names of followers as they were stored",
    "vault/migrations/guard.sql": "the first kind; vault/migrations/subjects.sql puts any in its place",
    "vault/migrations/subjects.sql": "the kind of the rows that stood before kinds",
}
TAG: Final = re.compile(r"{{.*?}}|{%(?!\s*comment\b).*?%}", re.DOTALL)
TRANSLATED: Final = re.compile(r"""(?:\b(?:translate|trans)\s+|\b_\()(?:"[^"]*"|'[^']*')""")
IN_TAG: Final = re.compile(rf"[\w:./-]*{WORD}[\w:./-]*", re.IGNORECASE)
PROSE_OF_SQL: Final = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)


def _in_tags(text: str) -> set[str]:
    """Names and strings in a template's tags that have the word; what readers read stands outside, or is translated."""
    return {word for tag in TAG.findall(text) for word in IN_TAG.findall(TRANSLATED.sub("", tag))}


def _in_sql(text: str) -> bool:
    return WORD in PROSE_OF_SQL.sub("", text).lower()


def _below(*patterns: str) -> Iterator[tuple[str, str]]:
    for path in sorted(path for pattern in patterns for path in source.SYSTEM.glob(pattern)):
        if path.is_file() and source.room_of(path) in BELOW:
            yield str(path.relative_to(source.SYSTEM)), path.read_text(encoding="utf-8")


def test_no_template_below_appeals_knows_of_appeals() -> None:
    found = {name: _in_tags(text) for name, text in _below("*/templates/**/*")}
    assert {name: words for name, words in found.items() if words} == IN_TAGS


def test_no_sql_below_appeals_knows_of_appeals() -> None:
    assert [name for name, text in _below("**/*.sql") if _in_sql(text)] == sorted(IN_SQL)


def test_the_check_sees_variables_and_sql_and_passes_over_what_readers_read() -> None:
    page = """{% translate "Your appeal" %} appeal {{ appeal.number }} {% if not one.Appeal_id %}{% url 'desk:appeals:one' %}
        {{ _("appeal") }}{% blocktranslate count n=appeals %}{{ n }} appeal{% endblocktranslate %}{% include "appeals/a.html" %}"""
    assert _in_tags(page) == {"appeal.number", "one.Appeal_id", "desk:appeals:one", "appeals", "appeals/a.html"}
    assert _in_sql("SELECT 1 FROM appeals_appeal -- why")
    assert not _in_sql("-- an appeal\nSELECT 1 /* appeal */")


def _said(node: ast.AST) -> set[ast.AST]:
    """Below a node: strings that are docstrings, texts for people, or names of stored columns."""
    found: set[ast.AST] = set()
    for each in ast.walk(node):
        if isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant):
            found.add(each.value)
        if isinstance(each, ast.Call) and source.called(each) in READ_BY_PEOPLE:
            found.update(ast.walk(each))
        if isinstance(each, ast.keyword) and each.arg in NAMES_OF_COLUMNS:
            found.add(each.value)
    return found


def _words(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every identifier and every string of a module that is neither prose nor stored."""
    said = _said(tree)
    for node in ast.walk(tree):
        if node in said:
            continue
        line = getattr(node, "lineno", 0)
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield line, node.value
        for name in ("id", "attr", "arg", "name", "asname"):
            if isinstance(word := getattr(node, name, None), str):
                yield line, word


def _faults(path: Path) -> list[str]:
    stored = STORED.get(str(path.relative_to(source.SYSTEM)), set())
    return [
        f"{source.name(path)}:{line}: {word}"
        for line, word in _words(source.tree(path))
        if WORD in word.lower() and word.lower() not in stored
    ]


def test_no_room_below_appeals_knows_of_appeals() -> None:
    paths = [path for path in source.python() if path.is_relative_to(source.SYSTEM) and source.room_of(path) in BELOW]
    assert [fault for path in paths for fault in _faults(path)] == []


def test_the_check_sees_names_and_strings_and_passes_over_prose() -> None:
    code = '''
def one(appeal: int) -> str:
    """An appeal."""
    text = _("Your appeal")
    return f"appeal/{appeal.appeal_id}" + model(db_column="appeal", other="appeal")
'''
    assert sorted(_words(ast.parse(code))) == sorted(
        [
            (2, "one"), (2, "appeal"), (2, "int"), (2, "str"), (4, "text"), (5, "appeal/"), (5, "appeal"),
            (5, "appeal_id"), (5, "model"), (5, "db_column"), (5, "other"), (5, "appeal"),
        ]
    )  # fmt: skip
