"""The same sample weighted many times over: how far a value moves is its uncertainty.

    variance = scale * sum over replicates of rscale_r (value_r - centre)^2

JK1, JKn: one cluster left out at a time (Wolter 2007, ch. 4). BRR, Fay: half of each pair of clusters, in a balanced order
(McCarthy 1969; Judkins 1990). Bootstrap: n_h - 1 clusters drawn with replacement in each stratum (Rao, Wu 1988). Every
replicate should go through the same weighting as the sample itself: `adjusted` does this, and headline figures use it,
because weights taken as fixed tell nothing of what calibration gained or cost.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from scipy.linalg import hadamard

from answerable.surveys.estimates.arrays import EstimationError, Mask, Matrix, Vector
from answerable.surveys.estimates.design import DesignError, SampleDesign
from answerable.surveys.estimates.statistic import Statistic

Weighting = Callable[[Vector], Vector]  # base weights -> weights after all adjustments


class ReplicateError(EstimationError):
    """A value cannot be computed in a replicate, so its variance is not known."""


@dataclass(frozen=True)
class Replicates:
    """Weights, and the weights of each replicate.

    weight_of      number of a replicate -> its weights; computed when asked, so that a million rows need no matrix
    mse            distances from the value of the sample, not from the mean of the replicates
    freedom        degrees of freedom
    """

    weights: Vector
    count: int
    weight_of: Callable[[int], Vector]
    scale: float
    rscales: Vector
    freedom: int
    mse: bool = False

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.weights)

    @property
    def df(self) -> int:
        """Degrees of freedom."""
        return self.freedom

    def domain_df(self, domain: Mask) -> int:
        """Degrees of freedom in a domain: the rank of its replicate weights, less one."""
        if domain.all():
            return self.freedom
        return rank(np.stack([self.weight_of(each)[domain] for each in range(self.count)])) - 1

    def values(self, statistic: Statistic) -> Matrix:
        """The statistic under every replicate, count x k."""
        return np.stack([statistic.value(self.weight_of(each)) for each in range(self.count)])

    def covariance(self, statistic: Statistic) -> Matrix:
        """The covariance of the statistic's values."""
        found = self.values(statistic)
        centre = statistic.value(self.weights) if self.mse else found[self.rscales > 0].mean(axis=0)
        away = (found - centre) * np.sqrt(self.rscales)[:, None]
        return np.asarray(away.T @ away * self.scale, dtype=np.float64)


def rank(rows: Matrix) -> int:
    """The rank of replicate weights, with the tolerance that R's `degf` uses (1e-5 of the largest)."""
    sizes = np.linalg.svd(rows @ rows.T, compute_uv=False) ** 0.5
    return int((sizes > sizes[0] * 1e-5).sum())


def given(
    weights: Vector, replicates: Matrix, *, scale: float, rscales: Vector | float = 1.0, mse: bool = False
) -> Replicates:
    """Replicate weights that somebody else made, count x n."""
    count = len(replicates)
    return Replicates(
        weights=weights,
        count=count,
        weight_of=lambda each: np.asarray(replicates[each], dtype=np.float64),
        scale=scale,
        rscales=np.broadcast_to(np.asarray(rscales, dtype=np.float64), (count,)),
        freedom=rank(np.asarray(replicates, dtype=np.float64)) - 1,
        mse=mse,
    )


def adjusted(replicates: Replicates, weighting: Weighting) -> Replicates:
    """The same replicates, each weighted again by the whole weighting. Stops where the weighting of one does not converge."""
    again = np.stack([weighting(replicates.weight_of(each)) for each in range(replicates.count)])
    return replace(
        replicates,
        weights=weighting(replicates.weights),
        weight_of=lambda each: again[each],
        freedom=rank(again) - 1,
    )


def jackknife(design: SampleDesign, *, mse: bool = False) -> Replicates:
    """JKn, one first-stage cluster left out at a time; with one stratum it is JK1."""
    stage = design.stages[0]
    if (stage.sampled < 2).any():
        raise DesignError("a stratum has one cluster, which cannot be left out")
    inflated = stage.sampled / (stage.sampled - 1)

    def weight_of(each: int) -> Vector:
        stratum = stage.stratum_of[each]
        factors = np.where(stage.stratum_of == stratum, inflated[stratum], 1.0)
        factors[each] = 0.0
        return np.asarray(design.weights * factors[stage.clusters])

    rscales = (
        (1 - stage.taken[stage.stratum_of]) * (stage.sampled[stage.stratum_of] - 1) / stage.sampled[stage.stratum_of]
    )
    return Replicates(design.weights, len(stage.stratum_of), weight_of, 1.0, rscales, design.df, mse)


def bootstrap(design: SampleDesign, *, count: int, seed: int, mse: bool = False) -> Replicates:
    """Rao and Wu's: n_h - 1 clusters with replacement in each stratum, weights times n_h / (n_h - 1) times how often drawn."""
    stage = design.stages[0]
    if (stage.sampled < 2).any():
        raise DesignError("a stratum has one cluster, which cannot be resampled")
    random = np.random.Generator(np.random.PCG64(seed))
    factors = np.zeros((count, len(stage.stratum_of)), dtype=np.float32)
    for stratum, size in enumerate(stage.sampled.astype(int)):
        members = np.flatnonzero(stage.stratum_of == stratum)
        drawn = random.multinomial(size - 1, np.full(size, 1 / size), size=count)
        factors[:, members] = drawn * (size / (size - 1))
    return Replicates(
        weights=design.weights,
        count=count,
        weight_of=lambda each: np.asarray(design.weights * factors[each][stage.clusters], dtype=np.float64),
        scale=1 / (count - 1),
        rscales=np.ones(count),
        freedom=min(design.df, count - 1),
        mse=mse,
    )


def balanced(design: SampleDesign, *, fay: float = 0.0, mse: bool = False) -> Replicates:
    """BRR, or Fay's: two clusters in each stratum, weighted 2 - rho and rho by the rows of a Hadamard matrix."""
    stage = design.stages[0]
    if (stage.sampled != 2).any():
        raise DesignError("balanced replicates need two clusters in each stratum")
    strata = len(stage.sampled)
    count = 4
    while count <= strata:
        count *= 2
    order = np.argsort(stage.stratum_of, kind="stable")
    sign_of = np.empty(len(order))
    sign_of[order] = np.tile([1.0, -1.0], strata)
    signs = hadamard(count)[:, 1 : strata + 1]

    def weight_of(each: int) -> Vector:
        factors = 1 + (1 - fay) * signs[each][stage.stratum_of] * sign_of
        return np.asarray(design.weights * factors[stage.clusters])

    return Replicates(design.weights, count, weight_of, 1 / (count * (1 - fay) ** 2), np.ones(count), design.df, mse)
