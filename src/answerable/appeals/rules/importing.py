"""Reading a register that was kept elsewhere: a map says which column is what, each row becomes an appeal or a fault.

A map is a small YAML file (docs/operating/import.md):

    register: nyc311                     # its name; with the key it makes a row the same row for ever
    key: unique_key                      # column that names a row
    prefix: NYC                          # of the numbers here: NYC-62291042
    language: en
    zone: America/New_York
    kind: {value: report}                # {column:, values: {theirs: ours}, default:} or {value:}
    text: "{complaint_type}: {descriptor}"
    where: "{incident_address}, {borough}"
    registered: {column: created_date, format: "%m/%d/%Y %I:%M:%S %p"}
    closed: {column: closed_date, format: "%m/%d/%Y %I:%M:%S %p"}
    due: {column: due_date, format: "..."}
    answer: resolution_description
    body: {column: agency, values: {NYPD: department}, default: desk}
    category: {column: complaint_type, values: {...}}
    territory: {column: borough, values: {...}}
"""

import re
import string
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from answerable.base import languages
from answerable.law.terms import MatterKind

LONGEST: Final = 100_000
KEY: Final = re.compile(r"[0-9A-Za-z._/-]{1,18}")
FIELDS: Final = frozenset(
    {
        "register", "key", "prefix", "language", "zone", "kind", "text", "where", "registered", "closed", "due",
        "answer", "body", "category", "territory",
    }
)  # fmt: skip
NEEDED: Final = ("register", "key", "prefix", "language", "zone", "kind", "text", "registered", "body")


class UnmappedError(Exception):
    """The map can't be used: every fault, a line each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class UnfitRowError(Exception):
    """A row can't be taken over; the text says which column and why."""


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """How a code of ours is told from a column of theirs."""

    column: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    default: str = ""

    def of(self, row: Mapping[str, str], what: str) -> str:
        """Our code for a row. Raises Unfit for a word that the map doesn't know."""
        theirs = row.get(self.column, "").strip() if self.column else ""
        if theirs in self.values:
            return self.values[theirs]
        if self.default or not self.column:
            return self.default
        if not theirs:
            return ""
        raise UnfitRowError(f"{self.column}: the map says no {what} for {theirs[:60]!r}")


@dataclass(frozen=True, slots=True)
class When:
    """A column with an instant, and how it is written."""

    column: str
    format: str

    def of(self, row: Mapping[str, str], zone: ZoneInfo) -> datetime | None:
        """The instant; None for an empty cell. Raises Unfit for one that isn't written so."""
        cell = row.get(self.column, "").strip()
        if not cell:
            return None
        try:
            read = datetime.fromisoformat(cell) if self.format == "iso" else datetime.strptime(cell, self.format)  # noqa: DTZ007 -- the zone is given in the next line
        except ValueError:
            raise UnfitRowError(f"{self.column}: {cell[:40]!r} isn't an instant written as {self.format}") from None
        return read if read.tzinfo else read.replace(tzinfo=zone)


@dataclass(frozen=True, slots=True)
class RegisterMap:
    """How another register's columns become an appeal."""

    register: str
    key: str
    prefix: str
    language: str
    zone: ZoneInfo
    kind: ColumnChoice
    text: str
    registered: When
    body: ColumnChoice
    where: str = ""
    answer: str = ""
    closed: When | None = None
    due: When | None = None
    category: ColumnChoice | None = None
    territory: ColumnChoice | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """One row as an appeal; codes, not ids."""

    key: str
    number: str
    kind: str
    text: str
    where: str
    answer: str
    registered_at: datetime
    closed_at: datetime | None
    due_at: datetime | None
    body: str
    category: str
    territory: str


def read_map(given: object, *, columns: list[str], known: Mapping[str, frozenset[str]]) -> RegisterMap:
    """A map from what its YAML says. `known` holds the codes of bodies, categories, territories.

    Raises Unmapped with every fault at once.
    """
    faults: list[str] = []
    if not isinstance(given, dict):
        raise UnmappedError(["the map isn't a list of fields"])
    faults += [f"{name}: unknown; known are {', '.join(sorted(FIELDS))}" for name in sorted(set(given) - FIELDS)]
    faults += [f"{name}: missing" for name in NEEDED if not given.get(name)]
    reader = _Reader(given, frozenset(columns), faults)
    zone = reader.zone()
    found = RegisterMap(
        register=str(given.get("register", "")),
        key=reader.column("key"),
        prefix=str(given.get("prefix", "")),
        language=str(given.get("language", "")),
        zone=zone,
        kind=reader.choice("kind", frozenset(kind.value for kind in MatterKind)) or ColumnChoice(),
        text=reader.template("text"),
        registered=reader.when("registered") or When("", "iso"),
        body=reader.choice("body", known["body"]) or ColumnChoice(),
        where=reader.template("where"),
        answer=reader.column("answer"),
        closed=reader.when("closed"),
        due=reader.when("due"),
        category=reader.choice("category", known["category"]),
        territory=reader.choice("territory", known["territory"]),
    )
    if not re.fullmatch(r"[A-Z0-9]{1,5}", found.prefix):
        faults.append("prefix: one to five capital letters or digits")
    if not languages.CODE.fullmatch(found.language):
        faults.append("language: the code of one, as uk, pl, pt-br, zh-hans")
    if faults:
        raise UnmappedError(faults)
    return found


