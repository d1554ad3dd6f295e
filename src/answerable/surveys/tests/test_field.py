"""A sample in the field: opened once, answered by links, noted at the door, and nothing leads from an answer to a door."""

import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from django.test import Client

from answerable.base.testing import standing_at
from answerable.ledger.models import Entry
from answerable.ledger.testing import AT, at_home
from answerable.people import queries as people_queries
from answerable.people.models import Account, Body
from answerable.people.testing import make_body, make_person
from answerable.surveys import fielding, queries, testing
from answerable.surveys.models import Fieldwork, Response, Survey, Unit
from answerable.surveys.tests.test_draws import SAID, fixed, opened, signed_in, witnessed

pytestmark = pytest.mark.django_db


@pytest.fixture
def monitor() -> Body:
    return make_body("monitor", kind="monitor")


@pytest.fixture
def maker(monitor: Body) -> Account:
    return make_person("olha", monitor, "read", "surveys")


@pytest.fixture
def field(maker: Account, monitor: Body, tmp_path: Path) -> Iterator[str]:
    """The address of a survey at the desk whose sample is in the field: 6 of 40 in the north, 4 of 20 in the south."""
    with at_home(tmp_path), standing_at(AT):
        client = signed_in(maker)
        address = opened(client, monitor)
        draw = fixed(client, address)["Location"]
        witnessed()
        client.post(draw, {"source": "dice", "words": SAID})
        testing.ask(by=people_queries.actor_for(maker.id, AT), at=AT, survey=Survey.objects.get().id)
        ref = draw.rstrip("/").rpartition("/")[2]
        assert client.post(f"{address}field/", {"draw": ref}).status_code == 302
        yield address


def links(client: Client, field: str) -> dict[str, str]:
    """The personal links by code, each as an address of this host."""
    lines = client.post(f"{field}field/links/").text.splitlines()[1:]
    return {line.partition(",")[0]: line.partition("testserver")[2] for line in lines}


def shown(page: str) -> list[str]:
    """The names of the fields that a page asks."""
    return sorted({name for name in re.findall(r'name="([^"]+)"', page) if "." in name})


def test_the_sample_goes_out_once_with_the_chance_of_each_unit(field, maker) -> None:
    survey = Survey.objects.get()
    units = list(queries.units_of(survey))
    assert sorted({(unit.stratum, unit.chance) for unit in units}) == [("north", "3/20"), ("south", "1/5")]
    assert (len(units), sum(1 / Fraction(unit.chance) for unit in units)) == (10, 60)
    again = signed_in(maker).post(f"{field}field/", {"draw": Fieldwork.objects.get().draw_id})
    assert (again.status_code, Unit.objects.count()) == (400, 10)  # the field is open: this is the form of a visit


def test_a_household_answers_step_by_step_and_comes_back_where_it_was(field, maker) -> None:
    link = next(iter(links(signed_in(maker), field).values()))
    browser = Client()
    first = browser.get(link)
    assert (shown(first.text), "Asked by an independent body." in first.text) == (["start_here.consent"], True)
    empty = browser.post(link, {"at": "0", "go": "on"})
    assert (empty.status_code, "Please answer this." in empty.text) == (400, True)
    on = browser.post(link, {"at": "0", "go": "on", "start_here.consent": "yes"})["Location"]
    assert shown(browser.get(on).text) == ["main.age", "main.good_job", "main.problems", "main.times"]
    wrong = browser.post(link, {"at": "1", "go": "on", "main.age": "9", "main.good_job": "3", "main.problems": "other"})
    assert (wrong.status_code, 'value="9"' in wrong.text, "main.other" in wrong.text) == (400, True, True)
    other_device = Client().get(f"{link}?at=1")
    assert ('value="9"' in other_device.text, "Скільки вам років?" in Client().get(f"/uk{link[3:]}?at=1").text) == (
        True,
        True,
    )
    typed = {"main.age": "30", "main.good_job": "3", "main.problems": "roads", "main.times": "1"}
    robbery = browser.post(link, {"at": "1", "go": "on"} | typed)["Location"]
    assert shown(browser.get(robbery).text) == ["main.robbery-1.told"]
    back = browser.post(link, {"at": "2", "go": "back"})["Location"]
    assert 'value="30"' in browser.get(back).text
    why = browser.post(link, {"at": "2", "go": "on", "main.robbery-1.told": "no"})["Location"]
    assert shown(browser.get(why).text) == [
        "main.robbery-1.told",
        "main.robbery-1.why",
    ]  # newly asked, on the same screen
    done = browser.post(link, {"at": "2", "go": "on", "main.robbery-1.told": "no", "main.robbery-1.why": "No time"})
    assert (done.status_code, "your link is used up" in done.text) == (200, True)
    assert (browser.get(link).status_code, browser.post(link, {"at": "0"}).status_code) == (404, 404)
    response = Response.objects.get()
    assert queries.answers_of(response) == {
        "start_here/consent": "yes", "main/age": "30", "main/agegr": "young", "main/good_job": "3",
        "main/problems": "roads", "main/times": "1", "main/robbery[1]/told": "no", "main/robbery[1]/why": "No time",
    }  # fmt: skip
    assert (response.mode, response.disposition, response.flags) == ("web", "I", [])


