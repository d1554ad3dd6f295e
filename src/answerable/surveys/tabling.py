"""Tables of a survey: what goes to the process that computes them, and what a page shows of what comes back."""

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from answerable.surveys import fielding, progress, queries, waves
from answerable.surveys.estimates.dispositions import Disposition
from answerable.surveys.models import Questionnaire, Survey
from answerable.surveys.questionnaire import reading
from answerable.surveys.questionnaire.form import Control, Form, Node, NodeKind
from answerable.vault.confinement import run_child

MOST_GROUPS: Final = 8
COUNTED: Final = frozenset({Disposition.INTERVIEW, Disposition.PARTIAL})


class TablesError(ValueError):
    """Why no tables came: a key of the room's wording, and what was said of it in English."""

    def __init__(self, reason: str, said: str = "") -> None:
        super().__init__(f"{reason}: {said}")
        self.reason, self.said = reason, said


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """One question as a table: the labels of its choices, and for everybody and each group a cell for each choice."""

    name: str
    label: str
    heads: tuple[tuple[str, int], ...]  # group and how many answered
    lines: tuple[tuple[str, tuple[Mapping[str, Any], ...], Mapping[str, Any] | None], ...]  # choice, cells, its change
    why: tuple[str, ...]  # reasons of what is hidden
    has_changes: bool


def grouping(form: Form) -> list[tuple[str, str]]:
    """By what answers may be told apart: questions with one choice, and what is worked out; name and label."""
    found = []
    for node in form.nodes():
        if "[" in node.path or any(node.path.startswith(f"{path}/") for path in form.repeats):
            continue
        if node.control is Control.ONE and len(node.choices) <= MOST_GROUPS:
            found.append((node.name, node.label.plain("") or node.name))
        elif node.kind is NodeKind.HIDDEN and node.calculate is not None:
            found.append((node.name, node.name))
    return found


def questions(form: Form, known: Sequence[str]) -> list[Node]:
    """What is tabulated: questions with choices, outside of repeats, but for those that say the unit or how it went."""
    repeats = tuple(f"{path}/" for path in form.repeats)
    return [
        node
        for node in form.questions()
        if node.choices
        and not node.path.startswith(repeats)
        and node.name not in {*known, *fielding.ABOUT_THE_INTERVIEW}
    ]


def counts(form: Form) -> list[tuple[str, str]]:
    """Questions whose answer is a whole number, outside of repeats: name and label. One may say how many adults there are."""
    repeats = tuple(f"{path}/" for path in form.repeats)
    return [
        (node.name, node.label.plain("") or node.name)
        for node in form.questions()
        if node.type == "int" and not node.path.startswith(repeats)
    ]


def work_out(survey: Survey, asked: Questionnaire, *, by: str, weighing: Mapping[str, Any]) -> dict[str, Any]:
    """The tables of what was answered until now, in a process of its own; with the change since the wave before, if any.

    weighing  as `estimates.rows.weighing_of` takes it: margins, cells, adults, trim. Raises TablesError.
    """
    form = reading.read_form(bytes(asked.xform))
    field = queries.fieldwork_of(survey)
    rows = _rows(survey)
    if field is None or field.draw is None or sum(row["disposition"] in COUNTED for row in rows) < 2:
        raise TablesError("result.too-few")
    nodes = questions(form, field.unit_questions.split())
    wave, earlier = _wave_before(survey, form, [node.name for node in nodes])
    given = {
        "rows": rows,
        "questions": [
            {
                "name": node.name,
                "several": node.control is Control.SEVERAL,
                "choices": [choice.value for choice in node.choices],
            }
            for node in nodes
        ],
        "by": by,
        "groups": sorted({value for row in rows if (value := row.get("answers", {}).get(by, ""))})[:MOST_GROUPS],
        "weighing": dict(weighing),
        "seed": int(field.draw.seed[:15], 16),
        "earlier": earlier,
    }
    done = run_child("answerable.surveys.estimates.tabulate", given=json.dumps(given).encode())
    found: dict[str, Any] = json.loads(done) if done else {"fault": "", "said": ""}
    if "fault" in found:
        raise TablesError("result.not-worked-out", found["said"])
    came_to: Counter[str] = Counter()
    for _, of in queries.outcomes_of(survey):
        came_to.update({disposition or Disposition.UNKNOWN_HOUSEHOLD.value: count for disposition, count in of.items()})
    found["dispositions"] = dict(came_to)
    rates = progress.rates_of(came_to)
    found["rates"] = {name: round(rate, 4) for name, rate in rates.items() if not math.isnan(rate)}
    found["by"] = by
    found["wave"] = wave
    return found


