"""A statistic: what is computed from weights, and what each row does to it. With a design it becomes an `Estimate`.

Both kinds of variance read the same object: linearisation asks for the influence of each row, replication computes the value
anew with every set of weights.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy import stats

from answerable.surveys.estimates.arrays import Mask, Matrix, Vector


@dataclass(frozen=True)
class Statistic:
    """Values from weights.

    names      one for each value
    value      weights -> the k values
    influence  weights -> n x k: the linearised variable of each row (the derivative of the value by the row's weight)
    """

    names: tuple[str, ...]
    value: Callable[[Vector], Vector]
    influence: Callable[[Vector], Matrix]


class SurveySample(Protocol):
    """A sample with its uncertainty, by a design or by replicate weights."""

    @property
    def weights(self) -> Vector:
        """The weight of each row."""
        ...

    @property
    def rows(self) -> int:
        """How many rows there are."""
        ...

    @property
    def df(self) -> int:
        """Degrees of freedom of the variance."""
        ...

    def domain_df(self, domain: Mask) -> int:
        """Degrees of freedom in a domain."""
        ...

    def covariance(self, statistic: Statistic) -> Matrix:
        """The covariance of a statistic's values."""
        ...


@dataclass(frozen=True)
class Interval:
    """From, to; and how sure."""

    low: float
    high: float
    level: float = 0.95


@dataclass(frozen=True)
class Estimate:
    """Values with their covariance and degrees of freedom."""

    names: tuple[str, ...]
    values: Vector
    covariance: Matrix
    df: float

    @property
    def errors(self) -> Vector:
        """The standard error of each value."""
        return np.sqrt(np.maximum(np.diagonal(self.covariance), 0))

    def intervals(self, *, level: float = 0.95, df: Sequence[float] | None = None) -> tuple[Interval, ...]:
        """Student's interval of each value; infinite degrees of freedom give the normal one, none give NaN."""
        freedoms = [self.df] * len(self.names) if df is None else df
        found = []
        for value, error, freedom in zip(self.values, self.errors, freedoms, strict=True):
            half = quantile_of_t((1 + level) / 2, freedom) * error
            found.append(Interval(float(value - half), float(value + half), level))
        return tuple(found)


def quantile_of_t(share: float, df: float) -> float:
    """Student's quantile; NaN below one degree of freedom, the normal one when they are infinite."""
    if df < 1:
        return float("nan")
    return float(stats.norm.ppf(share) if np.isinf(df) else stats.t.ppf(share, df))


def estimate(survey: SurveySample, statistic: Statistic) -> Estimate:
    """A statistic of a survey, with its covariance."""
    return Estimate(statistic.names, statistic.value(survey.weights), survey.covariance(statistic), survey.df)
