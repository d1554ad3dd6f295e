"""JSON columns that root bent: a page shows what is damaged as damaged where it stands, and none goes down with it.

Every JSON column of every table at once holds something that no code of ours would have written; then everybody asks for
every page. The columns come from the models, so that one that comes later is asked about, too.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.test import Client
from django.utils.html import escape

from answerable.appeals.models import Appeal
from answerable.appeals.terms import subject_of
from answerable.appeals.testing import World, make_world
from answerable.base import row_scope, shapes
from answerable.base.testing import now, undone
from answerable.people.actions.loading import locked_revision, move_revision
from answerable.people.models import Account
from answerable.vault import actions as vault_actions
from answerable.vault.rules import codes
from tests.security import oracle
from tests.security.rooted import forced
from tests.security.scene import Scene, play
from tests.security.test_root_rows import lived
from tests.security.visiting import visitor

pytestmark = pytest.mark.security
WHO: Final = ("stranger", "sender", "koval", "sydorenko", "ivanenko", "olena", "auditor")
APART: Final = {
    "people_role.powers": "nobody may do anything then, and nothing would be seen; asked about below",
    "law_setting.value": "its shape hangs on its name; asked about below",
    "ledger_entry.facts": "the journal takes no change but from root; asked about below",
}
SHAPELESS: Final = {"law_setting.value"}
KNOWN: Final = (  # what pages read of a deed's facts
    "answer", "body", "came", "category", "due", "ending", "entry", "from", "how", "kind", "late", "point", "points", "rating",
    "rule", "step", "taken", "territory", "to", "was", "was_category", "was_due", "why", "word",
)  # fmt: skip
SHOWN: Final = escape(shapes.DAMAGED)
BENT: Final = ("5", '[{"x": [1]}]', '{"x": [1]}')


@pytest.fixture(scope="module")
def scene(module_db: None) -> Scene:
    """One of everything, some of it without its deed and never committed."""
    return play(make_world())


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch, transactional_db: None) -> World:
    monkeypatch.setattr(codes, "PARAMS", "argon2id,v=19,m=65536,t=1,p=1,l=64")
    return make_world()


def columns() -> dict[str, "models.Field[Any, Any]"]:
    """Every JSON column of our rooms, as table.column."""
    return {
        f"{model._meta.db_table}.{field.column}": field
        for model in apps.get_models()
        if model.__module__.startswith("answerable.")
        for field in model._meta.concrete_fields
        if isinstance(field, models.JSONField)
    }


def pages(role: str, scene: Scene) -> Iterator[str]:
    """Every address that a person may ask for."""
    yield from oracle.plain()
    for pattern, entry in oracle.TABLE.items():
        if role in entry.may:
            yield entry.addresses(pattern, scene)[0]


def down(client: Client, addresses: Iterator[str]) -> dict[str, int]:
    """The pages that fail."""
    client.raise_request_exception = True
    found = {}
    for address in addresses:
        with undone():
            status = client.get(address).status_code
        if status == 500:
            found[address] = status
    return found


def bend(value: str, columns: list[str]) -> None:
    """Put one value into all of these columns."""
    with row_scope.as_system(), connection.cursor() as cursor:
        for table in sorted({name.partition(".")[0] for name in columns}):
            words = ", ".join(
                f'"{name.partition(".")[2]}" = %(to)s' for name in columns if name.startswith(f"{table}.")
            )
            cursor.execute(f"UPDATE {table} SET {words}", {"to": value})
    move_revision(locked_revision())


def test_every_json_column_knows_its_shape() -> None:
    without = {name for name, field in columns().items() if getattr(field, "shape", None) is None}
    assert without == SHAPELESS


@pytest.mark.parametrize("value", BENT)
@pytest.mark.parametrize("role", WHO)
def test_no_page_goes_down_with_what_was_bent(role: str, value: str, scene: Scene) -> None:
    client = visitor(role, scene)
    with undone():
        bend(value, [name for name in columns() if name not in APART])
        assert down(client, pages(role, scene)) == {}


@pytest.mark.parametrize("value", BENT)
@pytest.mark.parametrize("role", ["stranger", "koval"])
def test_no_page_goes_down_with_powers_and_settings(role: str, value: str, scene: Scene) -> None:
    client = visitor(role, scene)
    with undone():
        bend(value, ["people_role.powers", "law_setting.value"])
        assert down(client, pages(role, scene)) == {}


def test_what_was_bent_shows_as_damaged_where_it_stands(scene: Scene) -> None:
    client = visitor("petrenko", scene)
    with undone():
        bend("5", ["appeals_appeal.due_facts", "appeals_appeal.routed", "people_body.name"])
        page = client.get(f"/desk/appeals/{scene.number}/").content.decode()
    assert page.count(SHOWN) > 2


@pytest.mark.django_db(transaction=True)
def test_a_deed_whose_facts_were_bent_shows_as_damaged(world: World, test_home: Path) -> None:
    ref = lived(world)
    number = Appeal.objects.get(id=ref).number
    desk, sender = Client(headers={"accept-language": "en"}), Client(headers={"accept-language": "en"})
    desk.force_login(Account.objects.get(login="petrenko"))
    sender.cookies[settings.FOLLOW_COOKIE_NAME] = vault_actions.begin_follow(
        subject=subject_of(ref), root=world.bodies["dir"], at=now()
    )
    asked = [
        (desk, f"/desk/appeals/{number}/"),
        (sender, "/en/follow/message/"),
        (sender, "/en/follow/message/record/"),
    ]
    for value in (*BENT, '{"due": [1], "points": 5}', json.dumps({name: [1] for name in KNOWN})):
        forced(test_home, "UPDATE ledger_entry SET facts = %s", value)
        assert [client.get(address).status_code for client, address in asked] == [200, 200, 200]
    assert SHOWN in desk.get(f"/desk/appeals/{number}/").content.decode()
