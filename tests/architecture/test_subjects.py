"""Below appeals nobody knows of appeals: there it is a subject, whatever its kind (design, section 3).

Comments and docstrings may name an appeal as the example that it is, and so may what residents read.
"""

import ast
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
    stored = STORED.get(str(path.relative_to(source.HOUSE)), set())
    return [
        f"{source.name(path)}:{line}: {word}"
        for line, word in _words(source.tree(path))
        if WORD in word.lower() and word.lower() not in stored
    ]


def test_no_room_below_appeals_knows_of_appeals() -> None:
    paths = [path for path in source.python() if path.is_relative_to(source.HOUSE) and source.room_of(path) in BELOW]
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
