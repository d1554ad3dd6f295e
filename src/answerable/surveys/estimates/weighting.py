"""Weights before and after calibration: base weights, cells of non-response, trimming, and what they cost.

base       1 / probability of selection, times the adults of the household where one of them was chosen
cells      within a cell the respondents carry the eligible who did not answer; a cell needs respondents enough and an
           adjustment that is not too large (the contract's 20 and 2), or cells are joined first
trimming   weights outside the limits go to the limit, and the excess is shared by the others (R's `trimWeights`)
cost       Kish (1965): n sum w^2 / (sum w)^2
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from answerable.surveys.estimates.arrays import EstimationError, Mask, Vector, codes_of, vector

RESPONDENTS: Final = 20
ADJUSTMENT: Final = 2.0
SPREAD: Final = 3.5  # interquartile ranges from the median
WARN_AT: Final = 2.0  # Kish's design effect


class WeightingError(EstimationError):
    """A weight that none can bear: a probability that is none, a cell with too few answers, limits that leave nothing."""


@dataclass(frozen=True)
class Cell:
    """A cell of non-response: its label, who answered, and by what their weights grew."""

    label: str
    respondents: int
    adjustment: float


@dataclass(frozen=True)
class Cost:
    """What weighting costs: published beside every figure."""

    count: int
    total: float
    smallest: float
    largest: float
    design_effect: float
    effective: float

    @property
    def is_high(self) -> bool:
        """Whether readers are to be warned."""
        return self.design_effect > WARN_AT


def base_weights(probabilities: Any, adults: Any = 1) -> Vector:
    """The base weights. Refuses probabilities outside of 0 to 1 and households without an adult."""
    chance, people = vector(probabilities), vector(adults)
    if not ((chance > 0) & (chance <= 1)).all() or not (people >= 1).all():
        raise WeightingError("a probability is not above 0 and at most 1, or a household has no adult")
    return np.asarray(people / chance)


def nonresponse_weights(
    weights: Vector,
    responded: Mask,
    eligible: Mask,
    labels: Any,
    *,
    respondents: int = RESPONDENTS,
    adjustment: float = ADJUSTMENT,
) -> tuple[Vector, tuple[Cell, ...]]:
    """The weights of those who answered, grown by cell; zero for the rest. Refuses cells beyond the limits, all at once."""
    codes, levels = codes_of(labels)
    there = np.bincount(codes, weights=weights * eligible, minlength=len(levels))
    answered = np.bincount(codes, weights=weights * (responded & eligible), minlength=len(levels))
    counts = np.bincount(codes, weights=responded & eligible, minlength=len(levels)).astype(int)
    with np.errstate(invalid="ignore", divide="ignore"):
        growth = np.where(answered > 0, there / answered, np.inf)
    cells = tuple(
        Cell(str(level), int(count), float(factor)) for level, count, factor in zip(levels, counts, growth, strict=True)
    )
    poor = [cell.label for cell in cells if cell.respondents < respondents or cell.adjustment > adjustment]
    if poor:
        raise WeightingError(f"cells with too few respondents or too large an adjustment, to be joined: {poor}")
    return np.where(responded & eligible, weights * growth[codes], 0.0), cells


def limits(weights: Vector, spread: float = SPREAD) -> tuple[float, float]:
    """The median and so many interquartile ranges on both sides; never below a tenth of the median."""
    low, middle, high = np.quantile(weights[weights > 0], [0.25, 0.5, 0.75])
    return max(float(middle - spread * (high - low)), float(middle) / 10), float(middle + spread * (high - low))


def trimmed(weights: Vector, *, lower: float, upper: float, strict: bool = False) -> Vector:
    """The weights within the limits, their sum kept; strict: again until none is outside. Rows without weight stay so."""
    kept = np.asarray(weights, dtype=np.float64)
    for _ in range(1000):
        outside = (kept > 0) & ((kept < lower) | (kept > upper))
        inside = (kept > 0) & ~outside
        if not outside.any():
            return kept
        if not inside.any():
            raise WeightingError("no weight lies within the limits")
        excess = (kept - np.clip(kept, lower, upper))[outside].sum()
        kept = np.where(outside, np.clip(kept, lower, upper), np.where(inside, kept + excess / inside.sum(), 0.0))
        if not strict:
            return kept
    raise WeightingError("trimming did not come to rest")


def cost(weights: Vector) -> Cost:
    """What the weights cost, over the rows that have one."""
    used = weights[weights > 0]
    effect = float(len(used) * (used**2).sum() / used.sum() ** 2)
    return Cost(len(used), float(used.sum()), float(used.min()), float(used.max()), effect, float(len(used) / effect))


def share_trimmed(before: Vector, after: Vector) -> float:
    """The share of the sum of weights that trimming moved."""
    return float(np.abs(after - before).sum() / 2 / before.sum())
