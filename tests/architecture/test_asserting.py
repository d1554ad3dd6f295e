"""A test that asserts nothing cannot fail; one that asserts a constant, or a thing to be itself, can't either."""

import ast
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Final

from tests.architecture import source

EXPECTS: Final = {"raises", "warns", "fail"}  # of pytest


def _called(node: ast.AST) -> set[str]:
    """The last names of everything that is called within."""
    calls = [each.func for each in ast.walk(node) if isinstance(each, ast.Call)]
    return {each.attr if isinstance(each, ast.Attribute) else getattr(each, "id", "") for each in calls}


def _asserts(node: ast.AST) -> bool:
    return bool(_called(node) & EXPECTS) or any(isinstance(each, ast.Assert) for each in ast.walk(node))


def _cannot_fail(test: ast.expr) -> bool:
    """Say whether an assertion holds whatever the code does: a constant, a tuple, something that equals itself."""
    if isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.left, ast.Name | ast.Attribute):
        return ast.dump(test.left) == ast.dump(test.comparators[0])
    return isinstance(test, ast.Constant | ast.Tuple | ast.JoinedStr)


@cache
def _asserting() -> set[str]:
    """Names of functions of tests and their modules that assert, or that call one that does."""
    calls: dict[str, set[str]] = defaultdict(set)
    found = set()
    for path in source.tests():
        for node in ast.walk(source.tree(path)):
            if isinstance(node, ast.FunctionDef):
                calls[node.name] |= _called(node)
                found |= {node.name} if _asserts(node) else set()
    while more := {name for name, called in calls.items() if name not in found and called & found}:
        found |= more
    return found


def silent(tree: ast.Module, asserting: set[str]) -> list[str]:
    """The tests of a module that assert nothing, themselves or by what they call."""
    tests = [each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef) and each.name.startswith("test_")]
    return [each.name for each in tests if not _asserts(each) and not _called(each) & asserting]


def empty(tree: ast.Module) -> list[int]:
    """The lines on which something is asserted that cannot be otherwise."""
    return [each.lineno for each in ast.walk(tree) if isinstance(each, ast.Assert) and _cannot_fail(each.test)]


def _tests() -> list[Path]:
    return [path for path in source.tests() if path.name.startswith("test_")]


def test_every_test_asserts_something() -> None:
    assert [
        f"{source.name(path)}: {name}" for path in _tests() for name in silent(source.tree(path), _asserting())
    ] == []


def test_no_assertion_is_one_that_cannot_fail() -> None:
    assert [f"{source.name(path)}:{line}" for path in _tests() for line in empty(source.tree(path))] == []


def test_tests_that_prove_nothing_are_found() -> None:
    bad = ast.parse(
        "def test_a():\n    work()\n    assert (1, 'said')\ndef test_b():\n    work()\ndef test_c():\n    holds()"
    )
    assert silent(bad, {"holds"}) == ["test_b"]
    assert empty(bad) == [3]
    assert empty(ast.parse("assert found == found\nassert found == other\nassert 1\nassert f'{x}'")) == [1, 3, 4]
