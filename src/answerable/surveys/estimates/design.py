"""How a sample was drawn, as far as its uncertainty depends on it; and the variance by Taylor linearisation.

The variance of a total of linearised values z is, for every stage,

    V = sum over strata h of  m_h (1 - f_h) n_h / (n_h - 1)  sum over clusters i of (t_hi - mean t_h)(t_hi - mean t_h)'

with t the sum of weight times z in a cluster, f the share of the stratum's clusters that were taken, and m the product of
the shares of the stages above (Sarndal, Swensson, Wretman 1992, ch. 4.3; Binder 1983 for the linearisation). A stage without
population counts is taken as drawn with replacement, and ends there.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Protocol

import numpy as np

from answerable.surveys.estimates.arrays import (
    Codes,
    EstimationError,
    Mask,
    Matrix,
    Vector,
    codes_of,
    crossed,
    matrix,
    sums_by,
    vector,
)
from answerable.surveys.estimates.statistic import Statistic

WHOLE = 1e-7  # below this share left untaken a stratum was taken whole


class DesignError(EstimationError):
    """The columns do not describe a design: clusters in two strata, a weight that is none, too small a population."""


class LonelyClusterError(EstimationError):
    """A stratum has one cluster alone, so nothing tells its variance, and the design does not say what to do."""


class Lonely(StrEnum):
    """What a stratum with one cluster counts as (R's `survey.lonely.psu`, the same words)."""

    FAIL = "fail"
    ADJUST = "adjust"  # its distance from the whole: cautious
    AVERAGE = "average"  # the mean of the other strata
    REMOVE = "remove"  # nothing
    CERTAINTY = "certainty"  # nothing: it was taken for certain


class Adjustment(Protocol):
    """What calibration does to weighted linearised values before their variance is taken."""

    def residuals(self, weighted: Matrix) -> Matrix:
        """What the calibration totals leave unexplained."""
        ...


@dataclass(frozen=True)
class Stage:
    """One stage of the drawing.

    clusters    number of the cluster of each row, told apart over all strata
    stratum_of  number of the stratum of each cluster
    sampled     clusters taken, per stratum
    population  clusters there are, per stratum; infinite when unknown
    multiplier  product of the shares taken at the stages above, per stratum
    """

    clusters: Codes
    stratum_of: Codes
    sampled: Vector
    population: Vector
    multiplier: Vector

    @property
    def taken(self) -> Vector:
        """The share of each stratum's clusters that is in the sample."""
        return self.sampled / self.population

    def variance(self, weighted: Matrix, lonely: Lonely) -> Matrix:
        """The part of the stage in the covariance of the column sums."""
        sums = sums_by(self.clusters, weighted, len(self.stratum_of))
        untaken = 1 - self.taken
        alone = (self.sampled == 1) & (untaken > WHOLE)
        if alone.any() and lonely is Lonely.FAIL:
            raise LonelyClusterError(f"{int(alone.sum())} strata have one cluster each")
        means = sums_by(self.stratum_of, sums, len(self.sampled)) / self.sampled[:, None]
        if lonely is Lonely.ADJUST:
            means = np.where(alone[:, None], 0.0, means)
        scale = self.multiplier * untaken * self.sampled / np.maximum(self.sampled - 1, 1)
        scale = np.where(untaken > WHOLE, scale, 0.0)
        away = (sums - means[self.stratum_of]) * np.sqrt(scale)[self.stratum_of][:, None]
        share = len(alone) / max(int((~alone).sum()), 1) if lonely is Lonely.AVERAGE else 1.0
        return np.asarray(away.T @ away * share, dtype=np.float64)


@dataclass(frozen=True)
class SampleDesign:
    """A sample with the way it was drawn. Made by `design_of`; calibrated by `calibration`."""

    weights: Vector
    stages: tuple[Stage, ...]
    lonely: Lonely = Lonely.FAIL
    adjustment: Adjustment | None = None

    @property
    def rows(self) -> int:
        """How many rows there are, those without answers counted."""
        return len(self.weights)

    @property
    def df(self) -> int:
        """Degrees of freedom: clusters less strata, of the first stage."""
        return self.domain_df(np.ones(self.rows, dtype=np.bool_))

    def domain_df(self, domain: Mask) -> int:
        """The same, of the clusters and strata that have members of the domain."""
        first = self.stages[0]
        clusters = np.unique(first.clusters[domain & (self.weights != 0)])
        return len(clusters) - len(np.unique(first.stratum_of[clusters]))

    def covariance(self, statistic: Statistic) -> Matrix:
        """The covariance of a statistic's values, by Taylor linearisation."""
        weighted = matrix(statistic.influence(self.weights)) * self.weights[:, None]
        if self.adjustment is not None:
            weighted = self.adjustment.residuals(weighted)
        parts = [stage.variance(weighted, self.lonely) for stage in self.stages]
        return np.asarray(np.sum(parts, axis=0), dtype=np.float64)

    def with_weights(self, weights: Vector, adjustment: Adjustment | None) -> "SampleDesign":
        """The same drawing, weighted otherwise."""
        return replace(self, weights=weights, adjustment=adjustment)


def design_of(
    rows: int,
    *,
    weights: Any = None,
    clusters: Sequence[Any] = (),
    strata: Any = None,
    populations: Sequence[Any] = (),
    nested: bool = True,
    lonely: Lonely = Lonely.FAIL,
) -> SampleDesign:
    """The design of a sample of some rows.

    clusters     a column for each stage; none: every row was drawn by itself
    strata       of the first stage; none: one stratum
    populations  a column for each stage: how many clusters there are in the row's stratum, or in its cluster above
    weights      none: the product of population over sample through all stages
    nested       a cluster's label may return in another stratum and is another cluster then
    Refuses a cluster that lies in two strata, populations smaller than the sample, weights below zero.
    """
    labels: list[Any] = list(clusters) or [np.arange(rows)]
    above = codes_of(np.zeros(rows) if strata is None else strata)[0]
    multiplier = np.ones(int(above.max(initial=-1)) + 1)
    stages: list[Stage] = []
    for place, label in enumerate(labels):
        within = crossed([above, label]) if nested or stages else codes_of(label)[0]
        counts = populations[place] if place < len(populations) else None
        stages.append(_stage(within, above, counts, multiplier))
        if counts is None:
            break
        last = stages[-1]
        multiplier = (last.multiplier * last.taken)[last.stratum_of]
        above = within
    given = _implied(stages) if weights is None else vector(weights)
    if not np.isfinite(given).all() or (given < 0).any():
        raise DesignError("a weight is missing or below zero")
    return SampleDesign(weights=given, stages=tuple(stages), lonely=lonely)


def _stage(clusters: Codes, strata: Codes, counts: Any, multiplier: Vector) -> Stage:
    count = int(clusters.max(initial=-1)) + 1
    stratum_of = np.zeros(count, dtype=np.intp)
    stratum_of[clusters] = strata
    if (stratum_of[clusters] != strata).any():
        raise DesignError("a cluster lies in two strata; say that labels are nested, or name the clusters apart")
    sampled = np.bincount(stratum_of, minlength=len(multiplier)).astype(np.float64)
    population = np.full(len(multiplier), np.inf)
    if counts is not None:
        given = vector(counts)
        population[strata] = given
        if not np.array_equal(population[strata], given):
            raise DesignError("a stratum has two population counts")
        if (population < sampled).any():
            raise DesignError("a stratum has fewer clusters in the population than in the sample")
    return Stage(clusters, stratum_of, sampled, population, multiplier)


def _implied(stages: Sequence[Stage]) -> Vector:
    weights = np.ones(len(stages[0].clusters))
    for stage in stages:
        share = stage.population / stage.sampled
        weights = weights * np.where(np.isfinite(share), share, 1.0)[stage.stratum_of][stage.clusters]
    return weights
