"""S09: root deletes every row of a message, its code included; whoever comes with the code is told so, not "unknown code".

That the removal itself is noticed and proven: `test_s09_deletion_is_noticed.py` and the walk of a rewritten log.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test import Client

from answerable.appeals import actions as appeals_actions
from answerable.appeals.testing import World, make_world
from answerable.base.actor import SYSTEM
from answerable.base.testing import now
from answerable.ledger.testing import at_home
from answerable.vault import actions as vault_actions
from answerable.vault import remembered
from answerable.vault.rules.damm import check_digit
from answerable_host.cluster import server

pytestmark = [pytest.mark.security, pytest.mark.django_db(transaction=True), pytest.mark.instants]


@contextmanager
def boss(test_home: Path) -> Iterator[psycopg.Connection[Any]]:
    """The superuser, past every trigger."""
    with server.connect(server.ServerFolders(test_home), dbname=connection.settings_dict["NAME"]) as found:
        found.execute("SET session_replication_role = replica")
        yield found


@pytest.fixture
def world(tmp_path: Path, transactional_db: None) -> Iterator[World]:
    with at_home(tmp_path / "home"):
        yield make_world()


def gone(test_home: Path, appeal: int) -> None:
    """Delete everything that says that there was this appeal."""
    thing = f"appeal/{appeal}"
    with boss(test_home) as found:
        for table, column, value in (
            ("appeals_appeal", "id", appeal),
            ("appeals_tokens", "appeal", appeal),
            ("vault_follow_up_code", "appeal", appeal),
            ("channels_message", "thing", thing),
            ("ledger_entry", "thing", thing),
            ("ledger_case", "thing", thing),
            ("ledger_case_key", "thing", thing),
        ):
            found.execute(f"DELETE FROM {table} WHERE {column} = %s", [value])


def answer_to(client: Client, code: str, language: str = "en") -> str:
    return client.post(f"/{language}/follow/", {"code": code}).content.decode()


def test_s09_the_code_says_registered_on_its_day_and_now_missing(world: World, test_home: Path, client: Client):
    registered, other = world.sent(at=now()), world.sent(at=now())
    while vault_actions.hash_one_code():
        pass
    assert remembered.remember(at=now()) == 2
    gone(test_home, registered.appeal)
    page = answer_to(client, registered.code)
    assert f"was registered on {now():%-d %B %Y}, and its record is now missing here" in page
    assert "запис" in answer_to(client, registered.code, "uk")
    wrong = registered.code[:7] + other.code[7:]  # the right place with another's secret: told nothing
    digits = wrong[:23]
    page = answer_to(client, digits + str(check_digit(digits)))
    assert "now missing here" not in page
    assert client.post("/en/follow/", {"code": other.code}).status_code == 302


def test_s09_who_took_another_code_is_not_told_that_anything_is_missing(world: World, client: Client):
    registered = world.sent(at=now())
    while vault_actions.hash_one_code():
        pass
    remembered.remember(at=now())
    client.post("/en/follow/", {"code": registered.code})
    client.post("/en/follow/message/code/")
    assert "now missing here" not in answer_to(Client(), registered.code)


def test_s09_what_was_erased_lawfully_is_not_called_missing(world: World, client: Client):
    registered = world.sent(at=now())
    while vault_actions.hash_one_code():
        pass
    remembered.remember(at=now())
    appeals_actions.erase(by=SYSTEM, at=now(), ref=registered.appeal, basis="sender")
    assert "now missing here" not in answer_to(client, registered.code)


def test_s09_the_memory_of_codes_opens_nothing_and_is_its_owners_alone(world: World, tmp_path: Path):
    registered = world.sent(at=now())
    while vault_actions.hash_one_code():
        pass
    remembered.remember(at=now())
    path = tmp_path / "home" / remembered.FILE
    assert path.stat().st_mode & 0o077 == 0
    assert registered.code[7:23].encode() not in path.read_bytes()
    assert remembered.remember(at=now()) == 1  # again and again the same
