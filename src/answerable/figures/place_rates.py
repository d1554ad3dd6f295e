"""Appeals per 10,000 people who live in a place: the attested cells over the pack's population, with interval and map.

Only places with no counted place inside: what is told of a place is what was told of none inside it, so its people would be too many.
Where the pack does not say from which source and of which day its population is, nothing is divided by it.
"""

from dataclasses import dataclass
from typing import Final

from django.utils.formats import number_format
from django.utils.safestring import SafeString

from answerable.base import alphabets, dates
from answerable.figures import map_drawing, saying_attested, wording
from answerable.figures.queries import attested
from answerable.figures.terms import RECEIVED
from answerable.law.queries import standing_order
from answerable.ledger import leaves
from answerable.people.queries import in_language
from answerable.places.queries import population
from answerable.places.rules import TerritoryTree
from answerable_verify.numbers.cells import ALL
from answerable_verify.numbers.intervals import count_interval

PER: Final = 10_000


@dataclass(frozen=True, slots=True)
class PlaceRate:
    """A place: how many live there, how many wrote of it, and per 10,000 with the interval; none where it is hidden."""

    mark: int
    territory: int
    code: str
    name: str
    people: int
    count: str
    rate: float | None
    value: str
    between: tuple[str, str]


@dataclass(frozen=True, slots=True)
class PlaceRates:
    """The newest quarter: its places by name, where the population is from, and the map (empty without boundaries)."""

    id: str
    period: str
    rates: tuple[PlaceRate, ...]
    source: str
    counted_on: str
    drawing: SafeString


def place_rates() -> PlaceRates | None:
    """Every place that can be compared; nothing where nothing is attested, or the population has no source."""
    order, language = standing_order(), dates.language()
    said = order.settings.get("population")
    series = attested.series_called(RECEIVED) if said else None
    editions = attested.public_editions(series) if series else []
    if not said or not editions:
        return None
    read, people = editions[0], _counted_apart(order.places)
    found = sorted(
        ((in_language(order.places.places[ref].name, language), ref) for ref in people),
        key=lambda one: alphabets.in_order(one[0], language),
    )
    rates = tuple(_rate(mark, ref, name, people[ref], read) for mark, (name, ref) in enumerate(found, start=1))
    lines = order.settings.get("boundaries", {})
    most = max((one.rate for one in rates if one.rate is not None), default=0) or 1
    shaded = [
        map_drawing.ShadedPlace(one.mark, lines.get(one.code, ()), None if one.rate is None else one.rate / most)
        for one in rates
    ]
    return PlaceRates(
        id=f"{RECEIVED}/{read.row.period}",
        period=wording.period_name(read.period),
        rates=rates,
        source=in_language(said["source"], language),
        counted_on=said["as_of"],
        drawing=map_drawing.choropleth(shaded),
    )


def _counted_apart(tree: TerritoryTree) -> dict[int, int]:
    """Place -> people, of those places in use inside which no other's people are known."""
    people = {ref: count for ref, count in population().items() if count and ref in tree.places}
    around = {outer for ref in people for outer in tree.outwards(ref)[1:]}
    return {ref: count for ref, count in people.items() if ref not in around}


def _rate(mark: int, ref: int, name: str, people: int, read: attested.ReadAttested) -> PlaceRate:
    code = standing_order().place_codes[ref]
    told = read.cells.get((ALL, ALL, leaves.token(code)), 0)
    shown = (mark, ref, code, name, people, saying_attested.told(told, None))
    if not isinstance(told, int):
        return PlaceRate(*shown, None, saying_attested.NOTHING, ("", ""))
    low, high = (_written(PER * end / people) for end in count_interval(told))
    rate = PER * told / people
    return PlaceRate(*shown, rate, _written(rate), (low, high))


def _written(rate: float) -> str:
    """With one digit behind the point; the formatter alone would cut, not round."""
    return number_format(round(rate, 1), 1)
