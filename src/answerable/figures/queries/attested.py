"""Reading what bodies attest. Anybody sees an edition once its hash stands in the published log, and never before."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from answerable.base.actor import Actor
from answerable.base.verdict import MissingError
from answerable.figures import policy
from answerable.figures.models import Attested, Series
from answerable.figures.terms import attested_of
from answerable.ledger import queries as ledger_queries
from answerable_verify.numbers.attested import Key, Value, cells_of
from answerable_verify.numbers.periods import Period, parse_period


@dataclass(frozen=True)
class ReadAttested:
    """An edition, read."""

    row: Attested

    @cached_property
    def document(self) -> dict[str, Any]:
        """What was published."""
        read: dict[str, Any] = json.loads(bytes(self.row.document))
        return read

    @cached_property
    def cells(self) -> dict[Key, Value]:
        """Counts by their keys."""
        return cells_of(self.document)

    @cached_property
    def period(self) -> Period:
        """Of what time it speaks."""
        return parse_period(self.row.period)

    @property
    def single(self) -> Value | None:
        """The count, where there is one alone."""
        return self.cells.get(())


def entered_by(actor: Actor) -> list[int]:
    """The bodies for which the actor may attest."""
    return sorted(body for body in actor.bodies if policy.can_attest(actor, body=body))


def series_seen_by(actor: Actor) -> QuerySet[Series]:
    """The series of these bodies, by their code."""
    return Series.objects.filter(body__in=entered_by(actor)).select_related("body").order_by("code")


def series_for(actor: Actor, ref: int) -> Series:
    """One of them. Raises MissingError for a series of others."""
    found = series_seen_by(actor).filter(id=ref).first()
    if found is None:
        raise MissingError
    return found


def series_called(code: str) -> Series | None:
    """A series by its code, whether it is shown yet or not."""
    return Series.objects.filter(code=code).select_related("body").first()


def all_editions(series: Series) -> list[ReadAttested]:
    """Every edition of a series, the newest period first and in it the newest edition: for who writes them."""
    return _sorted(Attested.objects.filter(series=series))


def public_editions(series: Series) -> list[ReadAttested]:
    """Those of them that everybody sees."""
    return _public(Attested.objects.filter(series=series))


def public_series() -> list[tuple[Series, ReadAttested]]:
    """Every series of which something is published, with its newest period as it stands; by body and code."""
    rows = Series.objects.select_related("body").order_by("body__code", "code")
    newest: dict[int, ReadAttested] = {}
    for read in _public(Attested.objects.filter(series__in=rows)):
        newest.setdefault(read.row.series_id, read)
    return [(row, newest[row.id]) for row in rows if row.id in newest]


def standing_attested() -> list[ReadAttested]:
    """The newest public edition of each period of each series, series by series."""
    found: dict[tuple[int, str], ReadAttested] = {}
    for read in _public(Attested.objects.select_related("series")):
        found.setdefault((read.row.series_id, read.row.period), read)
    return sorted(found.values(), key=lambda read: (read.row.series.code, read.row.period))


def public_edition(code: str, period: str, edition: int | None = None) -> ReadAttested:
    """An edition that everybody sees, the newest one where none is named. Raises MissingError."""
    rows = Attested.objects.filter(series__code=code, period=period)
    found = [read for read in _public(rows) if edition in {None, read.row.edition}]
    if not found:
        raise MissingError
    return found[0]


def _public(rows: QuerySet[Attested]) -> list[ReadAttested]:
    found = _sorted(rows)
    placed = ledger_queries.in_published_log([str(attested_of(read.row.id)) for read in found])
    return [read for read in found if str(attested_of(read.row.id)) in placed]


def _sorted(rows: QuerySet[Attested]) -> list[ReadAttested]:
    read: Sequence[ReadAttested] = [ReadAttested(row) for row in rows]
    return sorted(read, key=lambda one: (one.period.first, one.row.edition), reverse=True)
