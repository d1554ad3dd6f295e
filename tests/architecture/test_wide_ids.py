"""No plain list of ids meets an array lookup: Django would cut 64-bit ids to 32 bits without a word."""

import re
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "answerable"
LOOKUP = re.compile(r"__(?:overlap|contains|contained_by)=(?!ids\()(?:sorted\(|list\(|\[(?!F\(|Power\.|str\())")


def test_array_lookups_take_ids_and_never_a_plain_list():
    found = [
        f"{path.relative_to(SOURCE)}: {line.strip()}"
        for path in SOURCE.rglob("*.py")
        if "tests" not in path.parts
        for line in path.read_text(encoding="utf-8").splitlines()
        if LOOKUP.search(line)
    ]
    assert found == []
