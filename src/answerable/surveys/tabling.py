"""Tables of a survey: what goes to the process that computes them, and what a page shows of what comes back."""

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from answerable.surveys import fielding, progress, queries
from answerable.surveys.estimates.dispositions import Disposition
from answerable.surveys.models import Questionnaire, Survey
from answerable.surveys.questionnaire import reading
from answerable.surveys.questionnaire.form import Control, Form, Kind, Node
from answerable.vault.confinement import run_child

MOST_GROUPS: Final = 8
COUNTED: Final = frozenset({Disposition.INTERVIEW, Disposition.PARTIAL})


class TablesError(ValueError):
    """Why no tables came: a key of the room's wording, and what was said of it in English."""

    def __init__(self, reason: str, said: str = "") -> None:
        super().__init__(f"{reason}: {said}")
        self.reason, self.said = reason, said


@dataclass(frozen=True, slots=True)
class Shown:
    """One question as a table: the labels of its choices, and for everybody and each group a cell for each choice."""

    name: str
    label: str
    heads: tuple[tuple[str, int], ...]  # group and how many answered
    lines: tuple[tuple[str, tuple[Mapping[str, Any], ...]], ...]  # choice and its cells
    why: tuple[str, ...]  # reasons of what is hidden


def grouping(form: Form) -> list[tuple[str, str]]:
    """By what answers may be told apart: questions with one choice, and what is worked out; name and label."""
    found = []
    for node in form.nodes():
        if "[" in node.path or any(node.path.startswith(f"{path}/") for path in form.repeats):
            continue
        if node.control is Control.ONE and len(node.choices) <= MOST_GROUPS:
            found.append((node.name, node.label.plain("") or node.name))
        elif node.kind is Kind.HIDDEN and node.calculate is not None:
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


def work_out(
    survey: Survey, asked: Questionnaire, *, by: str, margins: Mapping[str, Mapping[str, float]]
) -> dict[str, Any]:
    """The tables of what was answered until now, in a process of its own. Raises TablesError."""
    form = reading.read_form(bytes(asked.xform))
    field = queries.fieldwork_of(survey)
    rows = _rows(survey)
    if field is None or sum(row["disposition"] in COUNTED for row in rows) < 2:
        raise TablesError("result.too-few")
    nodes = questions(form, field.unit_questions.split())
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
        "margins": margins,
        "seed": int(field.draw.seed[:15], 16),
    }
    done = run_child("answerable.surveys.estimates.tabulate", given=json.dumps(given).encode())
    found: dict[str, Any] = json.loads(done) if done else {"fault": "", "said": ""}
    if "fault" in found:
        raise TablesError("result.not-worked-out", found["said"])
    counts: Counter[str] = Counter()
    for _, of in queries.outcomes_of(survey):
        counts.update({disposition or Disposition.UNKNOWN_HOUSEHOLD.value: count for disposition, count in of.items()})
    found["dispositions"] = dict(counts)
    rates = progress.rates_of(counts)
    found["rates"] = {name: round(rate, 4) for name, rate in rates.items() if not math.isnan(rate)}
    found["by"] = by
    return found


def _rows(survey: Survey) -> list[dict[str, Any]]:
    """Every drawn unit once: who answered by their answers, the others by what became of them."""
    rows: list[dict[str, Any]] = [
        {
            "stratum": response.stratum,
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
        {"stratum": stratum, "chance": chance, "disposition": disposition or Disposition.UNKNOWN_HOUSEHOLD.value}
        for stratum, chance, disposition in silent.values_list("stratum", "chance", "disposition")
    ]
    return rows


def shown(form: Form, numbers: Mapping[str, Any], language: str) -> list[Shown]:
    """The tables with the words of the questionnaire."""
    nodes = {node.name: node for node in form.nodes()}
    by = nodes.get(numbers.get("by", ""))
    labels = {choice.value: choice.label.plain(language) for choice in by.choices} if by else {}
    return [_shown(nodes[table["name"]], table["parts"], labels, language) for table in numbers["tables"]]


def _shown(node: Node, parts: Sequence[Mapping[str, Any]], labels: Mapping[str, str], language: str) -> Shown:
    heads = [(labels.get(part["group"], part["group"]), max(cell["count"] for cell in part["cells"])) for part in parts]
    lines = [
        (choice.label.plain(language) or choice.value, tuple(part["cells"][place] for part in parts))
        for place, choice in enumerate(node.choices)
    ]
    why = {reason for part in parts for cell in part["cells"] for reason in cell["refusals"]}
    return Shown(node.name, node.label.plain(language), tuple(heads), tuple(lines), tuple(sorted(why)))
