"""Which tries at signing in count, and for whom: failures, by the name however it is written and by the place."""

from datetime import timedelta

import pytest
from django.test import Client

from answerable.base.actor import SYSTEM
from answerable.base.verdict import InvalidError
from answerable.people import actions, queries
from answerable.people.terms import Power
from answerable.people.testing import AT, make_account, make_body, make_person
from answerable.people.tests.test_sign_in import clock, code, officer, sign_in, with_app

__all__ = ["clock", "officer"]
pytestmark = pytest.mark.django_db


def test_an_office_behind_one_address_signs_in_at_eight_and_everybody_mistypes_once(clock) -> None:
    unit, office = make_body("unit"), [f"officer{n}" for n in range(45)]
    for login in office:
        make_person(login, unit, Power.READ)
    wrong = [sign_in(Client(), login, "wrong").status_code for login in office]
    right = [sign_in(Client(), login).status_code for login in office * 2]
    assert (set(wrong), set(right)) == ({200}, {302})


def test_only_failures_count_and_they_do(officer, clock) -> None:
    assert {sign_in(Client()).status_code for _ in range(12)} == {302}
    client = Client()
    assert [sign_in(client, password="wrong").status_code for _ in range(6)] == [200] * 5 + [429]


def test_whoever_tries_on_after_a_refusal_shuts_nobody_else_out(officer, clock) -> None:
    make_person("colleague", queries.body("unit"), Power.READ)
    for _ in range(120):
        sign_in(Client(), password="wrong")
    assert sign_in(Client(), "colleague").status_code == 302


def test_a_second_factor_that_is_right_costs_no_try(officer, clock) -> None:
    seed, states = with_app(officer), []
    for half_minutes in range(1, 9):
        clock.shift(timedelta(seconds=30))
        client = Client()
        sign_in(client)
        answer = client.post("/desk/sign-in/second/", {"code": code(seed, AT + timedelta(seconds=30 * half_minutes))})
        states.append(answer.status_code)
    assert states == [302] * 8


@pytest.mark.parametrize("typed", ["ivanenko", "Ivanenko", "IVANENKO"])
def test_a_sign_in_name_is_blind_to_large_and_small_letters(officer, typed) -> None:
    client = Client()
    assert [sign_in(client, typed, "wrong").status_code, sign_in(client, typed).status_code] == [200, 302]


def test_tries_at_a_name_are_counted_together_however_it_is_written(officer, clock) -> None:
    names = ["ivanenko", "Ivanenko", "IVANENKO", "iVanenko", "ivanenkO", "IvanenkO"]
    assert [sign_in(Client(), name, "wrong").status_code for name in names] == [200] * 5 + [429]


def test_two_names_of_before_that_differ_in_this_alone_stay_two_persons(officer) -> None:
    make_account("Ivanenko")
    assert [queries.account_by_login(name) for name in ("ivanenko", "IVANENKO")] == [officer, None]
    with pytest.raises(InvalidError):
        actions.make_account(
            by=SYSTEM,
            at=AT,
            drawn=actions.draw_password(),
            login="IVANENKO",
            name="Third",
            post={},
            language="en",
            named=False,
        )
