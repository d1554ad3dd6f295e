"""Does one answer depend on another? Tests of a table of two variables.

Rao and Scott (1981, 1984): Pearson's chi-square of the weighted table, corrected by the eigenvalues of the design effect
matrix: F with their Satterthwaite degrees of freedom, chi-square by their mean, or the saddlepoint approximation of their sum
(Kuonen 1999) against the variance's own uncertainty. Wald (Koch, Freeman, Freeman 1975) asks the same of the table's
residuals; `adjWald` for few clusters.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from scipy import optimize, stats

from answerable.surveys.estimates import moments
from answerable.surveys.estimates.arrays import Codes, EstimationError, Mask, Matrix, Vector, indicators, weight_by
from answerable.surveys.estimates.statistic import Estimate, SurveySample, estimate


class AssociationError(EstimationError):
    """A table that has one row or one column, or a cell whose variance is unknown."""


class Independence(StrEnum):
    """Which test."""

    F = "F"
    CHISQ = "Chisq"
    WALD = "Wald"
    ADJUSTED_WALD = "adjWald"
    SADDLEPOINT = "saddlepoint"


@dataclass(frozen=True)
class Association:
    """The result of one test."""

    statistic: float
    ndf: float
    ddf: float
    p: float


@dataclass(frozen=True)
class CrossTable:
    """Two variables as codes, with the survey that they belong to."""

    survey: SurveySample
    rows: Codes
    columns: Codes
    used: Mask
    shape: tuple[int, int]
    names: tuple[tuple[str, ...], tuple[str, ...]]

    @property
    def cells(self) -> Codes:
        """The number of each row's cell, the rows of a column one after the other."""
        return np.asarray(self.columns * self.shape[0] + self.rows, dtype=np.intp)

    @property
    def weighted(self) -> Matrix:
        """The estimated counts, rows x columns."""
        weights = self.survey.weights * self.used
        sums = weight_by(self.cells, weights, self.shape[0] * self.shape[1])
        return sums.reshape(self.shape[1], self.shape[0]).T

    def shares(self) -> Estimate:
        """The share of each cell."""
        count = self.shape[0] * self.shape[1]
        names = [str(place) for place in range(count)]
        return estimate(self.survey, moments.mean_statistic(indicators(self.cells, count), names, self.used))


def table(survey: SurveySample, rows: Any, columns: Any, *, missing: str = "") -> CrossTable:
    """The table of two variables, rows without both answers left out. Refuses one that has a single row or column."""
    labels = [np.array([str(label) for label in each]) for each in (rows, columns)]
    used = (labels[0] != missing) & (labels[1] != missing)
    levels = [np.unique(each[used]) for each in labels]
    if min(map(len, levels)) < 2:
        raise AssociationError("a table needs two rows and two columns")
    codes = [np.where(used, np.searchsorted(level, each), 0) for level, each in zip(levels, labels, strict=True)]
    shape, names = (len(levels[0]), len(levels[1])), (tuple(levels[0].tolist()), tuple(levels[1].tolist()))
    return CrossTable(survey, codes[0], codes[1], used, shape, names)


def independence(of: CrossTable, which: Independence = Independence.F) -> Association:
    """One test of independence."""
    if which in {Independence.WALD, Independence.ADJUSTED_WALD}:
        return _wald(of, adjusted=which is Independence.ADJUSTED_WALD)
    pearson, effects = _pearson(of), _effects(of)
    freedom = effects.sum() ** 2 / (effects**2).sum()
    ddf = float(freedom * of.survey.df)
    if which is Independence.F:
        value = pearson / effects.sum()
        return Association(float(value), float(freedom), ddf, float(stats.f.sf(value, freedom, ddf)))
    if which is Independence.CHISQ:
        p = float(stats.chi2.sf(pearson / effects.mean(), len(effects)))
        return Association(pearson, len(effects), float("inf"), p)
    return Association(pearson, len(effects), ddf, saddlepoint(pearson, effects, ddf))


