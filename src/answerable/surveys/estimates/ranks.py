"""Do two groups answer differently? By means, or by ranks estimated for the population (Lumley, Scott 2013).

Also Cronbach's alpha, which says whether several questions measure one thing (Cronbach 1951).
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from scipy import stats

from answerable.surveys.estimates import moments, regression
from answerable.surveys.estimates.arrays import EstimationError, Matrix, Vector, codes_of, matrix, vector
from answerable.surveys.estimates.statistic import Interval, Statistic, SurveySample, estimate, quantile_of_t


class GroupsError(EstimationError):
    """A test of two groups was given another number of them."""


class Score(StrEnum):
    """What a rank counts."""

    WILCOXON = "wilcoxon"
    VAN_DER_WAERDEN = "vanderWaerden"
    MEDIAN = "median"


@dataclass(frozen=True)
class Difference:
    """The second group less the first, in the sorted order of their names."""

    value: float
    error: float
    t: float
    df: float
    p: float
    interval: Interval


def _difference(value: float, error: float, df: float, level: float) -> Difference:
    t, half = value / error, quantile_of_t((1 + level) / 2, df) * error
    p = float(2 * stats.t.sf(abs(t), df))
    return Difference(value, error, t, df, p, Interval(value - half, value + half, level))


def mean_difference(
    survey: SurveySample, y: Any, group: Any, *, level: float = 0.95, skip_missing: bool = False
) -> Difference:
    """Student's t test by the design: the slope on the second group."""
    _two(group)
    terms = regression.terms_of([("group", group, True)])
    found = regression.regression(survey, y, terms, skip_missing=skip_missing)
    return _difference(float(found.values[1]), float(found.errors[1]), found.df, level)


def rank_difference(
    survey: SurveySample, y: Any, group: Any, score: Score = Score.WILCOXON, *, level: float = 0.95
) -> Difference:
    """The difference of mean rank scores; ranks are shares of the population, ties in the middle."""
    values, second = vector(y), _two(group)
    used = moments.usable(matrix(values), skip_missing=True)
    x = np.column_stack([np.ones(len(values)), second]) * used[:, None]
    scores = np.where(used, _scores(values, survey.weights * used, score), 0.0)

    def value(weights: Vector) -> Vector:
        gram = x.T @ (x * weights[:, None])
        return np.asarray(np.linalg.solve(gram, x.T @ (weights * scores)))

    def influence(weights: Vector) -> Matrix:
        gram = x.T @ (x * weights[:, None])
        return np.asarray(np.linalg.solve(gram, (x * (scores - x @ value(weights))[:, None]).T).T)

    found = estimate(survey, Statistic(("first", "difference"), value, influence))
    return _difference(float(found.values[1]), float(found.errors[1]), found.df - 1, level)


def _two(group: Any) -> Vector:
    codes, levels = codes_of(group)
    if len(levels) != 2:
        raise GroupsError(f"two groups are needed, not {len(levels)}")
    return codes.astype(np.float64)


def _scores(values: Vector, weights: Vector, score: Score) -> Vector:
    order = np.argsort(values, kind="stable")
    middle = np.cumsum(weights[order]) - weights[order] / 2
    _, ties = np.unique(values[order], return_inverse=True)
    ranks = np.empty_like(middle)
    ranks[order] = (np.bincount(ties, weights=middle) / np.bincount(ties))[ties]
    shares = ranks / weights.sum()
    if score is Score.WILCOXON:
        return vector(shares)
    return vector(stats.norm.ppf(shares) if score is Score.VAN_DER_WAERDEN else shares > 0.5)


def alpha(survey: SurveySample, items: Any) -> float:
    """Cronbach's alpha of the columns: k / (k - 1) (1 - sum of variances / variance of the sum)."""
    columns = matrix(items)
    count = columns.shape[1]
    parts = sum(float(moments.variance(survey, column).values[0]) for column in columns.T)
    whole = float(moments.variance(survey, columns.sum(axis=1)).values[0])
    return float(count / (count - 1) * (1 - parts / whole))
