"""Signing in and out, second factors, sessions: what must be refused, and that the rest works."""

import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from django.db import connection
from django.test import Client

from answerable.ledger import queries as ledger_queries
from answerable.people import actions, queries
from answerable.people.models import Session
from answerable.people.terms import Power
from answerable.people.testing import AT, PASSWORD, make_account, make_body, make_person

pytestmark = pytest.mark.django_db
SIGN_IN = "/desk/sign-in/"
NEW = "quiet heron eats four lemons"


@pytest.fixture
def clock():
    with time_machine.travel(AT, tick=False) as traveller:
        yield traveller


@pytest.fixture
def officer(clock):
    return make_person("ivanenko", make_body("unit"), Power.READ)


def sign_in(client, login="ivanenko", password=PASSWORD, after=""):
    return client.post(SIGN_IN, {"login": login, "password": password, "next": after})


def with_app(account, at=AT) -> str:
    seed = generate_totp_secret()
    actions.add_totp(by=queries.person(account.id, at), at=at, seed=seed, keep="")
    return seed


def code(seed, at) -> str:
    return format_hotp_value(hotp_value(seed, int(at.timestamp()) // 30))


def test_the_right_password_leads_to_where_one_was_going(officer) -> None:
    client = Client()
    answer = sign_in(client, after="/desk/me/sessions/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/desk/me/sessions/")
    assert client.get("/desk/me/").status_code == 200


@pytest.mark.parametrize("after", ["https://elsewhere.example/", "//elsewhere.example/", "/uk/", "javascript:alert(1)"])
def test_sign_in_never_leads_out_of_the_staff_pages(officer, after) -> None:
    assert sign_in(Client(), after=after).headers["Location"] == "/desk/"


def test_an_unknown_name_and_a_wrong_password_get_the_same_page(officer) -> None:
    pages = [
        re.sub(r'value="[^"]*"', "", sign_in(Client(), login, "wrong").content.decode())
        for login in ("ivanenko", "nobody")
    ]
    assert pages[0] == pages[1]


def test_a_closed_account_cannot_sign_in_and_its_session_is_over(officer) -> None:
    top = make_body("above")
    client = Client()
    sign_in(client)
    head = make_person("head", queries.body("unit"), Power.PEOPLE)
    del top
    actions.close_account(by=queries.actor_for(head.id, AT), at=AT, account=officer.id)
    assert client.get("/desk/me/").status_code == 302
    assert sign_in(Client()).status_code == 200


def test_a_stranger_is_led_to_sign_in_by_every_page_of_the_desk(clock) -> None:
    client = Client()
    for page in ("me/", "me/password/", "me/app/", "me/codes/", "me/sessions/", "absence/", "people/", "me/again/"):
        answer = client.get(f"/desk/{page}")
        assert (page, answer.status_code, answer.headers["Location"].split("?")[0]) == (page, 302, SIGN_IN)


def test_tries_are_limited_for_a_name_from_one_place_and_come_back_with_time(officer, clock) -> None:
    client = Client()
    assert [sign_in(client, password="wrong").status_code for _ in range(6)] == [200] * 5 + [429]
    assert sign_in(client).status_code == 429
    clock.shift(timedelta(minutes=2))
    assert sign_in(client).status_code == 302


def test_the_table_of_limits_holds_no_address_and_no_name(officer) -> None:
    sign_in(Client(REMOTE_ADDR="203.0.113.77"), password="wrong")
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(l::text, ' ') FROM people_limit l")
        held = cursor.fetchone()[0]
    assert ("203.0.113.77" in held, "ivanenko" in held) == (False, False)


def test_a_first_password_opens_nothing_but_the_page_to_change_it(clock) -> None:
    account = make_person("ivanenko", make_body("unit"), Power.READ)
    head = make_person("head", queries.body("unit"), Power.PEOPLE)
    first = actions.reset_account(by=queries.actor_for(head.id, AT), at=AT, account=account.id)
    client = Client()
    sign_in(client, password=first)
    answer = client.get("/desk/absence/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/desk/me/password/")
    changed = client.post("/desk/me/password/", {"present": first, "new": NEW, "repeated": NEW})
    assert changed.status_code == 302
    assert client.get("/desk/absence/").status_code == 200
    assert [entry.deed for entry in ledger_queries.history_of(f"account/{account.id}")] == [
        "account.made", "password.reset", "password.changed",
    ]  # fmt: skip


@pytest.mark.parametrize("weak", ["short", "password12345", "ivanenko-ivanenko", "qwertyuiopas"])
def test_a_password_that_is_easy_to_guess_is_refused_with_the_cure(officer, weak) -> None:
    client = Client()
    sign_in(client)
    answer = client.post("/desk/me/password/", {"present": PASSWORD, "new": weak, "repeated": weak})
    assert answer.status_code == 200
    assert 'id="id_new_fault"' in answer.content.decode()
    assert sign_in(Client()).status_code == 302


@pytest.mark.security
def test_s26_a_change_of_password_ends_every_other_session(officer) -> None:
    here, there = Client(), Client()
    sign_in(here)
    sign_in(there)
    here.post("/desk/me/password/", {"present": PASSWORD, "new": NEW, "repeated": NEW})
    assert (here.get("/desk/me/").status_code, there.get("/desk/me/").status_code) == (200, 302)


@pytest.mark.security
def test_s26_a_new_seat_or_its_end_ends_the_persons_sessions(officer) -> None:
    body = queries.body("unit")
    head = queries.actor_for(make_person("head", body, Power.PEOPLE).id, AT)
    client = Client()
    sign_in(client)
    seat = actions.grant_seat(by=head, at=AT, account=officer.id, body=body.id, role="read", from_on=AT.date())
    assert client.get("/desk/me/").status_code == 302
    sign_in(client)
    actions.end_seat(by=head, at=AT, seat=seat.id)
    assert client.get("/desk/me/").status_code == 302


@pytest.mark.security
def test_s26_a_session_has_a_new_id_at_sign_in_and_the_table_only_its_digest(officer) -> None:
    client = Client()
    client.get(SIGN_IN)
    sign_in(client)
    first = client.cookies["session"].value
    client.post("/desk/sign-out/")
    sign_in(client)
    second = client.cookies["session"].value
    assert first != second
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(s::text, ' ') FROM people_session s")
        held = cursor.fetchone()[0]
    assert (second in held, second.encode().hex() in held, str(officer.id).encode().hex() in held) == (False,) * 3
    assert Session.objects.filter(account=officer.id).count() == 1


@pytest.mark.security
def test_s26_cookies_are_closed_to_script_and_to_other_sites(officer) -> None:
    client = Client()
    sign_in(client)
    cookie = client.cookies["session"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["max-age"]) == (True, "Strict", "/", "")


@pytest.mark.security
def test_s26_sign_out_works_by_post_only_and_at_once(officer) -> None:
    client = Client()
    sign_in(client)
    kept = client.cookies["session"].value
    assert client.get("/desk/sign-out/").status_code == 405
    assert client.get("/desk/me/").status_code == 200
    client.post("/desk/sign-out/")
    thief = Client()
    thief.cookies["session"] = kept
    assert thief.get("/desk/me/").status_code == 302


@pytest.mark.security
def test_s26_a_session_ends_after_half_an_hour_of_idleness_and_after_eight_hours(officer, clock) -> None:
    client = Client()
    sign_in(client)
    clock.shift(timedelta(minutes=29))
    assert client.get("/desk/me/").status_code == 200
    clock.shift(timedelta(minutes=31))
    assert client.get("/desk/me/").status_code == 302
    sign_in(client)
    for _ in range(19):
        clock.shift(timedelta(minutes=25))
        assert client.get("/desk/me/").status_code == 200
    clock.shift(timedelta(minutes=25))
    assert client.get("/desk/me/").status_code == 302


@pytest.mark.security
def test_s26_roles_are_not_granted_on_an_old_proof(officer, clock) -> None:
    make_person("head", queries.body("unit"), Power.READ, Power.PEOPLE)
    client = Client()
    sign_in(client, "head")
    assert client.get("/desk/people/unit/grant/").status_code == 200
    clock.shift(timedelta(minutes=6))
    answer = client.get("/desk/people/unit/grant/")
    assert answer.headers["Location"] == "/desk/me/again/?next=%2Fdesk%2Fpeople%2Funit%2Fgrant%2F"
    assert client.post(answer.headers["Location"], {"password": "wrong"}).status_code == 200
    assert client.post(answer.headers["Location"], {"password": PASSWORD}).status_code == 302
    assert client.get("/desk/people/unit/grant/").status_code == 200


def test_one_session_can_be_ended_and_nobody_elses(officer) -> None:
    mine, other, stranger = Client(), Client(), Client()
    make_person("stranger", queries.body("unit"), Power.READ)
    sign_in(mine)
    sign_in(other)
    sign_in(stranger, "stranger")
    marks = {row.digest[:16]: row.account_id for row in Session.objects.exclude(account=None)}
    theirs = next(mark for mark, account in marks.items() if account != officer.id)
    assert mine.post("/desk/me/sessions/", {"mark": theirs}).status_code == 404
    page = mine.get("/desk/me/sessions/").content.decode()
    found = re.findall(r'name="mark" value="([0-9a-f]{16})"', page)
    assert len(found) == 1
    mine.post("/desk/me/sessions/", {"mark": found[0]})
    states = [client.get("/desk/me/").status_code for client in (mine, other, stranger)]
    assert states == [200, 302, 200]


def test_the_second_factor_is_asked_for_and_lets_in(officer, clock) -> None:
    seed, client = with_app(officer), Client()
    assert sign_in(client, after="/desk/me/").headers["Location"] == "/desk/sign-in/second/"
    assert client.get("/desk/me/").status_code == 302
    assert client.post("/desk/sign-in/second/", {"code": "000 000"}).status_code == 200
    answer = client.post("/desk/sign-in/second/", {"code": code(seed, AT)})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/desk/me/")
    assert client.get("/desk/me/").status_code == 200


@pytest.mark.security
def test_s25_a_code_works_once_and_not_in_another_step(officer, clock) -> None:
    seed = with_app(officer)
    now_code, late_code = code(seed, AT), code(seed, AT - timedelta(seconds=30))
    assert actions.use_totp_code(account=officer.id, typed=late_code, at=AT) is False
    assert actions.use_totp_code(account=officer.id, typed=now_code, at=AT) is True
    assert actions.use_totp_code(account=officer.id, typed=now_code, at=AT) is False
    later = AT + timedelta(seconds=30)
    assert actions.use_totp_code(account=officer.id, typed=code(seed, later), at=later) is True


@pytest.mark.security
def test_s25_seeds_are_unreadable_in_the_database(officer) -> None:
    seed = with_app(officer)
    made = actions.make_recovery_codes(by=queries.person(officer.id, AT), at=AT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(a::text, ' ') FROM mfa_authenticator a")
        held = cursor.fetchone()[0]
    assert (seed in held, any(each in held for each in made)) == (False, False)


@pytest.mark.security
def test_s25_codes_are_tried_five_times_in_two_minutes_from_anywhere(officer, clock) -> None:
    seed = with_app(officer)
    clients = [Client(REMOTE_ADDR=f"203.0.113.{n}") for n in range(7)]
    for client in clients:
        sign_in(client)
    states = [client.post("/desk/sign-in/second/", {"code": "000000"}).status_code for client in clients[:6]]
    assert states == [200] * 5 + [429]
    assert clients[6].post("/desk/sign-in/second/", {"code": code(seed, AT)}).status_code == 429


@pytest.mark.security
def test_s25_without_a_second_factor_the_desk_stays_closed_where_one_is_required(officer, settings) -> None:
    from dataclasses import replace

    settings.ANSWERABLE = replace(settings.ANSWERABLE, require_second_factor=True)
    client = Client()
    sign_in(client)
    answer = client.get("/desk/absence/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/desk/me/")
    seed = with_app(officer)
    client = Client()
    sign_in(client)
    client.post("/desk/sign-in/second/", {"code": code(seed, AT)})
    assert client.get("/desk/absence/").status_code == 200


def test_an_app_is_set_up_by_its_first_code_and_then_asked_for(officer, clock) -> None:
    client = Client()
    sign_in(client)
    page = client.get("/desk/me/app/").content.decode()
    seed = re.search(r'<code class="code">([A-Z2-7 ]+)</code>', page)[1].replace(" ", "")
    picture = client.get("/desk/me/app/picture.svg")
    assert (picture.headers["Content-Type"], picture.headers["Cache-Control"]) == ("image/svg+xml", "no-store")
    assert client.post("/desk/me/app/", {"code": "000000"}).status_code == 200
    answer = client.post("/desk/me/app/", {"code": code(seed, AT)})
    assert answer.headers["Location"] == "/desk/me/codes/"
    assert client.get("/desk/me/app/picture.svg").status_code == 404
    codes = re.findall(r'<code class="code">(\d{4} \d{4})</code>', client.post("/desk/me/codes/").content.decode())
    assert len(codes) == 10
    assert re.findall(r'<code class="code">(\d{4} \d{4})</code>', client.get("/desk/me/codes/").content.decode()) == []
    other = Client()
    sign_in(other)
    assert other.post("/desk/sign-in/second/", {"code": codes[3]}).status_code == 302
    again = Client()
    sign_in(again)
    assert again.post("/desk/sign-in/second/", {"code": codes[3]}).status_code == 200


def test_removing_the_last_factor_removes_the_recovery_codes_with_it(officer) -> None:
    with_app(officer)
    me = queries.person(officer.id, AT)
    actions.make_recovery_codes(by=me, at=AT)
    row = Authenticator.objects.get(user=officer, type="totp")
    actions.remove_factor(by=me, at=AT, factor=row.id, keep="")
    assert Authenticator.objects.filter(user=officer).count() == 0


def test_nobody_removes_another_persons_factor(officer) -> None:
    with_app(officer)
    make_person("stranger", queries.body("unit"), Power.PEOPLE)
    client = Client()
    sign_in(client, "stranger")
    row = Authenticator.objects.get(user=officer)
    assert client.post(f"/desk/me/factors/{row.id}/remove/").status_code == 404
    assert Authenticator.objects.filter(user=officer).count() == 1


def test_pages_speak_the_persons_language(clock) -> None:
    account = make_account("olena", language="uk")
    del account
    client = Client(HTTP_ACCEPT_LANGUAGE="ru")
    assert '<html lang="ru"' in client.get(SIGN_IN).content.decode()
    assert '<html lang="en"' in client.get(f"{SIGN_IN}?language=en").content.decode()
    sign_in(client, "olena")
    assert '<html lang="uk"' in client.get("/desk/me/").content.decode()


TRY_CODE = """
import os, sys
from datetime import datetime
from django.db import connections
import django
django.setup()
from answerable.people import actions
print(actions.use_totp_code(account=int(sys.argv[1]), typed=sys.argv[2], at=datetime.fromisoformat(sys.argv[3])))
"""


@pytest.mark.security
@pytest.mark.django_db(transaction=True)
def test_s25_of_two_processes_with_the_same_code_one_is_let_in() -> None:
    officer = make_person("ivanenko", make_body("unit"), Power.READ)
    at = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
    seed = with_app(officer)
    command = [sys.executable, "-c", TRY_CODE, str(officer.id), code(seed, at), at.isoformat()]
    words = {**__import__("os").environ, "DJANGO_SETTINGS_MODULE": "answerable.site.settings"}
    running = [
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=words, cwd=Path(__file__).parent)
        for _ in range(2)
    ]
    said = sorted(each.communicate(timeout=60)[0].strip() for each in running)
    assert said == ["False", "True"]
