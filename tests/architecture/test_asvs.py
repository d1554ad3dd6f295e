"""`docs/security/asvs.csv` is whole and honest: every requirement of level 1 and 2, and every claim with its test."""

import ast
import csv
from collections import Counter
from functools import cache

from tests.architecture import asvs, source

SHEET = source.ROOT / "docs" / "security" / "asvs.csv"
STATUSES = {"holds", "not applicable", "not yet"}


def _rows() -> list[dict[str, str]]:
    with SHEET.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def _tests(path: str) -> frozenset[str]:
    """The tests that pytest would collect from a file."""
    file = source.ROOT / path
    if not file.is_file() or not file.name.startswith("test_"):
        return frozenset()
    return frozenset(
        node.name
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )


def _is_there(evidence: str) -> bool:
    """Say whether a claimed test or page exists."""
    if evidence.startswith("doc:"):
        return (source.ROOT / evidence.removeprefix("doc:")).is_file()
    path, _, name = evidence.partition("::")
    return name in _tests(path)


def test_every_requirement_of_level_1_and_2_has_a_line_in_order() -> None:
    wanted = [(f"V{ref}", level) for ref, level in asvs.LEVELS.items() if level in "12"]
    assert [(row["id"], row["level"]) for row in _rows()] == wanted
    assert Counter(level for _, level in wanted) == {"1": 70, "2": 183}


def test_every_line_says_how_it_stands_and_why() -> None:
    assert [
        row["id"] for row in _rows() if row["status"] not in STATUSES or not row["what"] or not row["evidence"]
    ] == []


def test_every_claim_has_a_test_or_a_page_that_exists() -> None:
    claimed = {row["id"]: row["evidence"] for row in _rows() if row["status"] == "holds"}
    assert {ref: evidence for ref, evidence in claimed.items() if not _is_there(evidence)} == {}


def test_what_does_not_hold_says_why_in_words() -> None:
    others = [row for row in _rows() if row["status"] != "holds"]
    assert [row["id"] for row in others if "::" in row["evidence"] or len(row["evidence"]) < 4] == []
