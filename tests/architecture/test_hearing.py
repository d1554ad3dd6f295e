"""News of the journal is heard through followers alone: they keep a place, park what they can't take, and show it.

A loop of a room's own over the journal's positions, or a `Follower` put together by hand, would stop at the first entry
on which it raises, and nobody would see it.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.architecture import source

READS: Final = {"heard_between"}
TABLES: Final = re.compile(r"\bledger_(?:entry|leaf)\b(?!_)")
ROWS: Final = {"Entry", "Leaf"}
POSITION: Final = re.compile(r"(?:.*__)?position(?:__\w+)?|(?:id|pk|at)__gte?")  # the last: a bookmark of one's own


def _listeners(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Whatever reads the journal by its positions: its query, SQL on its tables, a filter or an order by position."""
    for node in ast.walk(tree):
        line = getattr(node, "lineno", 0)
        if isinstance(node, ast.ImportFrom):
            yield from ((line, each.name) for each in node.names if each.name in READS)
        elif isinstance(node, ast.Attribute) and node.attr in READS:
            yield line, node.attr
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and TABLES.search(node.value):
            yield line, "SQL on the journal"
        elif isinstance(node, ast.Call) and _asks_by_position(node):
            yield line, "rows of the journal by position"


def _asks_by_position(call: ast.Call) -> bool:
    words = [each.arg or "" for each in call.keywords]
    words += [
        each.value.lstrip("-") for each in call.args if isinstance(each, ast.Constant) and isinstance(each.value, str)
    ]
    there = {each.id for each in ast.walk(call.func) if isinstance(each, ast.Name)}
    there |= {each.attr for each in ast.walk(call.func) if isinstance(each, ast.Attribute)}
    return "objects" in there and bool(there & ROWS) and any(POSITION.fullmatch(word) for word in words)


def _homemade(tree: ast.AST, *, in_followers: bool) -> Iterator[tuple[int, str]]:
    """A follower that is not a function marked `@follows` in a room's `followers.py`."""
    marks = {
        mark
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for mark in node.decorator_list
    }
    for node in ast.walk(tree):
        called = source.called(node).rsplit(".", 1)[-1]
        if called == "Follower" or (called == "follows" and (not in_followers or node not in marks)):
            yield getattr(node, "lineno", 0), called


def _is_followers(path: Path) -> bool:
    return source.inside(path)[:1] == ("followers",)


def test_nobody_but_the_ledger_reads_the_journal_by_its_positions() -> None:
    found = [
        f"{source.name(path)}:{line}: {what}"
        for path in source.system(*set(source.FLOORS) - {"ledger"})
        for line, what in _listeners(source.tree(path))
    ]
    assert found == []


def test_followers_are_made_by_follows_alone() -> None:
    found = [
        f"{source.name(path)}:{line}: {what}"
        for path in source.system()
        if source.name(path) != "src/answerable/base/follower.py"
        for line, what in _homemade(source.tree(path), in_followers=_is_followers(path))
    ]
    assert found == []


@pytest.mark.parametrize(
    "code",
    [
        "from answerable.ledger.queries import heard_between",
        "for entry in ledger_queries.heard_between(last, last + 500): hear(entry)",
        "cursor.execute('SELECT id FROM ledger_entry e JOIN ledger_leaf l USING (id) WHERE position > %s', [last])",
        "Leaf.objects.filter(position__gt=last)",
        "for entry in Entry.objects.filter(leaf__position__gt=last): hear(entry)",
        "models.Leaf.objects.all().order_by('position')",
    ],
)
def test_a_reader_without_parking_is_seen(code: str) -> None:
    assert list(_listeners(ast.parse(code)))


@pytest.mark.parametrize(
    ("code", "in_followers"),
    [
        ("Follower('hear', frozenset({'appeal.rated'}), hear, False)", True),
        ("follower.Follower('hear', deeds, hear)", False),
        ("heard = follows('appeal.rated')(hear)", True),
        ("@follows('appeal.rated')\ndef hear(entry): ...", False),
    ],
)
def test_a_follower_of_ones_own_making_is_seen(code: str, in_followers: bool) -> None:
    assert list(_homemade(ast.parse(code), in_followers=in_followers))


def test_a_declared_follower_is_none_of_these() -> None:
    code = ast.parse("@follows('appeal.rated')\ndef hear(entry): ...\nEntry.objects.filter(thing=thing)")
    assert (list(_homemade(code, in_followers=True)), list(_listeners(code))) == ([], [])
