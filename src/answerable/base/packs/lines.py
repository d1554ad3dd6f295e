"""YAML and CSV read so that each value still knows the line where it stands."""

import csv
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from answerable.base.packs.faults import Faults

LARGEST: Final = 20_000_000  # bytes of one file
DEEPEST: Final = 60  # maps and lists within each other


@dataclass(frozen=True, slots=True)
class Spot:
    """A value and its place: text, a number, a date ..., a list of Spots, or a map from words to Spots."""

    value: Any
    file: str
    line: int


def read_text(path: Path, name: str, faults: Faults) -> str | None:
    """The text of a file; None with a fault when it can't be read as UTF-8."""
    try:
        if path.stat().st_size > LARGEST:
            faults.lose(name, 0, f"the file is larger than {LARGEST // 1_000_000} MB", "Split or shorten it")
            return None
        content = path.read_bytes()
    except OSError as error:
        faults.lose(name, 0, f"the file can't be read ({error.strerror})", "Add it, or correct its permissions")
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        faults.lose(name, line, "not UTF-8", "Save the file in the encoding UTF-8")
        return None


def read_yaml(path: Path, name: str, faults: Faults) -> Spot | None:
    """A YAML file as Spots; None with a fault when it isn't YAML."""
    text = read_text(path, name, faults)
    if text is None:
        return None
    try:
        if not _is_plain(text, name, faults):
            return None
        loader = yaml.SafeLoader(text)
        node = loader.get_single_node()
        if node is None:
            faults.lose(name, 0, "the file is empty", "Write it, or remove it when it is optional")
            return None
        return _spot(node, loader, name, faults)
    except yaml.MarkedYAMLError as error:
        line, cure = (
            _line(error.problem_mark or error.context_mark),
            "Look at the indentation, colons and quotes near it",
        )
        faults.lose(name, line, f"not YAML: {error.problem}", cure)
    except yaml.YAMLError as error:
        faults.lose(name, 0, f"not YAML: {str(error).splitlines()[0]}", "Look for odd characters")
    return None


def _is_plain(text: str, name: str, faults: Faults) -> bool:
    """Say whether the file has neither aliases nor too many levels, before anything is built from it."""
    depth = 0
    for event in yaml.parse(text, yaml.SafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent):
            faults.lose(name, _line(event.start_mark), "an alias (*) stands here", "Write the value out")
            return False
        if depth > DEEPEST:
            faults.lose(name, _line(event.start_mark), f"more than {DEEPEST} levels deep", "Flatten it")
            return False
    return True


def _line(mark: Any) -> int:
    """The line of PyYAML's mark, counted from 1; 0 where it has none."""
    return 0 if mark is None else int(mark.line) + 1


def _spot(node: yaml.Node, loader: yaml.SafeLoader, name: str, faults: Faults) -> Spot:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return Spot(_map(node, loader, name, faults), name, line)
    if isinstance(node, yaml.SequenceNode):
        return Spot([_spot(item, loader, name, faults) for item in node.value], name, line)
    try:
        value = loader.construct_object(node)
    except (ValueError, yaml.YAMLError):  # 2026-13-45 looks like a date and is none
        value = node.value
    return Spot(value, name, line)


def _map(node: yaml.MappingNode, loader: yaml.SafeLoader, name: str, faults: Faults) -> dict[str, Spot]:
    found: dict[str, Spot] = {}
    for key, value in node.value:
        word = str(key.value)
        if word in found:
            faults.add(
                name, key.start_mark.line + 1, f"{word!r} stands twice, first in line {found[word].line}", "Remove one"
            )
        spot = _spot(value, loader, name, faults)
        found[word] = Spot(spot.value, name, key.start_mark.line + 1)
    return found


def read_csv(
    path: Path, name: str, faults: Faults, *, columns: tuple[str, ...], besides: Collection[str] = ()
) -> Iterator[Spot]:
    """Rows of a CSV file with a first line of column names, each a map from column to text; `besides` may be there."""
    text = read_text(path, name, faults)
    if text is None:
        return
    rows = csv.reader(text.splitlines(keepends=True), strict=True)
    head: list[str] = []
    line = 1
    try:
        for row in rows:
            start, line = line, rows.line_num + 1
            if not head:
                head = [cell.strip() for cell in row]
                if not _head_fits(head, columns, besides, name, faults):
                    return
            elif any(cell.strip() for cell in row):
                yield from _cells(head, row, name, start, faults)
    except csv.Error as error:
        faults.lose(name, rows.line_num, f"not CSV: {error}", "Look at the quotes near that line")
        return
    if not head:
        faults.lose(name, 0, "the file is empty", f"Begin it with the line {','.join(columns)}")


def _head_fits(head: list[str], columns: tuple[str, ...], besides: Collection[str], name: str, faults: Faults) -> bool:
    if missing := [column for column in columns if column not in head]:
        faults.lose(name, 1, f"columns are missing: {', '.join(missing)}", f"Begin with the line {','.join(columns)}")
    if strange := [column for column in head if column not in columns and column not in besides]:
        faults.add(name, 1, f"unknown columns: {', '.join(strange)}", f"Known: {', '.join(columns)}")
    return not missing


def _cells(head: list[str], row: list[str], name: str, line: int, faults: Faults) -> Iterator[Spot]:
    if len(row) != len(head):
        faults.lose(
            name, line, f"{len(row)} cells where {len(head)} belong", "Count the commas; quote a text with a comma"
        )
        return
    cells = {column: Spot(cell.strip(), name, line) for column, cell in zip(head, row, strict=True) if cell.strip()}
    yield Spot(cells, name, line)
