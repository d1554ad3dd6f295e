"""Questionnaires on paper: typed by two, neither of whom sees the other's; what differs is settled; nothing is lost on the way."""

import json

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from answerable.ledger.models import Entry
from answerable.people.testing import make_body, make_person
from answerable.surveys import paper_entries, queries
from answerable.surveys.models import PaperEntry, Response, Unit
from answerable.surveys.tests.test_draws import signed_in
from answerable.surveys.tests.test_field import field, maker, monitor  # noqa: F401 -- fixtures

GOOD = {"main.age": "30", "main.good_job": "3", "main.problems": ["roads", "noise"], "main.times": "0"}
ANSWERS = st.dictionaries(st.sampled_from("abc"), st.sampled_from(["", "1", "1 2", "2 1"]))


@given(ANSWERS, ANSWERS)
def test_what_differs_is_told_once_and_settled_by_either(first: dict[str, str], second: dict[str, str]) -> None:
    keys = paper_entries.differing(first, second)
    assert keys == paper_entries.differing(second, first)
    one, other = (paper_entries.settled(first, second, dict.fromkeys(keys, which)) for which in (0, 1))
    assert (paper_entries.differing(one, first), paper_entries.differing(other, second)) == ([], [])
    if keys:
        with pytest.raises(KeyError):
            paper_entries.settled(first, second, {})


@pytest.fixture
def typists(field, maker, monitor) -> tuple[Client, Client, str]:  # noqa: F811 -- the fixtures
    """Two people who may type, and the address of one questionnaire."""
    first, second = signed_in(maker), signed_in(make_person("ira", monitor, "interviews"))
    code = Unit.objects.order_by("code").values_list("code", flat=True)[0]
    page = first.post(f"{field}paper/", {"code": code})["Location"]
    return first, second, page


def typed(client: Client, page: str, **answers: object) -> str:
    """The whole of a questionnaire, typed; where it leads in the end."""
    assert client.post(page, {"at": "0", "go": "on", "start_here.consent": "yes"}).status_code == 302
    return client.post(page, {"at": "1", "go": "on"} | GOOD | answers)["Location"]


@pytest.mark.django_db
def test_two_who_typed_the_same_make_an_interview(field, typists) -> None:  # noqa: F811 -- the fixtures
    first, second, page = typists
    assert typed(first, page) == f"{field}paper/"
    assert ("typed by one" in first.get(f"{field}paper/").text, first.get(page).status_code) == (True, 409)
    assert 'value="30"' not in second.get(f"{page}?at=1").text
    assert (Response.objects.count(), typed(second, page, **{"main.problems": ["noise", "roads"]})) == (
        0,
        f"{field}paper/",
    )
    row = Response.objects.get()
    assert (row.mode, row.disposition, row.flags) == ("paper", "I", [])
    assert queries.answers_of(row)["main/age"] == "30"
    assert (PaperEntry.objects.count(), first.get(page).status_code, first.post(page).status_code) == (0, 200, 409)
    assert Entry.objects.filter(deed="survey.typed").count() == 2


@pytest.mark.django_db
def test_what_two_typed_differently_is_shown_side_by_side_and_settled(field, typists) -> None:  # noqa: F811 -- the fixtures
    first, second, page = typists
    typed(first, page)
    assert second.get(f"{page}differences/").status_code == 409
    typed(second, page, **{"main.age": "80", "main.good_job": "5"})
    assert "they differ" in second.get(f"{field}paper/").text
    shown = second.get(f"{page}differences/").text
    assert [words in shown for words in ("How old are you?", "Excellent", "Fair", "What troubles you here?")] == [
        True, True, True, False,
    ]  # fmt: skip
    half = second.post(f"{page}differences/", {"main/age": "1"})
    assert (half.status_code, half.text.count(" checked"), Response.objects.count()) == (400, 1, 0)
    assert second.post(f"{page}differences/", {"main/age": "1", "main/good_job": "0"})["Location"] == f"{field}paper/"
    said = queries.answers_of(Response.objects.get())
    assert (said["main/age"], said["main/good_job"], said["main/agegr"]) == ("80", "3", "old")


@pytest.mark.django_db
def test_what_the_form_does_not_allow_is_typed_as_it_stands_and_flagged(typists) -> None:
    for client in typists[:2]:
        page = typists[2]
        client.post(page, {"at": "0", "go": "on", "start_here.consent": "yes"})
        wrong = {"at": "1"} | GOOD | {"main.age": "12"}
        refused = client.post(page, wrong | {"go": "on"})
        assert (refused.status_code, "It stands so on the paper" in refused.text, 'value="12"' in refused.text) == (
            400, True, True,
        )  # fmt: skip
        assert client.post(page, wrong | {"go": "as-written"}).status_code == 302
    assert Response.objects.get().flags == [["main/age", "answer.constraint"]]


@pytest.mark.django_db
def test_a_third_person_a_stranger_and_another_code_are_turned_away(field, typists, monitor) -> None:  # noqa: F811 -- the fixtures
    first, second, page = typists
    for client in (first, second):
        client.post(page, {"at": "0", "go": "on", "start_here.consent": "yes"})
    third = signed_in(make_person("oleh", monitor, "interviews"))
    assert third.post(page, {"at": "0", "go": "on", "start_here.consent": "yes"}).status_code == 409
    other = third.post(f"{field}paper/", {"code": "h-999"})
    assert (other.status_code, "No address of this code was drawn" in other.text) == (400, True)
    stranger = signed_in(make_person("petro", make_body("other", kind="monitor"), "surveys"))
    found = [stranger.get(each).status_code for each in (page, f"{page}differences/", f"{field}paper/")]
    assert (found, stranger.post(page).status_code) == ([404] * 3, 404)
    assert "consent" not in json.dumps([bytes(entry.answers).hex() for entry in PaperEntry.objects.all()])
