"""Values beside expected ones: how near is near enough, and where a documented convention of ours stands instead.

Tolerances are relative, by what R computes exactly and what it fits in rounds. A missing expected value (R gives none) is not
compared. These conventions are ours and are compared as such:

- a share of 0 or 1 is 0 or 1 (R's fit stops short of it), and its interval is Clopper and Pearson's, where R has none;
- an arcsine interval that reaches below 0 ends at 0 (R squares a negative sine, and the bound rises again);
- the likelihood interval is the root of its equation; R reads it off an interpolated profile of some ten points:
  `PROFILE`;
- p of a model follows t or F, so it may differ by t^2 times what they may.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from pathlib import Path
from typing import Any, Final

from answerable.surveys.estimates.arrays import EstimationError
from answerable.surveys.estimates.proportions import IntervalMethod
from answerable.surveys.estimates.reference import evaluate
from answerable.surveys.estimates.reference.evaluate import Case, Found

EXACT: Final = 1e-9
FITTED: Final = 1e-7
MODEL: Final = 1e-6
PROFILE: Final = 1e-3
NOTHING: Final = 1e-12  # absolute: what is zero but for rounding
WORDS: Final = frozenset({"level", "expr", "qrule", "interval"})
OF_THE_CASE: Final = ("df", "df_residual", "domains", "means", "covariance", "table")


@dataclass(frozen=True)
class Compared:
    """One number of one case."""

    case: str
    place: str
    value: float
    expected: float
    tolerance: float

    @property
    def difference(self) -> float:
        """Relative to the expected value, or absolute where that is zero."""
        away = abs(self.value - self.expected)
        return away / abs(self.expected) if self.expected else away

    @property
    def agrees(self) -> bool:
        """Near enough."""
        return self.difference <= self.tolerance or abs(self.value - self.expected) <= NOTHING


def read(path: Path) -> tuple[Mapping[str, Any], Sequence[Case]]:
    """The designs and the cases of a file."""
    told = json.loads(path.read_text(encoding="utf-8"))
    return told["designs"], told["cases"]


def compared(case: Case, designs: Mapping[str, Any], data: Path) -> Iterator[Compared]:
    """Every number of a case beside the expected one. A case that cannot be evaluated raises."""
    found = evaluate.evaluate(case, designs, data)
    tolerance = _tolerance(case, designs)
    for row in case["expected"]:
        got = found.get(row["level"])
        if got is None:
            raise EstimationError(f"{case['id']}: nothing was found for {row['level']}")
        for field, expected in row.items():
            if field not in WORDS:
                allowed = _allowed(row, field, tolerance)
                yield from _numbers(
                    case["id"], f"{row['level']} {field}", got[field], _ours(got, field, expected), allowed
                )
    yield from _of_the_case(case, found, tolerance)


def _of_the_case(case: Case, found: Found, tolerance: float) -> Iterator[Compared]:
    for field in OF_THE_CASE:
        if field in case:
            yield from _numbers(case["id"], field, found[evaluate.WHOLE][field], case[field], tolerance)
    if "term_test" in case:
        told, got = case["term_test"], found[evaluate.WHOLE]["term_test"]
        for name in ("term", "F", "ndf", "ddf"):
            yield from _numbers(case["id"], f"term_test {name}", got[name], told[name], tolerance)
        follows = tolerance * max(1.0, told["F"] * told["ndf"])
        yield from _numbers(case["id"], "term_test p", got["p"], told["p"], follows)


def _ours(got: Mapping[str, Any], field: str, expected: Any) -> Any:
    """The expected value, unless it is one of R's that a convention of ours takes the place of."""
    if got.get("method") is IntervalMethod.EXACT and field in {"est", "ci"}:
        return round(expected) if field == "est" else [None, None]
    if got.get("method") is IntervalMethod.ASIN and field == "ci":
        return [None if end in {0, 1} else bound for end, bound in zip(got["ci"], expected, strict=True)]
    return expected


def _tolerance(case: Case, designs: Mapping[str, Any]) -> float:
    if case["stat"]["type"] == "glm":
        return MODEL
    return FITTED if "calibration" in designs.get(case.get("design", ""), {}) else EXACT


def _allowed(row: Mapping[str, Any], field: str, tolerance: float) -> float:
    level = row["level"]
    fitted = {"likelihood": PROFILE, "logit": FITTED, "lincom": FITTED, "saddlepoint": FITTED}
    if level in fitted:
        return fitted[level]
    return tolerance * max(1.0, row["t"] ** 2) if field == "p" and "t" in row else tolerance


def _numbers(case: str, place: str, value: Any, expected: Any, tolerance: float) -> Iterator[Compared]:
    if isinstance(expected, Mapping):
        for key, inner in expected.items():
            yield from _numbers(case, f"{place} {key}", value[key], inner, tolerance)
    elif isinstance(expected, list):
        if len(value) != len(expected):
            raise EstimationError(f"{case}: {place} has {len(value)} parts, not {len(expected)}")
        for number, inner in enumerate(expected):
            yield from _numbers(case, f"{place} {number + 1}", value[number], inner, tolerance)
    elif isinstance(expected, str):
        yield Compared(case, place, float(value == expected), 1.0, 0.0)
    elif expected is not None and not isnan(expected):
        yield Compared(case, place, float(value), float(expected), tolerance)
