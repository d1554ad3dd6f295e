"""Reading published figures: for anybody, since nothing else is here."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from django.db.models import OuterRef, QuerySet, Subquery

from answerable.base.verdict import MissingError
from answerable.figures.models import Figure
from answerable_verify.numbers.cells import ALL
from answerable_verify.numbers.definitions import DEFINITIONS, Definition
from answerable_verify.numbers.periods import Period, parse_period

MONTH: Final = r"^[0-9]{4}-[0-9]{2}$"


@dataclass(frozen=True)
class ReadEdition:
    """An edition of a figure, read."""

    row: Figure

    @cached_property
    def document(self) -> dict[str, Any]:
        """What was published."""
        read: dict[str, Any] = json.loads(bytes(self.row.document))
        return read

    @property
    def definition(self) -> Definition:
        """By what it was counted."""
        return DEFINITIONS[self.row.name]

    @cached_property
    def period(self) -> Period:
        """Of what time it speaks."""
        return parse_period(self.row.period)

    def cell(self, group: str = ALL) -> dict[str, Any]:
        """What it says of a group; of one that has nothing in the period, n = 0."""
        found: dict[str, Any] = self.document["cells"].get(group, {"n": 0, "parts": {}})
        return found

    @property
    def groups(self) -> list[str]:
        """The groups that it speaks of besides everybody."""
        return [group for group in self.document["cells"] if group != ALL]


def _standing() -> QuerySet[Figure]:
    """The newest edition of each figure of each period."""
    newest = Figure.objects.filter(name=OuterRef("name"), period=OuterRef("period")).order_by("-edition").values("id")
    return Figure.objects.filter(id=Subquery(newest[:1]))


def periods() -> list[Period]:
    """The periods that figures are published of, the one that ended last first; of those that end together the shortest."""
    found = map(parse_period, Figure.objects.values_list("period", flat=True).distinct().order_by("period"))
    return sorted(found, key=lambda period: (period.last, -period.months), reverse=True)


def published_in(period: str) -> dict[str, ReadEdition]:
    """The figures of a period as they stand, by their names, in the order of the definitions."""
    rows = {row.name: ReadEdition(row) for row in _standing().filter(period=period)}
    return {name: rows[name] for name in DEFINITIONS if name in rows}


def of_last_month(*names: str) -> list[ReadEdition]:
    """These figures of the newest month that each is published of, in this order; one query."""
    found = Figure.objects.filter(name__in=names, period__regex=MONTH).order_by("name", "-period", "-edition")
    rows = {row.name: ReadEdition(row) for row in found.distinct("name")}
    return [rows[name] for name in names if name in rows]


def one(name: str, period: str, edition: int | None = None) -> ReadEdition:
    """A figure of a period, as it stands or as it stood. Raises MissingError where there is no such."""
    rows = Figure.objects.filter(name=name, period=period).order_by("-edition")
    row = (rows if edition is None else rows.filter(edition=edition)).first()
    if row is None or name not in DEFINITIONS:
        raise MissingError
    return ReadEdition(row)


def newest(name: str) -> ReadEdition:
    """A figure of the newest period that it is published of."""
    found = [period for period in periods() if period.months == 1] or periods()
    if not found:
        raise MissingError
    return one(name, found[0].code)


def editions(name: str, period: str) -> list[ReadEdition]:
    """All editions of a figure of a period, the newest first."""
    return [ReadEdition(row) for row in Figure.objects.filter(name=name, period=period).order_by("-edition")]


def history(name: str, months: int, most: int = 12) -> list[ReadEdition]:
    """A figure over the periods of one length as they stand, the newest first."""
    found = [ReadEdition(row) for row in _standing().filter(name=name).defer("chart")]
    found = [shown for shown in found if shown.period.months == months]
    return sorted(found, key=lambda shown: shown.period.first, reverse=True)[:most]


def digests() -> list[tuple[str, str, int, str]]:
    """(figure, period, edition, SHA-256) of each figure as it stands, period by period."""
    rows = _standing().filter(name__in=DEFINITIONS).order_by("period", "name")
    return list(rows.values_list("name", "period", "edition", "digest"))


def frozen_codes() -> list[str]:
    """The codes of the periods that are published."""
    return list(Figure.objects.values_list("period", flat=True).distinct().order_by("period"))


def publications(most: int) -> list[ReadEdition]:
    """What was published, the newest first: of each period one figure of its first editions, and every erratum."""
    first = Figure.objects.filter(edition=0, name=next(iter(DEFINITIONS))) | Figure.objects.filter(edition__gt=0)
    return [ReadEdition(row) for row in first.defer("chart").order_by("-frozen_at", "-id")[:most]]


def standing(codes: Iterable[str]) -> dict[tuple[str, str], ReadEdition]:
    """The figures of these periods as they stand, by name and period."""
    return {(row.name, row.period): ReadEdition(row) for row in _standing().filter(period__in=list(codes))}
