"""Who gets in at the desk: with a passkey where one is required, and where a process opens the desk alone."""

import importlib.util
import sys
from dataclasses import replace

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client

from answerable.people import actions as people_actions
from answerable.people import queries as people_queries
from answerable.people.models import Account
from answerable.people.terms import Power
from answerable.people.testing import AT, PASSWORD, give_seat, make_account, make_body, make_person
from answerable.site import urls

pytestmark = pytest.mark.django_db
SIGN_IN = "/desk/sign-in/"


def sign_in(client, login="ivanenko", after=""):
    return client.post(SIGN_IN, {"login": login, "password": PASSWORD, "next": after})


def with_app(account: Account) -> str:
    seed: str = generate_totp_secret()
    people_actions.add_totp(by=people_queries.person(account.id, AT), at=AT, seed=seed, keep="")
    return seed


def code(seed: str) -> str:
    return str(format_hotp_value(hotp_value(seed, int(AT.timestamp()) // 30)))


@pytest.mark.security
@time_machine.travel(AT, tick=False)
def test_s25_heads_chairs_and_key_holders_work_only_with_a_passkey_where_it_is_required(settings) -> None:
    settings.ANSWERABLE = replace(settings.ANSWERABLE, public_url="https://answerable.example", require_passkey=True)
    body = make_body("monitor")
    handler, holder, head = (
        make_person("h", body, Power.READ),
        make_person("olena", body, Power.KEYS),
        make_account("p"),
    )
    give_seat(head, body, Power.READ, heads=True)
    for account, opens in ((handler, True), (holder, False), (head, False)):
        client = Client()
        seed = with_app(account)
        sign_in(client, login=account.login)
        client.post("/desk/sign-in/second/", {"code": code(seed)})
        answer = client.get("/desk/absence/")
        assert (answer.status_code, answer.headers.get("Location")) == ((200, None) if opens else (302, "/desk/me/"))
        page = client.get("/desk/me/").content.decode()
        assert ("with a passkey only" in page) is not opens
        assert client.get("/desk/me/passkey/").status_code == 200  # the way out stays open
        session = client.session
        session["second"] = "passkey"
        session.save()
        assert client.get("/desk/absence/").status_code == 200


def test_a_process_that_opens_the_desk_alone_lets_people_sign_in(settings) -> None:
    make_person("ivanenko", make_body("unit"), Power.READ)
    settings.ANSWERABLE = replace(settings.ANSWERABLE, doors=("desk",))
    spec = importlib.util.spec_from_file_location("desk_only_urls", urls.__file__)
    alone = sys.modules["desk_only_urls"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(alone)
    settings.ROOT_URLCONF = "desk_only_urls"
    client = Client()
    assert client.get(SIGN_IN).status_code == 200
    assert sign_in(client, after="/desk/me/").headers["Location"] == "/desk/me/"
    assert client.get("/desk/me/").status_code == 200
    assert client.get("/uk/follow/").status_code == 404
