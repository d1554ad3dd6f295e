"""Generalised linear models: linear and logistic trend, and what else explains an answer.

The coefficients solve the weighted score equations (Binder 1983) by iteratively reweighted least squares; the variance is
that of the score of each row, turned by the inverse information: with replicates, that of coefficients fitted anew. Tests use
degrees of freedom of the design + 1 - coefficients, as R's `svyglm`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import numpy as np
from scipy import stats
from scipy.special import expit

from answerable.surveys.estimates import moments
from answerable.surveys.estimates.arrays import EstimationError, Matrix, Vector, codes_of, matrix, vector
from answerable.surveys.estimates.statistic import Estimate, Statistic, SurveySample, estimate

ROUNDS: Final = 60
CLOSE: Final = 1e-12
ALIKE: Final = 1e-12  # all fitted shares at 0 or 1
SINGULAR: Final = 1e13


class RegressionError(EstimationError):
    """The model has no single best fit: columns that follow from others, or groups that answer all alike."""


class Family(StrEnum):
    """The distribution of the answer, with its canonical link."""

    GAUSSIAN = "gaussian"
    BINOMIAL = "quasibinomial"
    POISSON = "quasipoisson"


@dataclass(frozen=True)
class _Link:
    mean: Callable[[Vector], Vector]  # of the linear predictor
    slope: Callable[[Vector], Vector]  # of the mean, which is its variance for a canonical link
    start: Callable[[Vector], Vector]


def _log_odds(values: Vector) -> Vector:
    near = (values + 0.5) / 2
    return np.asarray(np.log(near / (1 - near)))


_LINKS: Final = {
    Family.GAUSSIAN: _Link(lambda eta: eta, np.ones_like, lambda y: y),
    Family.BINOMIAL: _Link(expit, lambda mu: mu * (1 - mu), _log_odds),
    Family.POISSON: _Link(np.exp, lambda mu: mu, lambda y: np.log(y + 0.1)),
}


@dataclass(frozen=True)
class Terms:
    """The columns of a model: names, values, and which term each belongs to."""

    names: tuple[str, ...]
    columns: Matrix
    terms: tuple[str, ...]

    def of(self, term: str) -> tuple[int, ...]:
        """The places of a term's columns."""
        return tuple(place for place, each in enumerate(self.terms) if each == term)


@dataclass(frozen=True)
class Wald:
    """A test of several coefficients at once."""

    statistic: float
    ndf: int
    ddf: float
    p: float


def terms_of(parts: Sequence[tuple[str, Any, bool]]) -> Terms:
    """An intercept and the parts (name, values, whether groups): a group's columns are set against the first group."""
    names, columns, terms = ["(Intercept)"], [np.ones(len(parts[0][1]))], ["(Intercept)"]
    for name, values, is_group in parts:
        if not is_group:
            names.append(name)
            columns.append(vector(values))
            terms.append(name)
            continue
        codes, levels = codes_of(values)
        for place, level in enumerate(levels[1:], start=1):
            names.append(f"{name}{level}")
            columns.append((codes == place).astype(np.float64))
            terms.append(name)
    return Terms(tuple(names), np.column_stack(columns), tuple(terms))


def regression(
    survey: SurveySample, y: Any, terms: Terms, *, family: Family = Family.GAUSSIAN, skip_missing: bool = False
) -> Estimate:
    """The coefficients. Rows with a missing answer are left out if they may be."""
    both = np.column_stack([vector(y), matrix(terms.columns)])
    used = moments.usable(both, skip_missing=skip_missing)
    answers, x = np.where(used, both[:, 0], 0.0), np.where(used[:, None], both[:, 1:], 0.0)
    link = _LINKS[family]
    memory: list[Vector] = []  # where the sample's own fit ended: a replicate's lies near

    def value(weights: Vector) -> Vector:
        found = _fitted(answers, x, weights * used, link, memory[0] if memory else None)
        memory.append(found)
        return found

    def influence(weights: Vector) -> Matrix:
        return _scores(answers, x, weights * used, link, value(weights))

    found = estimate(survey, Statistic(terms.names, value, influence))
    kept = survey.df if used.all() else survey.domain_df(used)
    return Estimate(found.names, found.values, found.covariance, kept + 1 - x.shape[1])


def _fitted(y: Vector, x: Matrix, weights: Vector, link: _Link, start: Vector | None) -> Vector:
    at = np.full(x.shape[1], np.inf) if start is None else start
    eta = np.where(weights > 0, link.start(y), 0.0) if start is None else x @ start
    for _ in range(ROUNDS):
        mu = link.mean(eta)
        slope = link.slope(mu)
        if (slope[weights > 0] < ALIKE).all():
            break
        working = eta + (y - mu) / np.maximum(slope, 1e-300)
        gram = x.T @ (x * (weights * slope)[:, None])
        if np.linalg.cond(gram / np.outer(*[np.sqrt(np.diagonal(gram))] * 2)) > SINGULAR:
            raise RegressionError("the columns of the model follow from each other, or a group answers all alike")
        now = vector(np.linalg.solve(gram, x.T @ (weights * slope * working)))
        moved = float(np.abs(now - at).max() / (np.abs(now).max() + 1e-3))
        at, eta = now, x @ now
        if moved < CLOSE:
            return at
    raise RegressionError("the model did not converge: a group may answer all alike")


def _scores(y: Vector, x: Matrix, weights: Vector, link: _Link, at: Vector) -> Matrix:
    mu = link.mean(x @ at)
    gram = x.T @ (x * (weights * link.slope(mu))[:, None])
    return np.asarray(np.linalg.solve(gram, (x * (y - mu)[:, None]).T).T)


def wald(found: Estimate, places: Sequence[int]) -> Wald:
    """Whether the coefficients at some places are all zero."""
    chosen = list(places)
    values, covariance = found.values[chosen], found.covariance[np.ix_(chosen, chosen)]
    statistic = float(values @ np.linalg.solve(covariance, values) / len(chosen))
    return Wald(statistic, len(chosen), found.df, float(stats.f.sf(statistic, len(chosen), found.df)))
