"""A choropleth as SVG, from boundaries of the pack alone: no tiles, nothing loaded. The table beside it says the same.

Places are shaded by their number and named by the number of their line in the table, so that paper without colour and eyes that see
none read it, too. What is hidden or not known has a dashed edge and no shade. Equirectangular, true at the middle latitude:
good enough for a community, wrong for a continent.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDE: Final = 300
TALL: Final = 300
EDGE: Final = 4
LIGHTEST, DARKEST = 0.12, 0.6
"""Of the accent: the ink of a name stays legible on it, in the light and in the dark."""
Ring = Sequence[Sequence[float]]


@dataclass(frozen=True, slots=True)
class ShadedPlace:
    """A place of the map: the line of the table that it is, its rings in degrees, its shade from 0 to 1 or none."""

    mark: int
    rings: Sequence[Ring]
    shade: float | None


@dataclass(frozen=True, slots=True)
class _Frame:
    """Degrees to units of the drawing."""

    west: float
    north: float
    east_scale: float
    north_scale: float

    def at(self, point: Sequence[float]) -> tuple[float, float]:
        """Where a point stands, rightwards and downwards."""
        return EDGE + (point[0] - self.west) * self.east_scale, EDGE + (self.north - point[1]) * self.north_scale


def choropleth(places: Sequence[ShadedPlace]) -> SafeString:
    """The map; empty where no place has a boundary."""
    points = [point for place in places for ring in place.rings for point in ring]
    if not points:
        return SafeString()
    west, east = _ends(point[0] for point in points)
    south, north = _ends(point[1] for point in points)
    narrow = math.cos(math.radians((south + north) / 2))
    wide, tall = max((east - west) * narrow, 1e-9), max(north - south, 1e-9)
    scale = min((WIDE - 2 * EDGE) / wide, (TALL - 2 * EDGE) / tall)
    frame = _Frame(west, north, scale * narrow, scale)
    box = f"0 0 {wide * scale + 2 * EDGE:.0f} {tall * scale + 2 * EDGE:.0f}"
    shapes = format_html_join("", '<path d="{}" {}/>', ((_path(one.rings, frame), _paint(one)) for one in places))
    names = format_html_join(
        "",
        '<text x="{}" y="{}" text-anchor="middle" dominant-baseline="central" font-size="12" fill="var(--ink)" '
        'stroke="var(--surface)" stroke-width="2.5" paint-order="stroke">{}</text>',
        ((*map(_unit, _middle(max(one.rings, key=_area), frame)), one.mark) for one in places if one.rings),
    )
    return format_html(
        '<svg class="chart" aria-hidden="true" focusable="false" viewBox="{}">{}{}</svg>', box, shapes, names
    )


def _ends(values: Iterable[float]) -> tuple[float, float]:
    found = list(values)
    return min(found), max(found)


def _unit(value: float) -> str:
    return f"{value:.1f}"


def _path(rings: Sequence[Ring], frame: _Frame) -> str:
    parts = (" ".join(f"{x:.1f},{y:.1f}" for x, y in map(frame.at, ring[:-1])) for ring in rings)
    return "".join(f"M{part}Z" for part in parts)


def _paint(place: ShadedPlace) -> SafeString:
    edge = 'stroke="var(--ink)" stroke-width="0.8" fill-rule="evenodd"'
    if place.shade is None:
        return SafeString(f'fill="none" stroke-dasharray="3 3" {edge}')
    return SafeString(f'fill="var(--accent)" fill-opacity="{LIGHTEST + (DARKEST - LIGHTEST) * place.shade:.2f}" {edge}')


def _turns(ring: Ring) -> list[float]:
    return [one[0] * other[1] - other[0] * one[1] for one, other in pairwise(ring)]


def _area(ring: Ring) -> float:
    return abs(sum(_turns(ring))) / 2


def _middle(ring: Ring, frame: _Frame) -> tuple[float, float]:
    """The centre of gravity of a ring; of one without an area its first point."""
    turns = _turns(ring)
    if not (total := sum(turns)):
        return frame.at(ring[0])
    pairs = list(zip(ring[:-1], ring[1:], turns, strict=True))
    east = sum((one[0] + other[0]) * turn for one, other, turn in pairs) / (3 * total)
    north = sum((one[1] + other[1]) * turn for one, other, turn in pairs) / (3 * total)
    return frame.at((east, north))
