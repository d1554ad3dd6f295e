"""A new room needs its folder and its line in `site/rooms.py`, and no other file: the point of declaring rooms.

A copy of the checkout is given the folder `tests/architecture/toy` as a room and *one line*: its floor in the list (with the import
that any name in Python needs). Everything else in the copy is byte for byte what stands here. Then the toy's own tests are run in
that installation, in a process and with a database of its own: a kind of subject that is sealed, with its row policy; a term; a
follower; a kind of leaf of the public log; a part of a pack; a power; a page at the desk and its place in the menu; a refusal in words;
a number; a red line; a job; a table that is counted after a restore.

In the same copy the linter of floors and the rules of the system (`tests/architecture`) hold for it as for any room.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from answerable.base.room import Room
from tests.architecture import source

TOY: Final = Path(__file__).with_name("toy")
LINE: Final = ("    (SITE,),\n)", "    (TOY,),\n    (SITE,),\n)")
IMPORT: Final = (
    "from answerable.site.room import SITE\n",
    "from answerable.site.room import SITE\nfrom answerable.toy.room import TOY\n",
)
LEFT_OUT: Final = shutil.ignore_patterns("__pycache__", ".*", "build", "var", "node_modules")
RULES: Final = (
    "doors",
    "floors",
    "hearing",
    "mirrors",
    "names",
    "reflection",
    "rooms",
    "sealed_fields",
    "shape",
    "sql",
    "subjects",
    "wide_ids",
)
"""The rules of the system that a room can break; those that take a minute are tried by the long test."""


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the checkout with one folder and one line more."""
    home = tmp_path_factory.mktemp("toy") / "system"
    shutil.copytree(source.ROOT, home, ignore=LEFT_OUT)
    shutil.copytree(TOY, home / "src" / "answerable" / "toy", ignore=LEFT_OUT)
    rooms = home / "src" / "answerable" / "site" / "rooms.py"
    text = rooms.read_text(encoding="utf-8")
    for before, after in (IMPORT, LINE):
        assert text.count(before) == 1
        text = text.replace(before, after)
    rooms.write_text(text, encoding="utf-8")
    return home


def _run(system: Path, *command: str) -> str:
    """What a command prints in the copy, where it ends well."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ANSWERABLE_", "PYTEST_"))}
    ran = subprocess.run(
        [sys.executable, *command],
        cwd=system,
        env={**kept, "PYTHONPATH": str(system / "src"), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout[-6000:] + ran.stderr[-2000:]
    return ran.stdout


def _tests(system: Path, *places: str) -> str:
    return _run(system, "-m", "pytest", "-p", "no:cacheprovider", *places)


@pytest.mark.slow
def test_a_room_is_added_by_its_folder_and_one_line(system: Path) -> None:
    rules = [f"tests/architecture/test_{each}.py" for each in RULES]
    assert " passed in " in _tests(system, "src/answerable/toy", *rules)
    floors = _run(system, "-c", "from importlinter.cli import lint_imports_command as lint; lint()", "--no-cache")
    assert "0 broken" in floors


@pytest.mark.long
def test_every_rule_of_the_system_holds_for_a_room_that_was_added(system: Path) -> None:
    rest = _tests(system, "tests/architecture", f"--ignore=tests/architecture/{Path(__file__).name}")
    assert " passed in " in rest


def test_a_misspelt_declaration_is_refused_where_it_stands() -> None:
    with pytest.raises(TypeError, match="guages"):
        Room(name="toy", guages=dict)  # type: ignore[call-arg] # mypy refuses it, too
