"""Workbooks for the editor, opened by a process of its own (`sheets`), and out of it, written here."""

import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final
from xml.sax.saxutils import escape

from answerable.surveys.questionnaire.editing import Sheets
from answerable.surveys.questionnaire.reading import FormError, WorkbookFault
from answerable.surveys.questionnaire.workbook import LARGEST, SHEETS
from answerable.vault.confinement import run_child

_CHILD: Final = "answerable.surveys.questionnaire.sheets"
_CONTROL: Final = re.compile(
    "[^\\t\\n\\r -\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]"
)  # what XML 1.0 has no way to say
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS: Final = "application/vnd.openxmlformats-package.relationships+xml"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def open_workbook(raw: bytes) -> Sheets:
    """The rows of an XLSForm, whatever is wrong with what they say. Raises FormError for what is no workbook."""
    if len(raw) > LARGEST:
        raise FormError([WorkbookFault("", 0, "workbook.large")])
    done = run_child(_CHILD, given=raw)
    said: dict[str, Any] = json.loads(done) if done else {"fault": "workbook.unreadable"}
    if said["fault"]:
        raise FormError([WorkbookFault("", 0, said["fault"])])
    sheets: Sheets = said["sheets"]
    if not sheets["survey"]["columns"]:
        raise FormError([WorkbookFault("survey", 0, "workbook.no-survey")])
    return sheets


def write_workbook(sheets: Sheets) -> bytes:
    """The XLSForm of what is in the editor: every cell as text, so that nothing typed becomes a formula; the same bytes each time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for path, said in _parts(sheets):
            packed.writestr(
                zipfile.ZipInfo(path),
                compress_type=zipfile.ZIP_DEFLATED,
                data=f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{said}',
            )
    return out.getvalue()


def _parts(sheets: Sheets) -> Iterator[tuple[str, str]]:
    """The parts of the least workbook that ECMA-376 allows: no styles, no shared strings."""
    places = range(1, len(SHEETS) + 1)
    files = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPE}.worksheet+xml"/>' for n in places
    )
    kinds = (
        f'<Default Extension="rels" ContentType="{_RELATIONS}"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>{files}'
    )
    yield "[Content_Types].xml", f'<Types xmlns="{_PACKAGE}/content-types">{kinds}</Types>'
    yield "_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")])
    named = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>' for n, name in enumerate(SHEETS, 1))
    yield "xl/workbook.xml", f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{named}</sheets></workbook>'
    yield "xl/_rels/workbook.xml.rels", _relations([("worksheet", f"worksheets/sheet{n}.xml") for n in places])
    for n, name in enumerate(SHEETS, 1):
        yield f"xl/worksheets/sheet{n}.xml", _worksheet(sheets[name]["columns"], sheets[name]["rows"])


def _relations(found: Sequence[tuple[str, str]]) -> str:
    each = "".join(
        f'<Relationship Id="r{n}" Type="{_OFFICE}/{kind}" Target="{path}"/>' for n, (kind, path) in enumerate(found, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{each}</Relationships>'


def _worksheet(columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> str:
    lines = [dict(zip(columns, columns, strict=True)), *rows]
    said = "".join(
        f'<row r="{number}">{"".join(_cell(row.get(column, "")) for column in columns)}</row>'
        for number, row in enumerate(lines, 1)
    )
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{said}</sheetData></worksheet>'


def _cell(said: str) -> str:
    plain = escape(_CONTROL.sub("", said))
    return f'<c t="inlineStr"><is><t xml:space="preserve">{plain}</t></is></c>' if plain else "<c/>"
