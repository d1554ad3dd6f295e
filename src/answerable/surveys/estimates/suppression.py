"""Hiding small cells so that the sums of a table do not give them back.

A table is published with its margins. What somebody can work out of a hidden cell is the least and the most that it can be,
given all that is shown and that no count is below zero: two linear programmes (Willenborg, de Waal 2001, ch. 6). More cells
are hidden, the smallest first, until every hidden one can still be anything over a range of at least `RANGE`.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from scipy import optimize

from answerable.surveys.estimates.arrays import EstimationError, Mask, Matrix, matrix

SMALLEST: Final = 10
RANGE: Final = 10.0


class SuppressionError(EstimationError):
    """The margins alone give a hidden cell away: the table cannot be published with them."""


@dataclass(frozen=True)
class Protected:
    """The cells that are hidden: for their own sake, and for the others'."""

    hidden: Mask
    primary: Mask


def protect(counts: Any, *, also: Mask | None = None, smallest: int = SMALLEST, spread: float = RANGE) -> Protected:
    """What to hide of a table of counts, rows x columns. `also`: cells hidden for another reason. An empty cell is shown."""
    table = matrix(counts)
    primary: Mask = (table > 0) & (table < smallest)
    if also is not None:
        primary |= also
    hidden = primary.copy()
    while (weak := _weakest(table, hidden, spread)) is not None:
        hidden[_partner(table, hidden, weak)] = True
    return Protected(hidden, primary)


def worked_out(table: Matrix, hidden: Mask, cell: tuple[int, int]) -> tuple[float, float]:
    """The least and the most that a hidden cell can be for somebody who sees the rest and the margins."""
    places = np.argwhere(hidden)
    lines = [
        *[(places[:, 0] == row, (table * hidden)[row].sum()) for row in range(table.shape[0])],
        *[(places[:, 1] == column, (table * hidden)[:, column].sum()) for column in range(table.shape[1])],
    ]
    used = [(members, left) for members, left in lines if members.any()]
    sums, left = np.array([members.astype(float) for members, _ in used]), np.array([each for _, each in used])
    wanted = ((places == cell).all(axis=1)).astype(float)
    ends = [optimize.linprog(sign * wanted, A_eq=sums, b_eq=left, bounds=(0, None)).fun * sign for sign in (1, -1)]
    return float(ends[0]), float(ends[1])


def _weakest(table: Matrix, hidden: Mask, spread: float) -> tuple[int, int] | None:
    for row, column in np.argwhere(hidden):
        low, high = worked_out(table, hidden, (int(row), int(column)))
        if high - low < spread - 1e-6:
            return int(row), int(column)
    return None


def _partner(table: Matrix, hidden: Mask, weak: tuple[int, int]) -> tuple[int, int]:
    """The smallest shown cell with people in it, in the weak one's row or column first: of those lines that hide one alone."""
    shown = ~hidden & (table > 0)
    row, column = weak
    near = np.zeros_like(shown)
    near[row] |= hidden[row].sum() == 1
    near[:, column] |= hidden[:, column].sum() == 1
    for where in (shown & near, shown & _lines(weak, shown.shape), shown & _opposite(hidden), shown):
        if where.any():
            flat = int(np.where(where, table, np.inf).argmin())
            return flat // table.shape[1], flat % table.shape[1]
    raise SuppressionError("the margins alone give a hidden cell away")


def _lines(weak: tuple[int, int], shape: tuple[int, ...]) -> Mask:
    cross = np.zeros(shape, dtype=np.bool_)
    cross[weak[0]] = True
    cross[:, weak[1]] = True
    return cross


def _opposite(hidden: Mask) -> Mask:
    """The corners that close a rectangle of hidden cells."""
    return np.outer(hidden.any(axis=1), hidden.any(axis=0))
