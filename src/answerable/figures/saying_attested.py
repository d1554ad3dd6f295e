"""An attested count as a page says it: a number or "fewer than", by period, with its errata; a table by what it is told by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from django.utils.translation import gettext as _

from answerable.base import dates
from answerable.figures import cells, wording
from answerable.figures.models import Attested
from answerable.figures.queries.attested import ReadAttested
from answerable.law.queries import standing_order
from answerable.ledger import leaves
from answerable.people.queries import in_language
from answerable_verify.numbers.attested import HIDDEN, Key, Value
from answerable_verify.numbers.cells import ALL

NOTHING: Final = "–"


@dataclass(frozen=True, slots=True)
class CountedPeriod:
    """A count of a period in words. `id` is what the page carries beside the number."""

    id: str
    period: str
    value: str
    row: Attested


@dataclass(frozen=True, slots=True)
class AttestedErratum:
    """What was corrected: when, why, what it said before and since."""

    row: Attested
    period: str
    before: str
    since: str
    why: str
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class MatterLine:
    """A matter and its counts by place, the total last. `depth` 0: a group; 1: a matter of it."""

    name: str
    depth: int
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MatterTable:
    """The whole table: its places by name, the lines of matters."""

    places: tuple[str, ...]
    lines: tuple[MatterLine, ...]


def told(value: Value | None, least: int | None) -> str:
    """A count, or that it is hidden: because it is below `least`, or (None) one of a table, which may hide a large one, too."""
    if value is None:
        return NOTHING
    if value != HIDDEN:
        return f"{value}"
    return _("hidden") if least is None else _("fewer than %(least)d") % {"least": least}


def counted(read: ReadAttested, key: Key | None = None) -> CountedPeriod:
    """The count of a period: the one there is, the total of a table, or the cell that is asked for."""
    if key is None:
        key = () if read.single is not None else (ALL,) * len(read.document["of"])
    value = told(read.cells.get(key), read.document["least"] if key == () else None)
    return CountedPeriod(
        id=f"{read.document['series']}/{read.row.period}",
        period=wording.period_name(read.period),
        value=value,
        row=read.row,
    )


def standing(editions: Sequence[ReadAttested]) -> list[ReadAttested]:
    """The newest edition of each period, the newest period first."""
    found: dict[str, ReadAttested] = {}
    for read in editions:
        found.setdefault(read.row.period, read)
    return list(found.values())


def errata(editions: Sequence[ReadAttested]) -> list[AttestedErratum]:
    """Everything that was corrected, the newest period first."""
    return [
        AttestedErratum(
            row=new.row,
            period=wording.period_name(new.period),
            before=counted(old).value,
            since=counted(new).value,
            why=str(wording.REASONS_ATTESTED[new.row.basis]),
            words=new.document["words"].get("why", {}),
        )
        for new, old in pairwise(editions)
        if new.row.period == old.row.period
    ]


def table(read: ReadAttested) -> MatterTable | None:
    """The cells by matter and place; nothing where there is one count alone."""
    if read.document["of"] != list(cells.OF):
        return None
    matters, places = _names()
    found = read.cells
    columns = [
        *sorted(
            {key[2] for key in found} - {ALL, cells.SENSITIVE},
            key=lambda code: (code == cells.UNTOLD, places.get(code, code)),
        ),
        ALL,
    ]
    rows: list[MatterLine] = []
    for group in sorted(
        {key[0] for key in found}, key=lambda code: (code == ALL, code[0] == "+", matters.get(code, code))
    ):
        inside = sorted(
            {key[1] for key in found if key[0] == group} - {ALL, group}, key=lambda code: matters.get(code, code)
        )
        for matter in [ALL, *inside] if group != ALL else [ALL]:
            key = (group, matter)
            values = tuple(_cell(found.get((*key, place)), group=group) for place in columns)
            name = _("all") if group == ALL else matters.get(group if matter == ALL else matter, matter)
            rows.append(MatterLine(name, int(matter != ALL), values))
    return MatterTable(
        tuple(_("everywhere") if code == ALL else places.get(code, code) for code in columns), tuple(rows)
    )


def _cell(value: Value | None, *, group: str) -> str:
    if value is None:
        return NOTHING if group == cells.SENSITIVE else "0"
    return str(value)


def _names() -> tuple[dict[str, str], dict[str, str]]:
    """Names of matters and of places by the codes of cells, in the language of the page."""
    order, language = standing_order(), dates.language()
    named: dict[int, Any] = {row.id: row.name for row in order.categories}
    matters = {
        leaves.token(code): in_language(named[ref], language)
        for ref, code in order.category_codes.items()
        if ref in named
    }
    matters |= {
        cells.SENSITIVE: _("sensitive matters, those of children among them"),
        cells.UNTOLD: _("no matter told"),
    }
    places = {leaves.token(one.code): in_language(one.name, language) for one in order.places.places.values()}
    return matters, places | {cells.UNTOLD: _("no place told")}
