"""Weights that give known totals: post-stratification, raking, GREG, and bounded.

All are Deville and Sarndal's (1992) calibration: weights w = d F(x' lambda) nearest to the base weights d whose totals of x
are the known ones. F(u) = 1 + u is GREG (linear), exp(u) raking, and the logit keeps every ratio w / d within bounds. Raking
on margins is done by fitting the table of cells in turn (Deming, Stephan 1940), which finds the same weights. What does not
converge stops: weights that miss their totals are not used.

The variance takes the residuals of the base-weighted regression on the calibration variables, times the calibrated weight.
R's function `rake()` centres them by unweighted means instead (`Centring.UNWEIGHTED`): same weights, another error.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import numpy as np

from answerable.surveys.estimates.arrays import (
    Codes,
    EstimationError,
    Matrix,
    Vector,
    codes_of,
    indicators,
    matrix,
    sums_by,
    vector,
    weight_by,
)
from answerable.surveys.estimates.design import SampleDesign

TOLERANCE: Final = 1e-11  # of a total, relative
ROUNDS: Final = 1000
SWEEPS: Final = 10  # of R's rake(), for its centring of residuals


class CalibrationError(EstimationError):
    """The totals cannot be met: a group without respondents, totals that contradict each other, or no convergence."""


class Centring(StrEnum):
    """By which means residuals on margins are centred."""

    WEIGHTED = "weighted"
    UNWEIGHTED = "unweighted"


@dataclass(frozen=True)
class Margin:
    """One variable with the known total of each of its groups."""

    codes: Codes
    totals: Vector
    levels: tuple[str, ...]


def margin_of(labels: Any, totals: Mapping[str, float]) -> Margin:
    """A margin by its labels. Refuses a group without a total and a total without respondents."""
    codes, levels = codes_of([str(label) for label in labels])
    unknown, empty = sorted(set(levels) - set(totals)), sorted(set(totals) - set(levels))
    if unknown or empty:
        raise CalibrationError(f"no total for {unknown}; no respondents for {empty}")
    return Margin(codes, np.array([totals[level] for level in levels], dtype=np.float64), levels)


@dataclass(frozen=True)
class Residuals:
    """The adjustment of linearised values after a calibration."""

    auxiliary: Matrix
    before: Vector
    after: Vector

    def residuals(self, weighted: Matrix) -> Matrix:
        """What a regression on the calibration variables, weighted as before calibration, leaves."""
        size = np.sqrt((self.auxiliary**2 * self.before[:, None]).sum(axis=0))
        scaled = self.auxiliary / size
        with np.errstate(invalid="ignore", divide="ignore"):
            ratio = np.where(self.after > 0, self.before / self.after, 0.0)
        gram = scaled.T @ (scaled * self.before[:, None])
        slopes = np.linalg.lstsq(gram, scaled.T @ (weighted * ratio[:, None]), rcond=1e-12)[0]
        return np.asarray(weighted - self.after[:, None] * (scaled @ slopes))


@dataclass(frozen=True)
class SweptResiduals:
    """The other convention: each margin's unweighted means taken away in turn."""

    margins: tuple[Codes, ...]
    after: Vector

    def residuals(self, weighted: Matrix) -> Matrix:
        """What is left after some sweeps over the margins."""
        values = weighted / self.after[:, None]
        for _ in range(SWEEPS):
            for codes in self.margins:
                groups = int(codes.max()) + 1
                counts = np.bincount(codes, minlength=groups)[:, None]
                values = values - (sums_by(codes, values, groups) / counts)[codes]
        return np.asarray(values * self.after[:, None])


def raked_weights(weights: Vector, margins: Sequence[Margin]) -> Vector:
    """The weights after raking. Works on the cells, so a million rows cost what their cells cost."""
    sizes = [float(margin.totals.sum()) for margin in margins]
    if not np.allclose(sizes, sizes[0], rtol=1e-6):
        raise CalibrationError(f"the margins have different sums: {sizes}")
    cells = np.zeros(len(weights), dtype=np.intp)
    for margin in margins:
        cells = cells * len(margin.totals) + margin.codes
    labels, cells = np.unique(cells, return_inverse=True)
    first = np.zeros(len(labels), dtype=np.intp)
    first[cells] = np.arange(len(weights))
    base = weight_by(cells, weights, len(labels))
    fitted = _fitted_cells(base, [(margin.codes[first], margin.totals) for margin in margins])
    with np.errstate(invalid="ignore", divide="ignore"):
        factors = np.where(base > 0, fitted / base, 0.0)
    return np.asarray(weights * factors[cells])


