"""A follow-up code is typed on the pages below `/follow/` and nowhere else, so that the slip opens alike wherever somebody comes from."""

import ast
from pathlib import Path

import answerable

SOURCE = Path(answerable.__file__).parent
OPENS = {"enter_code", "open_by_code", "open_row", "come_back"}


def test_codes_are_opened_by_the_pages_of_following_alone() -> None:
    found = set()
    for path in SOURCE.rglob("*.py"):
        if "tests" in path.parts or "vault" in path.relative_to(SOURCE).parts[:1]:
            continue
        calls = [node.func for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
        if any(isinstance(call, ast.Attribute) and call.attr in OPENS for call in calls):
            found.add(str(path.relative_to(SOURCE)))
    assert sorted(found) == ["appeals/views/follow.py", "appeals/views/returning.py"]
