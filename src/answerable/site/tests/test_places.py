"""The page of a place: found by its name, filled by whoever declares a slot, and honest where there is nothing yet."""

from pathlib import Path

import pytest
from django.test import Client

from answerable.appeals.testing import make_world
from answerable.base.room import installed
from answerable.figures import testing
from answerable.law.queries import standing_order

pytestmark = pytest.mark.django_db
NAMES = (
    "Who answers here, and how to write",
    "How who answers here answers",
    "What was promised",
    "Meetings to come",
)


def test_a_place_is_found_by_its_name_in_any_spelling() -> None:
    make_world()
    whole = Client().get("/en/places/").text
    assert ('href="/en/places/raion/"' in whole, 'href="/en/places/town/"' in whole) == (True, True)
    found = Client().get("/en/places/", {"q": "TOW"}).text
    assert ('href="/en/places/raion/"' in found, 'href="/en/places/town/"' in found) == (False, True)
    assert "1 place found" in found
    assert "0 places found" in Client().get("/en/places/", {"q": "nowhere"}).text


def test_the_slots_of_rooms_stand_on_the_page_in_their_order() -> None:
    make_world()
    page = Client().get("/en/places/town/").text
    where = [page.index(name) for name in NAMES]
    assert where == sorted(where)
    assert len([slot for room in installed() for slot in room.slots]) == len(NAMES)
    for empty in (
        "Nothing is published yet.",
        "No promise of who answers here has come to its day yet.",
        "No meeting is announced here.",
    ):
        assert empty in page
    assert page.index('href="/en/bodies/p1/"') < page.index('href="/en/bodies/dep/"')  # the nearest first
    assert "/write/?to=p1" in page
    assert Client().get("/en/places/no-such-place/").status_code == 404


def test_the_figures_of_a_place_are_those_of_who_answers_there(tmp_path: Path) -> None:
    make_world()
    with testing.published_log(tmp_path) as log:
        order = standing_order()
        dep = order.bodies[order.authority_of(order.by_code["dep"])].code
        testing.march(dep)
        testing.placed(log)
        testing.publish_march()
        testing.placed(log)
        page, body = (Client().get(f"/en/{path}/").text for path in ("places/raion", f"bodies/{dep}"))
        paths = (
            "places",
            "places/raion",
            "places/town",
            f"bodies/{dep}",
            "figures/attested",
            "hotline",
            "law",
        )
        bare = {path: testing.BareNumbers() for path in paths}
        for path, reader in bare.items():
            reader.feed(Client().get(f"/en/{path}/").text)
    assert {path: reader.bare for path, reader in bare.items()} == {path: [] for path in paths}
    shown = ("on-time", "promises", "closing-days", "entered", "time-to-answer-sent")
    assert [body.count(f'data-figure="{name}/2026-03"') for name in shown] == [1, 1, 1, 1, 1]
    assert [body.count(f"<h2>{name}</h2>") for name in ("What it promised", "The calendar of closing")] == [1, 1]
    assert 'data-figure="on-time/2026-03"' in page
    assert "Nothing is published yet." not in page
