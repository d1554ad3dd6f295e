"""The rows of an XLSForm as the editor changes them: pure, each change gives new sheets, and nothing is lost that it does not know.

A column that the editor has no field for (an appearance, a filter of choices) stays as it is. Groups and repeats move whole, so
that what was nested well stays so. Whether the form can be asked is not judged here but by `workbook`, as for every upload.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

Row = dict[str, str]
Sheets = dict[str, Any]
"""Sheet -> {"columns": names in order, "rows": rows, column -> cell; empty cells are left out}."""

NAME: Final = re.compile(r"[^\W\d][\w.-]*")
VALUE: Final = re.compile(r"[^\s|]{1,60}")
PLAIN: Final = ("text", "integer", "decimal", "date", "note", "calculate", "geopoint")
SELECTS: Final = ("select_one", "select_multiple")
GROUP: Final = "group"
REPEAT: Final = "repeat"
CONTAINERS: Final = frozenset({GROUP, REPEAT})
KINDS: Final = (
    "select_one",
    "select_multiple",
    "text",
    "integer",
    "decimal",
    "date",
    "note",
    GROUP,
    REPEAT,
    "calculate",
    "geopoint",
)
BEGINS, ENDS = re.compile(r"begin[ _](group|repeat)"), re.compile(r"end[ _](group|repeat)")
MOST_ROWS: Final = 1_000
_SELECT: Final = re.compile(r"(select_one|select_multiple) +(\S+)( +or[ _]other)?")


@dataclass(frozen=True, slots=True)
class Question:
    """One row of the sheet `survey`, as a form shows it; labels and hints by language, choices in their order."""

    kind: str
    name: str
    labels: Mapping[str, str] = field(default_factory=dict)
    hints: Mapping[str, str] = field(default_factory=dict)
    is_required: bool = False
    relevant: str = ""
    constraint: str = ""
    calculation: str = ""
    count: str = ""  # how many times, of a repeat
    choices: Sequence[tuple[str, Mapping[str, str]]] = ()


def blank(title: str, languages: Sequence[str], version: str) -> Sheets:
    """A form without questions. `languages`: as their columns name them, "Українська (uk)"."""
    labels = [_column("label", each) for each in languages]
    head = [
        "type",
        "name",
        *labels,
        *(_column("hint", each) for each in languages),
        "required",
        "relevant",
        "constraint",
    ]
    settings = {"form_title": title, "form_id": "form", "version": version}
    if languages:
        settings["default_language"] = languages[0]
    return {
        "survey": {"columns": [*head, "calculation"], "rows": []},
        "choices": {"columns": ["list_name", "name", *labels], "rows": []},
        "settings": {"columns": ["form_title", "form_id", "version", "default_language"], "rows": [settings]},
    }


def languages(sheets: Sheets) -> list[str]:
    """The languages of the labels, as their columns name them; [""] where labels are of no language."""
    found = [name.partition("::")[2].strip() for name in sheets["survey"]["columns"] if _is_column(name, "label")]
    return list(dict.fromkeys(found)) or [""]


def _is_column(name: str, which: str) -> bool:
    head, mark, _rest = name.partition("::")
    return head.strip().lower() == which and (bool(mark) or head.strip().lower() == name.strip().lower())


def _column(which: str, language: str) -> str:
    return f"{which}::{language}" if language else which


def question_at(sheets: Sheets, place: int) -> Question:
    """A row as a form shows it."""
    row, spoken = sheets["survey"]["rows"][place], languages(sheets)
    kind, used = kind_of(row), list_of(row)
    return Question(
        kind=kind,
        name=row.get("name", ""),
        labels={each: row.get(_column("label", each), "") for each in spoken},
        hints={each: row.get(_column("hint", each), "") for each in spoken},
        is_required=row.get("required", "").lower() not in {"", "no", "false", "false()"},
        relevant=row.get("relevant", ""),
        constraint=row.get("constraint", ""),
        calculation=row.get("calculation", ""),
        count=row.get("repeat_count", ""),
        choices=[
            (choice.get("name", ""), {each: choice.get(_column("label", each), "") for each in spoken})
            for choice in _choices_of(sheets, used)
        ],
    )


def kind_of(row: Mapping[str, str]) -> str:
    """One of KINDS, or the type itself where the editor has no name for it."""
    told = " ".join(row.get("type", "").split())
    select = _SELECT.fullmatch(told)
    if select is not None:
        return select[1]
    begins = BEGINS.fullmatch(told)
    return begins[1] if begins is not None else told


def may_become(kind: str) -> list[str]:
    """What else a row of this kind may be made; nothing for what holds other rows, or has a type of its own."""
    return [each for each in KINDS if each != kind and each not in CONTAINERS] if kind in {*PLAIN, *SELECTS} else []


def list_of(row: Mapping[str, str]) -> str:
    """The list of choices that a row refers to; empty where it has none."""
    select = _SELECT.fullmatch(" ".join(row.get("type", "").split()))
    return select[2] if select is not None else ""


def _choices_of(sheets: Sheets, used: str) -> list[Row]:
    return [row for row in sheets["choices"]["rows"] if used and _list_name(row) == used]


def _list_name(row: Mapping[str, str]) -> str:
    return row.get("list_name") or row.get("list name", "")


def label_of(row: Mapping[str, str], language: str) -> str:
    """The words of a row in a language; of a row that is worked out, how."""
    return row.get(_column("label", language), "") or row.get("calculation", "")


def shared_with(sheets: Sheets, place: int) -> list[str]:
    """The names of other questions that have the same list of choices."""
    used = list_of(sheets["survey"]["rows"][place])
    rows = enumerate(sheets["survey"]["rows"])
    return [row.get("name", "") for at, row in rows if used and at != place and list_of(row) == used]


def names_but(sheets: Sheets, place: int | None) -> set[str]:
    """The names that are taken by other rows."""
    rows = enumerate(sheets["survey"]["rows"])
    return {row["name"] for at, row in rows if at != place and row.get("name") and not ENDS.match(row.get("type", ""))}


def put(sheets: Sheets, place: int, asked: Question, *, new: bool) -> Sheets:
    """A question in place of the row there, or, if it is new, before it. What refers to a name that changes follows it."""
    found = deepcopy(sheets)
    rows: list[Row] = found["survey"]["rows"]
    row: Row = {} if new else rows[place]
    before = row.get("name", "")
    _fill(found, row, asked)
    if new:
        rows[place:place] = [row, {"type": f"end {asked.kind}"}] if asked.kind in CONTAINERS else [row]
    elif before and before != asked.name:
        _rename(found, before, asked.name)
    return found


def _fill(sheets: Sheets, row: Row, asked: Question) -> None:
    before = list_of(row)
    if asked.kind != kind_of(row) or not row:
        row["type"] = _type_of(sheets, row, asked)
    if before and list_of(row) != before:
        _drop_list(sheets, before)
    cells = {"name": asked.name, "relevant": asked.relevant, "constraint": asked.constraint}
    cells |= {"calculation": asked.calculation, "repeat_count": asked.count}
    cells |= {_column("label", language): said for language, said in asked.labels.items()}
    cells |= {_column("hint", language): said for language, said in asked.hints.items()}
    cells["required"] = (row.get("required") or "yes") if asked.is_required else ""
    _write(sheets["survey"], row, cells)
    if asked.kind in SELECTS:
        _put_choices(sheets, list_of(row), asked.choices)


def _type_of(sheets: Sheets, row: Row, asked: Question) -> str:
    if asked.kind in CONTAINERS:
        return f"begin {asked.kind}"
    if asked.kind not in SELECTS:
        return asked.kind
    used = list_of(row) or _free_list(sheets, asked.name)
    return f"{asked.kind} {used}"


def _free_list(sheets: Sheets, name: str) -> str:
    taken = {_list_name(row) for row in sheets["choices"]["rows"]}
    return next(each for each in (name, *(f"{name}_{n}" for n in range(2, MOST_ROWS))) if each not in taken)


def _write(table: dict[str, Any], row: Row, cells: Mapping[str, str]) -> None:
    """Cells into a row; empty ones go, and a column that is not there yet comes."""
    for column, said in cells.items():
        if said:
            row[column] = said
            if column not in table["columns"]:
                table["columns"].append(column)
        else:
            row.pop(column, None)


def _put_choices(sheets: Sheets, used: str, choices: Sequence[tuple[str, Mapping[str, str]]]) -> None:
    """The choices of a list, where the list stood; what else was known of a choice stays with its value."""
    table = sheets["choices"]
    known = {row.get("name", ""): row for row in _choices_of(sheets, used)}
    at = next((place for place, row in enumerate(table["rows"]) if _list_name(row) == used), len(table["rows"]))
    table["rows"] = [row for row in table["rows"] if _list_name(row) != used]
    column = "list name" if "list name" in table["columns"] else "list_name"
    made = []
    for value, labels in choices:
        row = dict(known.get(value, {}))
        _write(table, row, {column: used, "name": value})
        _write(table, row, {_column("label", language): said for language, said in labels.items()})
        made.append(row)
    table["rows"][at:at] = made


def _rename(sheets: Sheets, before: str, after: str) -> None:
    for row in sheets["survey"]["rows"]:
        for column, said in row.items():
            row[column] = said.replace(f"${{{before}}}", f"${{{after}}}")


def span(rows: Sequence[Mapping[str, str]], place: int) -> int:
    """Where what stands at a place ends, exclusive: a group or a repeat goes to the row that closes it."""
    depth = 0
    for at in range(place, len(rows)):
        told = rows[at].get("type", "").strip()
        depth += bool(BEGINS.match(told)) - bool(ENDS.match(told))
        if depth <= 0:
            return at + 1
    return len(rows)


def moved(sheets: Sheets, place: int, *, up: bool) -> Sheets:
    """One row up or down, a group whole; into the group that it meets, and out of it again. At an end it stays."""
    found = deepcopy(sheets)
    rows: list[Row] = found["survey"]["rows"]
    end = span(rows, place)
    if up and place > 0:
        rows[place - 1 : end] = [*rows[place:end], rows[place - 1]]
    elif not up and end < len(rows):
        rows[place : end + 1] = [rows[end], *rows[place:end]]
    return found


def removed(sheets: Sheets, place: int) -> Sheets:
    """Without a row; a group goes with the row that closes it, and what it holds stays. Lists that nobody asks any more go."""
    found = deepcopy(sheets)
    rows: list[Row] = found["survey"]["rows"]
    end = span(rows, place)
    gone = {place, end - 1} if BEGINS.match(rows[place].get("type", "")) else {place}
    used = list_of(rows[place])
    found["survey"]["rows"] = [row for at, row in enumerate(rows) if at not in gone]
    _drop_list(found, used)
    return found


def _drop_list(sheets: Sheets, used: str) -> None:
    """Take a list of choices away that nobody asks any more."""
    if used and all(list_of(row) != used for row in sheets["survey"]["rows"]):
        sheets["choices"]["rows"] = [row for row in sheets["choices"]["rows"] if _list_name(row) != used]


def settled(sheets: Sheets, settings: Mapping[str, str], spoken: Sequence[str]) -> Sheets:
    """With other settings, and labels in exactly these languages: a new one begins empty, one that is left out goes with its words."""
    found = deepcopy(sheets)
    table = found["settings"]
    if not table["rows"]:
        table["rows"].append({})
    _write(table, table["rows"][0], {**settings, "default_language": spoken[0]})
    for name in ("survey", "choices"):
        known = [name for name in found[name]["columns"] if _is_column(name, "label")]
        gone = [each for each in known if each.partition("::")[2].strip() not in spoken]
        gone += [each.replace("label", "hint", 1) for each in gone]
        columns = [each for each in found[name]["columns"] if each not in gone]
        columns += [_column("label", each) for each in spoken if _column("label", each) not in columns]
        found[name]["columns"] = columns
        found[name]["rows"] = [
            {key: said for key, said in row.items() if key not in gone} for row in found[name]["rows"]
        ]
    return found


def depths(rows: Sequence[Mapping[str, str]]) -> Iterator[int]:
    """How deep each row stands in groups; a row that closes stands as deep as the one that opens."""
    depth = 0
    for row in rows:
        told = row.get("type", "").strip()
        depth -= bool(ENDS.match(told))
        yield max(depth, 0)
        depth += bool(BEGINS.match(told))


def read_choices(text: str, spoken: Sequence[str]) -> list[tuple[str, dict[str, str]]]:
    """Lines "value | label | label in the next language". Raises ValueError with the number of the line that is wrong."""
    found: dict[str, dict[str, str]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        cells = [cell.strip() for cell in line.split("|")]
        if not any(cells):
            continue
        if not VALUE.fullmatch(cells[0]) or cells[0] in found or len(cells) > len(spoken) + 1:
            raise ValueError(number)
        found[cells[0]] = dict(zip(spoken, cells[1:], strict=False))
    return list(found.items())


def write_choices(choices: Sequence[tuple[str, Mapping[str, str]]], spoken: Sequence[str]) -> str:
    """The same the other way round."""
    return "\n".join(" | ".join((value, *(labels.get(each, "") for each in spoken))) for value, labels in choices)


def next_version(used: Sequence[str], said: str, *, at: datetime) -> str:
    """The version that is written; where there is none, or it was released before, the next one of the day: 2026120101."""
    if said and said not in used:
        return said
    return next(each for n in range(1, len(used) + 2) if (each := f"{at:%Y%m%d}{n:02}") not in used)
