"""The arrays that all estimators speak of: one value per row, groups as numbers, sums by group."""

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from answerable.surveys.estimates.errors import EstimationError as EstimationError  # noqa: PLC0414 -- given on

Vector: TypeAlias = npt.NDArray[np.float64]
Matrix: TypeAlias = npt.NDArray[np.float64]
Codes: TypeAlias = npt.NDArray[np.intp]
Mask: TypeAlias = npt.NDArray[np.bool_]


def vector(values: Any) -> Vector:
    """The values as numbers, missing as NaN."""
    return np.asarray(values, dtype=np.float64)


def matrix(values: Any) -> Matrix:
    """The values as columns of numbers; one variable is one column."""
    array = np.asarray(values, dtype=np.float64)
    return array[:, None] if array.ndim == 1 else array


def codes_of(labels: Any) -> tuple[Codes, tuple[Any, ...]]:
    """The number of each row's group, and the groups in their sorted order."""
    levels, codes = np.unique(np.asarray(labels), return_inverse=True)
    return codes.astype(np.intp), tuple(levels.tolist())


def crossed(columns: Sequence[Any]) -> Codes:
    """The number of each row's combination of several labels."""
    codes, levels = codes_of(columns[0])
    count = len(levels)
    for column in columns[1:]:
        further, more = codes_of(column)
        codes = codes * len(more) + further
        _, codes = np.unique(codes, return_inverse=True)
        count = int(codes.max()) + 1 if len(codes) else count
    return codes.astype(np.intp)


def sums_by(codes: Codes, values: Matrix, groups: int) -> Matrix:
    """The sums of each column within each group, groups x k."""
    return np.stack([weight_by(codes, column, groups) for column in values.T], axis=1)


def weight_by(codes: Codes, weights: Vector, groups: int) -> Vector:
    """The sum of the weights within each group."""
    return np.bincount(codes, weights=weights, minlength=groups).astype(np.float64, copy=False)


def indicators(codes: Codes, groups: int) -> Matrix:
    """A column of zeros and ones for each group."""
    return np.asarray(codes[:, None] == np.arange(groups)[None, :], dtype=np.float64)