def _pearson(of: CrossTable) -> float:
    weighted = of.weighted * (of.survey.rows / of.weighted.sum())
    expected = np.outer(weighted.sum(axis=1), weighted.sum(axis=0)) / weighted.sum()
    return float(((weighted - expected) ** 2 / expected).sum())


def _effects(of: CrossTable) -> Vector:
    """The eigenvalues of Rao and Scott's design effect matrix, on the interactions that the margins leave."""
    shares = of.shares()
    height, width = of.shape
    margins = np.column_stack(
        [np.kron(np.ones((width, 1)), np.eye(height)), np.kron(np.eye(width), np.ones((height, 1)))]
    )
    free = np.linalg.svd(margins)[0][:, height + width - 1 :]
    with np.errstate(divide="ignore"):
        inverse = np.where(shares.values > 0, 1 / shares.values, 0.0)
    simple = free.T @ (free * inverse[:, None]) / of.survey.rows
    scaled = free * inverse[:, None]
    return np.real(np.linalg.eigvals(np.linalg.solve(simple, scaled.T @ shares.covariance @ scaled)))


def saddlepoint(value: float, effects: Vector, ddf: float) -> float:
    """P(sum of effects times chi-squares > value), the denominator with its degrees of freedom; Satterthwaite's F at the mean.

    The denominator's chi-squares are counted in whole numbers, as R counts them: with few clusters p is a little larger.
    """
    steep = np.append(effects, -value / ddf)
    counts = np.append(np.ones(len(effects)), np.floor(ddf))

    def first(zeta: float) -> float:
        return float((counts * steep / (1 - 2 * zeta * steep)).sum())

    low, high = 0.99999 / (2 * steep.min()), 0.99999 / (2 * steep.max())
    zeta = float(optimize.brentq(first, low, high, xtol=1e-15))
    if abs(zeta * steep.max()) < 1e-4:
        freedom = effects.sum() ** 2 / (effects**2).sum()
        return float(stats.f.sf(value / effects.sum(), freedom, ddf))
    generating = float(-(counts * np.log(1 - 2 * zeta * steep)).sum() / 2)
    w = np.sign(zeta) * np.sqrt(-2 * generating)
    v = zeta * np.sqrt(float((2 * counts * steep**2 / (1 - 2 * zeta * steep) ** 2).sum()))
    return float(stats.norm.sf(w + np.log(v / w) / w))


def _wald(of: CrossTable, *, adjusted: bool) -> Association:
    height, width = of.shape
    count = height * width
    found = _residuals(of)
    use = [c * height + r for c in range(1, width) for r in range(1, height)]
    values, covariance = found.values[use], found.covariance[np.ix_(use, use)]
    freedom, df = (height - 1) * (width - 1), of.survey.df
    chi = float(values @ np.linalg.lstsq(covariance, values, rcond=count * 1e-15)[0])
    ddf = df - freedom + 1 if adjusted else df
    statistic = chi * ddf / (freedom * df) if adjusted else chi / freedom
    return Association(statistic, freedom, ddf, float(stats.f.sf(statistic, freedom, ddf)))


def _residuals(of: CrossTable) -> Estimate:
    """Each cell's total less what the margins would give it, linearised in the totals of cells and margins."""
    height, width = of.shape
    used = of.used[:, None]
    columns = [indicators(of.cells, height * width), indicators(of.rows, height), indicators(of.columns, width), used]
    found = moments.total(of.survey, np.column_stack(columns) * used, names=[""] * ((height + 1) * (width + 1)))
    cells, by_row, by_column = np.split(found.values[:-1], [height * width, height * width + height])
    whole = found.values[-1]
    expected = np.outer(by_column, by_row).ravel() / whole
    slopes = np.column_stack([
        np.eye(height * width),
        -np.kron(by_column[:, None] / whole, np.eye(height)),
        -np.kron(np.eye(width), by_row[:, None] / whole),
        expected / whole,
    ])  # fmt: skip
    names = tuple(str(place) for place in range(height * width))
    return Estimate(names, cells - expected, slopes @ found.covariance @ slopes.T, found.df)
