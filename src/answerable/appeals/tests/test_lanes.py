"""The two lanes in a rush: nothing is refused, nothing typed is lost, work or a stated wait lets every form through."""

import base64
import json
import re
from datetime import timedelta
from html import unescape

import altcha
import pytest
from django.test import Client

from answerable.appeals.models import Appeal
from answerable.appeals.rules.lanes import FREE, Gauge
from answerable.appeals.tests.test_public_pages import WRITE, begin, hidden, send, shown
from answerable.appeals.views import lanes
from answerable.base.testing import later, now
from answerable.people.models import Limit

pytestmark = pytest.mark.instants

SENDER = "203.0.113.7"


@pytest.fixture
def rush(world, monkeypatch) -> Client:
    """A process that has just got too many, and a sender whose free messages are used up."""
    monkeypatch.setattr(lanes, "_gauge", Gauge(busy=0))
    client = Client(REMOTE_ADDR=SENDER)
    for _ in range(FREE):
        lanes._debt(SENDER, now())
    return client


def solved(page: str, **changed: object) -> str:
    work = json.loads(unescape(re.search(r'data-work="([^"]+)"', page)[1]))
    challenge = altcha.ChallengeV1(
        work["algorithm"], work["challenge"], work["maxNumber"], work["salt"], work["signature"]
    )
    number = altcha.solve_challenge_v1(challenge).number
    written = {name: work[name] for name in ("algorithm", "challenge", "salt", "signature")} | {"number": number}
    return base64.b64encode(json.dumps(written | changed).encode()).decode()


def test_in_calm_hours_nobody_is_counted(world, client):
    assert "Your message is registered" in shown(send(client, begin(client)))
    assert not Limit.objects.exists()


def test_who_has_sent_many_in_a_rush_is_told_when_and_loses_nothing(rush):
    page = shown(send(rush, begin(rush, text="The lamp is dark, and <b>nobody</b> comes."), name="Olena"))
    assert "Not sent yet" in page
    assert "nobody" in unescape(hidden(page)["first"])
    assert "Olena" in unescape(hidden(page)["second"])
    assert Appeal.objects.count() == 0


def test_the_same_form_is_taken_when_its_time_has_come(rush):
    first = shown(send(rush, begin(rush)))
    early = shown(rush.post(WRITE, hidden(first)))
    assert "Not sent yet" in early
    assert hidden(early)["lane"] != ""
    assert Appeal.objects.count() == 0
    with later(timedelta(minutes=1)):
        sent = shown(rush.post(WRITE, hidden(early)))
    assert "Your message is registered" in sent
    assert Appeal.objects.count() == 1


def test_work_lets_a_form_through_at_once_and_once_only(rush):
    page = shown(send(rush, begin(rush)))
    fields = hidden(page) | {"work": solved(page)}
    assert "Your message is registered" in shown(rush.post(WRITE, fields))
    assert "This form had arrived already" in shown(rush.post(WRITE, fields))
    assert Appeal.objects.count() == 1


def test_work_for_another_form_or_bent_work_is_no_work(rush):
    other = shown(send(rush, begin(rush)))
    page = shown(send(rush, begin(rush)))
    for work in (solved(other), solved(page, number=-1), "%%%", base64.b64encode(b"[]").decode(), "x" * 9000):
        assert "Not sent yet" in shown(rush.post(WRITE, hidden(page) | {"work": work}))
    assert Appeal.objects.count() == 0


def test_a_ticket_of_another_form_or_a_bent_one_gives_no_right(rush):
    old = hidden(shown(send(rush, begin(rush))))["lane"]
    with later(timedelta(minutes=2)):
        for _ in range(FREE):
            lanes._debt(SENDER, now())
        page = shown(send(rush, begin(rush), lane=old))
        assert "Not sent yet" in page
        assert "Not sent yet" in shown(rush.post(WRITE, hidden(page) | {"lane": old}))
        assert "Not sent yet" in shown(rush.post(WRITE, hidden(page) | {"lane": "bent"}))


def test_what_is_in_the_book_is_never_called_not_sent(rush, monkeypatch):
    page = begin(rush)
    monkeypatch.setattr(lanes, "_gauge", Gauge(busy=10))
    assert "Your message is registered" in shown(send(rush, page))
    monkeypatch.setattr(lanes, "_gauge", Gauge(busy=0))
    again = shown(send(rush, page))
    assert "Not sent yet" not in again
    assert "This form had arrived already" in again


def test_others_go_on_while_one_place_waits(rush):
    assert "Not sent yet" in shown(send(rush, begin(rush)))
    other = Client(REMOTE_ADDR="198.51.100.4")
    assert "Your message is registered" in shown(send(other, begin(other)))


def test_the_count_names_nobody(rush):
    assert SENDER not in str(list(Limit.objects.values()))
