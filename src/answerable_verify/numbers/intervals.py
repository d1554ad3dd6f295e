"""Intervals of shares, and what order they leave among several bodies.

Wilson (1927) for a share; Newcombe (1998, method 10) for a difference of two. Shares here are of a full count, not of a
sample: the interval says how far the share of another month as large could lie from this one by chance alone.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

Z: Final = NormalDist().inv_cdf(0.975)
"""Of a 95 % interval."""
FEWEST: Final = 30
"""Below this n a body stands beside the others without an order."""
EXACT: Final = 400
"""Up to this count its interval is the exact one."""


@dataclass(frozen=True, slots=True)
class ShareInterval:
    """A share with its interval; all of it from 0 to 1."""

    value: float
    low: float
    high: float


def share(count: int, n: int) -> ShareInterval:
    """`count` of `n` with Wilson's interval. Raises ValueError where there is nothing to divide by."""
    if not 0 <= count <= n or n == 0:
        raise ValueError("a share needs 0 <= count <= n and n > 0")
    value, z2 = count / n, Z * Z
    middle = (value + z2 / (2 * n)) / (1 + z2 / n)
    half = Z * math.sqrt(value * (1 - value) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return ShareInterval(value, 0.0 if count == 0 else middle - half, 1.0 if count == n else middle + half)


def count_interval(count: int) -> tuple[float, float]:
    """The exact interval of a count of Poisson, 95 % (Garwood 1936), by halving; beyond `EXACT` by the square root."""
    if count > EXACT:
        return (math.sqrt(count) - Z / 2) ** 2, (math.sqrt(count) + Z / 2) ** 2
    low = 0.0 if count == 0 else _mean_where(count - 1, 0.975)
    return low, _mean_where(count, 0.025)


def _mean_where(count: int, chance: float) -> float:
    """The mean at which a count so high or lower has that chance."""
    low, high = 0.0, count + 10 * math.sqrt(count + 1) + 10
    for _ in range(60):
        middle = (low + high) / 2
        seen = math.fsum(math.exp(k * math.log(middle) - middle - math.lgamma(k + 1)) for k in range(count + 1))
        low, high = (middle, high) if seen > chance else (low, middle)
    return low


def difference(one: tuple[int, int], other: tuple[int, int]) -> ShareInterval:
    """The share of `one` (count, n) less that of `other`, with Newcombe's interval; from -1 to 1."""
    first, second = share(*one), share(*other)
    value = first.value - second.value
    low = math.hypot(first.value - first.low, second.high - second.value)
    high = math.hypot(first.high - first.value, second.value - second.low)
    return ShareInterval(value, value - low, value + high)


@dataclass(frozen=True, slots=True)
class Ranks:
    """The places that a body may have, the largest share first: the interval of each difference decides, nothing else."""

    best: int
    worst: int


def ranks(shares: Sequence[tuple[int, int]]) -> list[Ranks | None]:
    """For each (count, n) the range of its ranks among those with n of `FEWEST` at least; None below that."""
    large = [(place, pair) for place, pair in enumerate(shares) if pair[1] >= FEWEST]
    found: list[Ranks | None] = [None] * len(shares)
    for place, pair in large:
        gaps = [difference(pair, other) for at, other in large if at != place]
        above = sum(gap.high < 0 for gap in gaps)
        below = sum(gap.low > 0 for gap in gaps)
        found[place] = Ranks(1 + above, len(large) - below)
    return found
