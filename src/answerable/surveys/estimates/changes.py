"""What changed from one wave to the next, with the covariance of the sampling points that both went to.

Both waves are one sample of two parts: a point that both visited is one cluster, so a replicate leaves it out of both, and each
part is weighed by itself again. Where units were drawn by themselves, the waves are independent. Several choices of a question
are judged together by Holm.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from answerable.surveys.estimates import contrasts, statistic
from answerable.surveys.estimates.arrays import Mask, Matrix, Vector
from answerable.surveys.estimates.replication import Replicates
from answerable.surveys.estimates.rows import Rows, Weighing, joined, sample_of

SURE: Final = 0.05


@dataclass(frozen=True)
class Waves:
    """Two waves as one sample; `is_later` tells their rows apart."""

    sample: Replicates
    rows: Rows
    is_later: Mask


def stacked(earlier: Rows, how: Weighing, later: Rows, anew: Weighing, *, seed: int) -> Waves:
    """Both waves as one sample, each weighed in its own way."""
    are_one = earlier.has_clusters and later.has_clusters
    split = len(earlier.strata)
    rows = Rows(
        strata=[*_strata(earlier, "" if are_one else "1/"), *_strata(later, "" if are_one else "2/")],
        clusters=[*earlier.clusters, *later.clusters] if are_one else [""] * (split + len(later.strata)),
        base=np.concatenate([earlier.base, later.base]),
        eligible=np.concatenate([earlier.eligible, later.eligible]),
        answered=np.concatenate([earlier.answered, later.answered]),
        answers=[*earlier.answers, *later.answers],
    )

    def weighed(base: Vector) -> Vector:
        return np.concatenate([how.weighed(base[:split]), anew.weighed(base[split:])])

    return Waves(sample_of(joined(rows), weighed, seed), rows, np.arange(len(rows.strata)) >= split)


def _strata(rows: Rows, wave: str) -> list[str]:
    return [f"{wave}{name}" for name in rows.strata]


def of_question(waves: Waves, question: Mapping[str, Any], hidden: Sequence[str]) -> list[dict[str, Any]]:
    """The change of each choice's share, in points. `hidden`: choices whose share is not shown in one of the waves."""
    said = waves.rows.column(question["name"])
    known = np.array([value != "" for value in said]) & waves.rows.answered
    then, now = known & ~waves.is_later, known & waves.is_later
    shown = [choice for choice in question["choices"] if choice not in hidden]
    if not shown or not then.any() or not now.any():
        return []
    chosen = np.array(
        [[choice in value.split() if question["several"] else value == choice for choice in shown] for value in said],
        dtype=np.float64,
    )
    found = statistic.estimate(waves.sample, difference(chosen, then, now, shown))
    raised = contrasts.holm([each.p if each.p == each.p else 1.0 for each in contrasts.against_zero(found)])
    return [
        {
            "choice": choice,
            "change": round(100 * float(value), 1),
            "low": round(100 * span.low, 1),
            "high": round(100 * span.high, 1),
            "evidence": bool(p < SURE),
        }
        for choice, value, span, p in zip(shown, found.values, found.intervals(), raised, strict=True)
        if np.isfinite(span.low)
    ]


def difference(chosen: Matrix, then: Mask, now: Mask, names: Sequence[str]) -> statistic.Statistic:
    """The share of each column among the rows of `now` less that among the rows of `then`."""

    def value(weights: Vector) -> Vector:
        after = weights[now] @ chosen[now] / weights[now].sum()
        return np.asarray(after - weights[then] @ chosen[then] / weights[then].sum())

    def influence(weights: Vector) -> Matrix:
        after = weights[now] @ chosen[now] / weights[now].sum()
        before = weights[then] @ chosen[then] / weights[then].sum()
        moved = np.where(now[:, None], (chosen - after) / weights[now].sum(), 0.0)
        return np.asarray(moved - np.where(then[:, None], (chosen - before) / weights[then].sum(), 0.0))

    return statistic.Statistic(tuple(names), value, influence)
