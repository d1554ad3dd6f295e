"""Loading places and calendars from a pack. Nothing is deleted: what a pack no longer has is retired on that day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from answerable.base.packs.part import Tally
from answerable.places.models import Calendar, Territory
from answerable.places.rules import tree_order


@dataclass(frozen=True, slots=True)
class TerritoryFacts:
    """A territory as a pack gives it; `parent` is a code."""

    code: str
    parent: str | None
    kind: str
    name: Mapping[str, str]
    zone: str
    population: int | None = None


@dataclass(frozen=True, slots=True)
class CalendarFacts:
    """One year of a calendar as a pack gives it."""

    code: str
    year: int
    weekend: Sequence[int]
    holidays: Sequence[date]
    working: Sequence[date]
    source: str
    checked_on: date
    status: str


def save_differing(row: object, facts: Mapping[str, object], tally: Tally, kind: str) -> None:
    """Save a row when it is new or differs from the facts, and count what was done."""
    adding = row._state.adding  # type: ignore[attr-defined]  # noqa: SLF001 -- Django's own word for "not saved yet"
    differing = [name for name, fact in facts.items() if getattr(row, name) != fact]
    if not adding and not differing:
        return
    for name, fact in facts.items():
        setattr(row, name, fact)
    row.save(**({} if adding else {"update_fields": differing}))  # type: ignore[attr-defined]
    tally.count(tally.made if adding else tally.changed, kind)


def load_territories(rows: Sequence[TerritoryFacts], *, on: date, tally: Tally) -> None:
    """Make the territories those of the pack, in the caller's transaction."""
    known = {row.code: row for row in Territory.objects.select_for_update()}
    wanted = {row.code: row for row in rows}
    for code in tree_order({row.code: row.parent for row in rows}):
        facts = wanted[code]
        row = known.setdefault(code, Territory(code=code))
        parent = known[facts.parent].id if facts.parent else None
        save_differing(
            row,
            {
                "parent_id": parent,
                "kind": facts.kind,
                "name": dict(facts.name),
                "zone": facts.zone,
                "population": facts.population,
                "retired_on": None,
            },
            tally,
            "territory",
        )
    for code, row in known.items():
        if code not in wanted and row.retired_on is None:
            row.retired_on = on
            row.save(update_fields=["retired_on"])
            tally.count(tally.ended, "territory")


def load_calendars(rows: Sequence[CalendarFacts], *, tally: Tally) -> None:
    """Put the pack's years in place; years that the pack no longer has stay, because old due dates rest on them."""
    known = {(row.code, row.year): row for row in Calendar.objects.select_for_update()}
    for facts in rows:
        row = known.get((facts.code, facts.year)) or Calendar(code=facts.code, year=facts.year)
        save_differing(
            row,
            {
                "weekend": list(facts.weekend),
                "holidays": [day.isoformat() for day in facts.holidays],
                "working": [day.isoformat() for day in facts.working],
                "source": facts.source,
                "checked_on": facts.checked_on,
                "status": facts.status,
            },
            tally,
            "calendar",
        )
