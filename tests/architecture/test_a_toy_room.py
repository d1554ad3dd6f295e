"""A new room needs its folder and its line in `site/rooms.py`, and no other file: the point of declaring rooms.

A copy of the system is given the folder `tests/architecture/toy` and *one line*: its value in the tuple (with the import that any
name in Python needs). Everything else in the copy is byte for byte what stands here. Then the toy's own walk is run in
that installation, in a process and with a database of its own: a kind of subject that is sealed, with its row policy; a term; a
follower; a kind of leaf of the public log; a part of a pack; a power; a page at the desk and its place in the menu; a refusal in words; a number; a
red line; a job; a table that is counted after a restore.

The toy's modules bear other names than those of the rooms (`pages` for `urls`, `hearing` for `followers`), so whoever
looks a room's things up by name again finds none of them, and this test fails.
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
LINE: Final = ("    SITE,\n)", "    TOY,\n    SITE,\n)")
IMPORT: Final = (
    "from answerable.site.room import SITE\n",
    "from answerable.site.room import SITE\nfrom answerable.toy.room import TOY\n",
)
SETTINGS: Final = """
[pytest]
DJANGO_SETTINGS_MODULE = answerable.site.settings
pythonpath = src
python_files = walk.py
addopts = -q -p answerable.site.testing -p no:cacheprovider
filterwarnings = error
"""


def _house_with_the_toy(home: Path) -> Path:
    """A copy of the system with one folder and one line more."""
    leave_out = shutil.ignore_patterns("__pycache__", "tests")
    for package in ("answerable", "answerable_host", "answerable_verify", "answerable_witness"):
        shutil.copytree(source.SOURCE / package, home / "src" / package, ignore=leave_out)
    shutil.copytree(TOY, home / "src" / "answerable" / "toy", ignore=leave_out)
    shutil.copytree(source.ROOT / "packs", home / "packs")
    shutil.copy(source.ROOT / "conftest.py", home)
    rooms = home / "src" / "answerable" / "site" / "rooms.py"
    text = rooms.read_text(encoding="utf-8")
    for before, after in (IMPORT, LINE):
        assert text.count(before) == 1
        text = text.replace(before, after)
    rooms.write_text(text, encoding="utf-8")
    (home / "pytest.ini").write_text(SETTINGS, encoding="utf-8")
    return home


@pytest.mark.slow
def test_a_room_is_added_by_its_folder_and_one_line(tmp_path: Path) -> None:
    home = _house_with_the_toy(tmp_path)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ANSWERABLE_", "PYTEST_"))}
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", str(home / "src" / "answerable" / "toy")],
        cwd=home,
        env={**kept, "PYTHONPATH": str(home / "src"), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout[-6000:] + ran.stderr[-2000:]
    assert "3 passed" in ran.stdout


def test_a_misspelt_declaration_is_refused_where_it_stands() -> None:
    with pytest.raises(TypeError, match="guages"):
        Room(name="toy", guages=dict)  # type: ignore[call-arg] # mypy refuses it, too
