"""Where the tests of a module are: `python -m tests.where src/answerable/vault/hash_slots.py`, `make test OF=...`.

`x.py` is tried in `test_x.py` of its room's tests (`a/x.py` in `test_x.py` or `test_a_x.py`). Where there is no such file, the
docstring of the room's `tests/__init__.py` has a line for the module, or for its folder: `actions/: test_acts.py
tests/walks/test_....py`. The longest line wins; a name of a test with a slash counts from the root.
`tests/architecture/test_mirrors.py` holds that every module with a function is found so.
"""

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
SOURCE: Final = ROOT / "src"
LINE: Final = re.compile(r"^(\S+(?:\.py|/)): (\S.*)$", re.MULTILINE)


def modules() -> Iterator[Path]:
    """The modules of the product that have something to try: a function or a method."""
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE).parts
        if not {"tests", "migrations"} & {*parts} and path.name != "testing.py" and "def " in path.read_text():
            yield path


def place_of(module: Path) -> Path:
    """The nearest folder above a module that has tests: its room as a rule."""
    above = [each for each in module.parents if each.is_relative_to(SOURCE)]
    return next((each for each in above if (each / "tests" / "__init__.py").is_file()), SOURCE)


@cache
def lines(place: Path) -> dict[str, tuple[str, ...]]:
    """What a place says of its modules and folders: files of tests by the path within it."""
    package = place / "tests" / "__init__.py"
    told = ast.get_docstring(ast.parse(package.read_text(encoding="utf-8"))) if package.is_file() else ""
    return {module: tuple(files.split()) for module, files in LINE.findall(told or "")}


def mirrored(module: Path) -> list[Path]:
    """The file of tests with the module's own name."""
    place = place_of(module)
    way = [each for each in module.relative_to(place).with_suffix("").parts if each != "__init__"]
    names = {f"test_{way[-1]}.py", f"test_{'_'.join(way)}.py"} if way else set()
    return [path for path in sorted((place / "tests").glob("test_*.py")) if path.name in names]


def named(module: Path) -> list[Path]:
    """The files of tests that the line for the module, or for its folder, names."""
    place = place_of(module)
    way, told = module.relative_to(place).as_posix(), lines(place)
    line = max(
        (each for each in told if each == way or (each.endswith("/") and way.startswith(each))), key=len, default=""
    )
    return [ROOT / each if "/" in each else place / "tests" / each for each in told.get(line, ())]


def tests_of(module: Path) -> list[Path]:
    """Where a module is tried."""
    return mirrored(module) or named(module)


def main() -> int:
    """Say it of the modules that are asked for; returns how many are found nowhere."""
    lost = 0
    for asked in sys.argv[1:]:
        found = tests_of(ROOT / asked)
        lost += not found
        print("\n".join(str(path.relative_to(ROOT)) for path in found))
    return lost


if __name__ == "__main__":
    sys.exit(main())
