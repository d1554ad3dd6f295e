"""The child that reads one XLSForm: `python -m answerable.surveys.questionnaire.workbook`, the workbook in, JSON out.

It is somebody's spreadsheet, so it is opened by a process that was started with nothing and has given everything away
(`vault.confinement`). Its answer is {"form": XForm, "faults": [[sheet, row, reason, word]]}; any other end of it means
that the file could not be read. pyxform turns the sheets into the form; what it would only guess at is named here first.
"""

import io
import json
import re
import sys
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from answerable.base.strict_xml import DocumentError
from answerable.surveys.questionnaire.xform import read_xform
from answerable.vault.confinement import confine

LARGEST: Final = 5 * 1024 * 1024
UNPACKED: Final = 60 * 1024 * 1024
MOST_ROWS: Final = 5_000
MOST_COLUMNS: Final = 100
SHEETS: Final = ("survey", "choices", "settings")
PLAIN_TYPES: Final = frozenset({
    "text", "integer", "int", "decimal", "date", "time", "datetime", "note", "calculate", "geopoint", "gps", "location",
    "acknowledge", "trigger", "hidden", "start", "end", "today", "deviceid", "username", "begin group", "begin_group",
    "end group", "end_group", "begin repeat", "begin_repeat", "end repeat", "end_repeat", "string",
})  # fmt: skip
_SELECT: Final = re.compile(r"(?:select[ _]one|select[ _]multiple|select1|select) +(\S+)(?: +or[ _]other)?")
_ROW: Final = re.compile(r"\[row : (\d+)\]")
_SHEET: Final = re.compile(r"'(survey|choices|settings)' sheet")
_NAME: Final = re.compile(r"[^\W\d][\w.-]*")
Fault = tuple[str, int, str, str]
Row = tuple[int, Mapping[str, str]]


class WorkbookError(ValueError):
    """A file that is no workbook, or one that is not taken: a key of the room's wording."""


def sheets_of(raw: bytes) -> tuple[dict[str, list[Row]], list[Fault]]:
    """The rows of the sheets by their column names, and the cells with formulas. Raises WorkbookError."""
    must_be_small(raw)
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=False, keep_links=False)
    sheets: dict[str, list[Row]] = {}
    faults: list[Fault] = []
    for sheet in book.worksheets:
        name = sheet.title.strip().lower()
        if name in SHEETS:
            sheets[name] = list(_rows(sheet, name, faults))
    return sheets, faults


