"""Every read of places and calendars."""

from collections.abc import Mapping
from datetime import date

from django.db.models import QuerySet

from answerable.base import alphabets
from answerable.places import rules
from answerable.places.models import Calendar as CalendarRow
from answerable.places.models import Territory


def in_use() -> QuerySet[Territory]:
    """Territories that may be picked."""
    return Territory.objects.filter(retired_on=None)


def calendars() -> dict[str, rules.Calendar]:
    """Every calendar by its code."""
    years: dict[str, dict[int, rules.YearDays]] = {}
    for row in CalendarRow.objects.all():
        years.setdefault(row.code, {})[row.year] = _year(row)
    return {code: rules.Calendar(code, found) for code, found in years.items()}


def calendar(code: str) -> rules.Calendar:
    """One calendar; an empty one (plain weekends, everything guessed) where the pack has none of that code."""
    return rules.Calendar(code, {row.year: _year(row) for row in CalendarRow.objects.filter(code=code)})


def territory_name(territory: int, language: str) -> str:
    """The name of a territory in a language; empty for one that doesn't exist."""
    row = Territory.objects.filter(id=territory).first()
    return "" if row is None else rules.name_in(row.name, language)


def to_pick(language: str) -> list[tuple[int, str]]:
    """Territories for a list on a form: ids and full names, ordered by name, what lies within after what it lies in.

    A place of a name that occurs twice stays tellable, because each is shown with what it lies in.
    """
    tree = rules.TerritoryTree({place.id: place for place in _places(in_use())})
    keys = {
        place: [alphabets.in_order(rules.folded(name), language) for name in reversed(tree.path(place, language))]
        for place in tree.places
    }
    return [(place, ", ".join(tree.path(place, language)[:2])) for place in sorted(tree.places, key=keys.__getitem__)]


def places_in_use() -> rules.TerritoryTree:
    """The territories that are offered, as a tree; whoever keeps it renews it with the revision."""
    return rules.TerritoryTree({place.id: place for place in _places(in_use())})


def meant(tree: rules.TerritoryTree, text: str, *, most: int = 5) -> list[int]:
    """Which of these territories an address or a landmark names, the likeliest first; the smallest of several in a line."""
    found = rules.mentioned(tree.places.values(), text)
    around = {outer for place in found for outer in tree.outwards(place)[1:]}
    return [place for place in found if place not in around][:most]


def _places(rows: QuerySet[Territory]) -> list[rules.TerritoryNode]:
    return [
        rules.TerritoryNode(row.id, row.code, row.parent_id, row.kind, row.name, row.zone)
        for row in rows.order_by("code")
    ]


def _year(row: CalendarRow) -> rules.YearDays:
    return rules.YearDays(frozenset(row.weekend), _days(row.holidays), _days(row.working))


def _days(written: list[str]) -> frozenset[date]:
    return frozenset(date.fromisoformat(day) for day in written)


def codes() -> Mapping[str, int]:
    """Ids of all territories by their code."""
    return dict(Territory.objects.values_list("code", "id"))


def population() -> Mapping[int, int | None]:
    """Territory -> how many people live there, where the pack says it."""
    return dict(Territory.objects.values_list("id", "population"))