def _fitted_cells(base: Vector, margins: Sequence[tuple[Codes, Vector]]) -> Vector:
    fitted = base.copy()
    for _ in range(ROUNDS):
        for codes, totals in margins:
            sums = weight_by(codes, fitted, len(totals))
            if (sums <= 0).any():
                raise CalibrationError("a group of a margin has no weight")
            fitted = fitted * (totals / sums)[codes]
        missed = max(
            float(np.abs(weight_by(codes, fitted, len(totals)) / totals - 1).max()) for codes, totals in margins
        )
        if missed < TOLERANCE:
            return fitted
    raise CalibrationError(f"raking did not converge: a margin is missed by {missed:.2g} of its total")


def rake(design: SampleDesign, margins: Sequence[Margin], *, centring: Centring = Centring.WEIGHTED) -> SampleDesign:
    """The design with raked weights; one margin is post-stratification."""
    after = raked_weights(design.weights, margins)
    if centring is Centring.UNWEIGHTED:
        return design.with_weights(after, SweptResiduals(tuple(margin.codes for margin in margins), after))
    auxiliary = np.column_stack([indicators(margin.codes, len(margin.totals)) for margin in margins])
    return design.with_weights(after, Residuals(auxiliary, design.weights, after))


def poststratify(design: SampleDesign, cells: Margin) -> SampleDesign:
    """The design with weights that give the known size of each cell."""
    return rake(design, [cells])


@dataclass(frozen=True)
class Distance:
    """How a weight may move: F and its derivative."""

    factor: Callable[[Vector], Vector]
    slope: Callable[[Vector], Vector]


LINEAR: Final = Distance(lambda u: 1 + u, np.ones_like)
EXPONENTIAL: Final = Distance(np.exp, np.exp)


def bounded(low: float, high: float) -> Distance:
    """Deville and Sarndal's logit: every ratio of weight to base weight stays between low < 1 < high."""
    if not low < 1 < high:
        raise CalibrationError("the bounds must lie on both sides of 1")
    steep = (high - low) / ((1 - low) * (high - 1))

    def factor(u: Vector) -> Vector:
        growth = np.exp(np.clip(steep * u, -700, 700))
        return np.asarray((low * (high - 1) + high * (1 - low) * growth) / ((high - 1) + (1 - low) * growth))

    def slope(u: Vector) -> Vector:
        found = factor(u)
        return np.asarray(steep * (found - low) * (high - found) / (high - low))

    return Distance(factor, slope)


def calibrated_weights(weights: Vector, auxiliary: Matrix, totals: Vector, distance: Distance) -> Vector:
    """The weights that give the totals, by Newton's method with halved steps. Stops when they cannot be met."""
    size = np.maximum(np.abs(totals), 1)
    x, wanted = matrix(auxiliary) / size, vector(totals / size)

    def misses(at: Vector) -> Vector:
        with np.errstate(over="ignore", invalid="ignore"):
            return vector(wanted - x.T @ (weights * distance.factor(x @ at)))

    at = np.zeros(x.shape[1])
    missed = misses(at)
    for _ in range(ROUNDS // 10):
        if np.abs(missed).max() < TOLERANCE:
            return vector(weights * distance.factor(x @ at))
        bend = x.T @ (x * (weights * distance.slope(x @ at))[:, None])
        at = _nearer(misses, at, vector(np.linalg.lstsq(bend, missed, rcond=1e-13)[0]), missed)
        missed = misses(at)
    raise CalibrationError(f"calibration did not converge: a total is missed by {np.abs(missed).max():.2g} of itself")


def _nearer(misses: Callable[[Vector], Vector], at: Vector, step: Vector, missed: Vector) -> Vector:
    """The place after the step, halved until it brings the totals nearer."""
    for _ in range(40):
        now = misses(at + step)
        if np.isfinite(now).all() and np.abs(now).max() < np.abs(missed).max():
            return at + step
        step = step / 2
    raise CalibrationError(f"the totals cannot be met: one is missed by {np.abs(missed).max():.2g} of itself")


def calibrate(design: SampleDesign, auxiliary: Any, totals: Vector, distance: Distance = LINEAR) -> SampleDesign:
    """The design with weights that give the totals of the auxiliary columns."""
    x = matrix(auxiliary)
    after = calibrated_weights(design.weights, x, np.asarray(totals, dtype=np.float64), distance)
    return design.with_weights(after, Residuals(x, design.weights, after))
