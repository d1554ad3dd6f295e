"""The list of parked deeds at the desk: who sees it, what it says, and trying again. Tests `views.parked`."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client

from answerable.base.actor import SYSTEM
from answerable.base.follower import HeardDeed, follows
from answerable.ledger import follow
from answerable.ledger.actions import record
from answerable.ledger.models import Entry, Parked
from answerable.ledger.testing import AT
from answerable.people.testing import make_body, make_person

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/desk/parked/"


def _stumbled(*, critical: bool = False) -> Parked:
    @follows("test.done", critical=critical)
    def stumble(entry: HeardDeed) -> None:
        raise RuntimeError("Olha Petrenko")

    for _ in range(2):
        with transaction.atomic():
            record(by=SYSTEM, at=AT, deed="test.done", thing="test/7")
    for hours in range(6):
        follow.bring_up_to_date({"test": (stumble,)}, at=AT + timedelta(hours=hours))
    return Parked.objects.get(tries__gt=0)


@pytest.fixture
def watching(client: Client) -> Client:
    client.force_login(make_person("watcher", make_body("unit"), "audit"))
    return client


def test_whoever_watches_sees_what_is_parked_and_why_and_nothing_of_its_contents(watching: Client) -> None:
    row = _stumbled()
    page = watching.get(PAGE)
    text = page.content.decode()
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    for word in ("test.stumble", "test.done", "test/7", "builtins.RuntimeError", str(row.id)):
        assert word in text
    assert "Olha" not in text


def test_nobody_else_learns_that_there_is_such_a_page(client: Client) -> None:
    row = _stumbled()
    client.force_login(make_person("handler", make_body("unit"), "read", "handle", "people", "chair"))
    absent = client.get("/desk/no-such-page/")
    for answer in (client.get(PAGE), client.post(PAGE, {"parked": row.id})):
        assert (answer.status_code, answer.content) == (404, absent.content)
    row.refresh_from_db()
    assert row.retry_at is None


def test_the_button_lets_it_be_tried_again_and_is_a_deed(watching: Client) -> None:
    row = _stumbled()
    assert watching.post(PAGE, {"parked": row.id}).headers["Location"] == PAGE
    row.refresh_from_db()
    assert row.retry_at is not None
    assert Entry.objects.filter(deed="parked.retried", thing=f"parked/{row.id}").count() == 1


@pytest.mark.parametrize("ref", ["", "x", "1" * 30, "999"])
def test_what_is_not_there_is_not_tried_again(ref: str, watching: Client) -> None:
    assert watching.post(PAGE, {"parked": ref}).status_code == 302
    assert not Entry.objects.filter(deed="parked.retried").exists()


@pytest.mark.parametrize("critical", [False, True])
def test_every_page_of_whoever_watches_says_that_something_waits(critical: bool, watching: Client) -> None:
    assert PAGE not in watching.get("/desk/me/").content.decode()
    _stumbled(critical=critical)
    assert PAGE in watching.get("/desk/me/").content.decode()
