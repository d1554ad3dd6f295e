"""Who an account is at an instant: seats in force, substitutes, oversight, and what never passes on."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from answerable.base.actor import STRANGER, ActorKind, SeatHeld
from answerable.people import actions, queries
from answerable.people.terms import Power
from answerable.people.testing import AT, give_seat, make_account, make_body, make_person

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 3)


def away(account, substitute, *, days: int = 3):
    return actions.begin_absence(
        by=queries.actor_for(account.id, AT),
        at=AT,
        account=account.id,
        substitute=substitute.id,
        from_on=TODAY,
        until_on=TODAY + timedelta(days=days),
    )


def test_a_seat_makes_an_officer_with_the_powers_of_the_role() -> None:
    body = make_body("unit")
    ivanenko = make_person("ivanenko", body, Power.READ, Power.HANDLE)
    actor = queries.actor_for(ivanenko.id, AT)
    assert actor.kind is ActorKind.OFFICER
    assert actor.name == "Ivanenko"
    assert actor.seats == (SeatHeld(body.id, "read-handle", frozenset({"read", "handle"})),)
    assert actor.tied_to == {body.id}
    assert actor.persons == {ivanenko.id}


def test_an_account_without_a_seat_is_a_stranger() -> None:
    assert queries.actor_for(make_account().id, AT) == STRANGER


def test_a_closed_account_is_a_stranger_and_still_bars_its_body() -> None:
    top = make_body("top")
    head = make_person("head", top, Power.PEOPLE)
    unit = make_body("unit", parent=top)
    officer = make_person("officer", unit, Power.READ)
    actions.close_account(by=queries.actor_for(head.id, AT), at=AT, account=officer.id)
    assert queries.actor_for(officer.id, AT) == STRANGER
    assert queries.bodies_of_person(officer.id, AT) == [(unit.id, False)]


def test_oversight_reaches_every_body_below_and_none_beside() -> None:
    top = make_body("top")
    left, right = make_body("left", parent=top), make_body("right", parent=top)
    deep = make_body("deep", parent=left)
    head = make_person("head", left, Power.READ, Power.OVERSEE)
    actor = queries.actor_for(head.id, AT)
    assert actor.oversees == {deep.id}
    assert actor.reads == {left.id, deep.id}
    assert right.id not in actor.reads


def test_the_day_of_a_seat_is_the_day_in_its_body() -> None:
    body = make_body("east", zone="Asia/Vladivostok")
    account = make_account()
    give_seat(account, body, Power.READ, from_on=date(2026, 3, 4))
    evening_in_kyiv = datetime(2026, 3, 3, 15, 0, tzinfo=UTC)  # past midnight in Vladivostok
    assert queries.actor_for(account.id, evening_in_kyiv).bodies == {body.id}
    assert queries.actor_for(account.id, evening_in_kyiv - timedelta(hours=3)).bodies == frozenset()


def test_a_substitute_has_the_absent_persons_seat_and_is_taken_for_both() -> None:
    top = make_body("top")
    unit, duty = make_body("unit", parent=top), make_body("duty", parent=top)
    petrenko = make_person("petrenko", unit, Power.READ, Power.SIGN, heads=True)
    ivanenko = make_person("ivanenko", duty, Power.READ)
    away(petrenko, ivanenko)
    actor = queries.actor_for(ivanenko.id, AT)
    assert SeatHeld(unit.id, "read-sign", frozenset({"read", "sign"}), acting_for=petrenko.id) in actor.seats
    assert actor.bodies == {unit.id, duty.id}
    assert actor.tied_to == {unit.id, duty.id}
    assert actor.persons == {ivanenko.id, petrenko.id}
    assert actor.name == "Ivanenko"


@pytest.mark.security
def test_s07_an_acting_head_commands_as_one_for_the_conflict_rule() -> None:
    unit = make_body("unit")
    petrenko = make_person("petrenko", unit, Power.READ, heads=True)
    bondar = make_person("bondar", unit, Power.READ)
    assert queries.bodies_of_person(bondar.id, AT) == [(unit.id, False)]
    absence = away(petrenko, bondar)
    assert queries.bodies_of_person(bondar.id, AT) == [(unit.id, True)]
    actions.end_absence(by=queries.actor_for(petrenko.id, AT), at=AT, absence=absence.id)
    assert queries.bodies_of_person(bondar.id, AT) == [(unit.id, False)]


def test_a_substitutes_substitute_gets_nothing_of_the_first_ones_desk() -> None:
    unit, other = (make_body("unit", parent=(top := make_body("top"))), make_body("other", parent=top))
    first = make_person("first", unit, Power.READ)
    second = make_person("second", other, Power.READ)
    third = make_person("third", other, Power.READ)
    away(first, second)
    away(second, third)
    assert queries.actor_for(third.id, AT).bodies == {other.id}


def test_an_absence_is_over_after_its_last_day_and_when_it_is_ended() -> None:
    unit, other = (make_body("unit", parent=(top := make_body("top"))), make_body("other", parent=top))
    absent, substitute = make_person("absent", unit, Power.READ), make_person("substitute", other, Power.READ)
    away(absent, substitute, days=2)
    assert queries.actor_for(substitute.id, AT + timedelta(days=2)).bodies == {unit.id, other.id}
    assert queries.actor_for(substitute.id, AT + timedelta(days=3)).bodies == {other.id}


@pytest.mark.parametrize("power", [Power.KEYS, Power.AUDIT])
def test_a_key_and_the_audit_never_pass_to_a_substitute(power: Power) -> None:
    unit = make_body("unit")
    absent = make_person("absent", unit, Power.READ, power)
    substitute = make_person("substitute", unit, Power.HANDLE)
    away(absent, substitute)
    assert queries.actor_for(substitute.id, AT).has_anywhere(power) is False


def test_the_chair_passes_only_to_somebody_who_serves_in_that_body() -> None:
    office = make_body("office")
    unit = make_body("unit", parent=office)
    chair = make_person("chair", office, Power.READ, Power.CHAIR)
    deputy, officer = make_person("deputy", office, Power.READ), make_person("officer", unit, Power.READ)
    absence = away(chair, officer)
    assert queries.actor_for(officer.id, AT).has_anywhere(Power.CHAIR) is False
    actions.end_absence(by=queries.actor_for(chair.id, AT), at=AT, absence=absence.id)
    away(chair, deputy)
    assert queries.actor_for(deputy.id, AT).has(Power.CHAIR, office.id) is True


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    start=st.integers(-40, 40),
    length=st.one_of(st.none(), st.integers(0, 40)),
    asked=st.integers(-60, 60),
    hour=st.integers(0, 23),
    zone=st.sampled_from(["Europe/Kyiv", "Asia/Vladivostok", "Pacific/Honolulu"]),
    ended=st.one_of(st.none(), st.integers(-60, 60)),
)
def test_no_actor_ever_has_a_seat_outside_its_dates(  # noqa: PLR0917 -- hypothesis names them
    db, start, length, asked, hour, zone, ended
) -> None:
    from zoneinfo import ZoneInfo

    body, account = make_body(zone=zone), make_account()
    from_on = TODAY + timedelta(days=start)
    until_on = None if length is None else from_on + timedelta(days=length)
    seat = give_seat(account, body, Power.READ, from_on=from_on, until_on=until_on)
    at = datetime(2026, 3, 3, hour, 30, tzinfo=UTC) + timedelta(days=asked)
    ended_at = None if ended is None else AT + timedelta(days=ended)
    if ended_at is not None:
        actions.end_seat(by=queries.person(account.id, ended_at), at=ended_at, seat=seat.id)
    day = at.astimezone(ZoneInfo(zone)).date()
    inside = from_on <= day and (until_on is None or day <= until_on) and (ended_at is None or at < ended_at)
    assert queries.actor_for(account.id, at).bodies == (frozenset({body.id}) if inside else frozenset())


def test_the_tree_is_renewed_when_a_body_is_made(db) -> None:
    top = make_body("top")
    assert queries.command_tree().commanded_by(top.id) == {top.id}
    unit = make_body("unit", parent=top)
    assert queries.command_tree().commanded_by(top.id) == {top.id, unit.id}
    assert queries.body("unit").id == unit.id
    assert queries.body_name(unit.id, "uk") == "unit (uk)"
    assert queries.body_name(unit.id, "de") == "unit"


def test_asking_who_somebody_is_takes_a_fixed_number_of_queries(django_assert_num_queries) -> None:
    top = make_body("top")
    unit = make_body("unit", parent=top)
    absent, substitute = make_person("absent", unit, Power.READ, Power.OVERSEE), make_person("sub", top, Power.READ)
    away(absent, substitute)
    queries.command_tree()
    with django_assert_num_queries(4):
        queries.actor_for(substitute.id, AT)
