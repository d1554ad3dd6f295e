"""The pages on which seats are granted and substitutes named: who gets in, what is refused, and how alike refusals look."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from answerable.people import actions, queries
from answerable.people.models import Absence, Account, Seat
from answerable.people.terms import Power
from answerable.people.testing import AT, PASSWORD, give_seat, make_account, make_body, make_person, make_role

pytestmark = pytest.mark.django_db
PEOPLE = ("boss", "head", "officer", "neighbour", "olena")


@pytest.fixture
def community():
    """An office over two units; who grants in one of them, a monitor, officers."""
    with time_machine.travel(AT, tick=False):
        office = make_body("office", kind="chair")
        unit, beside = make_body("unit", parent=office), make_body("beside", parent=office)
        make_role(Power.READ, code="reader")
        make_role(Power.READ, Power.CHAIR, code="chair")
        make_person("boss", office, Power.PEOPLE)
        make_person("head", unit, Power.PEOPLE, Power.READ)
        make_person("officer", unit, Power.READ)
        make_person("neighbour", beside, Power.READ)
        make_person("olena", make_body("ngo", kind="monitor"), Power.MONITOR)
        yield {"office": office, "unit": unit, "beside": beside}


def entered(login: str) -> Client:
    client = Client()
    client.post("/desk/sign-in/", {"login": login, "password": PASSWORD})
    return client


def given(**words: object) -> dict[str, object]:
    return {"login": "newcomer", "name": "New Comer", "role": "reader", "from_on": "2026-03-03", **words}


def account(login: str) -> Account:
    return Account.objects.get(login=login)


def test_a_new_person_gets_an_account_a_seat_and_a_first_password_that_works(community) -> None:
    page = entered("head").post("/desk/people/unit/grant/", given(post="inspector")).content.decode()
    first = re.search(r"[a-z2-9]{4}(?:-[a-z2-9]{4}){3}", page)[0]
    answer = Client().post("/desk/sign-in/", {"login": "newcomer", "password": first})
    assert answer.status_code == 302
    assert queries.actor_for(account("newcomer").id, AT).bodies == {community["unit"].id}
    assert account("newcomer").post == {"en": "inspector"}


@pytest.mark.parametrize("login", ["new.comer", "n_comer-2", "7", "A.B"])
def test_a_sign_in_name_is_spelled_as_in_a_pack(community, login: str) -> None:
    """Packs name people `o.ivanenko`; the page took no dot, so that nobody new could be named alike."""
    page = entered("head").post("/desk/people/unit/grant/", given(login=login)).content.decode()
    first = re.search(r"[a-z2-9]{4}(?:-[a-z2-9]{4}){3}", page)[0]
    assert Client().post("/desk/sign-in/", {"login": login, "password": first}).status_code == 302
    assert queries.actor_for(account(login).id, AT).bodies == {community["unit"].id}


def test_somebody_with_a_dot_in_the_name_is_given_a_seat(community) -> None:
    make_account("o.ivanenko")
    entered("boss").post("/desk/people/unit/grant/", given(login="o.ivanenko", name=""))
    assert queries.actor_for(account("o.ivanenko").id, AT).bodies == {community["unit"].id}


def test_a_seat_for_somebody_known_makes_no_second_account(community) -> None:
    entered("boss").post("/desk/people/unit/grant/", given(login="neighbour", name=""))
    assert queries.actor_for(account("neighbour").id, AT).bodies == {community["unit"].id, community["beside"].id}
    assert Account.objects.filter(login="neighbour").count() == 1


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"name": ""}, "name"),
        ({"role": "king"}, "role"),
        ({"until_on": "2026-03-01"}, "until_on"),
        ({"from_on": ""}, "from_on"),
        ({"login": "with space"}, "login"),
        ({"login": "юлія"}, "login"),
        ({"login": ".hidden"}, "login"),
        ({"login": "x" * 61}, "login"),
    ],
)
def test_a_faulty_form_changes_nothing_and_names_the_field(community, words, field) -> None:
    page = entered("head").post("/desk/people/unit/grant/", given(**words)).content.decode()
    assert f'id="id_{field}_fault"' in page
    assert Account.objects.exclude(login__in=PEOPLE).count() == 0


def test_a_refused_seat_leaves_no_account_behind(community) -> None:
    page = entered("head").post("/desk/people/unit/grant/", given(login="head", name="")).content.decode()
    assert "Nobody does this for themselves" in page
    assert Seat.objects.filter(account=account("head")).count() == 1


@pytest.mark.parametrize("page", ["/desk/people/beside/", "/desk/people/none/", "/desk/people/office/grant/"])
def test_bodies_that_are_not_mine_look_like_bodies_that_are_not(community, page) -> None:
    client = entered("head")
    found, absent = client.get(page), client.get("/desk/no-such-page/")
    assert (found.status_code, found.content) == (404, absent.content)


def test_officers_without_the_power_have_no_page_of_people(community) -> None:
    assert entered("officer").get("/desk/people/").status_code == 404


def test_the_monitor_confirms_on_the_page_and_the_granter_is_told_why_not(community) -> None:
    boss = entered("boss")
    boss.post("/desk/people/office/grant/", given(role="chair"))
    seat = Seat.objects.get(account=account("newcomer"))
    refused = boss.post(f"/desk/people/confirm/{seat.id}/")
    assert (refused.status_code, "second person" in refused.content.decode()) == (403, True)
    outsider = entered("officer").post(f"/desk/people/confirm/{seat.id}/")
    absent = entered("officer").post("/desk/people/confirm/1/")
    assert (outsider.status_code, outsider.content) == (404, absent.content)
    olena = entered("olena")
    assert "newcomer" not in olena.get("/desk/people/").content.decode()
    assert "New Comer" in olena.get("/desk/people/").content.decode()
    assert olena.post(f"/desk/people/confirm/{seat.id}/").status_code == 302
    assert queries.actor_for(account("newcomer").id, AT).has(Power.CHAIR, community["office"].id) is True


def test_a_seat_ends_on_the_page_of_its_own_body_only(community) -> None:
    seat = Seat.objects.get(account=account("neighbour"))
    head = entered("head")
    assert head.post(f"/desk/people/unit/seats/{seat.id}/end/").status_code == 404
    assert entered("boss").post(f"/desk/people/beside/seats/{seat.id}/end/").status_code == 302
    assert queries.actor_for(account("neighbour").id, AT).seats == ()


def test_a_reset_shows_the_password_once_and_only_to_who_commands(community) -> None:
    who = account("officer").id
    assert entered("head").post(f"/desk/people/beside/reset/{who}/").status_code == 404
    assert entered("head").post(f"/desk/people/unit/reset/{account('neighbour').id}/").status_code == 404
    give_seat(account("officer"), community["beside"], Power.READ)
    assert entered("head").post(f"/desk/people/unit/reset/{who}/").status_code == 403  # serves elsewhere, too
    page = entered("boss").post(f"/desk/people/unit/reset/{who}/").content.decode()
    first = re.search(r"[a-z2-9]{4}(?:-[a-z2-9]{4}){3}", page)[0]
    assert Client().post("/desk/sign-in/", {"login": "officer", "password": first}).status_code == 302


def test_a_substitute_is_named_and_sent_back_on_the_page(community) -> None:
    client = entered("officer")
    words = {"substitute": account("neighbour").id, "from_on": "2026-03-03", "until_on": "2026-03-05"}
    assert client.post("/desk/absence/", words).status_code == 302
    assert queries.actor_for(account("neighbour").id, AT).bodies == {community["unit"].id, community["beside"].id}
    assert "already" in client.post("/desk/absence/", words).content.decode()
    absence = Absence.objects.get()
    assert entered("neighbour").post(f"/desk/absence/{absence.id}/back/").status_code == 404
    assert client.post(f"/desk/absence/{absence.id}/back/").status_code == 302
    assert queries.actor_for(account("neighbour").id, AT).bodies == {community["beside"].id}


def test_nobody_from_outside_is_offered_as_a_substitute(community) -> None:
    offered = [one.login for one in queries.colleagues(account("officer").id, AT)]
    assert offered == ["boss", "head", "neighbour"]


def test_heads_and_staff_are_those_with_working_seats_today(community) -> None:
    unit = community["unit"]
    give_seat(make_account("chief"), unit, Power.READ, heads=True)
    give_seat(make_account("later"), unit, Power.READ, from_on=AT.date() + timedelta(days=1))
    give_seat(make_account("waiting"), unit, Power.CHAIR, confirmed=False)
    closed = make_person("closed", unit, Power.READ)
    actions.close_account(by=queries.actor_for(account("boss").id, AT), at=AT, account=closed.id)
    assert [one.login for one in queries.staff_of(unit.id, AT)] == ["chief", "head", "officer"]
    assert [one.login for one in queries.heads_of(unit.id, AT)] == ["chief"]


def test_only_officers_who_may_be_named_are_offered_to_residents(community) -> None:
    unit = community["unit"]
    give_seat(make_account("known", named=True), unit, Power.READ)
    assert [(one.login, body) for one, body in queries.officers_to_name([unit.id], AT)] == [("known", unit.id)]


def test_a_language_is_ones_own_to_choose(community) -> None:
    client = entered("officer")
    client.post("/desk/me/language/", {"language": "uk"})
    client.post("/desk/me/language/", {"language": "xx"})
    assert account("officer").language == "uk"
