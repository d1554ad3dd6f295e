"""The child that opens XLSForms for the editor: `python -m answerable.surveys.questionnaire.sheets`, the workbook in, JSON out.

Its answer is {"sheets": {name: {"columns": [...], "rows": [{column: cell}]}}, "fault": reason or ""}. Confined as `workbook`
is, whose limits and whose check of the container hold here too.
"""

import io
import json
import sys
from collections.abc import Iterator
from typing import Any, Final

from answerable.surveys.questionnaire.workbook import (
    LARGEST,
    MOST_COLUMNS,
    MOST_ROWS,
    SHEETS,
    WorkbookError,
    must_be_small,
)
from answerable.vault.confinement import confine

LONGEST: Final = 32_000  # of a cell, in characters: Excel takes 32,767


def read(raw: bytes) -> dict[str, Any]:
    """The cells of the sheets that an XLSForm has, by their columns as they are written. Raises WorkbookError."""
    must_be_small(raw)
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=False, keep_links=False)
    found: dict[str, Any] = {name: {"columns": [], "rows": []} for name in SHEETS}
    for sheet in book.worksheets:
        name = sheet.title.strip().lower()
        if name in SHEETS:
            columns, rows = _table(sheet)
            found[name] = {"columns": columns, "rows": rows}
    return found


def _table(sheet: Any) -> tuple[list[str], list[dict[str, str]]]:
    lines = _lines(sheet)
    columns = next(lines, [])
    return [each for each in columns if each], [
        {column: cell[:LONGEST] for column, cell in zip(columns, cells, strict=False) if column and cell}
        for cells in lines
    ]


def _lines(sheet: Any) -> Iterator[list[str]]:
    for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), 1):
        if number > MOST_ROWS:
            raise WorkbookError("workbook.large")
        said = ["" if cell is None else str(cell).strip() for cell in cells]
        if any(said):
            yield said


def main() -> None:
    """Read what comes in and write what goes out."""
    import openpyxl  # noqa: F401 -- it asks for the system's list of media types, which it may not read afterwards

    confine()
    try:
        said = {"sheets": read(sys.stdin.buffer.read(LARGEST + 1)), "fault": ""}
    except WorkbookError as wrong:
        said = {"sheets": {}, "fault": str(wrong)}
    sys.stdout.buffer.write(json.dumps(said).encode())


if __name__ == "__main__":
    main()
