"""The field looked into: reserves opened whole, interviews asked about again, and interviewers who are looked after."""

from datetime import timedelta
from fractions import Fraction

import pytest
from django.test import Client

from answerable.base.testing import standing_at
from answerable.ledger.models import Entry
from answerable.ledger.testing import AT
from answerable.surveys import checks, fielding, quality, queries, testing
from answerable.surveys.models import BackCheck, Fieldwork, Interviewer, Response, Survey, Unit
from answerable.surveys.questionnaire import reading
from answerable.surveys.tests.test_draws import signed_in
from answerable.surveys.tests.test_field import field, links, maker, monitor  # noqa: F401 -- fixtures
from answerable.surveys.tests.test_interviews import address, send, sent  # noqa: F401 -- a fixture

pytestmark = pytest.mark.django_db


def test_a_reserve_is_opened_whole_and_the_chance_of_everybody_grows(field, maker) -> None:  # noqa: F811 -- fixtures
    client = signed_in(maker)
    link = next(iter(links(client, field).values()))
    Client().post(link, {"at": "0", "go": "on", "start_here.consent": "no"})
    weighed = {"north": 40, "south": 20}
    assert client.post(f"{field}field/reserve/").status_code == 302
    units = list(queries.units_of(Survey.objects.get()))
    chances = sorted({(unit.stratum, unit.chance) for unit in units})
    assert (len(units), chances) == (12, [("north", "1/5"), ("south", "1/5")])  # 8 of 40, and 4 of 20 as before
    assert sum(1 / Fraction(unit.chance) for unit in units) == sum(weighed.values())
    answered = Response.objects.get()
    assert answered.chance == "1/5"  # of whoever has answered too
    assert (client.post(f"{field}field/reserve/").status_code, client.post(f"{field}field/reserve/").status_code) == (
        302,
        409,
    )
    assert (Fieldwork.objects.get().reserves, Unit.objects.count()) == (2, 14)
    assert {unit.chance for unit in Unit.objects.filter(stratum="north")} == {"1/4"}
    assert "2 reserves were opened, each whole." in Client().get(f"/en/surveys/{Survey.objects.get().id}/").text
    facts = [entry.facts["units"] for entry in Entry.objects.filter(deed="survey.reserve_opened").order_by("id")]
    assert facts == [2, 2]


def test_a_reserve_opened_later_gives_what_opening_it_at_once_would_have() -> None:
    drawn = [
        fielding.DrawnUnit(f"h{place}", "n", replicate, Fraction(6, 40))
        for place, replicate in enumerate((0, 0, 0, 1, 1, 2))
    ]
    assert set(fielding.chances(drawn, 0).values()) == {Fraction(3, 40)}
    assert set(fielding.chances(drawn, 1).values()) == {Fraction(5, 40)}
    assert set(fielding.chances(drawn, 2).values()) == {Fraction(6, 40)}


def test_an_interview_that_was_not_held_is_not_counted_and_its_address_is_open_again(address, field, maker) -> None:  # noqa: F811 -- fixtures
    code = Unit.objects.order_by("code").first().code
    assert send(address, sent(1, code)).status_code == 201
    client = signed_in(maker)
    page = client.get(f"{field}field/quality/")
    assert (page.status_code, f"<code>{code}</code>" in page.text) == (200, True)  # the first of an interviewer
    ref = BackCheck.objects.get().id
    assert client.post(f"/desk/surveys/checks/{ref}/", {"outcome": "none"}).status_code == 302
    response, unit = Response.objects.get(), Unit.objects.get(code=code)
    assert (response.chance, response.flags[-1], unit.disposition) == ("", ["", "answer.not-held"], "")
    assert client.post(f"/desk/surveys/checks/{ref}/", {"outcome": "confirmed"}).status_code == 409
    assert BackCheck.objects.get().outcome == "none"


def test_one_interview_of_ten_is_asked_about_again_by_chance() -> None:
    picked = [checks.is_picked(b"key", number, is_first=False) for number in range(5_000)]
    assert 400 < sum(picked) < 600
    assert checks.is_picked(b"key", picked.index(False), is_first=True)


def test_an_interviewer_who_is_not_back_is_looked_for(address, field, maker) -> None:  # noqa: F811 -- fixtures
    own = f"/en/round/{address.rpartition('/')[2]}/"
    assert "I am going out" in Client().get(own).text
    assert Client().post(own, {"hours": "2"}).status_code == 302
    client = signed_in(maker)
    assert "should have been back" not in client.get(f"{field}field/").text
    with standing_at(AT + timedelta(hours=3)):
        client.force_login(maker)
        assert "should have been back" in client.get(f"{field}field/").text
        assert Client().post(own, {"back": "1"}).status_code == 302
        assert "should have been back" not in client.get(f"{field}field/").text
    assert (Client().post(own, {"hours": "99"}).status_code, Interviewer.objects.get().back_by) == (400, None)
    assert Client().get("/en/round/0000/").status_code == 404


def test_nobody_is_sent_again_where_it_is_not_safe(address, field, maker) -> None:  # noqa: F811 -- fixtures
    code = Unit.objects.order_by("code").first().code
    said = {"code": code, "disposition": "O", "is_unsafe": "on"}
    assert signed_in(maker).post(f"{field}field/", said).status_code == 302
    assert f"<code>{code}</code>" in Client().get(f"/en/round/{address.rpartition('/')[2]}/").text


def interview(name: str, disposition: str = "I", minutes: int = 12, **answers: str) -> quality.HeldInterview:
    more = {"start": "2026-11-20T10:00:00+02:00", "end": f"2026-11-20T10:{minutes:02}:00+02:00"}
    return quality.HeldInterview(name, disposition, answers | more)


def test_what_interviews_give_reason_to_ask() -> None:
    battery = ["a", "b", "c", "d"]
    many = {f"q{place}": str(place) for place in range(12)}
    held = [
        interview("Fast", minutes=3, a="5", b="5", c="5", d="5"),
        interview("Fast", minutes=12, a="5", b="4", c="5", d="5"),
        interview("Twin", **many),
        interview("Twin", **many | {"q0": "x"}),
        interview("Twin", **{name: f"{value}0" for name, value in many.items()}),
        *[interview("Tired", "R") for _ in range(5)],
    ]
    lines = {line.name: line for line in quality.report(held, [battery])}
    fast, twin, tired = lines["Fast"], lines["Twin"], lines["Tired"]
    assert (fast.interviews, fast.minutes, fast.short, fast.straight) == (2, 7.5, 1, 1)
    assert (twin.twins, twin.short, twin.straight) == (2, 0, 0)
    assert (tired.interviews, tired.refusals, tired.is_worth_a_call, tired.minutes) == (0, 5, True, None)
    assert quality.seconds({"start": "x", "end": "y"}) is None


def test_batteries_are_questions_of_one_group_with_the_same_choices() -> None:
    rows = [("begin group", "g", "G", "Г")]
    rows += [("select_one good", f"q{place}", "Q", "П") for place in range(4)]
    rows += [("select_one yesno", "other", "Q", "П"), ("end group",)]
    form = reading.read_form(reading.convert_workbook(testing.workbook(rows)))
    assert quality.batteries_of(form) == [["q0", "q1", "q2", "q3"]]
