"""Boundaries of a pack: read, or refused with what is wrong, never half."""

import json
from pathlib import Path

import pytest

from answerable.base.packs.lines import Spot
from answerable.base.packs.row import Reading
from answerable.places.boundaries import MOST_POINTS, boundaries

RING = [[20, 50], [21, 50], [21, 51], [20, 50]]


def read(folder: Path, *geometries: object, code: str = "town") -> tuple[dict[str, object], list[str]]:
    """What is read of these shapes of one place, and the faults."""
    reading = Reading()
    reading.define("territory", "town", Spot(None, "territories.csv", 2))
    said = {"features": [{"properties": {"code": code}, "geometry": one} for one in geometries]}
    (folder / "boundaries.geojson").write_text(json.dumps(said))
    found = boundaries(folder, reading)
    return {**found}, [fault.says for fault in reading.faults.found]


def test_polygons_and_several_polygons_become_rings(tmp_path: Path) -> None:
    ring = [[float(east), float(north)] for east, north in RING]
    assert read(tmp_path, {"type": "Polygon", "coordinates": [RING]}) == ({"town": [ring]}, [])
    assert read(tmp_path, {"type": "MultiPolygon", "coordinates": [[RING], [RING]]}) == ({"town": [ring, ring]}, [])


@pytest.mark.parametrize(
    ("geometry", "says"),
    [
        ({"type": "Point", "coordinates": [20, 50]}, "a Point"),
        ({"type": "Polygon", "coordinates": [RING[:-1]]}, "a ring that is not closed"),
        ({"type": "Polygon", "coordinates": [[[200, 50], *RING[1:3], [200, 50]]]}, "a point that is nowhere on Earth"),
    ],
)
def test_what_is_no_boundary_is_a_fault(tmp_path: Path, geometry: object, says: str) -> None:
    assert read(tmp_path, geometry) == ({}, [f"this is no collection of boundaries ({says})"])


def test_a_strange_place_and_too_many_points_are_faults(tmp_path: Path) -> None:
    long = {"type": "Polygon", "coordinates": [[RING[0]] * (MOST_POINTS + 1)]}
    assert read(tmp_path, long, code="else")[1] == [
        "no territory is called 'else'",
        f"{MOST_POINTS + 1} points are too many for a page",
    ]
