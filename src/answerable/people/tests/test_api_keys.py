"""Keys of programs: told once, good for what they were given for, until their end or until they are taken back."""

from datetime import timedelta

import pytest

from answerable.base.actor import SYSTEM
from answerable.base.testing import now
from answerable.base.verdict import InvalidError, MissingError, NotNowError, RefusedError
from answerable.ledger.queries import history_of
from answerable.people import actions
from answerable.people.models import ApiKey
from answerable.people.queries import api_keys, person
from answerable.people.terms import ApiScope, Deed, Power
from answerable.people.testing import make_body, make_person

pytestmark = pytest.mark.django_db
MONTH = timedelta(days=30)


def issued(body: int, **said: object) -> tuple[ApiKey, str]:
    asked = {"by": SYSTEM, "at": now(), "body": body, "name": "FixMyStreet", "scopes": [ApiScope.OPEN311]}
    return actions.issue_api_key(**{**asked, "ends_at": now() + MONTH, **said})


def test_a_key_lets_in_until_it_ends_and_its_text_is_kept_nowhere() -> None:
    key, text = issued(make_body().id)
    assert api_keys.holder_of(text, ApiScope.OPEN311, now()) == key
    assert api_keys.holder_of(text, ApiScope.OPEN311, now() + MONTH) is None
    assert api_keys.holder_of(text[:-1], ApiScope.OPEN311, now()) is None
    assert text not in str(ApiKey.objects.values().get())
    assert [entry.deed for entry in history_of(f"api_key/{key.id}")] == [Deed.API_KEY_ISSUED]


def test_a_key_for_something_else_lets_nobody_in() -> None:
    _key, text = issued(make_body().id, scopes=[])
    assert api_keys.holder_of(text, ApiScope.OPEN311, now()) is None


def test_a_key_is_taken_back_once() -> None:
    key, text = issued(make_body().id)
    actions.revoke_api_key(by=SYSTEM, at=now(), key=key.id)
    assert api_keys.holder_of(text, ApiScope.OPEN311, now()) is None
    assert [entry.deed for entry in history_of(f"api_key/{key.id}")] == [Deed.API_KEY_ISSUED, Deed.API_KEY_REVOKED]
    with pytest.raises(NotNowError):
        actions.revoke_api_key(by=SYSTEM, at=now(), key=key.id)
    with pytest.raises(MissingError):
        actions.revoke_api_key(by=SYSTEM, at=now(), key=1)


def test_who_grants_no_seats_issues_no_keys_and_none_ends_before_it_begins() -> None:
    body = make_body()
    with pytest.raises(RefusedError):
        issued(body.id, by=person(make_person("clerk", body, Power.HANDLE).id, now()))
    with pytest.raises(InvalidError):
        issued(body.id, ends_at=now())
    assert list(api_keys.api_keys()) == []