@dataclass(slots=True)
class _Reader:
    """Reads the parts of a map and collects their faults."""

    given: Mapping[str, Any]
    columns: frozenset[str]
    faults: list[str]

    def zone(self) -> ZoneInfo:
        try:
            return ZoneInfo(str(self.given.get("zone") or "UTC"))
        except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: "Europe" is a folder of zones
            self.faults.append("zone: no such time zone; write it as Europe/Kyiv")
            return ZoneInfo("UTC")

    def _has(self, name: str, column: str) -> None:
        if column not in self.columns:
            self.faults.append(f"{name}: the file has no column {column!r}")

    def column(self, name: str) -> str:
        column = str(self.given.get(name) or "")
        if column:
            self._has(name, column)
        return column

    def template(self, name: str) -> str:
        text = str(self.given.get(name) or "")
        try:
            used = [part for part in string.Formatter().parse(text) if part[1] is not None]
        except ValueError:
            self.faults.append(f"{name}: a brace is open; columns are written {{column}}")
            return ""
        for _, column, form, conversion in used:
            self._has(name, str(column))
            if form or conversion:
                self.faults.append(f"{name}: {column!r}: only the name of a column stands in braces")
        return text

    def when(self, name: str) -> When | None:
        said = self.given.get(name)
        if not said:
            return None
        if not isinstance(said, dict) or "column" not in said:
            self.faults.append(f"{name}: write {{column: ..., format: ...}}")
            return None
        self._has(name, str(said["column"]))
        form = str(said.get("format", "iso"))
        if not _readable(form):
            self.faults.append(f"{name}: format: {form!r} names a part of a date twice")
        return When(str(said["column"]), form)

    def choice(self, name: str, codes: frozenset[str]) -> ColumnChoice | None:
        said = self.given.get(name)
        if not said:
            return None
        if not isinstance(said, dict):
            self.faults.append(f"{name}: write {{value: ...}} or {{column: ..., values: ..., default: ...}}")
            return None
        values = {str(theirs): str(ours) for theirs, ours in (said.get("values") or {}).items()}
        default = str(said.get("value") or said.get("default") or "")
        column = str(said.get("column") or "")
        if column:
            self._has(name, column)
        unknown = sorted({*values.values(), *([default] if default else [])} - codes)
        self.faults += [f"{name}: {code!r} isn't known here" for code in unknown]
        return ColumnChoice(column, values, default)


def read_row(row: Mapping[str, str], by: RegisterMap) -> Imported:
    """One row as an appeal. Raises Unfit with the column and the reason."""
    key = row.get(by.key, "").strip()
    if not KEY.fullmatch(key):
        raise UnfitRowError(f"{by.key}: {key[:40]!r} isn't a key of one to eighteen letters, digits, dots, dashes")
    text = _filled(by.text, row)
    if not text:
        raise UnfitRowError("text: empty")
    if len(text) > LONGEST:
        raise UnfitRowError(f"text: longer than {LONGEST} characters")
    registered = by.registered.of(row, by.zone)
    if registered is None:
        raise UnfitRowError(f"{by.registered.column}: empty")
    closed = by.closed.of(row, by.zone) if by.closed else None
    if closed is not None and closed < registered:
        raise UnfitRowError(f"{by.closed.column if by.closed else ''}: closed before it was registered")
    chosen: Callable[[ColumnChoice | None, str], str] = lambda choice, what: choice.of(row, what) if choice else ""  # noqa: E731
    return Imported(
        key=key,
        number=f"{by.prefix}-{key}".upper(),
        kind=chosen(by.kind, "kind"),
        text=text,
        where=_filled(by.where, row),
        answer=row.get(by.answer, "").strip() if by.answer else "",
        registered_at=registered,
        closed_at=closed,
        due_at=by.due.of(row, by.zone) if by.due else None,
        body=chosen(by.body, "body"),
        category=chosen(by.category, "category"),
        territory=chosen(by.territory, "territory"),
    )


def _readable(form: str) -> bool:
    """Say whether dates can be read by a format: Python makes a pattern of it, and no pattern where a part comes twice."""
    with suppress(ValueError):  # an empty text is no date
        try:
            datetime.strptime("", form)  # noqa: DTZ007 -- nothing is read
        except re.error:
            return False
    return True


def _filled(template: str, row: Mapping[str, str]) -> str:
    """A template with the row's cells, without what empty cells leave behind."""
    # joined here: `format` would take a column's name for an attribute, an index or a place
    parts = string.Formatter().parse(template)
    text = "".join(said + ("" if column is None else (row[column] or "").strip()) for said, column, _, _ in parts)
    return re.sub(r"(?:\s*[,:;.]\s*)+$", "", re.sub(r"[ \t]+", " ", text)).strip(" ,:;")
