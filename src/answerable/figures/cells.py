"""Our own counts, finer than the log tells: who wrote about what from where, hidden so that nothing gives a small one back.

A cell is a matter in a place; above it stand the matter's group (its topmost category, as the log has it) and the totals. A place is
the nearest one around the appeal whose population the pack gives, since a count without one compares with nothing. Matters that
are sensitive, those of children among them, are one row of the whole table and stand in no place.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Final

from answerable.law.queries.order import StandingOrder
from answerable.ledger import leaves
from answerable.vault.confinement import run_child
from answerable_verify.leaf import LogLeaf
from answerable_verify.numbers.attested import HIDDEN, Key, Value, sums
from answerable_verify.numbers.cells import ALL
from answerable_verify.numbers.periods import Period

OF: Final = ("group", "matter", "place")
SENSITIVE, UNTOLD = "+sensitive", "+untold"
"""The row of what is sensitive, in a place of its own so that sums hold; what has no matter or no place that is told."""


class NotHiddenError(RuntimeError):
    """Nothing can be published: the process that hides small counts did not end well."""


def places_with_people(order: StandingOrder, population: Mapping[int, int | None]) -> dict[int, str]:
    """Territory -> code of the nearest place around it whose population is known."""
    found = {}
    for one in order.place_codes:
        line = order.line_of(order.territory_parents, one)
        around = next((place for place in line if population.get(place)), None)
        if around is not None:
            found[one] = leaves.token(order.place_codes[around])
    return found


def keyed(
    counts: Mapping[tuple[int | None, int | None], int], order: StandingOrder, places: Mapping[int, str]
) -> Counter[Key]:
    """The innermost cells, by group, matter and place."""
    found: Counter[Key] = Counter()
    for (category, territory), count in counts.items():
        if order.is_sensitive(category):
            found[SENSITIVE, ALL, SENSITIVE] += count
            continue
        group = order.group_of(category) if category else UNTOLD
        matter = leaves.token(order.category_codes[category]) if category else UNTOLD
        found[group, matter, places.get(territory or 0, UNTOLD)] += count
    return found


def with_totals(inner: Mapping[Key, int]) -> dict[Key, int]:
    """Every cell of the table: each matter in each place that occurs, empty ones too, and the totals above them."""
    placed = [key for key in inner if key[2] != SENSITIVE]
    matters, places = sorted({key[:2] for key in placed}), sorted({key[2] for key in placed})
    found: Counter[Key] = Counter()
    for group, matter in matters:
        for place in places:
            count = inner.get((group, matter, place), 0)
            for one in product((group, ALL), (matter, ALL), (place, ALL)):
                if one[:2] != (ALL, matter):  # a matter is of one group
                    found[one] += count
    for alone in inner.keys() - set(placed):
        for key in (alone, (SENSITIVE, ALL, ALL), (ALL, ALL, SENSITIVE), (ALL, ALL, ALL)):
            found[key] += inner[alone]
    return dict(found)


def told_by_log(entries: Iterable[LogLeaf], period: Period, places: Mapping[str, str]) -> Counter[Key]:
    """How many the log itself tells of a period: in all, by group, by group and place. Never what is finer."""
    found: Counter[Key] = Counter()
    for leaf in entries:
        if leaf.kind != "registered" or leaf.on is None or not period.first <= leaf.on <= period.last:
            continue
        found[ALL, ALL, ALL] += 1
        if leaf.group not in {"", ALL}:
            found[leaf.group, ALL, ALL] += 1
            if leaf.territory not in {"", ALL}:
                found[leaf.group, ALL, places.get(leaf.territory, UNTOLD)] += 1
    return found


def known_from(told: Mapping[Key, int], cells: Mapping[Key, int]) -> set[Key]:
    """The cells that a reader of the log knows already, and what follows from them: whatever is left alone in a sum."""
    known = {key for key, count in told.items() if cells.get(key) == count}
    lines = [{total, *parts} for total, parts in sums(cells)]
    while more := {key for line in lines if len(line - known) == 1 for key in line - known}:
        known |= more
    return known


@dataclass(frozen=True, slots=True)
class Earlier:
    """An edition that is public already: what it tells, and what it hides."""

    cells: Mapping[Key, Value] = field(default_factory=dict)


def hidden_cells(
    cells: Mapping[Key, int], *, known: set[Key], least: int, earlier: Sequence[Earlier] = ()
) -> dict[Key, Value]:
    """The table with what must be hidden in it. Raises NotHiddenError where that could not be found out.

    With earlier editions of the same table everything that was ever told is put together: a cell whose count is told to be the
    same is one cell, since whoever compares editions would take it for one; what one of them hid stays hidden.
    """
    keys = list(cells)
    place = {key: number for number, key in enumerate(keys)}
    counts: list[int] = [cells[key] for key in keys]
    lines = [(place[total], [place[part] for part in parts]) for total, parts in sums(keys)]
    hidden = {place[key] for one in earlier for key, value in one.cells.items() if value == HIDDEN and key in place}
    told: set[int] = set()
    for one in earlier:
        own = {}
        for key, value in one.cells.items():
            if key in place and value in (HIDDEN, cells[key]):
                own[key] = place[key]
            else:
                own[key] = len(counts)
                counts.append(value if isinstance(value, int) else 0)
            if value != HIDDEN and (key not in place or place[key] not in hidden):
                told.add(own[key])
        lines += [(own[total], [own[part] for part in parts]) for total, parts in sums(own)]
    given = {
        "counts": counts,
        "sums": lines,
        "known": sorted(place[key] for key in known if key in place),
        "hidden": sorted(hidden),
        "told": sorted(told - hidden),
        "least": least,
    }
    done = run_child("answerable.figures.hiding", given=json.dumps(given).encode())
    if done is None:
        raise NotHiddenError
    covered = {keys[number] for number in json.loads(done) if number < len(keys)}
    return {key: HIDDEN if key in covered else count for key, count in cells.items()}
