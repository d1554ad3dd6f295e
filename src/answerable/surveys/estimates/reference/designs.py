"""Designs as a file of cases describes them."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from answerable.surveys.estimates import calibration, replication, weighting
from answerable.surveys.estimates.arrays import Matrix, Vector
from answerable.surveys.estimates.calibration import Centring, Margin
from answerable.surveys.estimates.design import Lonely, SampleDesign, design_of
from answerable.surveys.estimates.reference import table
from answerable.surveys.estimates.reference.table import Table
from answerable.surveys.estimates.replication import Replicates

Described = Mapping[str, Any]


@cache
def stored(path: Path) -> Table:
    """A file of data, read once."""
    return table.read(path)


def rows_of(described: Described, data: Path) -> Table:
    """The rows of a design's data that it keeps."""
    found = stored(data / described["data"])
    for name, value in described.get("filter", {}).items():
        found = found.where(name, str(value))
    return found


def survey_of(described: Described, data: Path) -> tuple[Table, SampleDesign | Replicates]:
    """The rows, and the sample with its uncertainty."""
    rows = rows_of(described, data)
    if "replicates" in described:
        return rows, _replicates(described, data, rows)
    design = design_of(
        rows.rows,
        weights=rows.numbers(described["weights"]) if "weights" in described else None,
        clusters=[rows.labels(name) for name in _names(described, "ids")],
        strata=rows.labels(described["strata"]) if "strata" in described else None,
        populations=[rows.numbers(name) for name in _names(described, "fpc")],
        nested=described.get("nest", False),
        lonely=Lonely(described.get("lonely_psu", "fail")),
    )
    if "calibration" in described:
        design = _calibrated(design, described, rows)
    return rows, _trimmed(design, described.get("trim"))


def _names(described: Described, key: str) -> Sequence[str]:
    names = described.get(key, [])
    return [names] if isinstance(names, str) else names


def _trimmed(design: SampleDesign, trim: Mapping[str, Any] | None) -> SampleDesign:
    if trim is None:
        return design
    weights = weighting.trimmed(design.weights, lower=trim["lower"], upper=trim["upper"], strict=trim["strict"])
    return design.with_weights(weights, design.adjustment)


def _replicates(described: Described, data: Path, rows: Table) -> Replicates:
    told = described["replicates"]
    weights = stored(data / told["file"])
    matrix = np.stack([weights.numbers(f"{told['prefix']}{place}") for place in range(1, told["n"] + 1)])
    found = replication.given(
        weights.numbers(described["weights"]),
        matrix,
        scale=told["scale"],
        rscales=np.asarray(told["rscales"], dtype=np.float64),
        mse=told["mse"],
    )
    how = described.get("calibration")
    if how is None:
        return found
    margins = _margins(how, rows)
    return replication.adjusted(found, lambda each: calibration.raked_weights(each, margins))


def _calibrated(design: SampleDesign, described: Described, rows: Table) -> SampleDesign:
    how = described["calibration"]
    method = how["method"]
    if method in {"poststratify", "rake"}:
        centring = Centring.UNWEIGHTED if "rake()" in described.get("r_quirk", "") else Centring.WEIGHTED
        return calibration.rake(design, _margins(how, rows), centring=centring)
    distance = {
        "linear": lambda: calibration.LINEAR,
        "raking": lambda: calibration.EXPONENTIAL,
        "logit": lambda: calibration.bounded(*how["bounds"]),
    }[method]()
    auxiliary, totals = _auxiliary(how, rows)
    return calibration.calibrate(design, auxiliary, totals, distance)


def _margins(how: Mapping[str, Any], rows: Table) -> list[Margin]:
    if how["method"] == "poststratify":
        return [calibration.margin_of(rows.labels(how["cells"]), how["totals"])]
    if "within" not in how:
        return [calibration.margin_of(rows.labels(name), totals) for name, totals in how["margins"].items()]
    groups = sorted(set(rows.labels(how["within"])))
    return [
        calibration.margin_of(
            rows.labels(f"{how['within']}*{name}"),
            {f"{group}|{level}": total for group in groups for level, total in totals.items()},
        )
        for name, totals in how["margins"].items()
    ]


def _auxiliary(how: Mapping[str, Any], rows: Table) -> tuple[Matrix, Vector]:
    columns: list[Vector] = []
    totals: list[float] = []
    for name in how["terms"]:
        told = how["totals"][name]
        if name == "intercept":
            columns.append(np.ones(rows.rows))
            totals.append(told)
        elif isinstance(told, Mapping):
            labels = np.array(rows.labels(name))
            columns += [(labels == level).astype(np.float64) for level in told]
            totals += list(told.values())
        else:
            columns.append(rows.numbers(name))
            totals.append(told)
    return np.column_stack(columns), np.array(totals, dtype=np.float64)
