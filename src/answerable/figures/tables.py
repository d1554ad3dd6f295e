"""The figures of a period as one long table, and what describes it: CSV, JSON, Data Package (version 2), CSVW.

Made from the frozen documents alone and always in the same order, so that the same editions give the same bytes.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any, Final

from answerable.figures import dictionary
from answerable.figures.queries import ReadEdition

Line = tuple[str, int, int, str, str, str, str]
PROFILE: Final = "https://datapackage.org/profiles/2.0"


def lines(figures: Iterable[ReadEdition]) -> Iterator[Line]:
    """The rows of the table, in the order of figures, authorities and measures."""
    for one in figures:
        row = one.row
        for body, cell in one.document["cells"].items():
            for measure, value in measures(cell):
                yield row.name, row.definition, row.edition, row.period, body, measure, value


def measures(cell: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What a cell holds, one number at a time."""
    for name in ("value", "low", "high", "n", "of"):
        if name in cell:
            yield name, str(cell[name])
    for name, count in cell["parts"].items():
        yield f"part.{name}", str(count)
    for day, (low, high) in cell.get("chance", {}).items():
        yield f"chance.{day}.low", str(low)
        yield f"chance.{day}.high", str(high)
    for day, at_risk, share, low, high in cell.get("curve", ()):
        yield f"answered-by.{day}", share
        yield f"answered-by.{day}.low", low
        yield f"answered-by.{day}.high", high
        yield f"waiting-on.{day}", str(at_risk)


def as_csv(figures: Iterable[ReadEdition]) -> bytes:
    """The table as RFC 4180 wants it, in UTF-8."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(one.name for one in dictionary.COLUMNS)
    writer.writerows(lines(figures))
    return out.getvalue().encode()


def as_json(figures: Iterable[ReadEdition]) -> bytes:
    """The table as JSON: a list of rows, numbers as numbers."""
    names = [one.name for one in dictionary.COLUMNS]
    rows = [dict(zip(names, (*line[:-1], _number(line[-1])), strict=True)) for line in lines(figures)]
    return json.dumps(rows, separators=(",", ":")).encode()


def _number(text: str) -> int | float:
    return float(text) if "." in text else int(text)


def data_package(period: str, title: str, address: str, raw: bytes) -> dict[str, Any]:
    """The descriptor of a period's table. `raw` is its CSV, `address` where the folder of figures is."""
    name, licence = f"figures-{period.lower()}", dictionary.LICENCE
    return {
        "$schema": f"{PROFILE}/datapackage.json",
        "name": name,
        "title": title,
        "homepage": address,
        "licenses": [{"name": licence[0], "path": licence[1]}],
        "resources": [
            {
                "$schema": f"{PROFILE}/dataresource.json",
                "name": name,
                "type": "table",
                "path": f"{address}{period}.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "bytes": len(raw),
                "hash": f"sha256:{sha256(raw).hexdigest()}",
                "schema": dictionary.table_schema(),
            }
        ],
    }


def csvw(period: str, title: str, address: str) -> dict[str, Any]:
    """The table as CSVW describes one."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": f"{address}{period}.csv",
        "dc:title": title,
        "dc:license": {"@id": dictionary.LICENCE[1]},
        "tableSchema": {"columns": dictionary.csvw_columns(), "primaryKey": list(dictionary.KEY)},
    }
