"""The source as the architecture tests read it: files, their rooms and their syntax trees."""

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final

from answerable.site import rooms

ROOT: Final = Path(__file__).resolve().parents[2]
SOURCE: Final = ROOT / "src"
SYSTEM: Final = SOURCE / "answerable"
TOY: Final = ROOT / "tests" / "architecture" / "toy"
FLOORS: Final = ("base", *(room.name for room in rooms.ROOMS))


def python(*, tests: bool = False) -> Iterator[Path]:
    """The Python files of the product, with or without their tests."""
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE).parts
        if "migrations" not in parts and (tests or ("tests" not in parts and path.name != "testing.py")):
            yield path


def tests() -> Iterator[Path]:
    """The Python files of all tests, and what they stand on; the toy room is no test, but a room."""
    for top in (SOURCE, ROOT / "tests"):
        for path in sorted(top.rglob("*.py")):
            parts = path.relative_to(ROOT).parts  # where the checkout lies says nothing
            ours = top != SOURCE or "tests" in parts or path.name == "testing.py"
            if ours and not path.is_relative_to(TOY):
                yield path


def templates() -> list[Path]:
    """All templates of all rooms."""
    return sorted(path for path in SYSTEM.glob("*/templates/**/*") if path.suffix in {".html", ".txt", ".xml"})


def system(*floors: str) -> Iterator[Path]:
    """The Python files of the rooms' modules, without tests, all or those of some rooms."""
    for path in python():
        if path.is_relative_to(SYSTEM) and (not floors or room_of(path) in floors):
            yield path


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def room_of(path: Path) -> str:
    """The room that a file of the system lies in."""
    return path.relative_to(SYSTEM).parts[0]


def inside(path: Path) -> tuple[str, ...]:
    """The way from the room's folder to the file, the suffix left out."""
    return path.relative_to(SYSTEM).with_suffix("").parts[1:]


def name(path: Path) -> str:
    """How a file is named in a fault."""
    return str(path.relative_to(ROOT))


def imports(path: Path) -> Iterator[str]:
    """Every module, or name in a module, that a file imports, at its top or inside a function."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield from (f"{node.module}.{each.name}" for each in node.names)


def clock_readers(module: ast.AST, clocks: Iterable[str]) -> Iterator[int]:
    """Lines that name one of these functions, called or handed on, under whatever name the file imported it."""
    known: dict[str, str] = {}
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            known |= {each.asname: each.name for each in node.names if each.asname}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            known |= {each.asname or each.name: f"{node.module}.{each.name}" for each in node.names}
    wanted = frozenset(clocks)
    for node in ast.walk(module):
        if isinstance(node, ast.Attribute | ast.Name) and isinstance(node.ctx, ast.Load):
            first, _, rest = dotted(node).partition(".")
            if f"{known.get(first, first)}.{rest}".rstrip(".") in wanted:
                yield node.lineno


def dotted(node: ast.AST) -> str:
    """The dotted name that an expression spells, empty when it is no plain name."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join(reversed([*parts, node.id])) if isinstance(node, ast.Name) else ""


def called(node: ast.AST) -> str:
    """The dotted name of what a call calls, empty when it is no plain name."""
    return dotted(node.func) if isinstance(node, ast.Call) else ""
