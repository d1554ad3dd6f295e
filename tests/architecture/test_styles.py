"""What a page loads together is drawn once: a class has its own rule in one stylesheet only.

Two meanings of one name met on the list of the desk: its bar of buttons became as low as the bar of a share.
"""

import re
from collections import defaultdict
from pathlib import Path

from tests.architecture import source


def _stylesheets() -> list[Path]:
    return sorted(source.SYSTEM.rglob("static/**/*.css"))


def test_a_class_is_drawn_in_one_stylesheet() -> None:
    drawn: dict[str, set[str]] = defaultdict(set)
    for path in _stylesheets():
        for name in re.findall(r"^\.([\w-]+) \{", path.read_text(), re.MULTILINE):
            drawn[name].add(path.name)
    assert drawn.keys() >= {"bar", "share-bar"}
    assert {name: sorted(paths) for name, paths in drawn.items() if len(paths) > 1} == {}
