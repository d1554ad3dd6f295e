"""The pack `raion`: it loads once, changes nothing the second time, and routes as a raion would expect."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from answerable.law.models import Category, Profile, Setting
from answerable.law.queries import standing_order
from answerable.law.rules import deadlines, kinds, routing
from answerable.law.shapes import SETTINGS, whole_settings
from answerable.ledger.models import Entry
from answerable.people.models import Account, Body, Revision, Seat
from answerable.places.models import Territory
from answerable.places.queries import meant, places_in_use, territory_name, to_pick
from answerable.site import packs

PACKS = Path(__file__).parents[2] / "packs"
AT = datetime(2026, 11, 22, 10, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def loaded(module_db: None) -> packs.Loaded:
    return packs.load_pack(PACKS / "raion", at=AT)


def routed(
    *, place: str = "", category: str = "", about: str = "", officer: str = "", to: str = ""
) -> tuple[str, list[object]]:
    """Where an appeal goes, and the steps on its way."""
    order = standing_order()
    territory = Territory.objects.get(code=place).id if place else None
    kind = Category.objects.get(code=category).id if category else None
    person = Account.objects.get(login=officer) if officer else None
    barred = routing.bars(
        order.tree,
        about_body=order.by_code[about] if about else None,
        about_person=person.id if person else None,
        serves_in=[(seat.body_id, seat.heads) for seat in Seat.objects.filter(account=person)] if person else (),
    )
    ask = routing.RoutingQuestion(
        order.by_code[to] if to else None,
        order.line_of(order.territory_parents, territory),
        order.line_of(order.category_parents, kind),
    )
    found = routing.route(order.tree, ask=ask, order=order.order_on(AT.date()), barred=barred)
    return order.bodies[found.body].code, [step["step"] for step in found.why]


CHUHUIV, VOVCHANSK, OBLAST = "UA63140170010036104", "UA63140010010035757", "UA63000000000041885"


@pytest.mark.parametrize(
    ("words", "body"),
    [
        ({"place": CHUHUIV, "category": "order.noise"}, "patrol-2"),
        ({"place": VOVCHANSK, "category": "order"}, "patrol-1"),
        ({"category": "order.noise"}, "department"),
        ({"place": CHUHUIV, "category": "traffic.racing"}, "traffic"),
        ({"place": CHUHUIV, "category": "surroundings"}, "council"),
        ({"category": "children"}, "juvenile"),
        ({"place": CHUHUIV}, "desk"),
        ({}, "desk"),
        ({"to": "directorate"}, "directorate"),
        ({"place": CHUHUIV, "category": "conduct.stop", "about": "patrol-2"}, "inspection"),
        ({"place": CHUHUIV, "category": "conduct", "about": "department"}, "inspection"),
        ({"category": "conduct", "about": "inspection"}, "directorate"),
        ({"place": CHUHUIV, "about": "patrol-2"}, "department"),
        ({"place": CHUHUIV, "category": "order", "about": "department"}, "directorate"),
        ({"category": "conduct", "officer": "y.rudenko"}, "inspection"),
        ({"place": CHUHUIV, "category": "order", "officer": "v.moroz"}, "directorate"),
        ({"to": "directorate", "officer": "i.koval"}, "prosecutor"),
        ({"category": "conduct", "about": "directorate"}, "prosecutor"),
        ({"to": "prosecutor", "about": "prosecutor"}, "monitor"),
    ],
)
def test_an_appeal_goes_where_a_resident_would_expect(loaded: packs.Loaded, words: dict[str, str], body: str) -> None:
    assert routed(**words)[0] == body


def test_the_steps_explain_the_way(loaded: packs.Loaded) -> None:
    assert routed(place=CHUHUIV, category="order", about="patrol-2") == ("department", ["competent", "barred", "above"])


def test_a_second_loading_changes_nothing_and_says_so(loaded: packs.Loaded) -> None:
    before = Revision.objects.get(id=1).number, Entry.objects.count(), Profile.objects.count()
    again = packs.load_pack(PACKS / "raion", at=datetime(2026, 12, 24, 10, tzinfo=UTC))
    assert (again.changed, again.passwords) == (False, {})
    assert (Revision.objects.get(id=1).number, Entry.objects.count(), Profile.objects.count()) == before


def test_a_loading_is_a_deed_with_the_digest_of_what_was_loaded(loaded: packs.Loaded) -> None:
    deed = Entry.objects.get(deed="pack.loaded")
    assert (deed.thing, deed.actor, deed.facts["digest"]) == ("pack/raion", "house", loaded.pack.digest)
    assert Entry.objects.filter(deed="seat.granted").count() == Seat.objects.count() == 23


def test_first_passwords_are_told_once_and_must_be_changed(loaded: packs.Loaded) -> None:
    account = Account.objects.get(login="o.ivanenko")
    assert account.check_password(loaded.passwords["o.ivanenko"])
    assert account.must_change_password
    assert set(loaded.passwords) == set(Account.objects.values_list("login", flat=True))


def test_every_seat_of_the_first_loading_is_confirmed_by_the_pack(loaded: packs.Loaded) -> None:
    assert set(Seat.objects.values_list("confirmed_by", flat=True)) == {"pack/raion"}


def test_due_dates_of_the_raion_are_those_of_the_law(loaded: packs.Loaded) -> None:
    order = standing_order()
    body = order.bodies[order.by_code["patrol-2"]]
    ends = {}
    for kind in ("complaint_about_police", "report", "request", "crime_report", "info_request", "thanks"):
        profile = order.first_term(kind=kind, channel="web", on=AT.date(), body=body.id)
        if profile is None:
            ends[kind] = ("", None)
            continue
        end = deadlines.due(profile.term, start=AT, zone=body.zone, calendar=order.calendar_of(body.id))
        ends[kind] = (profile.code, end.last)
    assert ends == {
        "complaint_about_police": ("ua.393.answer", date(2026, 12, 22)),
        "report": ("ua.393.answer", date(2026, 12, 22)),
        "request": ("ua.393.simple", date(2026, 12, 7)),
        "crime_report": ("ua.cpc214.erdr", date(2026, 11, 23)),
        "info_request": ("ua.info_request", date(2026, 11, 27)),
        "thanks": ("", None),  # nobody owes an answer to them
    }


def test_every_term_of_the_pack_is_acted_on_and_says_how_it_is_closed(loaded: packs.Loaded) -> None:
    found = {(row.step, row.clock_from) for row in Profile.objects.all()}
    assert all(kinds.is_acted_on(step, clock) for step, clock in found)
    assert {row.code for row in Profile.objects.exclude(step="answer") if row.extend} == set()


def test_the_tree_of_command_has_one_top_for_the_police(loaded: packs.Loaded) -> None:
    police = Body.objects.get(code="directorate")
    codes = set(Body.objects.filter(root=police.id).values_list("code", flat=True))
    assert {"inspection", "department", "patrol-1", "patrol-2", "duty", "traffic", "juvenile", "desk"} < codes
    assert set(Body.objects.filter(parent=None).exclude(code="directorate").values_list("prefix", flat=True)) == {
        "PRO", "COU", "KID", "VET", "MON",
    }  # fmt: skip


def test_places_are_found_and_listed_by_name(loaded: packs.Loaded) -> None:
    assert [territory_name(place, "uk") for place in meant(places_in_use(), "біля вокзалу в Чугуєві")] == ["Чугуїв"]
    listed = [name for _, name in to_pick("uk")]
    assert listed[:2] == ["Харківська область", "Чугуївський район, Харківська область"]
    assert "Кочеток, Чугуївська громада" in listed


def test_another_pack_is_not_loaded_over_this_one_by_mistake(loaded: packs.Loaded) -> None:
    with pytest.raises(packs.PackError, match="runs the pack 'raion'"):
        packs.load_pack(PACKS.parent / "tests" / "packs" / "awkward", at=AT)
    assert Body.objects.filter(retired_on=None).count() == 15


def test_what_it_decides_fits_its_shapes(loaded: packs.Loaded) -> None:
    decided = dict(Setting.objects.values_list("name", "value"))
    assert whole_settings(decided) == decided
    assert decided.keys() == SETTINGS.keys()
