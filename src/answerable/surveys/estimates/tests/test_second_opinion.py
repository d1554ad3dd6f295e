"""A second opinion: svy (MIT, another author, an engine in Rust) asked the same of a made sample. Only where it is installed.

It is no dependency (decision 0140): 600 MB, and young. `pip install svy` into an environment of its own, then these tests.
"""

from typing import Any

import numpy as np
import pytest

from answerable.surveys.estimates import moments
from answerable.surveys.estimates.design import design_of

svy = pytest.importorskip("svy", reason="svy is not installed; it is an optional second opinion")
STRATA, CLUSTERS, ROWS = 4, 24, 480


def sample() -> dict[str, Any]:
    """480 answers from 24 clusters in 4 strata, made by a fixed seed."""
    random = np.random.Generator(np.random.PCG64(7))
    cluster = np.repeat(np.arange(CLUSTERS), ROWS // CLUSTERS)
    return {
        "cluster": cluster,
        "stratum": cluster % STRATA,
        "weight": random.uniform(0.5, 3, ROWS),
        "trust": np.round(5 + random.normal(size=CLUSTERS)[cluster] + random.normal(size=ROWS) * 2, 3),
        "region": random.integers(0, 3, ROWS),
    }


def theirs(told: dict[str, Any]) -> Any:
    """The same sample as svy has it."""
    import polars as pl

    return svy.Sample(pl.DataFrame(told), svy.Design(stratum="stratum", psu="cluster", wgt="weight"))


def ours(told: dict[str, Any]) -> Any:
    """And as ours has it."""
    return design_of(ROWS, weights=told["weight"], clusters=[told["cluster"]], strata=told["stratum"], nested=False)


@pytest.mark.parametrize("which", ["mean", "total"])
def test_value_and_error_are_what_svy_says(which: str) -> None:
    told = sample()
    found = getattr(moments, which)(ours(told), told["trust"])
    (said,) = getattr(theirs(told).estimation, which)("trust").estimates
    assert (float(found.values[0]), float(found.covariance[0, 0]) ** 0.5) == pytest.approx(
        (said.est, said.se), rel=1e-9
    )


def test_domains_are_what_svy_says() -> None:
    told = sample()
    found = moments.domain_means(ours(told), told["trust"], told["region"])[0]
    said = sorted(theirs(told).estimation.mean("trust", by="region").estimates, key=lambda each: str(each.by_level))
    errors = np.sqrt(np.diag(found.covariance))
    assert [float(each) for each in found.values] == pytest.approx([each.est for each in said], rel=1e-9)
    assert [float(each) for each in errors] == pytest.approx([each.se for each in said], rel=1e-9)
