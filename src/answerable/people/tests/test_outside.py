"""The organisation's own sign-in: a linked person comes in to the second factor, and every bent answer is refused."""

import json
from dataclasses import replace
from datetime import timedelta

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from django.test import Client

from answerable.base.testing import later, now
from answerable.base.verdict import InvalidError, MissingError, RefusedError
from answerable.ledger.queries import history_of
from answerable.people import actions, queries
from answerable.people.models import Identity, Seat
from answerable.people.terms import Power
from answerable.people.testing import make_body, make_person
from answerable.people.tests.provider import CLIENT, KEY, SECRET, SHORT, STRANGER, provider
from answerable.people.tests.test_sign_in import code, with_app

pytestmark = [pytest.mark.django_db, pytest.mark.instants]
BEGIN = "/desk/sign-in/outside/"


@pytest.fixture
def there(settings):
    with provider() as known:
        settings.ANSWERABLE = replace(
            settings.ANSWERABLE,
            oidc_issuer=known.issuer,
            oidc_client_id=CLIENT,
            oidc_client_secret=SECRET,
            oidc_name="Police ID",
        )
        yield known


@pytest.fixture
def head():
    return make_person("petrenko", make_body("unit"), Power.READ, Power.PEOPLE, heads=True)


@pytest.fixture
def officer(there, head):
    """Somebody who is linked with person-7."""
    person = make_person("ivanenko", queries.body("unit"), Power.READ)
    actions.link(
        by=queries.actor_for(head.id, now()), at=now(), account=person.id, issuer=there.issuer, subject="person-7"
    )
    return person


def came(there, client: Client):
    """To the provider and back, as a browser goes."""
    return client.get(there.consent(client.get(BEGIN, {"next": "/desk/me/"}).headers["Location"]))


def is_in(client: Client) -> bool:
    return client.get("/desk/me/").status_code == 200


def test_a_linked_person_comes_in_and_goes_where_they_wanted(there, officer):
    client = Client()
    answer = came(there, client)
    assert 'content="0; url=/desk/me/"' in answer.content.decode()
    assert is_in(client)


def test_the_second_factor_is_still_asked(there, officer):
    seed = with_app(officer, now())
    client = Client()
    assert "/desk/sign-in/second/" in came(there, client).content.decode()
    assert not is_in(client)
    client.post("/desk/sign-in/second/", {"code": code(seed, now())})
    assert is_in(client)


def test_nothing_personal_is_asked_and_pkce_and_nonce_are(there, officer):
    address = Client().get(BEGIN).headers["Location"]
    assert "scope=openid&" in address
    assert "code_challenge_method=S256" in address
    assert "nonce=" in address


def test_an_unlinked_person_is_told_their_word_and_not_let_in(there, officer):
    there.subject = "person-8"
    there.claims = {"email": officer.email, "email_verified": True, "preferred_username": officer.login}
    client = Client()
    answer = came(there, client)
    assert answer.status_code == 403
    assert "person-8" in answer.content.decode()
    assert not is_in(client)


def bent_tokens(there, **claims) -> str:
    moment = int(now().timestamp())
    said = {"iss": there.issuer, "sub": "person-7", "aud": CLIENT, "iat": moment, "exp": moment + 300}
    return said | claims


BENT = {
    "wrong nonce": {"nonce": "another"},
    "no nonce": {"nonce": None},
    "wrong audience": {"aud": "another-client"},
    "several audiences without azp": {"aud": [CLIENT, "another"]},
    "made for another": {"azp": "another-client"},
    "wrong issuer": {"iss": "http://127.0.0.1:1"},
    "issuer with a slash more": {"iss": "http://127.0.0.1/"},
    "expired": {"exp": 1},
    "no end": {"exp": None},
    "from before": {"iat": 1},
    "from the future": {"iat": 9_999_999_999},
    "no issue time": {"iat": None},
    "no subject": {"sub": None},
    "empty subject": {"sub": ""},
    "not before": {"nbf": 9_999_999_999},
}


@pytest.mark.parametrize("how", BENT)
def test_a_bent_token_is_refused(there, officer, how):
    there.claims = BENT[how]
    client = Client()
    assert came(there, client).status_code == 403
    assert not is_in(client)


def test_a_token_of_a_strange_key_or_no_key_is_refused(there, officer):
    client = Client()
    there.key = STRANGER
    assert came(there, client).status_code == 403
    there.key, there.algorithm = None, "none"
    assert came(there, client).status_code == 403
    public = KEY.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    there.key, there.algorithm = public, "HS256"  # the public key taken for a shared secret
    assert came(there, client).status_code == 403
    there.key, there.algorithm = "x" * 64, "HS256"
    assert came(there, client).status_code == 403
    assert not is_in(client)


@pytest.mark.filterwarnings("ignore:The RSA key is")  # said when the provider signs
def test_a_key_too_short_to_prove_anything_is_refused(there, officer):
    client = Client()
    there.key = there.published = SHORT
    assert came(there, client).status_code == 403
    assert not is_in(client)


