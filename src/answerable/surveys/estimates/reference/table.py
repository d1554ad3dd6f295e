"""A file of data as columns. An empty cell is a missing answer."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from answerable.surveys.estimates.arrays import EstimationError, Vector


class TableError(EstimationError):
    """A file without the column or without the number that a case speaks of."""


@dataclass(frozen=True)
class Table:
    """Columns of text, all of one length."""

    columns: Mapping[str, Sequence[str]]

    @property
    def rows(self) -> int:
        """How many rows."""
        return len(next(iter(self.columns.values()), ()))

    def labels(self, name: str) -> list[str]:
        """A column as labels; `a*b` is the combination of two."""
        parts = [self._column(part) for part in name.split("*")]
        return ["|".join(each) for each in zip(*parts, strict=True)]

    def numbers(self, name: str) -> Vector:
        """A column as numbers, missing as NaN."""
        try:
            return np.array([float(cell) if cell else np.nan for cell in self._column(name)])
        except ValueError:
            raise TableError(f"{name} is not a column of numbers") from None

    def where(self, name: str, wanted: str) -> "Table":
        """The rows with that label."""
        places = [place for place, label in enumerate(self.labels(name)) if label == wanted]
        return Table({key: [cells[place] for place in places] for key, cells in self.columns.items()})

    def _column(self, name: str) -> Sequence[str]:
        if name not in self.columns:
            raise TableError(f"there is no column {name}")
        return self.columns[name]


def read(path: Path) -> Table:
    """A CSV file with a line of names."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        names = next(lines)
        return Table(dict(zip(names, map(list, zip(*lines, strict=True)), strict=True)))
