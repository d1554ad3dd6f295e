"""The caller's slip on the follow page: it reads beside a newer code, and says when nobody of theirs made that."""

import pytest
from django.conf import settings as django_settings
from django.test import Client

from answerable.appeals.models import Appeal
from answerable.appeals.testing import World, make_world
from answerable.appeals.tests.test_own_word import ELSEWHERE, PAGE, deeds
from answerable.base.testing import now
from answerable.vault import actions as vault_actions
from answerable.vault.models import Slot
from answerable.vault.rules import codes

pytestmark = [pytest.mark.django_db, pytest.mark.security]


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(codes, "PARAMS", "argon2id,v=19,m=65536,t=1,p=1,l=64")
    return make_world()


def a_browser(code: str) -> Client:
    """Somebody who typed a code in a browser of their own."""
    client = Client(REMOTE_ADDR=ELSEWHERE, HTTP_ACCEPT_LANGUAGE="en")
    assert client.post("/en/follow/", {"code": code}).status_code == 302
    return client


def test_a_slip_beside_a_newer_code_reads_and_contests_it(world: World) -> None:
    sent = world.sent(at=now(), category=None, territory=None, kind="request", name="Olha", made_by="operator")
    other = a_browser(sent.code)
    made = other.post(f"{PAGE}code/").text
    assert "still opens your message for reading" in made
    caller = a_browser(sent.code)
    shown = caller.get(PAGE).text
    assert [words in shown for words in ("Another code was made", "Write back or add files", "Withdraw my message")] == [
        True, True, False,
    ]  # fmt: skip
    for act in ("withdraw/", "code/"):
        refused = caller.post(f"{PAGE}{act}", {"spoke": "nobody"})
        assert (refused.status_code, "This slip opens the message to read" in refused.text) == (409, True)
    assert (
        caller.post(f"{PAGE}reply/", {"text": "Thank you.", "proof": ""}).status_code == 200
    )  # asks for the code again
    assert "Use your new code once in another browser" in other.get(PAGE).text
    assert other.post(f"{PAGE}code/not-mine/").status_code == 409  # only the slip says that
    assert caller.post(f"{PAGE}code/not-mine/")["Location"].endswith("?done=contested")
    assert "not settled whose code" in other.get(PAGE).text
    assert other.post(f"{PAGE}withdraw/", {"spoke": "nobody"}).status_code == 409
    assert (Appeal.objects.get(id=sent.appeal).state, deeds(sent.appeal)[-2:]) == (
        "registered", ["code.changed", "code.contested"],
    )  # fmt: skip


def test_a_sealed_message_is_read_with_both_and_with_the_new_code_alone_afterwards(world: World) -> None:
    world.keys()
    about = world.bodies["p1"]
    sent = world.sent(at=now(), kind="complaint", about_body=about, category=None, made_by="operator")
    maker = a_browser(sent.code)
    fresh = vault_actions.change_code(cookie=maker.cookies[django_settings.FOLLOW_COOKIE_NAME].value, at=now())
    words = "The lamp at the school is dark."
    assert [words in a_browser(sent.code).get(PAGE).text, words in maker.get(PAGE).text] == [True, True]
    assert sorted(Slot.objects.filter(pair__owner=sent.appeal).values_list("kind", flat=True)) == ["code", "slip"]
    assert words in a_browser(fresh.digits).get(PAGE).text
    assert list(Slot.objects.filter(pair__owner=sent.appeal).values_list("kind", flat=True)) == ["code"]
    assert vault_actions.open_by_code(typed=sent.code, at=now()) is None
