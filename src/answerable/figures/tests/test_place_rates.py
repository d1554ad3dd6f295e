"""Appeals per 10,000 people: only with a source of the population, hidden where few, and a map that says what its table says."""

import re
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.utils.translation import override

from answerable.appeals.testing import make_world
from answerable.base.testing import standing_at
from answerable.figures import map_drawing, place_rates, publishing_cells
from answerable.figures.testing import placed
from answerable.law.models import Setting
from answerable.ledger.testing import at_home, sequencer
from answerable.people.actions import loading as people
from answerable.places.models import Territory

AT = datetime(2026, 4, 10, 9, 0, tzinfo=UTC)
SQUARE = [[20.0, 50.0], [20.1, 50.0], [20.1, 50.1], [20.0, 50.1], [20.0, 50.0]]


@pytest.mark.django_db
def test_a_place_is_told_per_ten_thousand_people_once_the_population_has_a_source(tmp_path) -> None:
    world = make_world()
    with at_home(tmp_path), standing_at(AT), override("en"):
        Territory.objects.filter(code="town").update(population=8000)
        category = next(iter(world.categories.values()))
        for _ in range(14):
            world.sent(at=datetime(2026, 3, 10, 9, 0, tzinfo=UTC), category=category, territory=world.places["town"])
        log = sequencer()
        placed(log)
        publishing_cells.publish_cells(at=AT, today=date(2026, 4, 10))
        placed(log)
        assert place_rates.place_rates() is None
        Setting.objects.create(name="population", value={"source": {"en": "the census"}, "as_of": "2022"})
        Setting.objects.create(name="boundaries", value={"town": [SQUARE]})
        people.move_revision(people.locked_revision())
        page, place = Client().get("/en/places/").text, Client().get("/en/places/town/").text
    assert "17.5 per 10,000 people who live here (interval, 95 %: 9.6 to 29.4)" in place
    assert "People: the census, as of 2022." in page
    assert re.findall(r'<td class="number">([^<]*)</td>', page) == ["1", "8000", "14", "17.5", "9.6–29.4"]
    assert page.count('data-figure="received-by-matter-and-place/2026-Q1"') == 1
    assert (page.count("<path "), "http" in page[page.index("<svg") : page.index("</svg>")]) == (1, False)


def test_a_map_shades_what_is_told_and_dashes_what_is_hidden() -> None:
    beside = [[east + 0.1, north] for east, north in SQUARE]
    drawn = map_drawing.choropleth(
        [map_drawing.ShadedPlace(1, [SQUARE], 1.0), map_drawing.ShadedPlace(2, [beside], None)]
    )
    assert re.findall(r'fill-opacity="([\d.]+)"', drawn) == ["0.60"]
    assert drawn.count('fill="none" stroke-dasharray="3 3"') == 1
    assert re.findall(r">(\d)</text>", drawn) == ["1", "2"]
    assert map_drawing.choropleth([map_drawing.ShadedPlace(1, (), 1.0)]) == ""
