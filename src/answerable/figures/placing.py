"""What the figures say of a place: those of the authorities that answer there, and how many wrote of it by the attested cells."""

from collections.abc import Mapping
from typing import Any, Final

from answerable.base import dates
from answerable.figures import place_rates, presenting, queries, saying_attested
from answerable.figures.queries import attested
from answerable.figures.terms import RECEIVED
from answerable.law.queries import standing_order
from answerable.ledger import leaves
from answerable.people.queries import body_name
from answerable_verify.numbers.cells import ALL

SHOWN: Final = ("time-to-answer", "on-time", "waiting")


def answering(territory: int) -> list[int]:
    """The bodies that answer for a territory by itself or for one around it, the nearest first."""
    order = standing_order()
    line = order.line_of(order.territory_parents, territory)
    mine = [one for one, _since, until in order.competences if until is None and one.territory in line]
    found = sorted(mine, key=lambda one: line.index(one.territory) if one.territory in line else len(line))
    return list(dict.fromkeys(one.body for one in found))


def figures_of(territory: int) -> Mapping[str, Any] | None:
    """The newest figures of these authorities, and the count of the place; nothing where none are published."""
    shown = _by_authority(territory, SHOWN)
    received = _received(territory)
    rates = place_rates.place_rates() if received else None
    rate = next((one for one in rates.rates if one.territory == territory), None) if rates else None
    return {"authorities": shown, "received": received, "rate": rate} if shown or received else None


def promises_of(territory: int) -> Mapping[str, Any] | None:
    """What became of the promises of these authorities."""
    shown = [(name, cards) for name, cards in _by_authority(territory, ("promises",)) if cards[0][0].n]
    return {"authorities": shown} if shown else None


def _by_authority(territory: int, names: tuple[str, ...]) -> list[tuple[str, list[tuple[presenting.Said, str]]]]:
    order, found = standing_order(), queries.of_last_month(*names)
    authorities = dict.fromkeys(order.authority_of(body) for body in answering(territory))
    return [
        (body_name(body, dates.language()), presenting.together(found, leaves.token(order.bodies[body].code)))
        for body in authorities
        if found
    ]


def _received(territory: int) -> saying_attested.CountedPeriod | None:
    """How many wrote of the place in the newest quarter that is attested; None where the place is not told by itself."""
    series = attested.series_called(RECEIVED)
    editions = attested.public_editions(series) if series else []
    key = (ALL, ALL, leaves.token(standing_order().place_codes[territory]))
    return saying_attested.counted(editions[0], key) if editions and key in editions[0].cells else None
