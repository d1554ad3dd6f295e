"""Rooms are not found by reflection: neither as modules, nor as apps, nor by an attribute whose name is worked out.

Beside the look over the real tree each rule is given the violation that it is for (`SEEDED`).
"""

import ast
from collections.abc import Iterator
from typing import Final

import pytest

from tests.architecture import source

BY_NAME: Final = {"get_app_config", "get_model", "resolve_name", "attrgetter", "methodcaller", "globals", "locals"}
KEPT_BY_PYTHON: Final = {"sys.modules"}
KEPT_BY_NAME: Final = {"app_configs", "all_models"}
MAY_TAKE_BY_NAME: Final = {
    "src/answerable/appeals/actions/raising.py": "columns of a row, by declared sealed field",
    "src/answerable/appeals/queries/case.py": "columns of a row, by declared sealed field",
    "src/answerable/appeals/queries/undelivered.py": "a column of a row, by declared sealed field",
    "src/answerable/law/actions/loading.py": "columns of a row, against a pack's facts",
    "src/answerable/places/actions.py": "columns of a row, against a pack's facts",
    "src/answerable/site/accounts.py": "the mark of a door on a view",
    "src/answerable/site/doors.py": "the mark of a door on a view",
    "src/answerable/site/errors.py": "the mark of a door on a view",
    "src/answerable/site/security.py": "the mark of a door on a view",
    "src/answerable/site/templatetags/installation.py": "what a request keeps for its own length",
}


def _reflections(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Look-ups by a name: of modules, of apps and of attributes. `getattr` with a name written out is told by ruff."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = source.called(node).rsplit(".", 1)[-1]
            if called in BY_NAME:
                yield node.lineno, called
            if called == "getattr" and len(node.args) > 1 and not isinstance(node.args[1], ast.Constant):
                yield node.lineno, "getattr"
        elif isinstance(node, ast.Attribute | ast.Compare | ast.Subscript) and (what := _by_word(node)):
            yield node.lineno, what
        elif isinstance(node, ast.ImportFrom):
            names = {f"{node.module}.{each.name}" for each in node.names}
            yield from ((node.lineno, each.rsplit(".", 1)[-1]) for each in names & KEPT_BY_PYTHON)
            yield from ((node.lineno, each.name) for each in node.names if each.name in BY_NAME - {"get_model"})


def _by_word(node: ast.Attribute | ast.Compare | ast.Subscript) -> str:
    """What is taken from a list of things by name; of `room.name == "vault"` too: which room is meant is said by importing it."""
    if isinstance(node, ast.Attribute):
        kept = node.attr if node.attr in KEPT_BY_NAME else ""
        return "sys.modules" if ast.unparse(node) in KEPT_BY_PYTHON else kept
    if isinstance(node, ast.Subscript):
        return "__dict__" if isinstance(node.value, ast.Attribute) and node.value.attr == "__dict__" else ""
    sides = [node.left, *node.comparators]
    names = any(isinstance(side, ast.Attribute) and side.attr == "name" for side in sides)
    rooms = any(isinstance(side, ast.Constant) and side.value in source.FLOORS for side in sides)
    return "a room by its word" if names and rooms else ""


def test_nothing_is_found_by_reflection() -> None:
    found = [
        f"{source.name(path)}:{line}: {what}"
        for path in source.system()
        for line, what in _reflections(source.tree(path))
        if not (what == "getattr" and source.name(path) in MAY_TAKE_BY_NAME)
    ]
    assert found == []


def test_whoever_may_take_a_column_by_its_name_still_does() -> None:
    taking = {
        source.name(path)
        for path in source.system()
        if any(what == "getattr" for _, what in _reflections(source.tree(path)))
    }
    assert sorted(taking) == sorted(MAY_TAKE_BY_NAME)


SEEDED: Final = {
    "apps.get_app_config(name)": "get_app_config",
    "apps.get_model('appeals', 'Appeal')": "get_model",
    "apps.get_app_config(name).get_model('Appeal')": "get_app_config",
    "sys.modules['answerable.appeals.queries']": "sys.modules",
    "from sys import modules": "modules",
    "pkgutil.resolve_name('answerable.appeals.queries:overdue')": "resolve_name",
    "from pkgutil import resolve_name as find": "resolve_name",
    "getattr(room, name)()": "getattr",
    "getattr(appeals_queries, f'{word}_on')": "getattr",
    "getattr(room, name, None)": "getattr",
    "operator.attrgetter(name)(room)": "attrgetter",
    "globals()[name]": "globals",
    "apps.app_configs['vault']": "app_configs",
    "apps.all_models['vault']['file']": "all_models",
    "actions.__dict__['open_pair']": "__dict__",
    "next(each for each in installed() if each.name == 'vault')": "a room by its word",
}


@pytest.mark.parametrize("code", SEEDED)
def test_each_kind_of_reflection_is_seen(code: str) -> None:
    assert SEEDED[code] in {what for _, what in _reflections(ast.parse(code))}


def test_an_attribute_written_out_is_no_reflection() -> None:
    assert (
        list(_reflections(ast.parse("getattr(request, 'actor', None); room.followers(); apps.get_app_configs()"))) == []
    )
