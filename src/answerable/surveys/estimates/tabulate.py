"""Tables of a survey out of its answers: `python -m answerable.surveys.estimates.tabulate`, JSON in, JSON out.

A process of its own, so that no web process keeps numpy and scipy. Rows are all drawn units: those who answered with what they
said, the others with their disposition alone. Weights are made as the contract says (5.3): 1 / chance, then the cells of
non-response, then raking; and every replicate goes through the same again. What may not be published is not in what comes out.
"""

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import numpy as np

from answerable.surveys.estimates import calibration, proportions, publication, replication, suppression, weighting
from answerable.surveys.estimates.arrays import Mask, Matrix, Vector
from answerable.surveys.estimates.calibration import Margin
from answerable.surveys.estimates.design import Lonely, design_of
from answerable.surveys.estimates.dispositions import Disposition
from answerable.surveys.estimates.errors import EstimationError
from answerable.surveys.estimates.replication import Replicates

REPLICATES: Final = 200
ANSWERED: Final = frozenset({Disposition.INTERVIEW, Disposition.PARTIAL})
ELIGIBLE: Final = ANSWERED | {Disposition.REFUSED, Disposition.NO_CONTACT, Disposition.OTHER}


@dataclass(frozen=True)
class Rows:
    """The drawn units as columns: stratum, base weight, whether eligible, whether answered, and the answers."""

    strata: Sequence[str]
    base: Vector
    eligible: Mask
    answered: Mask
    answers: Sequence[Mapping[str, str]]

    def column(self, name: str) -> list[str]:
        """The answers to one question; empty where there is none."""
        return [row.get(name, "") for row in self.answers]


def rows_of(said: Sequence[Mapping[str, Any]]) -> Rows:
    """The rows as they are given: stratum, chance, disposition, answers."""
    came_to = [row["disposition"] for row in said]
    return Rows(
        strata=_joined([row["stratum"] for row in said], came_to),
        base=np.array([float(1 / Fraction(row["chance"])) for row in said]),
        eligible=np.array([each in ELIGIBLE for each in came_to], dtype=np.bool_),
        answered=np.array([each in ANSWERED for each in came_to], dtype=np.bool_),
        answers=[row.get("answers", {}) for row in said],
    )


def _joined(strata: list[str], came_to: Sequence[str]) -> list[str]:
    """The strata; one with fewer than two answers is joined to the next smallest, because nothing tells its variance."""
    while True:
        counts = dict.fromkeys(sorted(set(strata)), 0)
        for name, disposition in zip(strata, came_to, strict=True):
            counts[name] += disposition in ANSWERED
        order = sorted(counts, key=lambda name: (counts[name], name))
        if len(order) < 2 or counts[order[0]] >= 2:
            return strata
        both = f"{order[1]}+{order[0]}"
        strata = [both if name in order[:2] else name for name in strata]


def weigher(rows: Rows, margins: Sequence[Margin]) -> tuple[Callable[[Vector], Vector], bool]:
    """The whole weighting as a function of base weights, and whether it has a cell for each stratum or one alone.

    One cell alone is a factor that all shares bear alike; it is taken where a stratum has fewer than 20 answers, or more
    than one unit that did not answer for each that did.
    """
    cells: Sequence[str] = rows.strata
    try:
        weighting.nonresponse_weights(rows.base, rows.answered, rows.eligible, cells)
    except weighting.WeightingError:
        cells = ["all"] * len(rows.strata)
    whole = list(cells)

    def weighed(base: Vector) -> Vector:
        grown, _ = weighting.nonresponse_weights(
            base, rows.answered, rows.eligible, whole, respondents=1, adjustment=float("inf")
        )
        return calibration.raked_weights(grown, margins) if margins else grown

    return weighed, len(set(whole)) > 1 or len(set(rows.strata)) == 1


def sample_of(rows: Rows, weighed: Callable[[Vector], Vector], seed: int) -> Replicates:
    """The sample with its replicates: the jackknife up to 100 units, the bootstrap above (contract 0.3)."""
    design = design_of(len(rows.strata), weights=rows.base, strata=rows.strata, lonely=Lonely.ADJUST)
    few = len(rows.strata) <= 100
    plain = replication.jackknife(design) if few else replication.bootstrap(design, count=REPLICATES, seed=seed)
    return replication.adjusted(plain, weighed)


def cells_of(
    sample: Replicates, rows: Rows, question: Mapping[str, Any], domain: Mask | None, *, whole: bool
) -> list[dict[str, Any]]:
    """A cell for each choice: shown with its interval, or why it isn't. Who was asked and did not answer is left out."""
    said = rows.column(question["name"])
    known = np.array([value != "" for value in said]) & rows.answered
    found = []
    for choice in question["choices"]:
        chosen = [choice in value.split() if question["several"] else value == choice for value in said]
        y = np.where(known, np.array(chosen, dtype=np.float64), np.nan)
        used = known if domain is None else known & domain
        if not used.any():
            found.append({"choice": choice, "refusals": ["few-persons"], "count": 0})
            continue
        share = proportions.share(sample, y, domain=domain)
        judged = publication.of_share(share, whole=whole)
        found.append(_cell(choice, share, judged))
    return found


