"""The pages of key holders and of the auditor."""

import re
from types import SimpleNamespace

import pytest
from django.test import Client

from answerable.base.actor import Actor, Kind
from answerable.base.clock import now
from answerable.people import signing
from answerable.people.models import Body
from answerable.people.testing import make_body, make_person
from answerable.vault import actions, queries
from answerable.vault.models import KeyPair
from answerable.vault.rules import codes
from answerable.vault.terms import Holder
from answerable.vault.views import holders

pytestmark = pytest.mark.django_db
GOOD = "wet stones under the seventh bridge"


@pytest.fixture(autouse=True)
def light(monkeypatch):
    """Slow hashes that take 30 ms."""
    monkeypatch.setattr(codes, "PARAMS", "argon2id,v=19,m=65536,t=1,p=1,l=64")


def signed_in(login, *powers):
    """A browser of somebody with a seat of these powers, who has just proved who they are."""
    account = make_person(login, Body.objects.filter(code="monitor").first() or make_body("monitor"), *powers)
    browser = Client()
    browser.force_login(account)
    request = SimpleNamespace(session=browser.session, user=account)
    signing.prove(request, now())
    request.session.save()
    return browser, account


def test_a_key_is_made_printed_once_and_confirmed_by_a_colleague():
    (olena, her), (omb, _) = signed_in("olena", "keys"), signed_in("omb", "keys")
    assert "Make my key" in olena.get("/desk/keys/").content.decode()
    weak = olena.post("/desk/keys/", {"password": "password1234", "again": "password1234"})
    assert ("could be guessed" in weak.content.decode(), KeyPair.objects.count()) == (True, 0)
    sheet = olena.post("/desk/keys/", {"password": GOOD, "again": GOOD}).content.decode()
    recovery = re.search(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){6}", sheet)[0]
    fingerprint = re.search(r"\d{4}(?: \d{4}){5}", sheet)[0]
    mine = olena.get("/desk/keys/").content.decode()
    assert (recovery in mine, fingerprint in mine, "Waits for a second person" in mine) == (False, True, True)
    pair = queries.pair_of(Holder.ACCOUNT, her.id)
    address = f"/desk/keys/confirm/{pair.id}/"
    assert olena.get(address).status_code == 404
    assert (address in omb.get("/desk/keys/").content.decode(), fingerprint in omb.get(address).content.decode()) == (
        True,
        False,
    )
    assert "differ" in omb.post(address, {"fingerprint": "1234"}).content.decode()
    assert omb.post(address, {"fingerprint": fingerprint}).status_code == 302
    assert "Confirmed" in olena.get("/desk/keys/").content.decode()


def test_a_password_is_changed_and_recovered_on_its_pages():
    olena, _ = signed_in("olena", "keys")
    sheet = olena.post("/desk/keys/", {"password": GOOD, "again": GOOD}).content.decode()
    recovery = re.search(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){6}", sheet)[0]
    other = "nine quiet lanterns near harbour"
    wrong = olena.post("/desk/keys/password/", {"old": "x", "password": other, "again": other})
    assert "does not open" in wrong.content.decode()
    assert olena.post("/desk/keys/password/", {"old": GOOD, "password": other, "again": other}).status_code == 302
    again = {"recovery": recovery, "password": GOOD, "again": GOOD}
    assert "old sheet no longer works" in olena.post("/desk/keys/recover/", again).content.decode()
    assert "does not open" in olena.post("/desk/keys/recover/", again).content.decode()


@pytest.mark.security
def test_s11_whoever_holds_no_key_and_is_no_auditor_finds_no_such_pages():
    shevchuk, _ = signed_in("shevchuk", "read", "handle")
    absent = shevchuk.get("/desk/keys/nothing/")
    for address in (
        "/desk/keys/",
        "/desk/keys/password/",
        "/desk/keys/recover/",
        "/desk/keys/confirm/1/",
        "/desk/looks/",
    ):
        page = shevchuk.get(address)
        assert (page.status_code, page.content) == (404, absent.content)


@pytest.mark.django_db(transaction=True)
def test_the_auditor_sees_who_looked_and_that_the_chain_is_whole():
    aud, _ = signed_in("aud", "audit")
    assert "Nobody has opened" in aud.get("/desk/looks/").content.decode()
    reader = Actor(Kind.OFFICER, id=5, name="Olena <b>")
    actions.look(by=reader, at=now(), record=77, root=1, section="text", purpose="review")
    page = aud.get("/desk/looks/").content.decode()
    assert ("Olena &lt;b&gt;" in page, "to review the answer" in page, "The chain is whole" in page) == (
        True,
        True,
        True,
    )
    assert holders._SHOWN == 200
