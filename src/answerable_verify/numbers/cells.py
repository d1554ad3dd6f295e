"""Cells of a document: n, parts, and where there is one a share with its interval. Numbers are written the same everywhere."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any, Final

from answerable_verify.numbers.intervals import share

ALL: Final = "all"
"""The group of everybody."""
Cell = dict[str, Any]
Parts = defaultdict[str, Counter[str]]
"""Group -> part -> how many."""


def fixed(value: float) -> str:
    """A number as documents write it."""
    return f"{value:.6f}"


def share_cell(parts: Mapping[str, int], of: str, n: int) -> Cell:
    """A cell whose figure is the share of one part."""
    cell: Cell = {"n": n, "parts": {name: count for name, count in sorted(parts.items()) if count}}
    if n:
        found = share(parts.get(of, 0), n)
        cell |= {"value": fixed(found.value), "low": fixed(found.low), "high": fixed(found.high)}
    return cell


def count_cells(counts: Parts, prefix: str = "") -> dict[str, Cell]:
    """Cells whose figure is how many; of the parts only those whose codes begin so are added up."""
    cells = {}
    for group, parts in counts.items():
        n = sum(count for name, count in parts.items() if name.startswith(prefix))
        cells[group] = {"n": n, "value": str(n), "parts": dict(sorted(parts.items()))}
    return cells


def shares(counts: Parts, of: str) -> dict[str, Cell]:
    """Cells whose figure is the share of one part of all."""
    return {group: share_cell(parts, of, parts.total()) for group, parts in counts.items()}
