"""The toy's part of a pack: `finds.yaml`."""

from functools import partial
from pathlib import Path

from answerable.base.packs.lines import read_yaml
from answerable.base.packs.part import Load, Loading
from answerable.base.packs.row import Reading
from answerable.toy.models import Shelf

FILE = "finds.yaml"


def read(folder: Path, reading: Reading) -> Load:
    """The shelves; a pack without the file has none."""
    if not (folder / FILE).exists():
        return partial(_load, {})
    shelves = {}
    for row in reading.rows(read_yaml(folder / FILE, FILE, reading.faults), "shelves"):
        shelves[row.defines("shelf")] = row.whole("days", low=1, high=3650, needed=True)
        row.done()
    return partial(_load, shelves)


def _load(shelves: dict[str, int], loading: Loading) -> None:
    known = {row.code: row.days for row in Shelf.objects.all()}
    for code, days in shelves.items():
        if known.get(code) != days:
            Shelf.objects.update_or_create(code=code, defaults={"days": days})
            loading.tally.count(loading.tally.changed if code in known else loading.tally.made, "shelf")
