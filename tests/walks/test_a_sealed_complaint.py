"""A nameless complaint about the head, with real keys: sealed, read, answered, followed by its code, and found nowhere.

The resident has no JavaScript here: only forms are sent. Koval (the chair's office) and Olena (the monitor) make their
keys on their pages and compare them by voice; the operator of the server has neither.
"""

import re
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path

import pytest
from django.test import Client

from answerable.appeals import actions as appeals_actions
from answerable.appeals.models import Appeal, Point
from answerable.appeals.sealed_fields import APPEAL_GIST
from answerable.appeals.terms import subject_of
from answerable.appeals.testing import AT, World, make_world
from answerable.base.testing import later, now
from answerable.people.actions import change_password
from answerable.people.testing import PASSWORD
from answerable.site.testing import DATABASE
from answerable.vault import queries as vault_queries
from answerable.vault.models import AccessRecord
from answerable.vault.sealing import open_text
from answerable.vault.terms import KeyWantedError
from answerable_host.cluster import server
from tests.security import leaks

pytestmark = [pytest.mark.walk, pytest.mark.security, pytest.mark.django_db(transaction=True)]
KEY_WORDS = "wet stones under the seventh bridge of {}"


@pytest.fixture
def world() -> World:
    made = make_world()
    for login, account in made.people.items():
        change_password(by=made.actor(login), at=AT, account=account, password=PASSWORD)
    return made


def signed_in(login: str) -> Client:
    """Somebody who comes with their password: the desk leads a key holder without a key to making one."""
    client = Client(headers={"accept-language": "en"})
    answer = client.post("/desk/sign-in/", {"login": login, "password": PASSWORD})
    assert answer.headers["Location"] == "/desk/"
    return client


def makes_a_key(client: Client, login: str) -> tuple[str, list[str]]:
    """The key made on its page and its sheet checked; returns the fingerprint and the sheet's groups."""
    assert client.get("/desk/").headers["Location"] == "/desk/keys/"
    words = KEY_WORDS.format(login)
    sheet = client.post("/desk/keys/", {"password": words, "again": words}).content.decode()
    groups = re.search(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){6}", sheet)[0].split("-")  # type: ignore[index] # or the test fails
    assert client.post("/desk/keys/sheet/", {"group_2": groups[1], "group_6": groups[5]}).status_code == 302
    return re.search(r"\d{4}(?: \d{4}){5}", sheet)[0], groups  # type: ignore[index] # as above


def compares(client: Client, fingerprint: str) -> None:
    """The one key that waits, confirmed by what its owner reads out."""
    page = client.get("/desk/keys/").content.decode()
    address = re.search(r"/desk/keys/confirm/\d+/", page)[0]  # type: ignore[index] # as above
    assert client.post(address, {"fingerprint": fingerprint}).status_code == 302


def complained(world: World, mark: str) -> str:
    """A complaint about Petrenko from the public form, sent as a browser without scripts sends it; returns the code."""
    client = Client(headers={"accept-language": "en"})
    written = client.get("/en/write/").content.decode()
    form = hidden(written) | {
        "kind": "complaint",
        "text": f"{mark} The head of the department took my phone. When do I get it back?",
        "about": str(world.bodies["dep"]),
        "officer": str(world.people["petrenko"]),
        "where": f"{mark} street 5",
        "go": "check",
    }
    planned = client.post("/en/write/", form).content.decode()
    assert ("Petrenko" in planned, "opened only by named people with keys" in planned) == (True, True)
    sent = client.post("/en/write/", hidden(planned) | {"go": "send"}).content.decode()
    return "".join(re.findall(r"\d{4}", sent.partition('class="code"')[2][:300]))[:24]


def hidden(page: str) -> dict[str, str]:
    """What a form carries unseen."""
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in fields}


