"""What somebody typed is never lost: the page that could not take it holds it, and nobody else's words stand there."""

import pytest
from django.conf import settings as django_settings
from django.test import Client, RequestFactory

from answerable.appeals.testing import World, at_desk, make_world, page
from answerable.appeals.tests.test_own_word import PAGE, answered, followed
from answerable.base.testing import now
from answerable.people.models import Account
from answerable.site.typed import words_of

WORDS = "The lamp is dark again, and nobody came."


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def holds(answer: object) -> bool:
    return WORDS in answer.text and "What you typed" in answer.text


def test_a_dispute_typed_while_somebody_signs_in_is_held_by_the_page_that_refuses_it(world: World) -> None:
    ref, _point = answered(world)
    client = followed(Client(), world, ref)
    assert client.get(f"{PAGE}dispute/").status_code == 200
    client.force_login(Account.objects.get(id=world.people["marta"]))
    refused = client.post(f"{PAGE}dispute/", {"text": WORDS, "token": "t" * 43})
    assert (refused.status_code, holds(refused), "no-store" in refused["Cache-Control"]) == (409, True, True)


def test_words_that_come_after_the_session_of_a_sender_are_held(world: World) -> None:
    ref, _point = answered(world)
    client = followed(Client(), world, ref)
    del client.cookies[django_settings.FOLLOW_COOKIE_NAME]
    late = client.post(f"{PAGE}withdraw/", {"text": WORDS, "spoke": "nobody"})
    assert (late.status_code, holds(late), "type your code again" in late.text) == (409, True, True)
    assert client.post(f"{PAGE}withdraw/", {"spoke": "nobody"}).status_code == 302


def test_words_that_come_after_somebody_signed_out_at_a_desk_are_held(world: World) -> None:
    sent = world.sent(at=now(), category=None, territory=None)
    client = at_desk(world, "ivanenko")
    client.logout()
    late = client.post(page("note", sent.number), {"text": WORDS})
    assert (late.status_code, holds(late)) == (409, True)
    assert client.post(page("accept", sent.number)).status_code == 302


def test_a_form_whose_token_is_old_holds_its_words_too(world: World) -> None:
    sent = world.sent(at=now(), category=None, territory=None)
    client = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    client.force_login(Account.objects.get(id=world.people["ivanenko"]))
    old = client.post(page("note", sent.number), {"text": WORDS, "csrfmiddlewaretoken": "old"})
    assert (old.status_code, holds(old)) == (403, True)


@pytest.mark.parametrize(
    ("headers", "held"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, [WORDS]),
        ({"Sec-Fetch-Site": "cross-site"}, []),
        ({"Origin": "https://elsewhere.example"}, []),
        ({"Origin": "http://testserver"}, [WORDS]),
        ({"Origin": "null"}, [WORDS]),
        ({}, [WORDS]),
    ],
)
def test_another_sites_words_do_not_stand_on_our_pages(headers: dict[str, str], held: list[str]) -> None:
    assert words_of(RequestFactory().post("/en/follow/", {"text": WORDS}, headers=headers)) == held


def test_only_boxes_for_words_are_shown_again() -> None:
    form = {"text": WORDS, "form-0-text": "The lamp?", "point_3_text": " ", "where": "Sadova 3"}
    secret = {"code": "1234 5678", "password": "a long password", "recovery": "a b c", "token": "t" * 40, "body": "7"}
    request = RequestFactory().post("/en/", {**form, **secret})
    assert words_of(request) == [WORDS, "The lamp?", "Sadova 3"]
    assert words_of(RequestFactory().get("/en/", form)) == []


def test_a_form_that_was_never_read_whole_shows_nothing() -> None:
    broken = RequestFactory().post("/en/", b"no boundary", content_type="multipart/form-data")
    assert words_of(broken) == []
