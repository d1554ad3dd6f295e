"""boundaries.geojson of a pack: where its places lie, for maps that are drawn here and load nothing from strangers (RFC 7946)."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from answerable.base.packs.lines import read_text
from answerable.base.packs.row import Reading

FILE: Final = "boundaries.geojson"
MOST_POINTS: Final = 4000
"""Of all places together: a drawing of more would be heavier than a page may be."""
FEWEST_POINTS: Final = 4
"""Of a closed ring: three corners, and the first one again."""
EAST, NORTH = 180, 90
Ring = list[list[float]]
SHAPE: Final = "Write a Feature with properties.code and a Polygon or MultiPolygon in degrees, longitude first"


def boundaries(folder: Path, reading: Reading) -> dict[str, list[Ring]]:
    """Place -> the rings of its boundary, longitude and latitude in degrees; empty where the pack has no such file."""
    text = read_text(folder / FILE, FILE, reading.faults) if (folder / FILE).is_file() else None
    if text is None:
        return {}
    if not text.strip():
        reading.faults.add(FILE, 0, "the file is empty", SHAPE)
        return {}
    try:
        features = json.loads(text)["features"]
        found = {str(one["properties"]["code"]): _rings(one["geometry"]) for one in features}
    except json.JSONDecodeError as fault:
        reading.faults.add(FILE, fault.lineno, f"this is not JSON ({fault.msg})", SHAPE)
        return {}
    except (ValueError, TypeError, KeyError) as fault:
        reading.faults.add(FILE, 0, f"this is no collection of boundaries ({fault})", SHAPE)
        return {}
    known = reading.defined.get("territory", {})
    for code in (
        sorted(found.keys() - known.keys()) if known else ()
    ):  # else territories.csv could not be read, which is said
        reading.faults.add(FILE, 0, f"no territory is called {code!r}", "Name one of territories.csv")
    points = sum(len(ring) for rings in found.values() for ring in rings)
    if points > MOST_POINTS:
        reading.faults.add(FILE, 0, f"{points} points are too many for a page", f"Simplify to {MOST_POINTS} at most")
    return found


def _rings(geometry: Mapping[str, Any]) -> list[Ring]:
    """All rings of a polygon or of several. Raises ValueError for anything else."""
    if geometry["type"] not in {"Polygon", "MultiPolygon"}:
        raise ValueError(f"a {geometry['type']}")
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    rings = [[[float(point[0]), float(point[1])] for point in ring] for polygon in polygons for ring in polygon]
    for ring in rings:
        if len(ring) < FEWEST_POINTS or ring[0] != ring[-1]:
            raise ValueError("a ring that is not closed")
        if any(abs(east) > EAST or abs(north) > NORTH for east, north in ring):
            raise ValueError("a point that is nowhere on Earth")
    return rings
