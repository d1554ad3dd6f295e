"""How many interviews a survey needs, and what margin it will have; shown before the fieldwork (contract 5.2).

n = deff z^2 p (1 - p) / margin^2 (Kish 1965), less by the finite population, more by eligibility and response;
deff = (1 + cv of weights^2)(1 + (taken per cluster - 1) rho) (Kish 1987).
"""

from dataclasses import dataclass
from math import ceil, sqrt
from statistics import NormalDist


class SizeError(ValueError):
    """A margin, a rate or a population that cannot be."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is known or hoped before fieldwork.

    margin        half of the interval, as a share (0.04: four points)
    population    people in the frame; none: very many
    share         for which the margin is to hold; the middle is the hardest
    eligible      of the addresses;  response: of the eligible
    variation     coefficient of variation of the weights
    per_cluster   interviews in a cluster;  likeness: how much its members agree (rho)
    """

    margin: float = 0.04
    population: int | None = None
    share: float = 0.5
    level: float = 0.95
    eligible: float = 1.0
    response: float = 1.0
    variation: float = 0.0
    per_cluster: float = 1.0
    likeness: float = 0.0


@dataclass(frozen=True)
class Needed:
    """What the plan needs."""

    design_effect: float
    unlimited: int  # interviews in a population without end
    interviews: int
    addresses: int


def design_effect(plan: Plan) -> float:
    """By how much the design widens the variance."""
    return (1 + plan.variation**2) * (1 + (plan.per_cluster - 1) * plan.likeness)


def needed(plan: Plan) -> Needed:
    """Interviews and addresses. Refuses what cannot be."""
    rates = (plan.margin, plan.share, plan.level, plan.eligible, plan.response)
    if not all(0 < rate <= 1 for rate in rates) or (plan.population is not None and plan.population < 1):
        raise SizeError("a share is not above 0 and at most 1, or there is nobody")
    effect = design_effect(plan)
    z = NormalDist().inv_cdf((1 + plan.level) / 2)
    unlimited = effect * z**2 * plan.share * (1 - plan.share) / plan.margin**2
    limited = unlimited if plan.population is None else unlimited / (1 + (unlimited - 1) / plan.population)
    # a hair below, so that a whole number that rounding left above itself stays what it is
    whole = [ceil(each - 1e-9) for each in (unlimited, limited, limited / (plan.eligible * plan.response))]
    return Needed(effect, *whole)


def margin(plan: Plan, interviews: int) -> float:
    """The half-width that so many interviews will give."""
    if interviews < 1:
        raise SizeError("there is no interview")
    z = NormalDist().inv_cdf((1 + plan.level) / 2)
    left = 1.0 if plan.population is None else max(1 - interviews / plan.population, 0.0)
    return z * sqrt(design_effect(plan) * plan.share * (1 - plan.share) / interviews * left)
