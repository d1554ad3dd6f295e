"""Answers for researchers: choices and numbers alone, without words, places and days, checked against being recognised.

What may tell somebody apart are the keys: the answers by which people know each other (sex, age group, stratum). Of each combination
of keys at least `FEWEST` people answered, or keys are blanked, the rarest first, until this holds (k-anonymity by local suppression;
Samarati, Sweeney 1998). Sampling points are numbered anew, in no order that the field knows.

Described by DDI-Codebook 2.5 (ddi:codebook:2_5), in the order that its schema demands.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from typing import Final
from xml.etree import ElementTree as ET

from answerable.surveys.questionnaire.form import Control, Form, Node

FEWEST: Final = 5
DDI: Final = "ddi:codebook:2_5"
XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True)
class Variable:
    """A column: its name, what is asked in each language, and its categories; `of` and `option`: one choice of several."""

    name: str
    labels: Mapping[str, str]
    categories: tuple[tuple[str, Mapping[str, str]], ...] = ()
    is_key: bool = False
    of: str = ""
    option: str = ""


@dataclass(frozen=True, slots=True)
class Microdata:
    """Columns and rows, and how many cells were blanked so that nobody is alone."""

    variables: tuple[Variable, ...]
    rows: tuple[tuple[str, ...], ...]
    blanked: int


@dataclass(frozen=True, slots=True)
class StudyDescription:
    """What the description says of the survey."""

    ref: str
    title: str
    population: str
    asker: str
    version: str
    day: str
    sheet: Mapping[str, str]
    language: str


def variables_of(form: Form, keys: Sequence[str], left_out: Iterable[str]) -> list[Variable]:
    """The columns of a form: questions with choices and what is worked out, outside of repeats; keys by their names."""
    repeats, without = tuple(f"{path}/" for path in form.repeats), frozenset(left_out)
    found: list[Variable] = []
    for node in form.nodes():
        if node.path.startswith(repeats) or node.name in without:
            continue
        if node.control is Control.SEVERAL:
            found += [_option(node, choice.value, choice.label.by_language) for choice in node.choices]
        elif node.control is Control.ONE or node.name in keys:
            choices = tuple((choice.value, _plain(choice.label.by_language)) for choice in node.choices)
            found.append(Variable(node.name, _plain(node.label.by_language), choices, node.name in keys))
    return found


def _option(node: Node, value: str, label: Mapping[str, Sequence[object]]) -> Variable:
    asked, told = _plain(node.label.by_language), _plain(label)
    labels = {code: f"{words}: {told.get(code, value)}" for code, words in asked.items()}
    return Variable(f"{node.name}_{value}", labels, (("0", {}), ("1", {})), of=node.name, option=value)


def _plain(by_language: Mapping[str, Sequence[object]]) -> dict[str, str]:
    return {
        code: " ".join("".join(part if isinstance(part, str) else "…" for part in parts).split())
        for code, parts in by_language.items()
    }


def made(variables: Sequence[Variable], answered: Sequence[Mapping[str, str]], *, seed: str) -> Microdata:
    """The rows of those who answered: answers by the name of their question, with `stratum`, `cluster` and `chance`.

    seed  of the numbers of sampling points and of the order of rows: the same survey gives the same file
    """
    points = _numbered({row["cluster"] for row in answered if row.get("cluster")}, seed)
    columns = [*(variable.name for variable in variables if variable.is_key), "stratum"]
    kept, blanked = protected([{name: row.get(name, "") for name in columns} for row in answered], columns)
    lines = []
    for row, keys in zip(answered, kept, strict=True):
        cells = [keys.get(variable.name, _value(variable, row)) for variable in variables]
        weight = f"{float(1 / Fraction(row['chance'])):.6f}"
        lines.append((*cells, keys["stratum"], points.get(row.get("cluster", ""), ""), weight))
    lines.sort(key=lambda line: sha256(f"{seed}\0{line}".encode()).digest())
    more = (
        Variable("stratum", {"en": "Stratum of the sample"}, is_key=True),
        Variable("point", {"en": "Sampling point, numbered anew"}),
        Variable("weight", {"en": "Base weight: 1 / chance of being drawn"}),
    )
    return Microdata((*variables, *more), tuple(lines), blanked)


def _value(variable: Variable, row: Mapping[str, str]) -> str:
    if not variable.of:
        return row.get(variable.name, "")
    said = row.get(variable.of, "")
    return str(int(variable.option in said.split())) if said else ""


def _numbered(names: set[str], seed: str) -> dict[str, str]:
    order = sorted(names, key=lambda name: sha256(f"{seed}\0{name}".encode()).digest())
    return {name: str(place) for place, name in enumerate(order, 1)}


def protected(rows: Sequence[Mapping[str, str]], keys: Sequence[str]) -> tuple[list[dict[str, str]], int]:
    """The rows, keys blanked where fewer than `FEWEST` share all of them; and how many cells that took.

    Of a row the key with the rarest value goes first. A row all of whose keys are blank is like any other such.
    """
    kept, blanked = [dict(row) for row in rows], 0
    while True:
        counts = Counter(tuple(row[name] for name in keys) for row in kept)
        alone = [row for row in kept if 0 < counts[tuple(row[name] for name in keys)] < FEWEST and any(row.values())]
        if not alone:
            return kept, blanked
        often = {name: Counter(row[name] for row in kept) for name in keys}
        for row in alone:
            rarest = min((name for name in keys if row[name]), key=lambda name: (often[name][row[name]], name))
            row[rarest] = ""
            blanked += 1


def smallest_group(given: Microdata) -> int:
    """How many people the smallest combination of keys has, those without any key left out: the check before a file leaves."""
    places = [place for place, variable in enumerate(given.variables) if variable.is_key]
    counts = Counter(tuple(row[place] for place in places) for row in given.rows)
    return min((count for keys, count in counts.items() if any(keys)), default=0)


def csv_of(given: Microdata) -> bytes:
    """The rows as CSV in UTF-8."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(variable.name for variable in given.variables)
    table.writerows(given.rows)
    return out.getvalue().encode()


