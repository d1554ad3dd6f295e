"""What the estimators give for a case: by level, the same fields as the case expects."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import Any, Final

import numpy as np

from answerable.surveys.estimates import (
    association,
    contrasts,
    dispositions,
    moments,
    proportions,
    quantiles,
    ranks,
    regression,
    weighting,
)
from answerable.surveys.estimates.arrays import EstimationError
from answerable.surveys.estimates.moments import Against
from answerable.surveys.estimates.reference import designs
from answerable.surveys.estimates.reference.table import Table
from answerable.surveys.estimates.statistic import Estimate, Interval, SurveySample

Case = Mapping[str, Any]
Found = dict[str, dict[str, Any]]  # level -> field -> value; the level "" holds what belongs to the case itself
WHOLE: Final = ""


class CaseError(EstimationError):
    """A case of a kind that is not known here."""


@dataclass(frozen=True)
class GivenCase:
    """A case with its rows and its survey."""

    case: Case
    rows: Table
    survey: SurveySample

    @property
    def stat(self) -> Mapping[str, Any]:
        """What is to be computed."""
        stat: Mapping[str, Any] = self.case["stat"]
        return stat

    @property
    def skips(self) -> bool:
        """Whether missing answers may be left out."""
        return bool(self.stat.get("na_rm", False))


def evaluate(case: Case, described: Mapping[str, Any], data: Path) -> Found:
    """The values of one case. `described`: all designs of the file, by name."""
    kind = case["stat"]["type"]
    if kind == "outcome_rates":
        return _rates(case, data)
    if kind not in _KINDS:
        raise CaseError(f"a case of the unknown kind {kind}")
    rows, survey = designs.survey_of(described[case["design"]], data)
    found = _KINDS[kind](GivenCase(case, rows, survey))
    found.setdefault(WHOLE, {})["df"] = survey.df
    return found


def _pair(interval: Interval) -> list[float]:
    return [interval.low, interval.high]


def _table(found: Estimate, *, effects: Sequence[float] | None = None) -> Found:
    normal, student = found.intervals(df=[inf] * len(found.names)), found.intervals()
    rows: Found = {}
    for place, name in enumerate(found.names):
        rows[name] = {
            "est": float(found.values[place]),
            "se": float(found.errors[place]),
            "ci_z": _pair(normal[place]),
            "ci_t": _pair(student[place]),
        }
        if effects is not None:
            rows[name]["deff"] = float(effects[place])
    return rows


def _moment(given: GivenCase) -> Found:
    of_total = given.stat["type"] == "total"
    names = given.stat["y"] if isinstance(given.stat["y"], list) else [given.stat["y"]]
    columns = np.column_stack([given.rows.numbers(name) for name in names])
    take = moments.total if of_total else moments.mean
    found = take(given.survey, columns, names=names, skip_missing=given.skips)
    if given.stat["deff"] == "none":
        return _table(found)
    against = Against(given.stat["deff"])
    return _table(
        found,
        effects=moments.design_effects(given.survey, found, columns, of_total=of_total, against=against).tolist(),
    )


def _ratio(given: GivenCase) -> Found:
    above, below = given.stat["numerator"], given.stat["denominator"]
    y, x = given.rows.numbers(above), given.rows.numbers(below)
    found = moments.ratio(given.survey, y, x, name=f"{above}/{below}")
    effects = moments.design_effects(
        given.survey, found, (y - found.values[0] * x) / moments.mean(given.survey, x).values
    )
    return _table(found, effects=effects.tolist())


def _shares(given: GivenCase) -> Found:
    labels = given.rows.labels(given.stat["y"])
    found = moments.shares(given.survey, labels)
    answers = np.array(labels)
    columns = np.column_stack([np.where(answers == "", np.nan, answers == name) for name in found.names])
    return _table(found, effects=moments.design_effects(given.survey, found, columns).tolist())


def _variance(given: GivenCase) -> Found:
    return _table(moments.variance(given.survey, given.rows.numbers(given.stat["y"]), name=given.stat["y"]))


def _by(given: GivenCase) -> list[str]:
    by = given.stat["by"]
    return given.rows.labels(by if isinstance(by, str) else "*".join(by))


def _domains(given: GivenCase) -> Found:
    of_total = given.stat["type"] == "domain_total"
    y, labels = given.rows.numbers(given.stat["y"]), np.array(_by(given))
    take = moments.domain_totals if of_total else moments.domain_means
    found, freedoms, counts = take(given.survey, y, labels, skip_missing=given.skips)
    rows = _table(found)
    for place, interval in enumerate(found.intervals(df=freedoms)):
        name = found.names[place]
        rows[name] |= {"df_domain": freedoms[place], "ci_t_domain": _pair(interval), "n": counts[place]}
        if of_total:
            alone = Estimate((name,), found.values[[place]], found.covariance[[place]][:, [place]], found.df)
            effect = moments.design_effects(given.survey, alone, y, of_total=True, domain=labels == name)
            rows[name]["deff"] = float(effect[0])
    return rows


def _quantiles(given: GivenCase) -> Found:
    wanted = {(each["qrule"], each["interval"]) for each in given.case["expected"]}
    y, shares = given.rows.numbers(given.stat["y"]), given.stat["p"]
    rows: Found = {}
    for rule, interval in sorted(wanted):
        for each in quantiles.quantiles(
            given.survey,
            y,
            shares,
            rule=quantiles.Rule(rule),
            interval=proportions.IntervalMethod(interval),
            skip_missing=given.skips,
        ):
            fields = {"p": each.share, "est": each.value, "se": each.error, "ci": _pair(each.interval)}
            rows[f"{rule}|{interval}|{each.share:g}"] = fields
    return rows


def _share(given: GivenCase) -> Found:
    y = given.rows.numbers(given.stat["y"])
    rows: Found = {}
    for name in given.stat["methods"]:
        found = proportions.share(given.survey, y, method=proportions.IntervalMethod(name), level=given.stat["level"])
        rows[name] = {"est": found.value, "se": found.error, "ci": _pair(found.interval), "method": found.method}
    return rows


def _independence(given: GivenCase) -> Found:
    kinds = {"lincom": association.Independence.SADDLEPOINT}
    of = association.table(given.survey, given.rows.labels(given.stat["row"]), given.rows.labels(given.stat["col"]))
    rows: Found = {}
    for each in given.case["expected"]:
        level = each["level"]
        found = association.independence(of, kinds.get(level) or association.Independence(level))
        rows[level] = {"statistic": found.statistic, "ndf": found.ndf, "ddf": found.ddf, "p": found.p}
    weighted = {name: of.weighted[place].tolist() for place, name in enumerate(of.names[0])}
    rows[WHOLE] = {"table": {"rows": list(of.names[0]), "cols": list(of.names[1]), "weighted": weighted}}
    return rows


def _model(given: GivenCase) -> Found:
    answer, _, right = (part.strip() for part in given.stat["formula"].partition("~"))
    parts = []
    for term in (each.strip() for each in right.split("+")):
        column = term.removeprefix("factor(").removesuffix(")")
        is_group = column != term or _is_text(given.rows.labels(column))
        parts.append((term, given.rows.labels(column) if is_group else given.rows.numbers(column), is_group))
    terms = regression.terms_of(parts)
    family = regression.Family(given.stat["family"])
    y = given.rows.numbers(answer)
    found = regression.regression(given.survey, y, terms, family=family, skip_missing=True)
    rows: Found = {}
    for name, value, error, test in zip(
        found.names, found.values, found.errors, contrasts.against_zero(found), strict=True
    ):
        rows[name] = {"est": float(value), "se": float(error), "t": test.t, "p": test.p}
    rows[WHOLE] = {"df_residual": found.df}
    if "term_test" in given.case:
        term = given.case["term_test"]["term"]
        wald = regression.wald(found, terms.of(term))
        rows[WHOLE]["term_test"] = {"term": term, "F": wald.statistic, "ndf": wald.ndf, "ddf": wald.ddf, "p": wald.p}
    return rows


def _is_text(labels: Sequence[str]) -> bool:
    try:
        [float(label) for label in labels if label]
    except ValueError:
        return True
    return False


def _difference(found: ranks.Difference) -> dict[str, Any]:
    fields = {"diff": found.value, "se": found.error, "t": found.t, "df": found.df, "p": found.p}
    return {**fields, "ci": _pair(found.interval)}


def _t_test(given: GivenCase) -> Found:
    y, group = given.stat["y"], given.stat["group"]
    found = ranks.mean_difference(given.survey, given.rows.numbers(y), given.rows.labels(group))
    return {f"{y} {group}": _difference(found)}


def _rank_test(given: GivenCase) -> Found:
    y, group, name = given.stat["y"], given.stat["group"], given.stat["test"]
    score = ranks.Score(name)
    found = ranks.rank_difference(given.survey, given.rows.numbers(y), given.rows.labels(group), score)
    return {name: _difference(found)}


def _contrast(given: GivenCase) -> Found:
    found, _, _ = moments.domain_means(
        given.survey, given.rows.numbers(given.stat["y"]), _by(given), skip_missing=given.skips
    )
    plain = contrasts.linear(found, given.stat["linear"])
    rows = _table(plain)
    for name, test in zip(plain.names, contrasts.against_zero(plain), strict=True):
        rows[name] |= {"t": test.t, "p": test.p}
    for each in given.case["expected"]:
        if "expr" in each:
            rows |= _table(contrasts.expression(found, each["level"], each["expr"]))
    rows[WHOLE] = {
        "domains": list(found.names),
        "means": found.values.tolist(),
        "covariance": found.covariance.tolist(),
    }
    return rows


def _alpha(given: GivenCase) -> Found:
    items = np.column_stack([given.rows.numbers(name) for name in given.stat["items"]])
    return {"alpha": {"est": ranks.alpha(given.survey, items)}}


def _weights(given: GivenCase) -> Found:
    weights = given.survey.weights
    cost = weighting.cost(weights)
    numbers = {
        "sum": cost.total,
        "min": cost.smallest,
        "max": cost.largest,
        "kish_deff": cost.design_effect,
        "kish_neff": cost.effective,
        "sum_w_times_rownumber": float(weights @ np.arange(1, len(weights) + 1)),
    }
    return {**{name: {"est": value} for name, value in numbers.items()}, "first10": {"values": weights[:10].tolist()}}


def _rates(case: Case, data: Path) -> Found:
    stat = case["stat"]
    rows = designs.stored(data / stat["data"]).where("wave", str(stat["wave"]))
    weights = np.ones(rows.rows) if stat["weight"] is None else rows.numbers(stat["weight"])
    outcomes = dispositions.outcomes(zip(rows.labels(stat["disposition"]), weights.tolist(), strict=True))
    return {name: {"est": value} for name, value in dispositions.rates(outcomes).items()}


_KINDS: Final[dict[str, Callable[[GivenCase], Found]]] = {
    "mean": _moment,
    "total": _moment,
    "ratio": _ratio,
    "variance": _variance,
    "domain_mean": _domains,
    "domain_total": _domains,
    "quantile": _quantiles,
    "proportion": _shares,
    "proportion_ci": _share,
    "independence_test": _independence,
    "glm": _model,
    "ttest": _t_test,
    "ranktest": _rank_test,
    "contrast": _contrast,
    "cronbach_alpha": _alpha,
    "weights": _weights,
}
