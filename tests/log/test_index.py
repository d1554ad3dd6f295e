"""Every one of the 34 cases of the log's contract (section 6) has a test that bears its number, or a reason in writing.

A test bears a number by its name: `test_case07_...` or `test_case_07_...`; one that holds two cases says `_and_`.
"""

import ast
import re
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CASES = range(1, 35)
NAMED = re.compile(r"test_case_?([0-9]{1,2})(?:_and_([0-9]{1,2}))?_")
ELSEWHERE: dict[int, str] = {}
"""Cases that no test can hold, with the reason."""


def by_case() -> dict[int, list[str]]:
    """The tests of the whole repository by the numbers they bear."""
    found: dict[int, list[str]] = defaultdict(list)
    for folder in ("src", "tests"):
        for path in sorted((ROOT / folder).rglob("test_*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                named = NAMED.match(node.name) if isinstance(node, ast.FunctionDef) else None
                for number in named.groups() if named else ():
                    if number:
                        found[int(number)].append(f"{path.relative_to(ROOT)}::{node.name}")
    return found


def test_every_case_has_a_test_or_a_reason():
    found = by_case()
    assert [number for number in CASES if number not in found and not ELSEWHERE.get(number)] == []
    assert [number for number in found if number not in CASES] == []
    assert [number for number in ELSEWHERE if number in found] == []


def test_every_case_that_the_system_can_break_is_tried_on_it():
    """What only the verifier's tests hold is arithmetic and reading; the rest runs through the real sequencer."""
    in_the_system = {case for case, places in by_case().items() if any(not _of_verifier(one) for one in places)}
    of_the_verifier = {11, 12, 13, 14, 15, 18, 19, 23, 24, 31, 33}
    assert set(CASES) - in_the_system <= of_the_verifier


def _of_verifier(place: str) -> bool:
    return place.startswith("src/answerable_verify/")
