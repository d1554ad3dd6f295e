"""An attested series as one table: CSV and the Data Package that describes it. `*` marks what is hidden."""

import csv
import io
from collections.abc import Iterable
from typing import Any, Final

from django.conf import settings

from answerable.figures import dictionary, tables
from answerable.figures.models import Series
from answerable.figures.queries.attested import ReadAttested
from answerable_verify.numbers.attested import HIDDEN
from answerable_verify.numbers.cells import ALL

KEY: Final = ("period", "group", "matter", "place")


def as_csv(standing: Iterable[ReadAttested]) -> bytes:
    """Every cell of every period as it stands, the newest period first, as RFC 4180 wants it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(one.name for one in dictionary.ATTESTED_COLUMNS)
    for read in standing:
        said = read.document
        for key, value in said["cells"]:
            where = dict(zip(said["of"], key, strict=True))
            told = [where.get(name, ALL) for name in KEY[1:]]
            writer.writerow([said["series"], said["body"], said["period"], said["edition"], *told, value])
    return out.getvalue().encode()


def folder() -> str:
    """Where the files of attested series lie."""
    return f"{settings.ANSWERABLE.address}/data/figures/attested/"


def data_package(series: Series, *, digest: str, size: int) -> dict[str, Any]:
    """The descriptor of a series' table; `digest` and `size` are of its CSV."""
    name, licence = f"attested-{series.code}", dictionary.LICENCE
    said = next(iter(series.words["title"].values()))
    schema = dictionary.table_schema(dictionary.ATTESTED_COLUMNS, KEY)
    schema["missingValues"] = [{"value": HIDDEN, "label": "hidden: few, or what would give few back"}]
    return {
        "$schema": f"{tables.PROFILE}/datapackage.json",
        "name": name,
        "title": said,
        "homepage": folder(),
        "licenses": [{"name": licence[0], "path": licence[1]}],
        "sources": [{"title": text} for text in series.words["source"].values()],
        "resources": [
            {
                "$schema": f"{tables.PROFILE}/dataresource.json",
                "name": name,
                "type": "table",
                "path": f"{folder()}{series.code}.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "bytes": size,
                "hash": f"sha256:{digest}",
                "schema": schema,
            }
        ],
    }
