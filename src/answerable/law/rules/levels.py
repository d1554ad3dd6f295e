"""How finely the public log tells place and kind: a cell is told apart only where enough people wrote in it.

Whoever knows place, kind and day of a case finds its leaf (contract of the log, section 5). So a cell - a body, a
place and a group of categories - is published only where the trailing year had `K` cases that nothing finer already
tells; what lies in a smaller cell goes up to the parent place, then to the whole body and no group. Sensitive
categories always go there, and the common cell holds `K` others at least, so that landing in it says nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from answerable.ledger.terms import ALL, SMALL, PublicPlace

NAME: Final = "levels"
"""What the log calls them when it announces which are in force."""
Cell = tuple[str, str]
"""Code of a place (ALL for the whole body), code of a group."""


@dataclass(frozen=True, slots=True)
class Levels:
    """What each body publishes: its cells, and whether it is big enough for quick batches. By codes."""

    cells: Mapping[str, frozenset[Cell]] = field(default_factory=dict)
    quick: frozenset[str] = frozenset()

    def place_of(self, body: str, *, places: Sequence[str], group: str) -> PublicPlace:
        """Where a case is published. `places` from the nearest up; `group` ALL for sensitive and unknown kinds."""
        told, slow = self.cells.get(body, frozenset()), body not in self.quick
        if group != ALL:
            for place in (*places, ALL):
                if (place, group) in told:
                    return PublicPlace(place, group, slow)
        return PublicPlace(slow=slow)

    def as_document(self) -> dict[str, object]:
        """For publication and keeping: plain lists in a fixed order."""
        bodies = {
            body: {"cells": sorted(list(cell) for cell in self.cells.get(body, ())), "quick": body in self.quick}
            for body in sorted({*self.cells, *self.quick})
        }
        return {"bodies": bodies, "k": SMALL, "v": 1}


def read_levels(document: Mapping[str, object] | None) -> Levels:
    """The levels of a kept document; none told apart where there is none."""
    bodies = (document or {}).get("bodies")
    if not isinstance(bodies, Mapping):
        return Levels()
    cells = {body: frozenset((place, group) for place, group in said["cells"]) for body, said in bodies.items()}
    return Levels(cells, frozenset(body for body, said in bodies.items() if said["quick"]))


def computed(
    counts: Mapping[tuple[str, str, str], int], parents: Mapping[str, str | None], *, k: int = SMALL
) -> Levels:
    """The levels for a year's counts by (body, place, group); group ALL counts what is never told apart.

    A place that is "" is unknown. `parents` are codes of places.
    """
    by_body: defaultdict[str, Counter[Cell]] = defaultdict(Counter)
    for (body, place, group), count in counts.items():
        by_body[body][(place or ALL, group)] += count
    cells = {body: _told(found, parents, k) for body, found in by_body.items()}
    quick = frozenset(body for body, found in by_body.items() if found.total() >= k)
    return Levels({body: told for body, told in cells.items() if told}, quick)


def _told(counts: Counter[Cell], parents: Mapping[str, str | None], k: int) -> frozenset[Cell]:
    """The cells that one body publishes."""
    told: dict[Cell, int] = {}
    common = 0
    for group in sorted({group for _, group in counts if group != ALL}):
        common += _climbed(group, counts, parents, k, told)
    if common < k and told:  # one cell with nothing told above it joins what can't be told apart, to hide it
        free = [cell for cell in told if not any((above, cell[1]) in told for above in _line(cell[0], parents)[1:])]
        del told[min(free, key=lambda cell: (told[cell], cell))]
    return frozenset(told)


def _climbed(
    group: str, counts: Counter[Cell], parents: Mapping[str, str | None], k: int, told: dict[Cell, int]
) -> int:
    """Let one group's small places climb; put what is big enough into `told`; returns what is left at the top."""
    left: Counter[str] = Counter({place: count for (place, own), count in counts.items() if own == group})
    for place in _deepest_first(left, parents):
        count = left.pop(place, 0)
        if count >= k:
            told[(place, group)] = count
        elif place == ALL:
            return count
        else:
            left[_line(place, parents)[1]] += count
    return 0


def _line(place: str, parents: Mapping[str, str | None]) -> list[str]:
    """A place and all it lies in, the whole body last."""
    line = [place]
    while line[-1] != ALL:
        above = parents.get(line[-1])
        line.append(ALL if above is None or above in line else above)
    return line


def _deepest_first(places: Iterable[str], parents: Mapping[str, str | None]) -> list[str]:
    """These places and all they lie in, each before its parent; the whole body last."""
    height = {ALL: 0}
    for place in places:
        height |= {one: above for above, one in enumerate(reversed(_line(place, parents)))}
    return sorted(height, key=lambda one: (-height[one], one))