def test_a_complaint_about_the_head_is_sealed_read_answered_followed_and_found_nowhere(
    world: World, test_home: Path
) -> None:
    mark = leaks.mark()
    with later(-timedelta(days=3)):  # keys count a day after they were confirmed
        koval, olena = signed_in("koval"), signed_in("olena")
        (of_koval, _), (of_olena, _) = makes_a_key(koval, "koval"), makes_a_key(olena, "olena")
        compares(koval, of_olena)
        compares(olena, of_koval)

    code = complained(world, mark)
    appeal = Appeal.objects.get()
    assert (appeal.tier, vault_queries.is_kept(subject_of(appeal.id))) == ("S", False)
    readers = {pair.owner for pair in vault_queries.readers_of(subject_of(appeal.id))}
    assert readers == {world.people["koval"], world.people["olena"], appeal.id}  # the sender by the code

    # The accused and his people find nothing; the chair's office reads, for a purpose, with its key.
    for login in ("petrenko", "bondar", "ivanenko"):
        assert signed_in(login).get(f"/desk/appeals/{appeal.number}/").status_code == 404
    koval, case = signed_in("koval"), f"/desk/appeals/{appeal.number}/"
    asked = koval.get(case)
    assert koval.post(asked.headers["Location"], {"purpose": "handle", "next": case}).headers["Location"] == case
    closed = koval.get(case)
    assert "/desk/keys/open/" in closed.headers["Location"]
    opened = koval.post(closed.headers["Location"], {"password": KEY_WORDS.format("koval"), "next": case})
    assert mark in koval.get(opened.headers["Location"]).content.decode()
    olena = signed_in("olena")
    olena.post(f"{case}purpose/", {"purpose": "oversee"})
    olena.post("/desk/keys/open/", {"password": KEY_WORDS.format("olena")})
    assert mark in olena.get(case).content.decode()

    # It is answered on the desk's pages; the sender reads, rates and disputes with the code.
    assert koval.post(f"{case}accept/").status_code == 302
    points = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-text": f"{mark} When?"}
    assert koval.post(f"{case}points/", points).status_code == 302
    point = Point.objects.get(appeal=appeal)
    said = {"text": f"{mark} We asked him.", f"point_{point.id}_outcome": "answered", "do": "sign"}
    said[f"point_{point.id}_text"] = f"{mark} On Friday."
    assert koval.post(f"{case}answer/", said).status_code == 302
    appeal.refresh_from_db()
    assert appeal.state == "answered"
    sender = Client(headers={"accept-language": "en"})
    assert sender.post("/en/follow/", {"code": code}).status_code == 302
    page = sender.get("/en/follow/message/").content.decode()
    assert (f"{mark} We asked him." in page, f"{mark} On Friday." in page) == (True, True)
    sender.post(f"/en/follow/message/points/{point.id}/", {"rating": "not_answered"})
    sender.post("/en/follow/message/dispute/", {"text": f"{mark} It was not returned."})
    appeal.refresh_from_db()
    assert appeal.state == "disputed"
    assert f"{mark} It was not returned." in koval.get(case).content.decode()

    # Who looked stands in the chain: nobody but these two and the sender.
    assert set(AccessRecord.objects.values_list("name", "purpose")) >= {("Koval", "handle"), ("Olena", "oversee")}
    assert set(AccessRecord.objects.values_list("name", flat=True)) <= {"Koval", "Olena", ""}
    assert vault_queries.broken_access() is None

    # The same database, dumped and as it lies on the disk with its log, and every file: the mark is nowhere.
    place = server.ServerFolders(test_home)
    assert leaks.in_database(place, DATABASE, mark) == []
    assert leaks.in_folder(test_home, mark, apart=[place.data]) == []


def test_a_thief_of_everything_but_the_keys_of_people_reads_nothing(world: World, test_home: Path) -> None:
    """With the database and the server key too, as root has them, a sealed appeal of yesterday stays closed."""
    begun: datetime = now()
    world.keys()
    mark = leaks.mark()
    sent = world.sent(at=begun, kind="complaint", text=f"{mark} he", about_person=world.people["petrenko"])
    appeal = Appeal.objects.get(id=sent.appeal)
    with pytest.raises(KeyWantedError):
        open_text(APPEAL_GIST, appeal.gist, root=appeal.root, ref=appeal.id)
    assert vault_queries.kept_keys(vault_queries.record_by_id(appeal.id)) == {}
    assert appeals_actions.hand_over(by=world.actor("petrenko", begun), at=begun) == 0
    assert leaks.in_folder(test_home / "files", mark) == []
