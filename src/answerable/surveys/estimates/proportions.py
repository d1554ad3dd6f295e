"""Intervals of a share. A share is near 0 or 1 so often that the plain interval is no use there.

LOGIT         Wald's on the log-odds; Student's t. The variance of the log-odds is that of the share over (p (1 - p))^2; with
              replicates, the variance of the replicates' log-odds (XLOGIT: by the delta method there, too)
BETA          Korn and Graubard (1998): Clopper and Pearson's with the effective n = p (1 - p) / V, scaled by
              (t(n - 1) / t(df))^2
ASIN          Wald's on the arcsine of the root;  MEAN: Wald's on the share itself
LIKELIHOOD    Rao and Scott's scaled likelihood ratio against F(1, df), times n / (n - 1) as R has it
EXACT         Clopper and Pearson (1934) with n itself: what a share of 0 or 1 gets, where no variance exists
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from math import asin, exp, log, pi, sin, sqrt
from typing import Any, Final

import numpy as np
from scipy import optimize, stats

from answerable.surveys.estimates import moments
from answerable.surveys.estimates.arrays import EstimationError, Mask, Matrix, Vector, matrix, vector
from answerable.surveys.estimates.statistic import Interval, Statistic, SurveySample, quantile_of_t

FEW: Final = 100  # effective answers below which the contract takes Korn and Graubard's
EDGE: Final = 0.05


class IntervalMethod(StrEnum):
    """Which interval."""

    LOGIT = "logit"
    XLOGIT = "xlogit"
    BETA = "beta"
    ASIN = "asin"
    MEAN = "mean"
    LIKELIHOOD = "likelihood"
    EXACT = "exact"


class ShareError(EstimationError):
    """Answers that are neither 0 nor 1 have no share."""


@dataclass(frozen=True)
class EstimatedShare:
    """A share with what a reader needs beside it.

    count      answers
    effective  p (1 - p) / variance; the answers themselves where the share is 0 or 1
    method     of the interval
    """

    value: float
    error: float
    interval: Interval
    method: IntervalMethod
    count: int
    effective: float
    df: float


def share(
    survey: SurveySample,
    y: Any,
    *,
    method: IntervalMethod | None = None,
    level: float = 0.95,
    domain: Mask | None = None,
) -> EstimatedShare:
    """The share of ones among the answers, missing ones left out; without a method, the contract's choice (5.3)."""
    values = vector(y)
    used = moments.usable(matrix(values), skip_missing=True, domain=domain)
    if not np.isin(values[used], (0.0, 1.0)).all():
        raise ShareError("a share needs answers of 0 and 1")
    found = moments.mean(survey, values, skip_missing=True, domain=domain)
    value, variance = float(found.values[0]), float(found.covariance[0, 0])
    count = int((survey.weights[used] != 0).sum())
    df: float = survey.df if domain is None else survey.domain_df(used)
    effective = value * (1 - value) / variance if variance > 0 else float(count)
    certain = variance <= 0 or not 0 < value < 1
    chosen = IntervalMethod.EXACT if certain else method or best(value, effective)
    rows = survey.rows if domain is None else int(domain.sum())
    case = _Case(survey, values, used, value, variance, count, rows, df, level)
    return EstimatedShare(value, sqrt(max(variance, 0.0)), _INTERVALS[chosen](case), chosen, count, effective, df)


def best(value: float, effective: float) -> IntervalMethod:
    """Korn and Graubard's near the ends or with few effective answers, the logit else (contract 5.3)."""
    return IntervalMethod.BETA if value < EDGE or value > 1 - EDGE or effective < FEW else IntervalMethod.LOGIT


@dataclass(frozen=True)
class _Case:
    survey: SurveySample
    values: Vector
    used: Mask
    value: float
    variance: float
    count: int
    rows: int
    df: float
    level: float

    @property
    def t(self) -> float:
        return quantile_of_t((1 + self.level) / 2, self.df)

    def around(self, centre: float, error: float, back: Callable[[float], float]) -> Interval:
        """Wald's interval on another scale, brought back."""
        half = self.t * error
        return Interval(back(centre - half), back(centre + half), self.level)


def _expit(value: float) -> float:
    return 1 / (1 + exp(-value))


def _logit(case: _Case) -> Interval:
    odds = log(case.value / (1 - case.value))
    plain = moments.mean_statistic(case.values, ("share",), case.used)

    def value(weights: Vector) -> Vector:
        found = plain.value(weights)
        with np.errstate(divide="ignore"):
            return np.asarray(np.log(found / (1 - found)))

    def influence(weights: Vector) -> Matrix:
        found = plain.value(weights)[0]
        return np.asarray(plain.influence(weights) / (found * (1 - found)))

    variance = case.survey.covariance(Statistic(("logit",), value, influence))[0, 0]
    return case.around(odds, sqrt(variance), _expit)


def _xlogit(case: _Case) -> Interval:
    spread = case.value * (1 - case.value)
    return case.around(log(case.value / (1 - case.value)), sqrt(case.variance) / spread, _expit)


def _mean(case: _Case) -> Interval:
    return case.around(case.value, sqrt(case.variance), float)


def _asin(case: _Case) -> Interval:
    error = sqrt(case.variance) / (2 * sqrt(case.value * (1 - case.value)))
    return case.around(asin(sqrt(case.value)), error, lambda angle: sin(min(max(angle, 0.0), pi / 2)) ** 2)


def _beta(case: _Case) -> Interval:
    effective = case.value * (1 - case.value) / case.variance
    effective *= (quantile_of_t((1 + case.level) / 2, case.rows - 1) / case.t) ** 2
    return clopper_pearson(case.value * effective, effective, case.level)


def _exact(case: _Case) -> Interval:
    return clopper_pearson(round(case.value * case.count), case.count, case.level)


def clopper_pearson(hits: float, count: float, level: float = 0.95) -> Interval:
    """Clopper and Pearson's interval, for counts that need not be whole."""
    tail = (1 - level) / 2
    low = float(stats.beta.ppf(tail, hits, count - hits + 1)) if hits > 0 else 0.0
    high = float(stats.beta.ppf(1 - tail, hits + 1, count - hits)) if hits < count else 1.0
    return Interval(low, high, level)


def _likelihood(case: _Case) -> Interval:
    """2 [p log(p/q) + (1 - p) log((1 - p)/(1 - q))] = n/(n - 1) F(level; 1, df) V / (p (1 - p)), solved for q on both sides."""
    p = case.value
    bound = case.t**2 * case.variance / (p * (1 - p)) * case.count / (case.count - 1)

    def excess(q: float) -> float:
        return 2 * (p * log(p / q) + (1 - p) * log((1 - p) / (1 - q))) - bound

    tiny = 1e-12
    low = float(optimize.brentq(excess, tiny, p, xtol=1e-14, rtol=1e-12))
    high = float(optimize.brentq(excess, p, 1 - tiny, xtol=1e-14, rtol=1e-12))
    return Interval(low, high, case.level)


_INTERVALS: Final[dict[IntervalMethod, Callable[[_Case], Interval]]] = {
    IntervalMethod.LOGIT: _logit,
    IntervalMethod.XLOGIT: _xlogit,
    IntervalMethod.BETA: _beta,
    IntervalMethod.ASIN: _asin,
    IntervalMethod.MEAN: _mean,
    IntervalMethod.LIKELIHOOD: _likelihood,
    IntervalMethod.EXACT: _exact,
}