def ddi_of(given: Microdata, study: StudyDescription, *, file: str) -> bytes:
    """The description of the file, as DDI-Codebook."""
    root = ET.Element("codeBook", {"xmlns": DDI, "version": "2.5", XML_LANG: study.language})
    described = ET.SubElement(root, "stdyDscr")
    _citation(ET.SubElement(described, "citation"), study)
    about = ET.SubElement(described, "stdyInfo")
    _said(about, "abstract", study.sheet.get("limits", ""))
    summary = ET.SubElement(about, "sumDscr")
    _said(summary, "anlyUnit", "individual")
    _said(summary, "universe", study.population)
    collected = ET.SubElement(ET.SubElement(described, "method"), "dataColl")
    for tag, key in (("sampProc", "selection"), ("collMode", "modes")):
        _said(collected, tag, study.sheet.get(key, ""))
    _said(collected, "weight", "weight: 1 / chance of being drawn; not adjusted for non-response")
    files = ET.SubElement(root, "fileDscr", {"ID": "F1"})
    text = ET.SubElement(files, "fileTxt")
    _said(text, "fileName", file)
    size = ET.SubElement(text, "dimensns")
    _said(size, "caseQnty", str(len(given.rows)))
    _said(size, "varQnty", str(len(given.variables)))
    _said(text, "fileType", "text/csv; charset=utf-8")
    data = ET.SubElement(root, "dataDscr")
    for place, variable in enumerate(given.variables):
        _variable(data, variable, [row[place] for row in given.rows])
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _citation(citation: ET.Element, study: StudyDescription) -> None:
    title = ET.SubElement(citation, "titlStmt")
    _said(title, "titl", study.title)
    _said(title, "IDNo", study.ref)
    _said(ET.SubElement(citation, "rspStmt"), "AuthEnty", study.asker)
    ET.SubElement(ET.SubElement(citation, "distStmt"), "distDate", {"date": study.day}).text = study.day
    _said(ET.SubElement(citation, "verStmt"), "version", study.version)


def _variable(data: ET.Element, variable: Variable, values: Sequence[str]) -> None:
    is_number = variable.name == "weight"
    attributes = {"ID": f"V_{variable.name}", "name": variable.name, "files": "F1"}
    attributes |= {"intrvl": "contin", "wgt": "wgt"} if is_number else {"intrvl": "discrete"}
    made_of = ET.SubElement(data, "var", attributes)
    for language, label in variable.labels.items():
        ET.SubElement(made_of, "labl", {XML_LANG: language} if language else {}).text = label
    counts = Counter(values)
    _stat(made_of, "vald", len(values) - counts[""])
    _stat(made_of, "invd", counts[""])
    for value, labels in variable.categories:
        category = ET.SubElement(made_of, "catgry")
        _said(category, "catValu", value)
        for language, label in labels.items():
            ET.SubElement(category, "labl", {XML_LANG: language} if language else {}).text = label
        ET.SubElement(category, "catStat", {"type": "freq"}).text = str(counts[value])
    ET.SubElement(made_of, "varFormat", {"type": "numeric" if is_number else "character"})


def _stat(above: ET.Element, kind: str, count: int) -> None:
    ET.SubElement(above, "sumStat", {"type": kind}).text = str(count)


def _said(above: ET.Element, tag: str, words: str) -> None:
    ET.SubElement(above, tag).text = words or "-"
