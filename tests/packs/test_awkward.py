"""Awkward shapes: nine levels of command, nobody above, two zones, and rules that change on a day."""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from answerable.base.verdict import NotNowError
from answerable.law.models import Jurisdiction, Profile, Rung
from answerable.law.queries import standing_order
from answerable.law.rules import deadlines, ladder, routing
from answerable.people.models import Account, Body, Seat
from answerable.places.models import Territory
from answerable.places.queries import to_pick
from answerable.site import packs

AWKWARD = Path(__file__).parent / "awkward"
AT = datetime(2026, 11, 22, 10, tzinfo=UTC)
DAY = AT.date()
pytestmark = pytest.mark.django_db


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """The pack, loaded, as a copy that may be changed."""
    copy = shutil.copytree(AWKWARD, tmp_path / "awkward")
    packs.load_pack(copy, at=AT)
    return copy


def change(pack: Path, file: str, old: str, new: str) -> None:
    text = (pack / file).read_text(encoding="utf-8")
    assert text.count(old) >= 1
    (pack / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def goes_to(about: str, to: str) -> str:
    order = standing_order()
    barred = routing.bars(order.tree, about_body=order.by_code[about])
    ask = routing.RoutingQuestion(addressed_to=order.by_code[to])
    return order.bodies[routing.route(order.tree, ask=ask, order=order.order_on(DAY), barred=barred).body].code


@pytest.mark.parametrize(
    ("about", "to", "body"),
    [
        ("level-9", "level-9", "level-8"),
        ("level-7", "level-9", "level-5"),  # level 6 doesn't decide about colleagues
        ("level-5", "level-9", "level-3"),  # level 4 takes no appeals
        ("level-2", "level-9", "monitor"),  # level 1 takes none either, so those whom the pack names
        ("level-1", "level-3", "monitor"),
        ("lonely", "lonely", "monitor"),
        ("monitor", "monitor", "lonely"),
    ],
)
def test_a_complaint_climbs_past_whoever_may_not(pack: Path, about: str, to: str, body: str) -> None:
    assert goes_to(about, to) == body


def test_when_everybody_is_complained_about_nobody_handles_it(pack: Path) -> None:
    order = standing_order()
    everybody = routing.Bars()
    for code in ("level-1", "lonely", "monitor"):
        everybody |= routing.bars(order.tree, about_body=order.by_code[code])
    with pytest.raises(NotNowError):
        routing.route(order.tree, ask=routing.RoutingQuestion(), order=order.order_on(DAY), barred=everybody)


def test_zones_are_those_of_the_body_else_of_what_is_above(pack: Path) -> None:
    zones = dict(Body.objects.values_list("code", "zone"))
    assert (zones["level-6"], zones["level-7"], zones["level-9"]) == (
        "Asia/Kathmandu",
        "America/Havana",
        "America/Havana",
    )
    places = dict(Territory.objects.values_list("code", "zone"))
    assert (places["A.1.x"], places["A.2.x"]) == ("Asia/Kathmandu", "America/Havana")


def test_the_same_instant_is_another_day_elsewhere(pack: Path) -> None:
    order = standing_order()
    late = datetime(2026, 10, 30, 20, tzinfo=UTC)  # 31 October in Kathmandu, 30 October in Havana
    term = deadlines.Term(1, deadlines.TermUnit.CALENDAR_DAY, day_off=deadlines.DayOff.NONE)
    ends = {
        zone: deadlines.due(term, start=late, zone=zone, calendar=order.calendars["XX"]).legal
        for zone in ("Asia/Kathmandu", "America/Havana")
    }
    assert ends == {
        "Asia/Kathmandu": datetime(2026, 11, 1, 18, 14, 59, tzinfo=UTC),
        "America/Havana": datetime(2026, 11, 1, 3, 59, 59, tzinfo=UTC),
    }


def test_two_places_of_one_name_stay_tellable(pack: Path) -> None:
    assert [name for _, name in to_pick("uk") if name.startswith("Сю")] == [
        "Сю, Далекий острів",
        "Сю, Нижня, Верхня та Середня долина",
    ]


def test_the_ladder_passes_over_those_who_may_not(pack: Path) -> None:
    order = standing_order()
    standing = ladder.LadderStanding(
        order.by_code["level-9"], 4, chairs=[order.by_code["level-1"]], codes=order.by_code, raised={("overdue", 1)}
    )
    step = ladder.next_rung(
        order.rungs, cause="overdue", standing=standing, barred=routing.bars(order.tree, about_body=order.by_code["lonely"]),
        tree=order.tree, order=order.order_on(DAY), on=DAY,
    )  # fmt: skip
    assert step == ladder.Climb("overdue", 2, order.by_code["level-1"], "chair")


def picked(on: date) -> tuple[int, str]:
    found = deadlines.pick(standing_order().profiles, kind="report", channel="web", step="answer", on=on)
    assert found is not None
    return found.term.count, found.status


def test_a_new_version_of_a_rule_holds_from_its_day(pack: Path) -> None:
    assert (picked(date(2026, 12, 31)), picked(date(2027, 1, 1))) == ((10, "house"), (5, "unverified"))
    assert list(Profile.objects.order_by("valid_from").values_list("valid_from", "valid_to")) == [
        (date(2025, 1, 1), date(2026, 12, 31)),
        (date(2027, 1, 1), None),
    ]


def test_a_version_added_later_closes_the_one_before_and_old_appeals_keep_theirs(pack: Path) -> None:
    old = Profile.objects.get(valid_from=date(2025, 1, 1))
    text = (pack / "profiles.yaml").read_text(encoding="utf-8")
    (pack / "profiles.yaml").write_text(
        text[text.rindex("- code:") :].replace("2027-01-01", "2026-11-23"), encoding="utf-8"
    )
    with pytest.raises(packs.PackError, match="no term for answering"):
        packs.load_pack(pack, at=AT)  # a pack says what holds today, the old version included
    (pack / "profiles.yaml").write_text(text.replace("2027-01-01", "2026-11-23"), encoding="utf-8")
    packs.load_pack(pack, at=AT)
    old.refresh_from_db()
    assert (old.count, old.valid_to) == (10, DAY)
    assert (picked(DAY), picked(date(2026, 11, 23))) == ((10, "house"), (5, "unverified"))


def test_a_version_that_was_withdrawn_before_it_began_never_holds(pack: Path) -> None:
    change(pack, "profiles.yaml", "valid_from: 2027-01-01", "valid_from: 2027-07-01")
    packs.load_pack(pack, at=AT)
    assert Profile.objects.count() == 3
    assert (picked(date(2027, 6, 30)), picked(date(2027, 7, 1))) == ((10, "house"), (5, "unverified"))


def test_what_a_version_commands_is_never_rewritten(pack: Path) -> None:
    change(pack, "profiles.yaml", "count: 10", "count: 20")
    with pytest.raises(packs.PackError, match=r"pack\.rule-rewritten"):
        packs.load_pack(pack, at=AT)
    assert picked(DAY) == (10, "house")


def test_what_describes_a_version_may_be_mended(pack: Path) -> None:
    change(pack, "profiles.yaml", "source: invented", "source: read in the gazette")
    change(pack, "profiles.yaml", "status: house", "status: verified")
    done = packs.load_pack(pack, at=AT)
    assert (done.tally.made, done.tally.changed, done.tally.ended) == ({}, {"profile": 1}, {})
    assert picked(DAY) == (10, "verified")


def test_who_answers_for_what_is_dated_too(pack: Path) -> None:
    change(pack, "bodies.yaml", "answers_for: [{territory: B}]", "answers_for: [{territory: A}]")
    done = packs.load_pack(pack, at=AT)
    assert (done.tally.made, done.tally.ended) == ({"jurisdiction": 1}, {"jurisdiction": 1})
    lonely = Body.objects.get(code="lonely")
    rows = (
        Jurisdiction.objects.filter(body=lonely).order_by("id").values_list("territory__code", "valid_from", "valid_to")
    )
    assert list(rows) == [("B", date(2025, 1, 1), date(2026, 11, 21)), ("A", DAY, None)]


def test_a_changed_ladder_closes_the_rung_before(pack: Path) -> None:
    change(pack, "pack.yaml", "after_days: 3", "after_days: 2")
    packs.load_pack(pack, at=AT)
    rows = Rung.objects.filter(cause="overdue", place=2).order_by("id").values_list("after_days", "valid_to")
    assert list(rows) == [(3, date(2026, 11, 21)), (2, None)]


def test_a_body_that_is_gone_is_retired_and_takes_no_more(pack: Path) -> None:
    start = (pack / "bodies.yaml").read_text(encoding="utf-8")
    (pack / "bodies.yaml").write_text(start.replace("code: level-9", "code: level-10"), encoding="utf-8")
    packs.load_pack(pack, at=AT)
    gone = Body.objects.get(code="level-9")
    assert (gone.retired_on, gone.answers) == (DAY, False)


def test_a_place_that_is_gone_is_retired_and_not_offered(pack: Path) -> None:
    change(pack, "territories.csv", "A.2.x,B,village,,,Сю,Сю,Сю\n", "")
    done = packs.load_pack(pack, at=AT)
    assert (done.tally.ended, Territory.objects.get(code="A.2.x").retired_on) == ({"territory": 1}, DAY)
    assert [name for _, name in to_pick("uk") if name.startswith("Сю")] == ["Сю, Нижня, Верхня та Середня долина"]


def test_a_body_does_not_move_under_another_top(pack: Path) -> None:
    text = (pack / "bodies.yaml").read_text(encoding="utf-8")
    start = text.index("- code: lonely")
    end = text.index("- code: monitor")
    lonely = text[start:end].replace("  prefix: LON\n", "")
    indented = "  units:\n" + "".join(f"    {line}\n" for line in lonely.splitlines())
    (pack / "bodies.yaml").write_text(text[:start] + text[end:] + indented, encoding="utf-8")
    with pytest.raises(packs.PackError, match=r"pack\.body-under-another-top: body lonely"):
        packs.load_pack(pack, at=AT)


def test_people_are_only_ever_added(pack: Path) -> None:
    (pack / "people.yaml").write_text(
        "- login: p.one\n  name: One\n  post: {en: A, uk: А, ru: А}\n  seats: [{body: level-5, role: all, heads: true}]\n",
        encoding="utf-8",
    )
    packs.load_pack(pack, at=AT)
    change(pack, "people.yaml", "name: One", "name: Two")
    change(pack, "people.yaml", "body: level-5", "body: level-1")
    done = packs.load_pack(pack, at=AT)
    assert (done.changed, Account.objects.get(login="p.one").name) == (False, "One")
    assert list(Seat.objects.values_list("body__code", flat=True)) == ["level-5"]


def test_a_powerful_seat_given_later_waits_for_a_second_person(pack: Path) -> None:
    person = "- login: {0}\n  name: P\n  post: {{en: A, uk: А, ru: А}}\n  seats: [{{body: level-5, role: all}}]\n"
    (pack / "people.yaml").write_text(person.format("p.one"), encoding="utf-8")
    packs.load_pack(pack, at=AT)
    (pack / "people.yaml").write_text(person.format("p.one") + person.format("p.two"), encoding="utf-8")
    packs.load_pack(pack, at=AT)
    assert dict(Seat.objects.values_list("account__login", "confirmed_by")) == {"p.one": "pack/awkward", "p.two": ""}
