"""The pack `directorates`: 28 regional directorates under one chair, eleven time zones apart."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from answerable.law.models import Category
from answerable.law.queries import standing_order
from answerable.law.rules import deadlines, routing
from answerable.people.models import Body
from answerable.places.models import Territory
from answerable.site import packs

PACK = Path(__file__).parents[2] / "packs" / "directorates"
AT = datetime(2026, 11, 22, 10, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def loaded(module_db: None) -> packs.Loaded:
    return packs.load_pack(PACK, at=AT)


def goes_to(*, place: str = "", category: str = "", about: str = "") -> str:
    order = standing_order()
    ask = routing.RoutingQuestion(
        None,
        order.line_of(order.territory_parents, Territory.objects.get(code=place).id if place else None),
        order.line_of(order.category_parents, Category.objects.get(code=category).id if category else None),
    )
    barred = routing.bars(order.tree, about_body=order.by_code[about] if about else None)
    return order.bodies[routing.route(order.tree, ask=ask, order=order.order_on(AT.date()), barred=barred).body].code


def test_every_directorate_routes_its_own_region(loaded: packs.Loaded) -> None:
    regions = list(Territory.objects.filter(kind="region").values_list("code", flat=True))
    assert len(regions) == 28
    for region in regions:
        code = region.removeprefix("RU-").lower()
        assert goes_to(place=region) == f"{code}-reception"
        assert goes_to(place=region, category="traffic.racing") == f"{code}-traffic"
        assert goes_to(place=region, category="conduct.force", about=f"{code}-duty") == f"{code}-inspection"
        assert goes_to(place=region, category="order", about=f"{code}-duty") == code
        assert goes_to(place=region, category="conduct", about=code) == "chair"


def test_what_names_no_region_goes_to_the_centre(loaded: packs.Loaded) -> None:
    assert goes_to() == "central-desk"
    assert goes_to(category="conduct.bribe", about="tom") == "central-inspection"
    assert goes_to(about="chair") == "prosecutor"


def test_all_directorates_stand_under_one_chair(loaded: packs.Loaded) -> None:
    chair = Body.objects.get(code="chair")
    assert Body.objects.filter(parent=chair, territory__kind="region").count() == 28
    assert Body.objects.filter(root=chair.id).count() == 1 + 2 + 28 * 5


def test_a_web_message_has_the_house_s_promise_and_a_letter_the_law_s_term(loaded: packs.Loaded) -> None:
    profiles = standing_order().profiles
    on = AT.date()
    codes = {
        channel: deadlines.pick(profiles, kind="complaint", channel=channel, step="answer", on=on).code  # type: ignore[union-attr]
        for channel in ("web", "desk")
    }
    assert codes == {"web": "int.answer", "desk": "ru.59fz.answer"}


def test_the_shipped_calendar_gives_the_vectors_of_the_contract(loaded: packs.Loaded) -> None:
    order = standing_order()
    term = deadlines.Term(30, deadlines.TermUnit.CALENDAR_DAY, day_off=deadlines.DayOff.PREVIOUS)
    ends = {
        start: deadlines.due(
            term,
            start=datetime.fromisoformat(f"{start}T09:00+03:00"),
            zone="Europe/Moscow",
            calendar=order.calendars["RU"],
        ).last
        for start in ("2025-10-02", "2025-10-04", "2025-12-03")
    }
    assert ends == {
        "2025-10-02": date(2025, 11, 1),
        "2025-10-04": date(2025, 11, 1),
        "2025-12-03": date(2025, 12, 30),
    }


def test_a_day_ends_with_the_day_of_the_region(loaded: packs.Loaded) -> None:
    order = standing_order()
    term = deadlines.Term(1, deadlines.TermUnit.WORKING_DAY)
    start = datetime(2026, 11, 23, 9, tzinfo=UTC)
    ends = {
        code: deadlines.due(
            term, start=start, zone=order.bodies[order.by_code[code]].zone, calendar=order.calendars["RU"]
        ).legal
        for code in ("kam", "kgd")
    }
    assert ends == {
        "kam": datetime(2026, 11, 24, 11, 59, 59, tzinfo=UTC),
        "kgd": datetime(2026, 11, 24, 21, 59, 59, tzinfo=UTC),
    }
