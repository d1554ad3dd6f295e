"""Hiding counts so that no sum gives them back: least cost, exact, by cutting planes (Fischetti, Salazar-González 2000).

Cells and the sums that hold among them are all that is known here, so tables of any shape fit, and so does everything that was
published before, put together. Whoever reads it knows the sums, every count that stands open, what the public log tells (`known`),
and that no count is below zero. How far a hidden count can then lie at both ends are two linear programmes; where they leave less
than `least`, their duals are a cut: more must be hidden. The loop ends with this very audit (contract of open data, section 6.2).

Plain numpy and scipy; runs in a process of its own (`hiding`), so that no web process keeps them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, sparse

Vector = NDArray[np.float64]
Mask = NDArray[np.bool_]
ROUNDING: Final = 1e-6
NOTHING_LEFT: Final = "nothing more can be hidden"


class GivenAwayError(Exception):
    """Even with everything hidden that can be, the sums that everybody knows give a hidden count away."""


@dataclass(frozen=True)
class CountTable:
    """Counts, the sums among them as (total, parts) by place, and what may not be chosen.

    counts   what each cell holds
    sums     which cells are the sum of which
    known    cells that the reader knows besides: from the public log
    hidden   cells that stay hidden, whatever they hold: an earlier edition hid them
    open     cells that were told before: nothing hides them now
    """

    counts: Vector
    sums: Sequence[tuple[int, Sequence[int]]]
    known: Mask
    hidden: Mask
    open: Mask

    @cached_property
    def matrix(self) -> Any:
        """The sums as equations on changes of the cells: each row times such a change is zero."""
        found = sparse.lil_array((max(len(self.sums), 1), len(self.counts)))
        for row, (total, parts) in enumerate(self.sums):
            found[row, total] = -1.0
            for part in parts:
                found[row, part] = 1.0
        return found.tocsr()


def table(
    counts: Sequence[float],
    sums: Sequence[tuple[int, Sequence[int]]],
    *,
    known: Sequence[int] = (),
    hidden: Sequence[int] = (),
    told: Sequence[int] = (),
) -> CountTable:
    """A table from plain lists; `known`, `hidden` and `told` are places of cells."""
    masks = []
    for places in (known, hidden, told):
        mask = np.zeros(len(counts), dtype=np.bool_)
        mask[list(places)] = True
        masks.append(mask)
    return CountTable(np.array(counts, dtype=np.float64), sums, *masks)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a hidden count can be, for who reads all that is told; with the weights of a cut."""

    low: float
    high: float
    cut: Vector


def worked_out(given: CountTable, hidden: Mask, cell: int) -> Bounds:
    """The least and the most that a hidden cell can be.

    Solved over the hidden cells alone; what the others would add were they hidden, too, follows from the duals of the sums.
    """
    free = np.flatnonzero(hidden & ~given.known)
    most = 2 * max(float(given.counts.max(initial=0.0)), 1.0)
    sums = given.matrix
    bounds = np.column_stack([-given.counts[free], np.full(len(free), most)])
    ends, cut = [], np.zeros(len(given.counts))
    for sign in (-1.0, 1.0):
        wanted = np.zeros(len(given.counts))
        wanted[cell] = sign
        done = optimize.linprog(wanted[free], A_eq=sums[:, free], b_eq=np.zeros(sums.shape[0]), bounds=bounds)
        ends.append(sign * float(done.fun))
        slack = wanted - sums.T @ done.eqlin.marginals
        cut += np.where(slack > 0, slack * given.counts, -slack * most)
    cut[given.known] = 0.0  # hiding what is known leaves nothing open
    return Bounds(given.counts[cell] + ends[1], given.counts[cell] + ends[0], cut)


def primary(given: CountTable, least: int) -> Mask:
    """The cells that are hidden for their own sake; one that was told before is told."""
    small: Mask = (given.counts > 0) & (given.counts < least) & ~given.open
    return small


def protect(given: CountTable, *, least: int) -> Mask:
    """Which cells to hide. Raises GivenAwayError where the sums that everybody knows give one away all the same."""
    small = primary(given, least)
    hidden = small | given.hidden
    guarded = [int(cell) for cell in np.flatnonzero((small | (given.hidden & _small(given, least))) & ~given.known)]
    cuts: list[Vector] = []
    while found := _cuts(given, hidden, guarded, least):
        cuts += found
        more = _cheapest(given, hidden=small | given.hidden, cuts=cuts, least=least)
        if (more == hidden).all():
            raise GivenAwayError(NOTHING_LEFT)
        hidden = more
    return hidden


def _small(given: CountTable, least: int) -> Mask:
    small: Mask = (given.counts > 0) & (given.counts < least)
    return small


def _cuts(given: CountTable, hidden: Mask, guarded: Sequence[int], least: int) -> list[Vector]:
    """What must be added for the cells that can be worked out too closely."""
    found = []
    for cell in guarded:
        bounds = worked_out(given, hidden, cell)
        if bounds.high - bounds.low < least - ROUNDING:
            found.append(np.minimum(bounds.cut, least))
    return found


def _cheapest(given: CountTable, *, hidden: Mask, cuts: Sequence[Vector], least: int) -> Mask:
    """The cells to hide at least cost so that all cuts hold; what is hidden anyhow stays so."""
    fixed = given.known | given.open
    low = hidden.astype(np.float64)
    high = np.where(fixed & ~hidden, 0.0, 1.0)
    rows = np.array(cuts)
    done = optimize.milp(
        np.log2(2.0 + given.counts),
        constraints=optimize.LinearConstraint(sparse.csr_array(rows), lb=np.full(len(cuts), least - ROUNDING)),
        integrality=np.ones(len(given.counts)),
        bounds=optimize.Bounds(low, high),
    )
    if done.x is None:
        raise GivenAwayError(NOTHING_LEFT)
    found: Mask = done.x > 0.5
    return found


def audit(given: CountTable, hidden: Mask, *, least: int) -> list[int]:
    """The cells below `least` that can be worked out more closely than that, from everything that is told."""
    at_risk = np.flatnonzero(hidden & _small(given, least) & ~given.known)
    return [
        int(cell)
        for cell in at_risk
        if (found := worked_out(given, hidden, int(cell))).high - found.low < least - ROUNDING
    ]
