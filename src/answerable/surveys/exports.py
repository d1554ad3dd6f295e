"""An export of another tool (ODK Central, KoboToolbox, Ona) as tables: labels as headers, several choices as columns of 0 and 1.

Counts and shares of answers, no intervals: an export does not say how its people were drawn. Positions tell columns apart, because
headers repeat in such files.
"""

import csv
import gzip
import io
import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

LARGEST: Final = 200 * 1024 * 1024  # bytes, unpacked
LONGEST: Final = 131_072  # characters of a cell
MOST_CHOICES: Final = 30
OFTEN: Final = 5  # times that a choice is taken on the average; what is written freely repeats less
ABOUT_THE_FORM: Final = frozenset(
    {"start", "end", "today", "deviceid", "subscriberid", "simserial", "phonenumber", "username"}
)
BITS: Final = frozenset({"0", "1"})


class ExportError(ValueError):
    """A file that is no such export, in words for whoever runs the command."""


class AnswerKind(StrEnum):
    """What the answers of a column are."""

    ONE = "one"
    SEVERAL = "several"
    NUMBER = "number"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Export:
    """Headers and rows, all of one length."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class ExportTable:
    """One question: how many answered, and the choices with how many took each; of numbers the least, the middle, the most."""

    label: str
    kind: AnswerKind
    count: int
    choices: tuple[tuple[str, int], ...] = ()
    numbers: tuple[float, float, float] | None = None
    distinct: int = 0


def read(raw: bytes) -> Export:
    """An export as CSV in UTF-8, packed by gzip or not. Raises ExportError."""
    try:
        if raw[:2] == b"\x1f\x8b":
            with gzip.GzipFile(fileobj=io.BytesIO(raw)) as packed:
                raw = packed.read(LARGEST + 1)
        if len(raw) > LARGEST:
            raise ExportError("the export is too large")
        lines = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    except (UnicodeDecodeError, csv.Error, OSError, EOFError) as wrong:
        raise ExportError(f"this is no CSV in UTF-8: {wrong}") from None
    if len(lines) < 2:
        raise ExportError("there is no answer in it")
    if any(len(cell) > LONGEST for line in lines for cell in line):  # csv's own limit is one of the whole process
        raise ExportError(f"a cell has more than {LONGEST} characters: is a quotation mark missing?")
    headers = tuple(" ".join(header.split()) for header in lines[0])
    uneven = next((number for number, line in enumerate(lines, 1) if len(line) != len(headers)), 0)
    if uneven:
        raise ExportError(f"row {uneven} has another number of cells than the first")
    return Export(headers, tuple(tuple(" ".join(cell.split()) for cell in line) for line in lines[1:]))


def read_labels(raw: bytes) -> dict[str, str]:
    """Pairs of a label and the same in another language, after a first line of names. Raises ExportError."""
    given = read(raw)
    if len(given.headers) != 2:
        raise ExportError("labels are two columns")
    return dict(given.rows)  # type: ignore[arg-type] # rows of two, as asked above


def once(export: Export, by: str) -> Export:
    """The export with the last row alone of those that say the same in a column. Raises ExportError where there is none."""
    if by not in export.headers:
        raise ExportError(f"there is no column {by}")
    at = export.headers.index(by)
    last = {row[at]: place for place, row in enumerate(export.rows)}
    kept = (row for place, row in enumerate(export.rows) if not row[at] or last[row[at]] == place)
    return Export(export.headers, tuple(kept))


def tables(export: Export, labels: Mapping[str, str] | None = None) -> list[ExportTable]:
    """A table for each question that somebody answered, in order. `labels`: the same words in another language."""
    known = labels or {}
    found, at = [], 0
    while at < len(export.headers):
        options = _options(export, at)
        if not _is_about_the_form(export.headers[at]):
            table = _table(export, at, options, known)
            if table.count:
                found.append(table)
        at += 1 + len(options)
    return found


def _is_about_the_form(header: str) -> bool:
    return header.startswith("_") or header in ABOUT_THE_FORM


def _options(export: Export, at: int) -> list[int]:
    """The columns of 0 and 1 that belong to the question before them: by its label, or by their labels in its answers."""
    header, answers = export.headers[at], " ".join(_answers(export, at))
    named: list[int] = []
    alike: list[int] = []
    for place in range(at + 1, len(export.headers)):
        if not set(_answers(export, place)) <= BITS or _is_about_the_form(export.headers[place]):
            break
        (named if export.headers[place].startswith(f"{header}/") else alike).append(place)
        if named and alike:
            return named
    if named or not any(export.headers[place] in answers for place in alike):
        return named
    return alike if len(alike) > 1 else []


def _answers(export: Export, at: int) -> list[str]:
    return [row[at] for row in export.rows if row[at]]


def _table(export: Export, at: int, options: Sequence[int], known: Mapping[str, str]) -> ExportTable:
    header = export.headers[at]
    answers = _answers(export, at)
    label = known.get(header, header)
    if options:
        counts = [
            (_option(export.headers[place], header, known), _answers(export, place).count("1")) for place in options
        ]
        return ExportTable(label, AnswerKind.SEVERAL, len(answers), tuple(counts))
    told = Counter(answers)
    numbers = [float(each.replace(",", ".")) for each in answers if _is_number(each)]
    if len(numbers) > 0.9 * len(answers) and len(told) > 2:
        middle = (min(numbers), statistics.median(numbers), max(numbers))
        return ExportTable(label, AnswerKind.NUMBER, len(numbers), numbers=middle, distinct=len(told))
    if len(told) <= MOST_CHOICES and len(answers) >= OFTEN * len(told):
        counts = [(known.get(choice, choice), count) for choice, count in told.most_common()]
        return ExportTable(label, AnswerKind.ONE, len(answers), tuple(counts))
    return ExportTable(label, AnswerKind.TEXT, len(answers), distinct=len(told))


def _option(header: str, question: str, known: Mapping[str, str]) -> str:
    """The label of an option without its question's, in the language that is wanted where it is known."""
    return known.get(header, header.removeprefix(f"{question}/"))


def _is_number(text: str) -> bool:
    plain = text.replace(",", ".", 1).removeprefix("-")
    return plain.replace(".", "", 1).isdecimal() and plain.isascii()