def must_be_small(raw: bytes) -> None:
    """Raises WorkbookError for what is no workbook, unpacks too large, or has macros."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            parts = packed.infolist()
    except zipfile.BadZipFile:
        raise WorkbookError("workbook.none") from None
    if sum(part.file_size for part in parts) > UNPACKED or len(parts) > 2_000:
        raise WorkbookError("workbook.large")
    if any(part.filename.lower().endswith(("vbaproject.bin", ".xlsb")) for part in parts):
        raise WorkbookError("workbook.macros")


def _rows(sheet: Any, name: str, faults: list[Fault]) -> Iterator[Row]:
    head: list[str] = []
    for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), 1):
        if number > MOST_ROWS:
            raise WorkbookError("workbook.large")
        said = ["" if cell is None else str(cell).strip() for cell in cells]
        faults += [(name, number, "workbook.formula", cell[:60]) for cell in said if cell.startswith("=")]
        if not head:
            head = [each.lower() for each in said]
        elif any(said):
            yield number, {column: cell for column, cell in zip(head, said, strict=False) if column and cell}


def faults_of(sheets: Mapping[str, Sequence[Row]]) -> Iterator[Fault]:
    """What is wrong with the rows, each with its place: types that cannot be asked, names that are none or stand twice."""
    if not sheets.get("survey"):
        yield "survey", 0, "workbook.no-survey", ""
        return
    lists = {row.get("list_name") or row.get("list name", "") for _, row in sheets.get("choices", ())}
    seen: set[str] = set()
    for number, row in sheets["survey"]:
        kind = " ".join(row.get("type", "").split())
        if not kind or row.get("disabled", "").lower() in {"yes", "true"}:
            continue
        found = [_fault_of_type(kind, lists), "" if kind.startswith("end") else _fault_of_name(kind, row, seen)]
        yield from (("survey", number, *fault.partition("|")[::2]) for fault in found if fault)
    yield from _faults_of_choices(sheets.get("choices", ()))
    if not any(row.get("version") for _, row in sheets.get("settings", ())):
        yield "settings", 2, "workbook.version", ""


def _fault_of_type(kind: str, lists: set[str]) -> str:
    select = _SELECT.fullmatch(kind)
    if select is not None:
        return "" if select[1] in lists else f"workbook.list|{select[1][:60]}"
    return "" if kind.lower() in PLAIN_TYPES else f"workbook.type|{kind[:60]}"


def _fault_of_name(kind: str, row: Mapping[str, str], seen: set[str]) -> str:
    """The fault of a name, which is then among those that were seen."""
    name = row.get("name", "")
    if not _NAME.fullmatch(name):
        return f"workbook.name|{name[:60]}"
    if name in seen and not kind.startswith("begin"):
        return f"workbook.twice|{name[:60]}"
    seen.add(name)
    return ""


def _faults_of_choices(rows: Sequence[Row]) -> Iterator[Fault]:
    seen: set[tuple[str, str]] = set()
    for number, row in rows:
        one = (row.get("list_name") or row.get("list name", ""), row.get("name", ""))
        if not one[0] and not one[1]:
            continue
        if not re.fullmatch(r"\S{1,60}", one[1]):
            yield "choices", number, "workbook.choice", one[1][:60]
        elif one in seen:
            yield "choices", number, "workbook.twice", one[1]
        seen.add(one)


def converted(raw: bytes) -> tuple[str, list[Fault]]:
    """The XForm of a workbook; where there are faults, they alone. Raises WorkbookError."""
    sheets, faults = sheets_of(raw)
    faults += faults_of(sheets)
    if faults:
        return "", faults
    from pyxform.errors import PyXFormError

    try:
        form = _by_pyxform(raw)
    except PyXFormError as wrong:
        return "", [_as_fault(str(wrong))]
    rows = {row.get("name", ""): number for number, row in reversed(sheets["survey"])}
    try:
        _, found = read_xform(form.encode())
    except DocumentError:
        return "", [("survey", 0, "workbook.none", "")]
    return form, [("survey", rows.get(each.path.rpartition("/")[2], 0), each.reason, each.word) for each in found]


def _by_pyxform(raw: bytes) -> str:
    """What `pyxform.xls2xform.convert` does, but for the file that it writes on its way: there is no disk here."""
    from pyxform.builder import create_survey_element_from_dict
    from pyxform.xls2json import workbook_to_json
    from pyxform.xls2json_backends import get_xlsform

    book = get_xlsform(xlsform=io.BytesIO(raw), file_type=".xlsx")
    said = workbook_to_json(workbook_dict=book, fallback_form_name=book.fallback_form_name, warnings=[])
    survey = create_survey_element_from_dict(said)
    return f'<?xml version="1.0"?>{survey.xml().toxml()}'


def _as_fault(said: str) -> Fault:
    """What pyxform says, with the row and the sheet where it names them; its own words stay English."""
    row, sheet = _ROW.search(said), _SHEET.search(said)
    return (
        sheet[1] if sheet else "survey",
        int(row[1]) if row else 0,
        "workbook.pyxform",
        _ROW.sub("", said).strip()[:300],
    )


def answer(raw: bytes) -> bytes:
    """What is written to standard output for one workbook."""
    try:
        form, faults = converted(raw)
    except WorkbookError as wrong:
        form, faults = "", [("", 0, str(wrong), "")]
    return json.dumps({"form": form, "faults": faults[:200]}).encode()


def main() -> None:
    """Read what comes in and write what goes out."""
    import openpyxl  # noqa: F401 -- it asks for the system's list of media types, which it may not read afterwards

    confine()
    sys.stdout.buffer.write(answer(sys.stdin.buffer.read(LARGEST + 1)))


if __name__ == "__main__":
    main()
