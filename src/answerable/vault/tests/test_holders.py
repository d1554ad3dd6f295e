"""The pages of key holders and of the auditor."""

import re
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.test import Client

from answerable.base.actor import SYSTEM, Actor, ActorKind
from answerable.base.subject import Subject
from answerable.base.testing import now
from answerable.people import actions as people_actions
from answerable.people import queries as people_queries
from answerable.people import signing
from answerable.people.models import Body, Seat
from answerable.people.testing import make_body, make_person
from answerable.site.testing import empty_tables
from answerable.vault import actions, queries, unlocked_keys
from answerable.vault.models import KeyPair
from answerable.vault.queries import holders as who
from answerable.vault.terms import Holder

pytestmark = [pytest.mark.django_db, pytest.mark.instants]
GOOD = "wet stones under the seventh bridge"


def signed_in(login, *powers):
    """A browser of somebody with a seat of these powers, who has just proved who they are."""
    account = make_person(login, Body.objects.filter(code="monitor").first() or make_body("monitor"), *powers)
    browser = Client()
    browser.force_login(account)
    request = SimpleNamespace(session=browser.session, user=account)
    signing.prove(request, now())
    request.session.save()
    return browser, account


def again_signed_in(account):
    """Another browser of the same person."""
    browser = Client()
    browser.force_login(account)
    return browser, account


def sheet_of(page):
    """The recovery code that a page shows."""
    return re.search(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){6}", page)[0]


def made_key(browser):
    """Make a key on its page: the page with the sheet."""
    return browser.post("/desk/keys/", {"password": GOOD, "again": GOOD}).content.decode()


def test_a_key_is_made_printed_once_and_confirmed_by_a_colleague():
    (olena, her), (omb, _) = signed_in("olena", "keys"), signed_in("omb", "keys")
    assert "Make my key" in olena.get("/desk/keys/").content.decode()
    weak = olena.post("/desk/keys/", {"password": "password1234", "again": "password1234"})
    assert ("could be guessed" in weak.content.decode(), KeyPair.objects.count()) == (True, 0)
    sheet = made_key(olena)
    recovery, fingerprint = sheet_of(sheet), re.search(r"\d{4}(?: \d{4}){5}", sheet)[0]
    mine = olena.get("/desk/keys/").content.decode()
    assert (recovery in mine, fingerprint in mine, "Check my printed sheet" in mine) == (False, True, True)
    pair = queries.pair_of(Holder.ACCOUNT, her.id)
    address = f"/desk/keys/confirm/{pair.id}/"
    assert olena.get(address).status_code == 404
    made_key(omb)
    assert (address in omb.get("/desk/keys/").content.decode(), fingerprint in omb.get(address).content.decode()) == (
        True,
        False,
    )
    assert "differ" in omb.post(address, {"fingerprint": "1234"}).content.decode()
    assert omb.post(address, {"fingerprint": fingerprint}).status_code == 302
    assert "Fingerprint of my key" in olena.get("/desk/keys/").content.decode()


def test_the_sheet_is_checked_by_typing_two_groups_back():
    olena, her = signed_in("olena", "keys")
    groups = sheet_of(made_key(olena)).split("-")
    wrong = olena.post("/desk/keys/sheet/", {"group_2": groups[1], "group_6": "0000"}).content.decode()
    assert wrong.count("another group here") == 2  # beside the field and on top
    typed = {"group_2": groups[1].lower(), "group_6": f" {groups[5]} "}
    assert olena.post("/desk/keys/sheet/", typed).status_code == 302
    assert who.sheet_checked_at(queries.pair_of(Holder.ACCOUNT, her.id))
    assert "has been checked" in olena.get("/desk/keys/sheet/").content.decode()
    assert "does not open" in olena.post("/desk/keys/sheet/new/", {"password": "x"}).content.decode()
    assert sheet_of(olena.post("/desk/keys/sheet/new/", {"password": GOOD}).content.decode()).split("-") != groups
    assert who.sheet_checked_at(queries.pair_of(Holder.ACCOUNT, her.id)) is None  # of the new sheet


def test_a_password_is_changed_and_recovered_on_its_pages():
    olena, _ = signed_in("olena", "keys")
    recovery = sheet_of(made_key(olena))
    other = "nine quiet lanterns near harbour"
    wrong = olena.post("/desk/keys/password/", {"old": "x", "password": other, "again": other})
    assert "does not open" in wrong.content.decode()
    assert olena.post("/desk/keys/password/", {"old": GOOD, "password": other, "again": other}).status_code == 302
    again = {"recovery": recovery, "password": GOOD, "again": GOOD}
    assert "old sheet no longer works" in olena.post("/desk/keys/recover/", again).content.decode()
    assert "does not open" in olena.post("/desk/keys/recover/", again).content.decode()


