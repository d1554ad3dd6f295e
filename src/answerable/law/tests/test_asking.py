"""What any room may ask the law: an addressee, a term, a date, without a record of its own kind."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from answerable.base.verdict import NotNowError
from answerable.law.queries import BodyInOrder, StandingOrder
from answerable.law.rules import routing
from answerable.law.rules.deadlines import Profile, Term, TermUnit
from answerable.law.terms import Step
from answerable.people.rules import CommandTree
from answerable.people.testing import give_seat, make_account, make_body
from answerable.places.rules import TerritoryTree

CHIEF, PATROL, MONITOR = 1, 2, 3
RAION, TOWN = 10, 11
STREET, LAMPS = 20, 21
DAY = date(2026, 3, 3)
ALWAYS = (date(2024, 1, 1), None)


def _body(ref: int, code: str, zone: str) -> BodyInOrder:
    return BodyInOrder(ref, code, "police", 1, "X", zone, "UA", answers=True, unsuitable=False, name={"en": code})


def _profile(ref: int, code: str, step: str, days: int, *bodies: str) -> Profile:
    term = Term(days, TermUnit.CALENDAR_DAY)
    applies = frozenset({"meeting"})
    return Profile(ref, code, "UA", "law", step, "received", term, applies, bodies=frozenset(bodies), place=ref)


ORDER = StandingOrder(
    revision=1,
    tree=CommandTree({CHIEF: None, PATROL: CHIEF, MONITOR: None}),
    bodies={
        CHIEF: _body(CHIEF, "chief", "Europe/Kyiv"),
        PATROL: _body(PATROL, "patrol", "Asia/Kathmandu"),
        MONITOR: _body(MONITOR, "monitor", "Europe/Kyiv"),
    },
    by_code={"chief": CHIEF, "patrol": PATROL, "monitor": MONITOR},
    profiles=[
        _profile(1, "patrol.answer", Step.ANSWER, 5, "patrol"),
        _profile(2, "answer", Step.ANSWER, 15),
        _profile(3, "forward", Step.FORWARD, 5),
    ],
    calendars={},
    competences=[(routing.Competence(PATROL, RAION, STREET), *ALWAYS)],
    rungs=[],
    settings={"fallback": "chief", "conflict_bodies": ["monitor"]},
    territory_parents={RAION: None, TOWN: RAION},
    category_parents={STREET: None, LAMPS: STREET},
    categories=[],
    places=TerritoryTree({}),
)


@pytest.mark.parametrize(
    ("asked", "body"),
    [
        ({"territory": TOWN, "category": LAMPS}, PATROL),
        ({"territory": TOWN}, CHIEF),
        ({"addressed_to": MONITOR, "category": LAMPS}, MONITOR),
        ({"territory": TOWN, "category": LAMPS, "barred": routing.Bars(frozenset({PATROL}))}, CHIEF),
        ({"category": LAMPS, "barred": routing.Bars(frozenset({PATROL, CHIEF}))}, MONITOR),
    ],
)
def test_an_addressee_is_asked_for_by_place_matter_and_whom_it_is_about(asked: dict, body: int) -> None:
    assert ORDER.addressee(**{"on": DAY, "barred": routing.Bars(), **asked}).body == body


@pytest.mark.parametrize(
    ("about", "barred", "staff"),
    [(None, set(), False), (CHIEF, {CHIEF, PATROL}, True), (PATROL, {PATROL}, True), (MONITOR, {MONITOR}, False)],
)
def test_whom_a_matter_is_about_is_barred_with_all_that_they_command(
    about: int | None, barred: set[int], staff: bool
) -> None:
    assert ORDER.barred_by(about_body=about, about_person=None, at=datetime(2026, 3, 3, tzinfo=UTC)).bodies == barred
    outside = replace(ORDER, bodies={**ORDER.bodies, MONITOR: replace(ORDER.bodies[MONITOR], kind="monitor")})
    assert outside.is_about_staff(about_body=about, about_person=None) is staff


@pytest.mark.django_db
def test_an_officer_is_barred_with_the_unit_they_serve_in_as_the_pack_says() -> None:
    patrol, account = make_body("patrol"), make_account("petrenko")
    give_seat(account, patrol)
    body = patrol.id
    at = datetime(2026, 3, 3, tzinfo=UTC)
    order = replace(ORDER, tree=CommandTree({body: None}))
    alone = replace(order, settings={**ORDER.settings, "same_unit": False})
    found = [each.barred_by(about_body=None, about_person=account.id, at=at) for each in (order, alone)]
    assert [(each.bodies, each.persons) for each in found] == [({body}, {account.id}), (set(), {account.id})]
    assert order.is_about_staff(about_body=None, about_person=account.id) is True


def test_nobody_is_left_where_all_are_barred() -> None:
    everybody = routing.Bars(frozenset({CHIEF, PATROL, MONITOR}))
    with pytest.raises(NotNowError) as refusal:
        ORDER.addressee(on=DAY, barred=everybody)
    assert refusal.value.reason == "law.nobody-may-handle"


def test_a_term_is_asked_for_by_kind_step_and_body() -> None:
    asked = {"kind": "meeting", "channel": "web", "on": DAY}
    assert [
        found and found.code
        for found in (
            ORDER.profile_for(**asked, body=PATROL),
            ORDER.profile_for(**asked, body=CHIEF),
            ORDER.profile_for(**asked, body=PATROL, step=Step.FORWARD),
            ORDER.profile_for(**{**asked, "kind": "survey"}, body=CHIEF),
        )
    ] == ["patrol.answer", "answer", "forward", None]


def test_a_date_goes_by_the_clock_of_the_body() -> None:
    profile, evening = ORDER.profiles[1], datetime(2026, 3, 3, 19, tzinfo=UTC)  # the fourth already in Kathmandu
    assert [ORDER.due(profile, body=body, start=evening).start for body in (CHIEF, PATROL)] == [
        date(2026, 3, 3),
        date(2026, 3, 4),
    ]


def test_the_day_of_the_law_is_that_of_the_place_where_no_body_is_known_yet() -> None:
    evening = datetime(2026, 3, 3, 22, 30, tzinfo=UTC)  # half an hour past midnight in Kyiv
    kyiv = replace(ORDER, settings={**ORDER.settings, "zone": "Europe/Kyiv"})
    assert [order.today(evening) for order in (ORDER, kyiv)] == [date(2026, 3, 3), date(2026, 3, 4)]
