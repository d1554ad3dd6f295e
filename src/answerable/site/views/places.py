"""Places: found by name, each with a page that rooms fill (`base.place_slot`). For deputies, teachers, journalists, neighbours."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from answerable.base import alphabets, dates
from answerable.base.doors import door
from answerable.base.room import installed
from answerable.base.verdict import MissingError
from answerable.figures import place_rates
from answerable.law.queries import standing_order
from answerable.places.rules import TerritoryNode, TerritoryTree, folded, name_in

ASKED: Final = "q"
LONGEST: Final = 80
MINUTE: Final = "public, max-age=60"


@door("public")
@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """Every place as a tree, or those whose name has what was asked for, in any language."""
    tree, language = standing_order().places, dates.language()
    asked = request.GET.get(ASKED, "")[:LONGEST].strip()
    if asked:
        rows = [(node, 0, _around(tree, node, language)) for node in tree.places.values() if _is_called(node, asked)]
        rows.sort(key=lambda row: alphabets.in_order(name_in(row[0].name, language), language))
    else:
        rows = [(tree.places[ref], depth, "") for ref, depth in _in_order(tree, language)]
    answer = render(
        request,
        "site/places.html",
        {"rows": rows, "asked": asked, "rates": None if asked else place_rates.place_rates()},
    )
    answer["Cache-Control"] = MINUTE
    return answer


@door("public")
@require_safe
def one_place(request: HttpRequest, code: str) -> HttpResponse:
    """One place: what each room says of it."""
    tree = standing_order().places
    node = next((one for one in tree.places.values() if one.code == code), None)
    if node is None:
        raise MissingError
    slots = sorted((slot for room in installed() for slot in room.slots), key=lambda slot: slot.order)
    shown = {
        "place": node,
        "above": [tree.places[ref] for ref in reversed(tree.outwards(node.id)[1:])],
        "within": sorted(
            (one for one in tree.places.values() if one.parent == node.id),
            key=lambda one: alphabets.in_order(name_in(one.name, dates.language()), dates.language()),
        ),
        "slots": [(slot, slot.tell(node.id)) for slot in slots],
    }
    answer = render(request, "site/place.html", shown)
    answer["Cache-Control"] = MINUTE
    return answer


def _is_called(node: TerritoryNode, asked: str) -> bool:
    return any(folded(asked) in folded(name) for name in node.name.values())


def _around(tree: TerritoryTree, node: TerritoryNode, language: str) -> str:
    return ", ".join(tree.path(node.id, language)[1:])


def _in_order(tree: TerritoryTree, language: str) -> list[tuple[int, int]]:
    """(place, depth), what lies within after what it lies in, by name."""
    keys = {
        ref: [alphabets.in_order(name, language) for name in reversed(tree.path(ref, language))] for ref in tree.places
    }
    return [(ref, len(keys[ref]) - 1) for ref in sorted(tree.places, key=keys.__getitem__)]
