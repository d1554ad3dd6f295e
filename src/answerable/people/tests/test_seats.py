"""Seats by two persons, absences by the right one, resets that don't go round the second person, no superuser."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import IntegrityError

from answerable.base.actor import SYSTEM
from answerable.base.verdict import NotNowError, RefusedError
from answerable.ledger import queries as ledger_queries
from answerable.people import actions, checks, queries
from answerable.people.models import Account, Seat
from answerable.people.terms import Power
from answerable.people.testing import AT, give_seat, make_account, make_body, make_person, make_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    """A chair's office over a unit, with two who grant seats and an officer."""
    top = make_body("office", kind="chair")
    unit = make_body("unit", parent=top)
    make_role(Power.READ, code="reader")
    make_role(Power.READ, Power.CHAIR, code="chair")
    people = {
        "first": make_person("first", top, Power.PEOPLE),
        "second": make_person("second", top, Power.PEOPLE),
        "officer": make_person("officer", unit, Power.READ),
    }
    return top, unit, {name: queries.actor_for(account.id, AT) for name, account in people.items()}


def grant(by, account, body, role):
    return actions.grant_seat(by=by, at=AT, account=account, body=body.id, role=role, from_on=AT.date())


def deeds(thing: str) -> list[str]:
    return [entry.deed for entry in ledger_queries.history_of(thing)]


def test_an_ordinary_seat_works_at_once_and_is_on_the_record(office) -> None:
    top, unit, people = office
    del top
    newcomer = make_account("newcomer")
    seat = grant(people["first"], newcomer.id, unit, "reader")
    assert queries.actor_for(newcomer.id, AT).bodies == {unit.id}
    assert deeds(f"seat/{seat.id}") == ["seat.granted"]


def test_a_seat_that_opens_sealed_things_waits_for_a_second_person(office) -> None:
    top, _, people = office
    newcomer = make_account("newcomer")
    seat = grant(people["first"], newcomer.id, top, "chair")
    assert queries.actor_for(newcomer.id, AT).seats == ()
    for who in ("first", "officer"):
        with pytest.raises(RefusedError):
            actions.confirm_seat(by=people[who], at=AT, seat=seat.id)
    with pytest.raises(RefusedError):
        actions.confirm_seat(by=queries.person(newcomer.id, AT), at=AT, seat=seat.id)
    with pytest.raises(RefusedError):
        actions.confirm_seat(by=SYSTEM, at=AT, seat=seat.id)
    actions.confirm_seat(by=people["second"], at=AT, seat=seat.id)
    assert queries.actor_for(newcomer.id, AT).has(Power.CHAIR, top.id) is True
    assert deeds(f"seat/{seat.id}") == ["seat.granted", "seat.confirmed"]
    with pytest.raises(NotNowError):
        actions.confirm_seat(by=people["second"], at=AT, seat=seat.id)


def test_a_substitute_of_the_granter_is_no_second_person(office) -> None:
    top, _, people = office
    seat = grant(people["first"], make_account("newcomer").id, top, "chair")
    actions.begin_absence(
        by=people["first"], at=AT, account=people["first"].id, substitute=people["second"].id,
        from_on=AT.date(), until_on=AT.date(),
    )  # fmt: skip
    with pytest.raises(RefusedError):
        actions.confirm_seat(by=queries.actor_for(people["second"].id, AT), at=AT, seat=seat.id)


def test_a_monitor_outside_the_command_may_be_the_second_person(office) -> None:
    top, _, people = office
    monitor = queries.actor_for(make_person("olena", make_body("ngo", kind="monitor"), Power.MONITOR).id, AT)
    seat = grant(people["first"], make_account("newcomer").id, top, "chair")
    actions.confirm_seat(by=monitor, at=AT, seat=seat.id)
    assert Seat.objects.get(id=seat.id).confirmed_by == monitor.word


@pytest.mark.parametrize(("who", "where"), [("officer", "unit"), ("first", "first")])
def test_seats_are_not_granted_without_the_power_nor_to_oneself(office, who, where) -> None:
    _, unit, people = office
    account = make_account("newcomer").id if where == "unit" else people["first"].id
    with pytest.raises(RefusedError):
        grant(people[who], account, unit, "reader")
    assert Seat.objects.filter(account=account, role__code="reader").count() == 0


