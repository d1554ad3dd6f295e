"""A drawn sample as columns, and its weighting as one function of base weights, so that every replicate goes through it.

1 / chance, then the cells of non-response, then the adults of the household of whoever answered (one of them was asked), then
raking, then trimming beyond the median by 3.5 interquartile ranges and raking once more (contract 5.3).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import numpy as np

from answerable.surveys.estimates import calibration, replication, weighting
from answerable.surveys.estimates.arrays import Mask, Vector
from answerable.surveys.estimates.calibration import Margin
from answerable.surveys.estimates.design import Lonely, design_of
from answerable.surveys.estimates.dispositions import Disposition
from answerable.surveys.estimates.replication import Replicates

REPLICATES: Final = 200
FEW: Final = 100  # clusters, up to which the jackknife is taken
MOST_ADULTS: Final = 10
ANSWERED: Final = frozenset({Disposition.INTERVIEW, Disposition.PARTIAL})
ELIGIBLE: Final = ANSWERED | {Disposition.REFUSED, Disposition.NO_CONTACT, Disposition.OTHER}


@dataclass(frozen=True)
class Rows:
    """The drawn units as columns; `clusters` are empty words where every unit was drawn by itself."""

    strata: Sequence[str]
    clusters: Sequence[str]
    base: Vector
    eligible: Mask
    answered: Mask
    answers: Sequence[Mapping[str, str]]

    @property
    def has_clusters(self) -> bool:
        """Whether sampling points were drawn first."""
        return all(self.clusters)

    @property
    def points(self) -> list[str]:
        """What was drawn first, for each row: its sampling point, or the row itself."""
        if self.has_clusters:
            return [f"{stratum}/{cluster}" for stratum, cluster in zip(self.strata, self.clusters, strict=True)]
        return [f"{place:09}" for place in range(len(self.strata))]

    def column(self, name: str) -> list[str]:
        """The answers to one question; empty where there is none."""
        return [row.get(name, "") for row in self.answers]


def rows_of(said: Sequence[Mapping[str, Any]]) -> Rows:
    """The rows as they are given: stratum, cluster where there is one, chance, disposition, answers."""
    came_to = [row["disposition"] for row in said]
    found = Rows(
        strata=[row["stratum"] for row in said],
        clusters=[row.get("cluster", "") for row in said],
        base=np.array([float(1 / Fraction(row["chance"])) for row in said]),
        eligible=np.array([each in ELIGIBLE for each in came_to], dtype=np.bool_),
        answered=np.array([each in ANSWERED for each in came_to], dtype=np.bool_),
        answers=[row.get("answers", {}) for row in said],
    )
    return joined(found)


def joined(rows: Rows) -> Rows:
    """The rows, strata joined to the next smallest while one has answers from fewer than two points: nothing tells its variance."""
    strata = list(rows.strata)
    points = rows.points
    while True:
        answering: dict[str, set[str]] = {name: set() for name in sorted(set(strata))}
        for name, point, has_answered in zip(strata, points, rows.answered, strict=True):
            if has_answered:
                answering[name].add(point)
        order = sorted(answering, key=lambda name: (len(answering[name]), name))
        if len(order) < 2 or len(answering[order[0]]) >= 2:
            return Rows(strata, rows.clusters, rows.base, rows.eligible, rows.answered, rows.answers)
        both = f"{order[1]}+{order[0]}"
        strata = [both if name in order[:2] else name for name in strata]


@dataclass(frozen=True)
class Weighing:
    """How a sample is weighed, and what it came to: cells of non-response, limits of trimming (none: not trimmed)."""

    weighed: Callable[[Vector], Vector]
    cells: tuple[weighting.Cell, ...]
    limits: tuple[float, float] | None
    trimmed: float


def weighing_of(rows: Rows, said: Mapping[str, Any]) -> Weighing:
    """The weighting that is said: `cells` (auto, stratum, one), `adults` (a question), `margins`, `trim`.

    `auto` takes a cell for each stratum; one alone, a factor that all shares bear alike, where a stratum has fewer than 20
    answers or more than one silent unit for each that answered. `stratum` refuses there.
    """
    margins = [_margin(rows, name, totals) for name, totals in said.get("margins", {}).items()]
    adults = _adults(rows, said.get("adults", ""))
    labels, cells = _cells(rows, said.get("cells", "auto"))

    def raked(base: Vector) -> Vector:
        grown, _ = weighting.nonresponse_weights(
            base, rows.answered, rows.eligible, labels, respondents=1, adjustment=float("inf")
        )
        grown = grown * adults
        return calibration.raked_weights(grown, margins) if margins else grown

    plain = raked(rows.base)
    limits = _limits(plain) if said.get("trim") else None
    if limits is None:
        return Weighing(raked, cells, None, 0.0)
    low, high = limits

    def trimmed(base: Vector) -> Vector:
        cut = weighting.trimmed(raked(base), lower=low, upper=high)
        return calibration.raked_weights(cut, margins) if margins else cut

    return Weighing(trimmed, cells, limits, weighting.share_trimmed(plain, trimmed(rows.base)))


def _limits(weights: Vector) -> tuple[float, float] | None:
    """The limits of trimming; none where half of the weights are alike, so that nothing says what is far."""
    low, high = weighting.limits(weights)
    return (low, high) if high > low * (1 + 1e-9) else None


def _cells(rows: Rows, which: str) -> tuple[list[str], tuple[weighting.Cell, ...]]:
    one = ["all"] * len(rows.strata)
    labels = one if which == "one" else list(rows.strata)
    try:
        _, cells = weighting.nonresponse_weights(rows.base, rows.answered, rows.eligible, labels)
    except weighting.WeightingError:
        if which == "stratum":
            raise
        labels = one
        _, cells = weighting.nonresponse_weights(
            rows.base, rows.answered, rows.eligible, labels, respondents=1, adjustment=float("inf")
        )
    return labels, cells


def _adults(rows: Rows, name: str) -> Vector:
    """How many adults there are where somebody answered; one where it was not said."""
    said = rows.column(name) if name else [""] * len(rows.strata)
    return np.array([float(min(max(int(each), 1), MOST_ADULTS)) if each.isdecimal() else 1.0 for each in said])


def _margin(rows: Rows, name: str, totals: Mapping[str, float]) -> Margin:
    """A margin of the rows. Who did not answer the question stands in its largest group: they have no weight, or one of many."""
    largest = max(totals, key=lambda value: totals[value])
    labels = [value if value in totals else largest for value in rows.column(name)]
    return calibration.margin_of(labels, totals)


def sample_of(rows: Rows, weighed: Callable[[Vector], Vector], seed: int) -> Replicates:
    """The sample with its replicates: the jackknife up to 100 sampling points, the bootstrap above (contract 0.3)."""
    points = rows.points
    design = design_of(len(points), weights=rows.base, clusters=[points], strata=rows.strata, lonely=Lonely.ADJUST)
    few = len(set(points)) <= FEW
    plain = replication.jackknife(design) if few else replication.bootstrap(design, count=REPLICATES, seed=seed)
    return replication.adjusted(plain, weighed)
