"""The law of waves: what may be compared with what was asked before, and waves beside each other.

Same wording, same ways of asking, same population, or the line breaks (contract 5.3).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from answerable.surveys.questionnaire.form import Form, Node

Cell = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One choice in one wave: its cell, its change since the wave before, and whether the line breaks before it."""

    cell: Cell | None
    change: Mapping[str, Any] | None
    is_broken: bool


@dataclass(frozen=True, slots=True)
class TrendLines:
    """One question through the waves: its choices, each with a point for each wave."""

    name: str
    label: str
    lines: tuple[tuple[str, tuple[TrendPoint, ...]], ...]


def breaks(population: str, population_now: str, modes: Iterable[str], modes_now: Iterable[str]) -> list[str]:
    """Why nothing of two waves may be compared: keys of `wording.BREAKS`."""
    found = []
    if population.split() != population_now.split():
        found.append("population")
    if set(modes) != set(modes_now):
        found.append("modes")
    return found


def unlike(earlier: Form, later: Form, names: Sequence[str]) -> list[str]:
    """The questions of these names that were not asked alike, or not at all before: another wording, other choices."""
    before, now = ({node.name: node for node in form.questions()} for form in (earlier, later))
    return [name for name in names if name not in before or wording_of(before[name]) != wording_of(now[name])]


def wording_of(node: Node) -> tuple[object, ...]:
    """What must be the same of a question, in every language of the form: its words, its hint, its choices and theirs."""
    choices = tuple((choice.value, _texts(choice.label.by_language)) for choice in node.choices)
    return node.control, _texts(node.label.by_language), _texts(node.hint.by_language), choices


def _texts(by_language: Mapping[str, Sequence[object]]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (code, " ".join("".join(part if isinstance(part, str) else "…" for part in parts).split()))
        for code, parts in sorted(by_language.items())
    )


def trend(numbers: Sequence[Mapping[str, Any]], form: Form, language: str) -> list[TrendLines]:
    """The questions of the last wave through all waves, the earliest first. `form`: that of the last one."""
    nodes = {node.name: node for node in form.nodes()}
    found = []
    for table in numbers[-1]["tables"]:
        node = nodes[table["name"]]
        lines = tuple(
            (
                choice.label.plain(language) or choice.value,
                tuple(_point(each, node.name, choice.value, first=place == 0) for place, each in enumerate(numbers)),
            )
            for choice in node.choices
        )
        found.append(TrendLines(node.name, node.label.plain(language), lines))
    return found


def _point(numbers: Mapping[str, Any], name: str, choice: str, *, first: bool) -> TrendPoint:
    tables = {table["name"]: table["parts"][0]["cells"] for table in numbers["tables"]}
    cell = next((each for each in tables.get(name, ()) if each["choice"] == choice), None)
    changes = numbers.get("changes", {}).get(name, ())
    change = next((each for each in changes if each["choice"] == choice), None)
    wave = numbers.get("wave", {})
    return TrendPoint(cell, change, not first and bool(wave.get("breaks") or name in wave.get("unlike", ())))
