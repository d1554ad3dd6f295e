"""Tables of a survey out of its answers: `python -m answerable.surveys.estimates.tabulate`, JSON in, JSON out.

A process of its own, so that no web process keeps numpy and scipy. Rows are all drawn units: those who answered with what they
said, the others with their disposition alone. Weights are made by `rows`, and every replicate goes through the same again. What
may not be published is not in what comes out.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from answerable.surveys.estimates import changes, proportions, publication, suppression, weighting
from answerable.surveys.estimates.arrays import Mask, Matrix, Vector
from answerable.surveys.estimates.errors import EstimationError
from answerable.surveys.estimates.replication import Replicates
from answerable.surveys.estimates.rows import Rows, Weighing, rows_of, sample_of, weighing_of


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


def _cell(choice: str, share: proportions.EstimatedShare, judged: publication.Judgement) -> dict[str, Any]:
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
    """The tables of what is given: rows, questions, by, weighing, seed; `earlier`: the wave before, weighed as it was then."""
    rows, seed = rows_of(said["rows"]), int(said["seed"]) % 2**63
    how = weighing_of(rows, said["weighing"])
    sample = sample_of(rows, how.weighed, seed)
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
        "points": len(set(rows.clusters)) if rows.has_clusters else 0,
        "by_stratum": len(how.cells) > 1 or len(set(rows.strata)) == 1,
        "replicates": sample.count,
        "weights": _diagnostics(sample.weights, how),
        "changes": _changes(said, rows, how, found, seed) if said.get("earlier") else {},
    }


def _diagnostics(weights: Vector, how: Weighing) -> dict[str, Any]:
    """What the weights cost, and how they came about: published beside the figures."""
    cost = weighting.cost(weights)
    return {
        "design_effect": round(cost.design_effect, 3),
        "effective": round(cost.effective),
        "smallest": round(cost.smallest, 3),
        "largest": round(cost.largest, 3),
        "sum": round(cost.total, 1),
        "high": cost.is_high,
        "cells": [[cell.label, cell.respondents, round(cell.adjustment, 3)] for cell in how.cells],
        "limits": [round(each, 3) for each in how.limits] if how.limits else [],
        "trimmed": round(100 * how.trimmed, 2),
    }


def _changes(
    said: Mapping[str, Any], rows: Rows, how: Weighing, found: Sequence[Mapping[str, Any]], seed: int
) -> dict[str, list[dict[str, Any]]]:
    """The changes since the wave before, of the questions that were asked alike; nothing of what either wave hides."""
    before = said["earlier"]
    then = rows_of(before["rows"])
    waves = changes.stacked(then, weighing_of(then, before["weighing"]), rows, how, seed=seed)
    hidden = {
        table["name"]: [cell["choice"] for cell in table["parts"][0]["cells"] if cell["refusals"]] for table in found
    }
    return {
        question["name"]: changes.of_question(
            waves, question, [*hidden[question["name"]], *before["hidden"][question["name"]]]
        )
        for question in said["questions"]
        if question["name"] in before["hidden"]
    }


def _groups(rows: Rows, by: str, names: Sequence[str]) -> list[tuple[str, Mask]]:
    column = rows.column(by) if by else []
    return [(name, np.array([value == name for value in column]) & rows.answered) for name in names] if by else []


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
