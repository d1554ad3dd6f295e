"""Volunteers are asked between waves: joined and left by themselves, counted, and never taken for a sample."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from answerable.base.testing import standing_at
from answerable.ledger.models import Entry
from answerable.ledger.testing import AT, at_home
from answerable.people import queries as people_queries
from answerable.people.models import Account, Body
from answerable.people.testing import make_body, make_person
from answerable.surveys import pulse, queries, testing, wording
from answerable.surveys.models import Panel, Response, Result, Survey, Unit, Volunteer
from answerable.surveys.tests.test_draws import fixed, opened, signed_in

SHEET = dict.fromkeys(wording.SHEET, "as it was")
MARK = "Volunteers, not a sample."


@pytest.fixture
def monitor() -> Body:
    return make_body("monitor", kind="monitor")


@pytest.fixture
def maker(monitor: Body) -> Account:
    return make_person("olha", monitor, "read", "surveys")


@pytest.fixture
def panel(maker: Account, monitor: Body, tmp_path: Path) -> Iterator[str]:
    """The address of a panel at the desk."""
    with at_home(tmp_path), standing_at(AT):
        said = {"body": monitor.id, "title": "Пульс", "about": "Whoever lives in the town", "places": "14"}
        yield signed_in(maker).post("/desk/surveys/panels/", said)["Location"]


def joined(contact: str = "") -> str:
    """Somebody joins in public; the address of their own link."""
    page = Client().post(f"/en/surveys/panels/{Panel.objects.get().id}/", {"agree": "on", "contact": contact})
    return re.findall(r"http://testserver(/en/panel/[a-z2-7]{16}/)", page.text)[0]


def asked(maker: Account, panel: str) -> str:
    """The panel is asked something; the address of the pulse at the desk."""
    client = signed_in(maker)
    address = client.post(panel, {"title": "Three questions"})["Location"]
    testing.ask(by=people_queries.actor_for(maker.id, AT), at=AT, survey=Survey.objects.get(panel__isnull=False).id)
    assert client.post(f"{address}ask/").status_code == 302
    return address


def answer(own: str, *, job: str = "3") -> None:
    """Whoever has this link answers what is asked now."""
    link = re.findall(r"/en/answer/[a-z2-7]{16}/", Client().get(own).text)[0]
    browser = Client()
    assert MARK in browser.get(link).text
    browser.post(link, {"at": "0", "go": "on", "start_here.consent": "yes"})
    said = {"main.age": "30", "main.good_job": job, "main.problems": ["roads", "noise"], "main.times": "0"}
    assert "are kept and counted" in browser.post(link, {"at": "1", "go": "on"} | said).text


@pytest.mark.django_db
def test_volunteers_are_asked_and_counted_and_it_says_so_everywhere(panel, maker) -> None:
    own = [joined("a@example.org" if place else "") for place in range(13)]
    address = asked(maker, panel)
    client = signed_in(maker)
    for place, link in enumerate(own[:12]):
        answer(link, job="5" if place < 10 else "1")
    table = client.post(f"{address}volunteers/").text.splitlines()
    assert [line.partition(",")[0] for line in table] == ["contact", "a@example.org"]  # one alone has not answered
    early = client.get(address)
    assert "object (" not in early.text  # nothing of ours fell into the field of the desk's search
    assert (MARK in early.text, "12 of 13 volunteers answered." in early.text) == (True, True)
    assert client.post(f"{address}publish/", SHEET | {"limits": ""}).status_code == 400
    result = client.post(f"{address}publish/", SHEET)["Location"]
    numbers = Result.objects.get().numbers
    tables = {table["name"]: table["cells"] for table in numbers["tables"]}
    assert tables["good_job"] == [  # two people said so: the ten are hidden with them
        {"choice": "5", "count": None}, {"choice": "3", "count": 0}, {"choice": "1", "count": None},
    ]  # fmt: skip
    assert tables["problems"][0] == {"choice": "roads", "count": 12}
    survey = Survey.objects.get()
    for page in (result, f"/en/surveys/{survey.id}/", "/en/surveys/", f"/en/surveys/panels/{Panel.objects.get().id}/"):
        assert MARK in Client().get(page).text
    published = json.loads(Client().get(f"{result}results.json").content)["results"]
    assert (published["kind"], published["answers"], published["asked"]) == ("pulse", 12, 13)
    assert "%" not in re.sub(r"(?s)<(head|footer)\b.*?</\1>", "", Client().get(result).text)  # a count, never a share
    assert "Nothing is asked now" in Client().get(own[12]).text  # it has ended
    assert client.post(f"{address}publish/", SHEET).status_code == 409


@pytest.mark.django_db
def test_what_volunteers_answer_is_no_part_of_any_sample(panel, maker, monitor) -> None:
    own = joined()
    asked(maker, panel)
    answer(own)
    survey = Survey.objects.get()
    assert [(row.chance, row.stratum) for row in Response.objects.all()] == [("", "")]
    assert list(queries.responses_of(survey).exclude(chance="")) == []
    client = signed_in(maker)
    for page in ("", "field/", "results/"):
        assert client.get(f"/desk/surveys/{survey.id}/{page}")["Location"] == f"/desk/surveys/{survey.id}/pulse/"
    assert fixed(client, f"/desk/surveys/{survey.id}/").status_code == 302  # the page of a list is not there
    wave = {"body": monitor.id, "title": "A wave", "population": "All", "earlier": survey.id}
    assert client.post("/desk/surveys/", wave).status_code == 400  # no wave follows volunteers
    for page in ("field/interviewers/", "calls/quotas/"):
        assert client.post(f"/desk/surveys/{survey.id}/{page}", {"name": "1", "quotas": ""}).status_code == 409
    assert opened(client, monitor) == f"/desk/surveys/{Survey.objects.get(panel=None).id}/"


@pytest.mark.django_db
def test_whoever_leaves_is_forgotten_and_what_they_answered_stays(panel, maker) -> None:
    own, other = joined("a@example.org"), joined()
    asked(maker, panel)
    answer(other)
    gone = Client().post(own)
    assert ("is forgotten" in gone.text, Client().get(own).status_code) == (True, 404)
    left = Volunteer.objects.get(contact=None, link="")
    assert (left.left_on, Unit.objects.filter(link="").count()) == (AT.date(), 2)
    assert signed_in(maker).post(f"{panel}close/").status_code == 302
    assert (Client().get(other).status_code, Volunteer.objects.filter(left_on=None).count()) == (404, 0)
    assert Response.objects.count() == 1
    deeds = list(Entry.objects.filter(deed__startswith="panel.").order_by("id").values_list("deed", flat=True))
    assert deeds == ["panel.opened", "panel.joined", "panel.joined", "panel.left", "panel.closed"]
    assert "@" not in json.dumps(list(Entry.objects.values_list("facts", flat=True)))


@pytest.mark.django_db
def test_a_panel_has_its_places_and_asks_whoever_joins_to_know_what_it_is(panel) -> None:
    page = f"/en/surveys/panels/{Panel.objects.get().id}/"
    assert Client().post(page, {"contact": "a@example.org"}).status_code == 400
    assert [len(joined()) for _ in range(14)] == [len("/en/panel//") + 16] * 14
    assert (Client().post(page, {"agree": "on"}).status_code, "All places are taken" in Client().get(page).text) == (
        409,
        True,
    )


@pytest.mark.django_db
def test_a_panel_of_others_is_missing(panel) -> None:
    stranger = signed_in(make_person("petro", make_body("council", kind="authority"), "read", "surveys"))
    assert (stranger.get(panel).status_code, stranger.post(f"{panel}close/").status_code) == (404, 404)


def test_few_answers_are_hidden_and_so_is_what_gives_them_back() -> None:
    assert pulse.hidden_places([20, 15, 3]) == {1, 2}
    assert pulse.hidden_places([20, 0, 4, 7]) == {2, 3}
    assert pulse.hidden_places([20, 15, 0]) == frozenset()
    one = pulse.PulseQuestion("q", ("a", "b"), several=True)
    told = pulse.counts([one], [{"q": "a"}] * 15 + [{"q": "a b"}] * 5, asked=30)
    assert told["tables"] == [
        {"name": "q", "answered": 20, "cells": [{"choice": "a", "count": 20}, {"choice": "b", "count": None}]}
    ]


@given(st.lists(st.integers(min_value=0, max_value=60), min_size=2, max_size=9))
def test_nobody_works_a_hidden_count_out_of_the_sum(told: list[int]) -> None:
    hidden = pulse.hidden_places(told)
    assert {place for place, count in enumerate(told) if 0 < count < pulse.FEWEST} <= hidden
    if hidden and len(hidden) < sum(count > 0 for count in told):
        assert (len(hidden) > 1, sum(told[place] for place in hidden) >= pulse.FEWEST) == (True, True)