def test_granting_reaches_down_the_command_and_not_up_or_beside(office) -> None:
    top, unit, _ = office
    beside = make_body("beside", parent=top)
    head = queries.actor_for(make_person("unit-head", unit, Power.PEOPLE).id, AT)
    newcomer = make_account("newcomer").id
    for body in (top, beside):
        with pytest.raises(RefusedError):
            grant(head, newcomer, body, "reader")
    grant(head, newcomer, make_body("below", parent=unit), "reader")
    assert Seat.objects.filter(account=newcomer).count() == 1


def test_a_reset_makes_seats_of_two_persons_wait_again(office) -> None:
    top, _, people = office
    chair = make_account("chair")
    seat = give_seat(chair, top, Power.READ, Power.CHAIR)
    actions.reset_account(by=people["first"], at=AT, account=chair.id)
    assert queries.actor_for(chair.id, AT).seats == ()
    with pytest.raises(RefusedError):
        actions.confirm_seat(by=people["first"], at=AT, seat=seat.id)
    actions.confirm_seat(by=people["second"], at=AT, seat=seat.id)
    assert queries.actor_for(chair.id, AT).has(Power.CHAIR, top.id) is True


def test_only_the_person_or_a_superior_names_and_ends_a_substitution(office) -> None:
    _, unit, people = office
    colleague = queries.actor_for(make_person("colleague", unit, Power.READ).id, AT)
    away = {"from_on": AT.date(), "until_on": AT.date() + timedelta(days=1)}
    with pytest.raises(RefusedError):
        actions.begin_absence(
            by=colleague, at=AT, account=people["officer"].id, substitute=colleague.id, **away
        )  # fmt: skip
    absence = actions.begin_absence(
        by=people["first"], at=AT, account=people["officer"].id, substitute=colleague.id, **away
    )
    with pytest.raises(NotNowError):
        actions.begin_absence(
            by=people["officer"], at=AT, account=people["officer"].id, substitute=colleague.id, **away
        )  # fmt: skip
    with pytest.raises(RefusedError):
        actions.end_absence(by=colleague, at=AT, absence=absence.id)
    actions.end_absence(by=people["officer"], at=AT, absence=absence.id)
    assert deeds(f"absence/{absence.id}") == ["absence.begun", "absence.ended"]


def test_a_substitute_must_serve_under_the_same_top(office) -> None:
    _, _, people = office
    stranger = make_person("stranger", make_body("elsewhere"), Power.READ)
    with pytest.raises(RefusedError):
        actions.begin_absence(
            by=people["officer"], at=AT, account=people["officer"].id, substitute=stranger.id,
            from_on=AT.date(), until_on=AT.date(),
        )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_the_database_refuses_a_seat_changed_without_its_deed() -> None:
    officer = make_person("officer", make_body("unit"), Power.READ)
    with pytest.raises(IntegrityError, match="without its deed"):
        Seat.objects.filter(account=officer.id).update(heads=True)


@pytest.mark.security
def test_s08_there_is_no_superuser_to_make() -> None:
    with pytest.raises(CommandError, match="no superuser"):
        call_command("createsuperuser")
    assert {name for name in ("is_superuser", "is_staff", "groups", "has_perm") if hasattr(Account, name)} == set()
    assert get_user_model() is Account


@pytest.mark.security
def test_s08_the_start_is_refused_with_an_admin_site_or_debugging_in_the_open() -> None:
    assert checks.account_faults(None) == []
    facts = {"installed": [], "debugging": False, "host": "answers.example", "bypass": "", "in_clear": False}
    wrong = {
        "E001": {"installed": ["django.contrib.admin"]},
        "E002": {"debugging": True},
        "E003": {"rights": ["is_superuser"]},
        "E004": {"bypass": "000000"},
        "E005": {"in_clear": True},
    }
    for number, fact in wrong.items():
        assert [each.id for each in checks.found_in(**{"rights": [], **facts, **fact})] == [f"people.{number}"]
    assert checks.found_in(**{**facts, "rights": [], "debugging": True, "host": "127.0.0.1"}) == []