def test_a_key_is_open_for_the_session_and_both_halves_are_needed():
    olena, her = signed_in("olena", "keys")
    made_key(olena)
    assert "open in this browser" in olena.get("/desk/keys/").content.decode()
    cookie = olena.cookies[settings.KEY_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"], cookie["expires"]) == (True, "Strict", "", "")
    request = SimpleNamespace(session=olena.session, COOKIES={settings.KEY_COOKIE_NAME: cookie.value})
    seed = unlocked_keys.unlocked_seed(request, her.id)
    assert seed == actions.open_pair(by=people_queries.actor_for(her.id, now()), password=GOOD)
    assert seed.hex() not in str(dict(olena.session.items()))
    for wrong in ("", "x" * 43):
        assert (
            unlocked_keys.unlocked_seed(
                SimpleNamespace(session=olena.session, COOKIES={settings.KEY_COOKIE_NAME: wrong}), 1
            )
            is None
        )
        other = SimpleNamespace(session=olena.session, COOKIES={settings.KEY_COOKIE_NAME: wrong})
        assert unlocked_keys.unlocked_seed(other, her.id) is None
    olena.post("/desk/keys/close/")
    assert "Open my key" in olena.get("/desk/keys/").content.decode()
    assert "does not open" in olena.post("/desk/keys/open/", {"password": "x"}).content.decode()
    back = olena.post("/desk/keys/open/", {"password": GOOD, "next": "/desk/search/"})
    assert (back.status_code, back["Location"]) == (302, "/desk/search/")
    assert olena.cookies[settings.KEY_COOKIE_NAME].value != cookie.value
    olena.post("/desk/sign-out/")
    assert olena.get("/desk/keys/").status_code == 302  # to signing in
    assert olena.cookies[settings.KEY_COOKIE_NAME].value == ""


def test_the_password_of_a_key_cannot_be_tried_without_end():
    olena, _ = signed_in("olena", "keys")
    made_key(olena)
    olena.post("/desk/keys/close/")
    said = [olena.post("/desk/keys/open/", {"password": "x"}).status_code for _ in range(11)]
    assert said == [200] * 10 + [429]
    assert olena.post("/desk/keys/open/", {"password": GOOD}).status_code == 429


@pytest.mark.security
def test_s26_every_change_of_a_key_ends_the_other_sessions():
    olena, her = signed_in("olena", "keys")
    made_key(olena)
    other, renewed = "nine quiet lanterns near harbour", ""
    changes = (
        ("/desk/keys/password/", {"old": GOOD, "password": other, "again": other}),
        ("/desk/keys/sheet/new/", {"password": other}),
        ("/desk/keys/recover/", {"password": GOOD, "again": GOOD}),
        ("/desk/keys/lost/", {"password": GOOD, "again": GOOD}),
    )
    for address, given in changes:
        elsewhere, _ = again_signed_in(her)
        if address == "/desk/keys/recover/":
            given |= {"recovery": sheet_of(renewed)}
        answer = olena.post(address, given)
        renewed = answer.content.decode() if answer.status_code == 200 else ""
        assert elsewhere.get("/desk/keys/").status_code == 302, address
        assert olena.get("/desk/keys/").status_code == 200, address


def test_the_key_of_a_leaver_is_taken_out_of_use_by_a_colleague_and_of_nobody_else():
    (olena, her), (omb, _) = signed_in("olena", "keys"), signed_in("omb", "keys")
    made_key(olena)
    made_key(omb)
    pair = queries.pair_of(Holder.ACCOUNT, her.id)
    address = f"/desk/keys/retire/{pair.id}/"
    assert "still works here" in omb.get(address).content.decode()
    assert omb.post(address).status_code == 403
    for seat in Seat.objects.filter(account=her):
        people_actions.end_seat(by=SYSTEM, at=now(), seat=seat.id)
    assert "has left" in omb.get("/desk/keys/holders/").content.decode()
    assert omb.post(address).status_code == 302
    assert queries.pair_of(Holder.ACCOUNT, her.id) is None
    assert omb.get(address).status_code == 404


@pytest.mark.security
def test_s11_whoever_holds_no_key_and_is_no_auditor_finds_no_such_pages():
    shevchuk, _ = signed_in("shevchuk", "read", "handle")
    absent = shevchuk.get("/desk/keys/nothing/")
    for address in (
        "/desk/keys/",
        "/desk/keys/password/",
        "/desk/keys/recover/",
        "/desk/keys/confirm/1/",
        "/desk/keys/retire/1/",
        "/desk/keys/holders/",
        "/desk/keys/sheet/",
        "/desk/keys/lost/",
        "/desk/keys/handover/",
        "/desk/keys/keepers/",
        "/desk/keys/keepers/new/",
        "/desk/keys/keepers/ask/",
        "/desk/looks/",
    ):
        page = shevchuk.get(address)
        assert (page.status_code, page.content) == (404, absent.content)


@pytest.mark.django_db(transaction=True)
def test_the_auditor_sees_who_looked_and_that_the_chain_is_whole():
    empty_tables()  # in a whole run somebody has left a look behind
    aud, _ = signed_in("aud", "audit")
    assert "Nobody has opened" in aud.get("/desk/looks/").content.decode()
    reader = Actor(ActorKind.OFFICER, id=5, name="Olena <b>")
    actions.record_access(by=reader, at=now(), subject=Subject("appeal", 77), root=1, section="text", purpose="review")
    page = aud.get("/desk/looks/").content.decode()
    assert ("Olena &lt;b&gt;" in page, "to review the answer" in page, "The chain is whole" in page) == (
        True,
        True,
        True,
    )