def test_nothing_leads_from_an_answer_to_a_door(field, maker) -> None:
    code, link = next(iter(links(signed_in(maker), field).items()))
    thanks = Client().post(link, {"at": "0", "go": "on", "start_here.consent": "no"})
    assert (thanks.status_code, "nobody will ask you again" in thanks.text) == (200, True)
    response, unit = Response.objects.get(), Unit.objects.get(code=code)
    assert (response.disposition, unit.disposition, unit.attempts, unit.link, unit.draft) == ("R", "R", 1, "", None)
    assert [name.attname for name in Response._meta.concrete_fields if "unit" in name.name] == []
    assert (response.stratum, response.chance) == (unit.stratum, unit.chance)
    entry = Entry.objects.get(deed="survey.answered")
    assert sorted(entry.facts) == ["mode", "questionnaire"]
    assert b"consent" not in bytes(response.answers)  # sealed


def test_what_became_of_an_address_is_noted_and_counted(field, maker) -> None:
    client = signed_in(maker)
    codes = list(links(client, field))
    for code, disposition in zip(codes, ["NC", "R", "NE"], strict=False):
        assert client.post(f"{field}field/", {"code": code, "disposition": disposition}).status_code == 302
    page = client.get(f"{field}field/")
    whole = page.context["progress"].whole
    assert (whole.units, whole.tried, whole.counts) == (10, 3, (0, 0, 1, 1, 0, 0, 0, 1))
    assert set(links(client, field)) == set(codes) - {codes[2]}  # who refused at the door may still write
    never = client.post(f"{field}field/", {"code": "h-999", "disposition": "R"})
    assert (never.status_code, "No address of this code was drawn" in never.text) == (400, True)
    Client().post(links(client, field)[codes[0]], {"at": "0", "go": "on", "start_here.consent": "no"})
    Unit.objects.filter(code=codes[0]).update(disposition="I")
    late = client.post(f"{field}field/", {"code": codes[0], "disposition": "NC"})
    assert (late.status_code, "This address has answered." in late.text) == (400, True)


def test_links_are_the_same_each_time_and_handing_them_out_is_recorded(field, maker) -> None:
    client = signed_in(maker)
    assert links(client, field) == links(client, field)
    assert Entry.objects.filter(deed="survey.addressed").count() == 2
    assert (
        Unit.objects.filter(
            link__in=[each.strip("/").rpartition("/")[2] for each in links(client, field).values()]
        ).count()
        == 0
    )


def test_a_wrong_link_and_strangers_find_nothing(field, maker) -> None:
    assert [Client().get(f"/en/answer/{link}/").status_code for link in ("a" * 16, "x", "A" * 16)] == [404] * 3
    stranger = signed_in(make_person("petro", make_body("other", kind="monitor"), "read", "surveys"))
    found = [stranger.get(f"{field}field/").status_code, stranger.post(f"{field}field/links/").status_code]
    assert (found, stranger.post(f"{field}field/", {"code": "h-001", "disposition": "R"}).status_code) == (
        [404, 404],
        404,
    )


def test_the_field_waits_for_sample_and_questionnaire(maker, monitor) -> None:
    client = signed_in(maker)
    address = opened(client, monitor)
    page = client.get(f"{address}field/")
    assert (page.status_code, "two things are needed" in page.text) == (200, True)
    assert client.post(f"{address}field/", {"draw": "1"}).status_code == 409


def test_what_an_answer_says_of_its_unit() -> None:
    form = testing.form()
    assert (
        fielding.unit_questions(form, ""),
        fielding.unit_questions(form, "age"),
        fielding.unit_questions(form, "x"),
    ) == ((), ("age",), ())
    answers = {"main/psu": "centre1", "main/hh": "7", "main/loop[1]/hh": "9"}
    assert fielding.unit_of(answers, ("psu", "hh")) == "centre1-7"
    assert fielding.unit_of({"main/psu": "centre1"}, ("psu", "hh")) == ""
    assert fielding.without_unit(answers, ("psu", "hh")) == {}
    said = [fielding.disposition_of(each).value for each in ({}, {"a/consent": "no"}, {"a/outcome": "P"})]
    assert said == ["I", "R", "P"]
