"""Small promises of docs/security/asvs.csv that no other test looks at."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from answerable.appeals.testing import World, make_world
from answerable.people.models import Account
from answerable.vault import migrations
from answerable.vault.rules import streams
from answerable_host.cluster import server


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def _at_desk(world: World, login: str) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(Account.objects.get(id=world.people[login]))
    return client


def test_passwords_are_masked_and_may_be_pasted_and_kept_by_a_manager(world: World) -> None:
    pages = [Client().get("/desk/sign-in/"), _at_desk(world, "ivanenko").get("/desk/me/password/")]
    fields = [field for page in pages for field in re.findall(r"<input[^>]*password[^>]*>", page.content.decode())]
    assert len(fields) >= 3
    assert [field for field in fields if 'type="password"' not in field] == []
    assert [field for field in fields if not re.search(r'autocomplete="(current|new)-password"', field)] == []
    assert [field for field in fields if "onpaste" in field] == []
    lengths = [int(most) for field in fields for most in re.findall(r'maxlength="(\d+)"', field)]
    assert min(lengths, default=64) >= 64


@pytest.mark.parametrize("page", ["desk:appeals:list", "desk:people:me"])
def test_signing_out_is_on_every_page_of_staff(world: World, page: str) -> None:
    shown = _at_desk(world, "ivanenko").get(reverse(page)).content.decode()
    assert re.search(r'<form[^>]*method="post"[^>]*action="/desk/sign-out/"', shown)


@pytest.mark.parametrize("page", ["/en/", "/en/write/", "/desk/sign-in/", "/healthz", "/static/site/tokens.css"])
def test_nobody_is_shown_their_own_request(world: World, page: str) -> None:
    """TRACE repeats what came, cookies and all, to whoever made a browser send it."""
    answer = Client().trace(page, headers={"x-mine": "MarkOfMine"})
    assert answer.status_code in {404, 405}
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert b"MarkOfMine" not in body


def test_sizes_of_before_are_padded_by_the_migration_as_new_ones_are(db: None) -> None:
    words = Path(migrations.__file__).with_name("padded_sizes.sql").read_text().partition("UPDATE")[0]
    sizes = [0, 1, 2, 7, 8, 9, 100, 1000, 65_535, 65_536, 100_400, 5_000_001, 20 * 2**20]
    place = server.ServerFolders(settings.ANSWERABLE.home)
    with server.connect(place, dbname=connection.settings_dict["NAME"]) as boss:
        boss.execute(words.replace("FUNCTION ", "FUNCTION pg_temp."))
        told = boss.execute("SELECT pg_temp.vault_told_size(s) FROM unnest(%s::int[]) s", [sizes]).fetchall()
    assert [one for (one,) in told] == [streams.told_size(size) for size in sizes]