def _cell(choice: str, share: proportions.Share, judged: publication.Judgement) -> dict[str, Any]:
    if not judged.is_shown:
        return {"choice": choice, "refusals": [each.value for each in judged.refusals], "count": share.count}
    return {
        "choice": choice,
        "share": round(100 * share.value, 1),
        "low": round(100 * share.interval.low, 1),
        "high": round(100 * share.interval.high, 1),
        "count": share.count,
        "effective": round(share.effective),
        "df": int(share.df),
        "flagged": judged.is_flagged,
        "refusals": [],
    }


def protect(parts: list[dict[str, Any]], counts: Matrix) -> None:
    """Hide besides what would give a hidden cell back: among the shares of the whole, and between the groups.

    counts   people of each choice in each group, unweighted
    """
    whole = parts[0]["cells"]
    hidden = [place for place, cell in enumerate(whole) if cell["refusals"]]
    shown = [place for place, cell in enumerate(whole) if not cell["refusals"]]
    if len(hidden) == 1 and shown:
        _hide(whole, min(shown, key=lambda place: (whole[place]["share"], place)))
    if len(parts) < 2:
        return
    refused = np.array([[bool(cell["refusals"]) for cell in part["cells"]] for part in parts[1:]]).T
    try:
        covered = suppression.protect(counts, also=refused).hidden
    except suppression.SuppressionError:
        covered = np.ones_like(refused)
    for place, group in np.argwhere(covered & ~refused):
        _hide(parts[1 + int(group)]["cells"], int(place))


def _hide(cells: list[dict[str, Any]], place: int) -> None:
    cells[place] = {"choice": cells[place]["choice"], "refusals": ["protects-another"], "count": cells[place]["count"]}


def _people(rows: Rows, question: Mapping[str, Any], groups: Sequence[tuple[str, Mask]]) -> Matrix:
    said = rows.column(question["name"])
    chosen = np.array([[choice in value.split() for value in said] for choice in question["choices"]])
    return np.array([[(row & mask).sum() for _, mask in groups] for row in chosen], dtype=np.float64)


def tables(said: Mapping[str, Any]) -> dict[str, Any]:
    """The tables of what is given: rows, questions, by, margins, seed."""
    rows = rows_of(said["rows"])
    margins = [_margin(rows, name, totals) for name, totals in said.get("margins", {}).items()]
    weighed, by_stratum = weigher(rows, margins)
    sample = sample_of(rows, weighed, int(said["seed"]) % 2**63)
    cost = weighting.cost(sample.weights)
    groups = _groups(rows, said.get("by", ""), said.get("groups", []))
    found = []
    for question in said["questions"]:
        parts = [{"group": "", "cells": cells_of(sample, rows, question, None, whole=True)}]
        parts += [
            {"group": name, "cells": cells_of(sample, rows, question, mask, whole=False)} for name, mask in groups
        ]
        protect(parts, _people(rows, question, groups))
        found.append({"name": question["name"], "parts": parts})
    return {
        "tables": found,
        "answers": int(rows.answered.sum()),
        "units": len(rows.strata),
        "by_stratum": by_stratum,
        "replicates": sample.count,
        "weights": {
            "design_effect": round(cost.design_effect, 3),
            "effective": round(cost.effective),
            "smallest": round(cost.smallest, 3),
            "largest": round(cost.largest, 3),
            "high": cost.is_high,
        },
    }


def _groups(rows: Rows, by: str, names: Sequence[str]) -> list[tuple[str, Mask]]:
    column = rows.column(by) if by else []
    return [(name, np.array([value == name for value in column]) & rows.answered) for name in names] if by else []


def _margin(rows: Rows, name: str, totals: Mapping[str, float]) -> Margin:
    """A margin of the rows. Who did not answer the question stands in its largest group: they have no weight, or one of many."""
    largest = max(totals, key=lambda value: totals[value])
    labels = [value if value in totals else largest for value in rows.column(name)]
    return calibration.margin_of(labels, totals)


def main() -> None:
    """Tables of what comes in; where nothing can be estimated, why not."""
    try:
        with np.errstate(invalid="ignore"):  # a share that is 0 in some replicate: its interval is none, and refused
            out = tables(json.loads(sys.stdin.buffer.read()))
    except EstimationError as wrong:
        out = {"fault": type(wrong).__name__, "said": str(wrong)[:300]}
    sys.stdout.write(json.dumps(out, allow_nan=False))


if __name__ == "__main__":
    main()