def _wave_before(survey: Survey, form: Form, names: Sequence[str]) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """What is said of the wave before, and what is needed to compare with it; None where the line breaks or there is none."""
    before = queries.wave_before(survey)
    if before is None:
        return {}, None
    breaks = waves.breaks(
        before.survey.population,
        survey.population,
        [mode for mode, _ in queries.modes_of(before.survey)],
        [mode for mode, _ in queries.modes_of(survey)],
    )
    unlike = waves.unlike(reading.read_form(bytes(before.questionnaire.xform)), form, names)
    said = {"survey": before.survey_id, "result": before.id, "breaks": breaks, "unlike": unlike}
    if breaks:
        return said, None
    hidden = {
        table["name"]: [cell["choice"] for cell in table["parts"][0]["cells"] if cell["refusals"]]
        for table in before.numbers["tables"]
        if table["name"] in names and table["name"] not in unlike
    }
    return said, {"rows": _rows(before.survey), "weighing": before.weighting, "hidden": hidden}


def answered(survey: Survey) -> list[dict[str, str]]:
    """The answers that count, by the name of their question, with stratum, sampling point and chance."""
    return [
        row["answers"] | {"stratum": row["stratum"], "cluster": row["cluster"], "chance": row["chance"]}
        for row in _rows(survey)
        if "answers" in row
    ]


def _rows(survey: Survey) -> list[dict[str, Any]]:
    """Every drawn unit once: who answered by their answers, the others by what became of them."""
    rows: list[dict[str, Any]] = [
        {
            "stratum": response.stratum,
            "cluster": response.cluster,
            "chance": response.chance,
            "disposition": response.disposition,
            "answers": {
                key.rpartition("/")[2]: value for key, value in queries.answers_of(response).items() if "[" not in key
            },
        }
        for response in queries.responses_of(survey).exclude(chance="")
        if response.disposition in COUNTED
    ]
    silent = queries.units_of(survey).exclude(disposition__in=COUNTED)
    rows += [
        {
            "stratum": stratum,
            "cluster": cluster,
            "chance": chance,
            "disposition": disposition or Disposition.UNKNOWN_HOUSEHOLD.value,
        }
        for stratum, cluster, chance, disposition in silent.values_list("stratum", "cluster", "chance", "disposition")
    ]
    return rows


def shown(form: Form, numbers: Mapping[str, Any], language: str) -> list[ShownQuestion]:
    """The tables with the words of the questionnaire."""
    nodes = {node.name: node for node in form.nodes()}
    by = nodes.get(numbers.get("by", ""))
    labels = {choice.value: choice.label.plain(language) for choice in by.choices} if by else {}
    changes = numbers.get("changes", {})
    return [
        _shown(nodes[table["name"]], table["parts"], labels, changes.get(table["name"], []), language)
        for table in numbers["tables"]
    ]


def _shown(
    node: Node,
    parts: Sequence[Mapping[str, Any]],
    labels: Mapping[str, str],
    changes: Sequence[Mapping[str, Any]],
    language: str,
) -> ShownQuestion:
    heads = [(labels.get(part["group"], part["group"]), max(cell["count"] for cell in part["cells"])) for part in parts]
    moved = {change["choice"]: change for change in changes}
    lines = [
        (
            choice.label.plain(language) or choice.value,
            tuple(part["cells"][place] for part in parts),
            moved.get(choice.value),
        )
        for place, choice in enumerate(node.choices)
    ]
    why = {reason for part in parts for cell in part["cells"] for reason in cell["refusals"]}
    return ShownQuestion(
        node.name, node.label.plain(language), tuple(heads), tuple(lines), tuple(sorted(why)), bool(moved)
    )
