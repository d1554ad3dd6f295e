"""Quantiles, with Woodruff's (1952) interval: the interval of the share below, read back through the distribution.

MATH    the smallest value with more than the wanted share at or below it, or the value where the share is exactly reached
SCHOOL  then the middle of both neighbours
HF7     linear between values (Hyndman, Fan 1996, number 7)
Cumulative weights are compared with a relative tolerance, or ties of equal weights would break by rounding.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import numpy as np

from answerable.surveys.estimates import moments, proportions
from answerable.surveys.estimates.arrays import Vector, matrix, vector, weight_by
from answerable.surveys.estimates.statistic import Interval, SurveySample, quantile_of_t

CLOSE: Final = 1e-12


class Rule(StrEnum):
    """How a quantile is read from the steps of the distribution."""

    MATH = "math"
    SCHOOL = "school"
    HF7 = "hf7"


@dataclass(frozen=True)
class Quantile:
    """A quantile, its standard error (from the interval's length) and its interval."""

    share: float
    value: float
    error: float
    interval: Interval


@dataclass(frozen=True)
class Distribution:
    """The distinct values with the weight at and below each."""

    values: Vector
    weights: Vector
    cumulative: Vector

    def at(self, share: float, rule: Rule) -> float:
        """The value at a share of the weight."""
        if np.isnan(share):
            return float("nan")
        wanted = share * self.cumulative[-1]
        if rule is Rule.HF7:
            return self._between(share)
        place = int(np.searchsorted(self.cumulative, wanted * (1 - CLOSE)))
        last = len(self.values) - 1
        if place > last:
            return float(self.values[last])
        exact = abs(self.cumulative[place] - wanted) <= CLOSE * self.cumulative[-1]
        if rule is Rule.SCHOOL and exact and place < last:
            return float((self.values[place] + self.values[place + 1]) / 2)
        return float(self.values[place])

    def _between(self, share: float) -> float:
        """Linear between (cumulative weight below x) / (total less the last weight)."""
        below = np.concatenate([[0.0], self.cumulative[:-1]])
        return float(np.interp(share, below / below[-1], self.values)) if len(below) > 1 else float(self.values[0])


def distribution(values: Vector, weights: Vector, *, distinct: bool = True) -> Distribution:
    """The weighted distribution of some values; `distinct` joins rows of one value."""
    order = np.argsort(values, kind="stable")
    ordered, weight = values[order], weights[order]
    if distinct:
        ordered, places = np.unique(ordered, return_inverse=True)
        weight = weight_by(places, weight, len(ordered))
    return Distribution(ordered, weight, np.cumsum(weight))


def quantiles(
    survey: SurveySample,
    y: Any,
    shares: Sequence[float],
    *,
    rule: Rule = Rule.MATH,
    interval: proportions.IntervalMethod = proportions.IntervalMethod.MEAN,
    level: float = 0.95,
    skip_missing: bool = False,
) -> tuple[Quantile, ...]:
    """The quantiles at some shares. Refuses missing answers unless they may be skipped."""
    values = vector(y)
    used = moments.usable(matrix(values), skip_missing=skip_missing) & (survey.weights > 0)
    steps = distribution(values[used], survey.weights[used], distinct=rule is not Rule.HF7)
    found = []
    for share in shares:
        value = steps.at(share, rule)
        below = np.where(np.isfinite(values), (values <= value).astype(np.float64), np.nan)
        around = proportions.share(survey, below, method=interval, level=level).interval
        low, high = steps.at(max(around.low, 0.0), rule), steps.at(min(around.high, 1.0), rule)
        error = (high - low) / (2 * quantile_of_t((1 + level) / 2, survey.df))
        found.append(Quantile(share, value, error, Interval(low, high, level)))
    return tuple(found)
