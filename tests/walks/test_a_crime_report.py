"""Kinds that the law knows: a crime report has a day and a number in the duty register, a request for information five days."""

import html
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from answerable.appeals import actions
from answerable.appeals.models import Appeal
from answerable.appeals.queries import due_day, steps_of
from answerable.appeals.terms import subject_of
from answerable.appeals.testing import page, words
from answerable.base.actor import SYSTEM, resident
from answerable.base.testing import standing_at
from answerable.ledger.actions import record
from answerable.ledger.queries import history_of
from answerable.people import queries as people_queries
from answerable.people.models import Account
from answerable.site import packs
from answerable.vault import actions as vault_actions

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
BEGAN = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)  # a Tuesday morning


@pytest.fixture
def raion(settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    packs.load_pack(packs.find("raion"), at=BEGAN - timedelta(days=1))
    with transaction.atomic():
        for account in Account.objects.all():
            record(by=SYSTEM, at=BEGAN, deed="password.changed", thing=f"account/{account.id}")
        Account.objects.update(must_change_password=False, language="en")


def hidden(answer) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', answer.content.decode())
    return {name: html.unescape(value) for name, value in found}


def at_desk(login: str) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(Account.objects.get(login=login))
    return client


def second_screen(client: Client, kind: str, text: str):
    """What the second screen asks a sender of a plain kind."""
    typed = {"text": text, "kind": kind, "about": "unsure", "screen": "first", "go": "check"}
    return client.post("/en/write/", hidden(client.get("/en/write/")) | typed)


def sent(client: Client, asked, matter: str) -> Appeal:
    typed = {"matter": matter, "screen": "second", "go": "send"}
    assert client.post("/en/write/", hidden(asked) | typed).status_code == 200
    return Appeal.objects.get()


def followed(ref: int, at: datetime) -> str:
    """What the sender reads who types the code."""
    client, root = Client(headers={"accept-language": "en"}), Appeal.objects.get(id=ref).root
    client.cookies[settings.FOLLOW_COOKIE_NAME] = vault_actions.begin_follow(subject=subject_of(ref), root=root, at=at)
    return words(client.get("/en/follow/message/"))


def test_a_crime_report_leads_to_102_and_to_a_number_in_the_register_within_a_day(raion: None) -> None:
    with standing_at(BEGAN):
        client = Client()
        asked = second_screen(client, "report", "My bicycle was stolen at the station.")
        assert "I report a crime, or what I think is one." in words(asked)
        asked = client.post("/en/write/", hidden(asked) | {"matter": "crime_report", "screen": "second", "go": "again"})
        assert "If it is happening now, call first." in words(asked)
        assert 'href="tel:102"' in asked.content.decode()
        appeal = sent(client, asked, "crime_report")
    assert (appeal.matter, appeal.due_at - appeal.registered_at) == ("crime_report", timedelta(hours=24))

    soon = BEGAN + timedelta(hours=3)
    with standing_at(soon):
        desk = at_desk("k.symonenko")
        there = {"to": str(people_queries.body("duty").id), "text": "To the register."}
        assert "Handed on." in words(desk.post(page("hand_on", appeal.number), there, follow=True))
        duty = at_desk("o.klymenko")
        without = {"step": "ua.cpc214.erdr", "text": "Entered."}
        assert duty.post(page("step", appeal.number), without).status_code == 400  # a number is what it is about
        said = duty.post(page("step", appeal.number), without | {"number": "ЄО-4711"}, follow=True)
        assert "Reported. The sender is told." in words(said)
        seen = followed(appeal.id, soon)
    assert ("ЄО-4711" in seen, "Report of a crime" in seen) == (True, True)
    appeal.refresh_from_db()
    assert appeal.due_facts["profile"] == "ua.cpc214.extract"  # what the law wants next, again within a day
    assert timedelta(hours=23) < appeal.due_at - soon <= timedelta(hours=25)
    deeds = [entry.deed for entry in history_of(f"appeal/{appeal.id}")]
    assert deeds == ["appeal.registered", "appeal.handed_on", "appeal.step_done"]


def test_a_request_for_information_has_five_working_days_and_is_confirmed_at_the_desk(raion: None) -> None:
    with standing_at(BEGAN):
        client = Client()
        asked = second_screen(client, "request", "Please send me the number of patrols in October.")
        assert "I ask for information or documents that the body has." in words(asked)
        appeal = sent(client, asked, "")  # not sure: the plain kind's term
        assert due_day(appeal).isoformat() == "2026-12-09"
        desk = at_desk("k.symonenko")
        assert "Request for public information" in words(desk.get(page("matter", appeal.number)))
        kind = {"matter": "info_request", "text": "It asks for figures that we have."}
        assert "The kind is set." in words(desk.post(page("matter", appeal.number), kind, follow=True))
        seen = followed(appeal.id, BEGAN)
    appeal.refresh_from_db()
    assert (appeal.matter, due_day(appeal).isoformat()) == ("info_request", "2026-12-01")
    assert ("It asks for figures that we have." in seen, "5 working days" in seen) == (True, True)


def test_nothing_is_owed_on_what_was_withdrawn(raion: None) -> None:
    with standing_at(BEGAN):
        client = Client()
        appeal = sent(client, second_screen(client, "report", "My bicycle was stolen."), "crime_report")
        assert [one.profile.code for one in steps_of(appeal)] == ["ua.cpc214.erdr"]
        actions.withdraw(by=resident(appeal.id), at=BEGAN, ref=appeal.id, text="")
        assert steps_of(Appeal.objects.get()) == []


def test_thanks_have_no_date_and_stand_before_the_chair(raion: None) -> None:
    with standing_at(BEGAN):
        client = Client()
        asked = second_screen(client, "thanks", "The patrol found my grandmother. Thank you.")
        assert "The law sets no date for this kind of message." in words(asked)
        appeal = sent(client, asked, "")
    assert (appeal.kind, appeal.due_at, appeal.profile_id) == ("thanks", None, None)