def test_an_old_token_in_place_of_a_new_one_is_refused(there, officer):
    said = bent_tokens(there, nonce="of an earlier way")
    there.token = jwt.encode(said, KEY, algorithm="RS256", headers={"kid": "one"})
    client = Client()
    assert came(there, client).status_code == 403
    assert not is_in(client)


def test_a_way_back_works_once_and_only_in_the_browser_that_went(there, officer):
    client, thief = Client(), Client()
    back = there.consent(client.get(BEGIN).headers["Location"])
    assert thief.get(back).status_code == 403
    thief.get(BEGIN)
    assert thief.get(back).status_code == 403  # another note: another state
    assert client.get(back).status_code == 200
    client.post("/desk/sign-out/")
    assert client.get(back).status_code == 403  # the note is gone
    assert not is_in(client)


def test_a_code_replayed_with_its_note_is_refused_by_the_provider(there, officer):
    client = Client()
    back = there.consent(client.get(BEGIN).headers["Location"])
    note = client.cookies["outside"].value
    client.get(back)
    again = Client()
    again.cookies["outside"] = note
    assert again.get(back).status_code == 403


def test_a_late_way_back_is_refused(there, officer):
    client = Client()
    back = there.consent(client.get(BEGIN).headers["Location"])
    with later(timedelta(minutes=11)):
        assert client.get(back).status_code == 403


@pytest.mark.parametrize("iss", ["http://elsewhere.example", "http://127.0.0.1"])
def test_an_answer_in_anothers_name_is_refused(there, officer, iss):
    client = Client()
    back = there.consent(client.get(BEGIN).headers["Location"])
    head, _, _ = back.partition("&iss=")
    assert client.get(f"{head}&iss={iss}").status_code == 403


@pytest.mark.parametrize(
    "about",
    [
        {"issuer": "http://elsewhere.example"},
        {"token_endpoint": "http://elsewhere.example/token"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"authorization_endpoint": ""},
    ],
)
def test_a_provider_that_leads_elsewhere_is_not_believed(there, officer, about):
    there.about = about
    client = Client()
    first = client.get(BEGIN)
    if first.status_code == 302:
        first = client.get(there.consent(first.headers["Location"]))
    assert first.status_code in {403, 502}


def test_an_endless_or_broken_answer_is_refused(there, officer):
    for raw in (b"x" * 300_000, b"[1]", b"{}", json.dumps({"id_token": 5}).encode(), b"\xff\xfe"):
        there.raw = raw
        assert came(there, Client()).status_code == 403


def test_a_provider_that_is_down_is_said_plainly(there, officer, settings):
    settings.ANSWERABLE = replace(settings.ANSWERABLE, oidc_issuer="http://127.0.0.1:9")
    assert Client().get(BEGIN).status_code == 502


def test_without_a_provider_there_is_no_such_page(db):
    assert Client().get(BEGIN).status_code == 404
    assert BEGIN not in Client().get("/desk/sign-in/").content.decode()


def test_linking_is_a_deed_ends_sessions_and_lets_seats_wait(there, head):
    person = make_person("marta", queries.body("unit"), Power.READ, Power.KEYS)
    by, at = queries.actor_for(head.id, now()), now()
    actions.link(by=by, at=at, account=person.id, issuer=there.issuer, subject="person-9")
    assert [entry.deed for entry in history_of(f"account/{person.id}")][-1] == "identity.linked"
    assert Seat.objects.get(account=person).confirmed_by == ""
    assert "person-9" not in str(list(Identity.objects.values()))
    with pytest.raises(InvalidError):
        actions.link(by=by, at=at, account=person.id, issuer=there.issuer, subject="person-9")
    actions.unlink(by=by, at=at, account=person.id)
    assert actions.account_of(there.issuer, "person-9") is None
    with pytest.raises(MissingError):
        actions.unlink(by=by, at=at, account=person.id)


def test_nobody_links_themselves_or_whom_they_do_not_command(there, head, officer):
    for by, whom in ((head, head), (officer, head), (officer, officer)):
        with pytest.raises(RefusedError):
            actions.link(
                by=queries.actor_for(by.id, now()), at=now(), account=whom.id, issuer=there.issuer, subject="x"
            )


def test_the_page_links_and_undoes(there, head):
    person = make_person("marta", queries.body("unit"), Power.READ)
    client = Client()
    client.post("/desk/sign-in/", {"login": "petrenko", "password": "correct horse battery staple"})
    page = f"/desk/people/unit/link/{person.id}/"
    assert "Police ID" in client.get(page).content.decode()
    client.post(page, {"subject": "person-7"})
    assert is_in_after(there)
    client.post(page, {"go": "unlink"})
    assert not Identity.objects.exists()
    assert client.get(f"/desk/people/unit/link/{head.id + 1}/").status_code == 404


def is_in_after(there) -> bool:
    client = Client()
    came(there, client)
    return is_in(client)


def test_a_new_first_password_undoes_the_link(there, head, officer):
    actions.reset_account(by=queries.actor_for(head.id, now()), at=now(), account=officer.id)
    assert not Identity.objects.exists()
