"""What people are known by is said at the desk, by others than themselves, and found from then on."""

import pytest
import time_machine
from django.test import Client

from answerable.base.verdict import RefusedError
from answerable.ledger.models import Entry
from answerable.people import actions, queries
from answerable.people.models import Account, Body
from answerable.people.queries.mentions import mentions_in
from answerable.people.terms import Power
from answerable.people.testing import AT, PASSWORD, make_body, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    """A unit with its head and an officer, under an office that grants seats there."""
    with time_machine.travel(AT, tick=False):
        office = make_body("office", kind="chair")
        unit = make_body("unit", parent=office)
        make_person("boss", office, Power.PEOPLE)
        make_person("head", unit, Power.PEOPLE, Power.READ)
        make_person("officer", unit, Power.READ)
        yield unit


def person(login: str) -> Account:
    return Account.objects.get(login=login)


def entered(login: str) -> Client:
    client = Client()
    client.post("/desk/sign-in/", {"login": login, "password": PASSWORD})
    return client


def found(text: str) -> list[tuple[int, bool]]:
    return [(one.id, one.is_body) for one in mentions_in([text])]


def test_who_grants_seats_says_how_people_speak_of_somebody_and_it_is_found(unit) -> None:
    address = f"/desk/people/unit/known/{person('officer').id}/"
    said = {
        "name_uk": "Олег Дубина",
        "post_uk": "",
        "known_as": "Тихий\nТихий\n",
        "badges": "4455667",
        "plates": "АХ 1 ВО",
    }
    answer = entered("head").post(address, said)
    assert answer.status_code == 302
    row = person("officer")
    assert row.names == {"uk": "Олег Дубина"}
    assert row.known_by == {"known_as": ["Тихий"], "badges": ["4455667"], "plates": ["АХ 1 ВО"]}
    ours = (row.id, False)
    assert [found(text) for text in ("Тихий прийшов", "жетон 4455667", "Дубина кричав")] == [[ours], [ours], [ours]]
    entry = Entry.objects.get(deed="account.described")
    assert entry.facts == {"known_as": 1, "badges": 1, "plates": 1, "profiles": 0}


def test_the_form_shows_what_is_known(unit) -> None:
    Account.objects.filter(login="officer").update(known_by={"known_as": ["Тихий"]}, names={"uk": "Олег Дубина"})
    page = entered("boss").get(f"/desk/people/unit/known/{person('officer').id}/").content.decode()
    assert ("Тихий" in page, "Олег Дубина" in page) == (True, True)


def test_nobody_makes_themselves_unfindable(unit) -> None:
    head = person("head")
    with pytest.raises(RefusedError):
        actions.describe_account(
            by=queries.actor_for(head.id, AT), at=AT, account=head.id, names={}, post={}, known_by={}
        )
    assert entered("officer").get(f"/desk/people/unit/known/{head.id}/").status_code == 404


def test_a_body_is_known_by_its_abbreviation(unit) -> None:
    assert entered("boss").post("/desk/people/unit/known/", {"known_as": "райвідділ"}).status_code == 302
    assert Body.objects.get(code="unit").known_by == {"known_as": ["райвідділ"]}
    assert found("скаржусь на райвідділ") == [(unit.id, True)]


def test_too_long_a_list_is_refused_and_stands_there_again(unit) -> None:
    said = {"known_as": "\n".join(f"name {number}" for number in range(41))}
    page = entered("boss").post("/desk/people/unit/known/", said)
    assert (page.status_code, "name 40" in page.content.decode()) == (200, True)


def test_the_grammar_of_a_new_name_is_learnt_once_and_finds_its_forms(unit) -> None:
    Account.objects.filter(login="officer").update(names={"uk": "Олег Дубинець"})
    actions.describe_body(by=queries.actor_for(person("boss").id, AT), at=AT, body=unit.id, known_by={})
    assert found("скарга на Дубинця") == []
    assert actions.learn_words() > 0
    assert found("скарга на Дубинця") == [(person("officer").id, False)]
    assert actions.learn_words() == 0
