"""Means, totals, shares, ratios and variances, of the whole or of domains. A domain never drops a row from the design.

Linearised values (Woodruff 1971): of a total y; of a mean (y - mean) / sum of weights; of a ratio (y - r x) / total of x.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

import numpy as np

from answerable.surveys.estimates.arrays import (
    Codes,
    EstimationError,
    Mask,
    Matrix,
    Vector,
    codes_of,
    indicators,
    matrix,
    sums_by,
    vector,
)
from answerable.surveys.estimates.statistic import Estimate, Statistic, SurveySample, estimate


class MissingAnswerError(EstimationError):
    """Answers are missing, and the caller did not say that these rows may be left out."""


class Against(StrEnum):
    """Which simple random sample a design effect compares with."""

    WITHOUT_REPLACEMENT = "without-replacement"
    WITH_REPLACEMENT = "with-replacement"


def usable(values: Matrix, *, skip_missing: bool, domain: Mask | None = None) -> Mask:
    """The rows that have all answers, within the domain. Refuses missing ones unless they may be skipped."""
    there: Mask = np.all(np.isfinite(values), axis=1)
    inside = np.ones(len(values), dtype=np.bool_) if domain is None else domain
    if not skip_missing and not there[inside].all():
        raise MissingAnswerError("answers are missing")
    found: Mask = np.logical_and(there, inside)
    if not found.any():
        raise MissingAnswerError("all answers are missing")
    return found


def mean_statistic(y: Any, names: Sequence[str], used: Mask) -> Statistic:
    """The means of the columns over the used rows."""
    values = np.where(used[:, None], matrix(y), 0.0)

    def value(weights: Vector) -> Vector:
        return np.asarray(weights @ values / weights[used].sum(), dtype=np.float64)

    def influence(weights: Vector) -> Matrix:
        return np.asarray(np.where(used[:, None], values - value(weights), 0.0) / weights[used].sum())

    return Statistic(tuple(names), value, influence)


def mean(
    survey: SurveySample,
    y: Any,
    *,
    names: Sequence[str] = ("mean",),
    skip_missing: bool = False,
    domain: Mask | None = None,
) -> Estimate:
    """The mean of each column; a share is the mean of zeros and ones."""
    used = usable(matrix(y), skip_missing=skip_missing, domain=domain)
    return estimate(survey, mean_statistic(y, names, used))


def total(
    survey: SurveySample,
    y: Any,
    *,
    names: Sequence[str] = ("total",),
    skip_missing: bool = False,
    domain: Mask | None = None,
) -> Estimate:
    """The population total of each column."""
    used = usable(matrix(y), skip_missing=skip_missing, domain=domain)
    values = np.where(used[:, None], matrix(y), 0.0)
    return estimate(
        survey, Statistic(tuple(names), lambda weights: np.asarray(weights @ values), lambda _weights: values)
    )


def ratio(
    survey: SurveySample, numerator: Any, denominator: Any, *, name: str = "ratio", skip_missing: bool = False
) -> Estimate:
    """One total over another."""
    both = np.column_stack([vector(numerator), vector(denominator)])
    used = usable(both, skip_missing=skip_missing)
    y, x = np.where(used[:, None], both, 0.0).T

    def value(weights: Vector) -> Vector:
        return np.array([weights @ y / (weights @ x)])

    def influence(weights: Vector) -> Matrix:
        return np.asarray((y - value(weights)[0] * x) / (weights @ x))[:, None]

    return estimate(survey, Statistic((name,), value, influence))


def variance(survey: SurveySample, y: Any, *, name: str = "variance", skip_missing: bool = False) -> Estimate:
    """The variance in the population, n / (n - 1) times the weighted mean of the squared distances."""
    used = usable(matrix(y), skip_missing=skip_missing)
    values = np.where(used, vector(y), 0.0)

    def distances(weights: Vector) -> Vector:
        count = int((weights[used] != 0).sum())
        centre = weights @ values / weights[used].sum()
        return np.asarray(np.where(used, (values - centre) ** 2, 0.0) * count / (count - 1))

    def value(weights: Vector) -> Vector:
        return np.array([weights @ distances(weights) / weights[used].sum()])

    def influence(weights: Vector) -> Matrix:
        return np.asarray(np.where(used, distances(weights) - value(weights)[0], 0.0)[:, None] / weights[used].sum())

    return estimate(survey, Statistic((name,), value, influence))


def domain_means(
    survey: SurveySample, y: Any, by: Any, *, skip_missing: bool = False
) -> tuple[Estimate, tuple[int, ...], tuple[int, ...]]:
    """The mean of each domain with the covariance between domains; degrees of freedom and answers of each domain."""
    values, used = vector(y), usable(matrix(y), skip_missing=skip_missing)
    codes, levels = codes_of(by)
    filled = np.where(used, values, 0.0)

    def sums(weights: Vector) -> tuple[Vector, Vector]:
        both = sums_by(codes, np.column_stack([weights * filled, weights * used]), len(levels))
        return both[:, 0], both[:, 1]

    def value(weights: Vector) -> Vector:
        above, below = sums(weights)
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray(above / below)

    def influence(weights: Vector) -> Matrix:
        centre, below = value(weights), sums(weights)[1]
        away = np.where(used, (filled - centre[codes]) / below[codes], 0.0)
        spread = np.zeros((len(codes), len(levels)))
        spread[np.arange(len(codes)), codes] = away
        return spread

    found = estimate(survey, Statistic(tuple(str(level) for level in levels), value, influence))
    return found, *_sizes(survey, codes, used, len(levels))


def domain_totals(
    survey: SurveySample, y: Any, by: Any, *, skip_missing: bool = False
) -> tuple[Estimate, tuple[int, ...], tuple[int, ...]]:
    """The total of each domain; degrees of freedom and answers of each."""
    used = usable(matrix(y), skip_missing=skip_missing)
    codes, levels = codes_of(by)
    columns = np.where(used, vector(y), 0.0)[:, None] * (codes[:, None] == np.arange(len(levels)))
    found = total(survey, columns, names=[str(level) for level in levels])
    return found, *_sizes(survey, codes, used, len(levels))


def _sizes(survey: SurveySample, codes: Codes, used: Mask, count: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Degrees of freedom (of all members, answers or not) and answers of each domain."""
    members = [codes == place for place in range(count)]
    return tuple(survey.domain_df(each) for each in members), tuple(int((each & used).sum()) for each in members)


def shares(survey: SurveySample, labels: Any, *, missing: str = "") -> Estimate:
    """The share of each answer among those who gave one."""
    codes, levels = codes_of(labels)
    given = np.array([str(level) != missing for level in levels], dtype=np.bool_)
    used = given[codes]
    columns = indicators(codes, len(levels))[:, given]
    names = [str(level) for level in levels if str(level) != missing]
    return estimate(survey, mean_statistic(columns, names, used))


def design_effects(
    survey: SurveySample,
    found: Estimate,
    y: Any,
    *,
    of_total: bool = False,
    against: Against = Against.WITHOUT_REPLACEMENT,
    domain: Mask | None = None,
) -> Vector:
    """The variance of a mean or total over that of a simple random sample of the same size (Kish 1965)."""
    values = matrix(y)
    used = usable(values, skip_missing=True, domain=domain)
    weights, inside = survey.weights[used], values[used]
    count, population = int((weights != 0).sum()), weights.sum()
    centre = weights @ inside / population
    simple = (weights @ (inside - centre) ** 2) / population / (count - 1)
    if against is Against.WITHOUT_REPLACEMENT:
        simple = simple * (population - count) / population
    if of_total:
        simple = simple * population**2
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.diagonal(found.covariance) / simple)
