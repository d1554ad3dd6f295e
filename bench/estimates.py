"""Estimates at a country's size: 1,000,000 respondents, 50 strata, 10,000 clusters, 200 replicates, each beside its limit.

    python bench/estimates.py [--rows N] [--replicates N]

The limits are R's times of the surveys contract (2.4) divided by 50. Where `svy` is installed the same is asked of it in the
same run; it is no dependency (decision 0140), so without it its column is empty.
"""

import argparse
import resource
import time
from collections.abc import Callable
from typing import Any, Final

import numpy as np

from answerable.surveys.estimates import calibration, moments, quantiles, regression, replication
from answerable.surveys.estimates.design import SampleDesign, design_of

STRATA: Final = 50
CLUSTERS: Final = 10_000
R_SECONDS: Final = {  # contract 2.4: R survey 4.1.1 at one million rows
    "design": 14.4, "mean": 39.3, "ten domains": 217.0, "median": 31.0, "replicates: mean": 8.5,
    "replicates: ten domains": 30.0, "logistic regression": 158.0,
}  # fmt: skip


def population(rows: int) -> dict[str, Any]:
    """A country's answers, made by a fixed seed."""
    random = np.random.Generator(np.random.PCG64(20261130))
    cluster = np.sort(random.integers(0, CLUSTERS, rows))
    stratum = cluster * STRATA // CLUSTERS
    likes = random.normal(size=CLUSTERS)[cluster] * 0.3
    trust = np.clip(np.round(5 + 2 * likes + random.normal(size=rows) * 2.3), 0, 10)
    return {
        "cluster": cluster,
        "stratum": stratum,
        "weight": random.uniform(0.5, 3, rows),
        "trust": trust,
        "good": (trust >= 6).astype(float),
        "age": random.integers(18, 90, rows).astype(float),
        "sex": random.integers(0, 2, rows),
        "agegr": random.integers(0, 4, rows),
        "region": random.integers(0, 10, rows),
    }


def timed(what: str, work: Callable[[], Any]) -> Any:
    """Do it, and say how long it took beside a fiftieth of R's time."""
    began = time.perf_counter()
    found = work()
    took = time.perf_counter() - began
    limit = R_SECONDS.get(what)
    beside = "" if limit is None else f"R/50 {limit / 50:6.2f} s   {'held' if took <= limit / 50 else 'MISSED'}"
    print(f"  {what:<34} {took:8.2f} s   {beside}", flush=True)
    return found


def raked(one: replication.Replicates, told: dict[str, Any]) -> replication.Replicates:
    """Each replicate raked again to sex and age."""
    margins = []
    for name in ("sex", "agegr"):
        labels = told[name].astype(str)
        sums = np.bincount(told[name], weights=told["weight"]) * 1.01
        margins.append(calibration.margin_of(labels, {str(place): float(each) for place, each in enumerate(sums)}))
    return replication.adjusted(one, lambda weights: calibration.raked_weights(weights, margins))


def ours(told: dict[str, Any], *, replicates: int) -> None:
    """Our own figures."""
    rows = len(told["trust"])
    design: SampleDesign = timed(
        "design",
        lambda: design_of(
            rows, weights=told["weight"], clusters=[told["cluster"]], strata=told["stratum"], nested=False
        ),
    )
    timed("mean", lambda: moments.mean(design, told["good"]))
    timed("ten domains", lambda: moments.domain_means(design, told["good"], told["region"]))
    timed("median", lambda: quantiles.quantiles(design, told["trust"], [0.5]))
    terms = regression.terms_of([("age", told["age"], False), ("sex", told["sex"], True)])
    timed(
        "logistic regression",
        lambda: regression.regression(design, told["good"], terms, family=regression.Family.BINOMIAL),
    )
    one = timed("replicates: made", lambda: replication.bootstrap(design, count=replicates, seed=1))
    timed("replicates: mean", lambda: moments.mean(one, told["good"]))
    timed("replicates: ten domains", lambda: moments.domain_means(one, told["good"], told["region"]))
    again = timed("replicates: each raked again", lambda: raked(one, told))
    timed("replicates: mean of raked", lambda: moments.mean(again, told["good"]))


def main() -> None:
    """All figures, and the most memory that they took."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--rows", type=int, default=1_000_000)
    words.add_argument("--replicates", type=int, default=200)
    asked = words.parse_args()
    print(f"{asked.rows:,} respondents, {STRATA} strata, {CLUSTERS:,} clusters, {asked.replicates} replicates")
    ours(population(asked.rows), replicates=asked.replicates)
    print(f"  peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB")


if __name__ == "__main__":
    main()
