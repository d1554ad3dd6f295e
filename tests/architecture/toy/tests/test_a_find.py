"""The whole way of a find through the toy room, in an installation that has the room (tests/architecture/test_a_toy_room.py runs it)."""

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.test import Client
from procrastinate.contrib.django import app as jobs

from answerable.base import row_scope
from answerable.base.actor import Actor
from answerable.base.packs.faults import PackError
from answerable.base.subject import Subject
from answerable.ledger.models import Entry, PublicLeaf
from answerable.people.models import Account, Body, Role
from answerable.people.queries import actor_for, row_scope_of
from answerable.people.testing import make_account
from answerable.site import health, packs, wellbeing
from answerable.site.rooms import ROOMS
from answerable.site.testing import hear_all
from answerable.toy import actions
from answerable.toy.models import Find, Shelf
from answerable.toy.terms import WORDS
from answerable.vault import actions as vault_actions
from answerable.vault import opening, sealing
from answerable.vault.models import AccessRecord
from answerable.vault.terms import KeyWantedError, Readers, RecordBar

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
LATER = AT + timedelta(days=3)  # keys are a day old, so that things may be sealed to them
ROLE = """
- code: keeper
  name: {en: Keeper, uk: Зберігач, ru: Хранитель}
  powers: [read, keys, finds]
"""
SAID = "A blue bicycle, found at the bridge; the finder's number is +380 00 000 00 00."


@pytest.fixture
def pack(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A pack with a file of the toy's, and a role with the toy's power."""
    folder = Path(shutil.copytree(Path(request.config.rootpath) / "packs" / "raion", tmp_path / "toyland"))
    (folder / "finds.yaml").write_text("- {code: cellar, days: 180}\n- {code: attic, days: 30}\n", encoding="utf-8")
    with (folder / "roles.yaml").open("a", encoding="utf-8") as roles:
        roles.write(ROLE)
    return folder


def _keeper(login: str, body: Body) -> Account:
    """Somebody who gives out what was found; granted by one person and confirmed by another."""
    account = make_account(login)
    with transaction.atomic():
        seat = account_seat(account, body)
        assert not actor_for(account.id, AT).has("finds", body.id)  # the power takes two
        seat.confirmed_by = "officer/1"
        seat.save(update_fields=["confirmed_by"])
    return account


def account_seat(account: Account, body: Body):
    from answerable.people.testing import give_seat

    seat = give_seat(account, body, confirmed=False)
    seat.role = Role.objects.get(code="keeper")
    seat.save(update_fields=["role"])
    return seat


def _keys(mine: Actor, colleague: Actor) -> tuple[int, bytes]:
    """A pair of keys that a colleague confirmed, and its private half."""
    made = vault_actions.enrol_pair(by=mine, at=AT, password=f"the long password of {mine.id}")
    vault_actions.confirm_pair(by=colleague, at=AT, pair=made.pair, fingerprint=made.fingerprint)
    return made.pair, vault_actions.open_pair(by=mine, password=f"the long password of {mine.id}")


def test_a_broken_part_of_a_pack_is_a_fault_with_its_line_and_nothing_is_loaded(pack: Path) -> None:
    (pack / "finds.yaml").write_text("- {code: cellar, days: 180}\n- {code: attic, days: many}\n", encoding="utf-8")
    with pytest.raises(PackError) as refused:
        packs.load_pack(pack, at=AT)
    assert [(fault.file, fault.line) for fault in refused.value.faults] == [("finds.yaml", 2)]
    assert (Shelf.objects.count(), Body.objects.count()) == (0, 0)


def test_a_find_goes_all_the_way(pack: Path, client: Client) -> None:
    loaded = packs.load_pack(pack, at=AT)
    assert (loaded.tally.made["shelf"], dict(Shelf.objects.values_list("code", "days"))) == (
        2, {"cellar": 180, "attic": 30},
    )  # fmt: skip
    assert not packs.load_pack(pack, at=AT).changed
    here, there = Body.objects.filter(parent=None).order_by("id")[:2]
    people = {login: _keeper(login, body) for login, body in (("ann", here), ("bob", here), ("eve", there))}
    ann, bob, eve = (actor_for(each.id, LATER) for each in people.values())
    (pair, seed), _ = _keys(ann, bob), _keys(bob, ann)

    # handed in: sealed to Ann alone, with its certificate in the public log
    find = actions.hand_in(
        by=ann, at=LATER, root=here.root, body=here.id, code=here.code, shelf="cellar", words=SAID,
        to=Readers(pairs=frozenset({pair}), bar=RecordBar()),
    )  # fmt: skip
    subject = Subject("find", find.id)
    leaf = json.loads(bytes(PublicLeaf.objects.latest("id").body))
    assert (leaf["k"], leaf["x"]) == ("certificate", {"name": "cellar", "until": "2027-06-01"})
    assert SAID.encode() not in bytes(find.words)

    # opened by whoever it is sealed to, after the look is written; by nobody outside of a request
    def opened_by(actor: Actor) -> str:
        reader = vault_actions.DeskReader(
            by=actor, at=LATER, section="toy", seed=lambda: seed, purpose=lambda _subject: "handle"
        )
        with opening.opened_by(reader):
            return sealing.open_text(WORDS, find.words, root=find.root, ref=find.id)

    with pytest.raises(KeyWantedError):
        sealing.open_text(WORDS, find.words, root=find.root, ref=find.id)
    assert opened_by(ann) == SAID
    assert AccessRecord.objects.filter(kind="find", record=find.id).count() == 1

    # its follower heard of it; a write without its deed is refused at the commit
    hear_all()
    assert Find.objects.get(id=find.id).acknowledged_at == LATER
    deeds = set(Entry.objects.filter(thing=str(subject)).values_list("deed", flat=True))
    assert deeds == {"find.handed_in", "record.sealed", "find.acknowledged"}
    with pytest.raises(IntegrityError, match="without its deed"), transaction.atomic(), connection.cursor() as cursor:
        stray = Find(id=find.id + 1, root=here.root, body=here.id, shelf_id="attic", words=b"", kept_until=AT.date())
        stray.save(force_insert=True)  # in the test's one transaction the other find has its deed
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    # its row policy
    seen = {}
    for name, wall in (
        ("ann", row_scope_of(ann)),
        ("eve", row_scope_of(eve)),
        ("public", row_scope.PUBLIC),
        ("house", row_scope.EVERYWHERE),
    ):
        with row_scope.within(wall):
            seen[name] = Find.objects.count()
    assert seen == {"ann": 1, "eve": 0, "public": 0, "house": 1}

    # its page, its refusals in words, its number and its red line
    client.force_login(people["ann"])
    shelves = client.get("/desk/finds/").content.decode()
    assert (f'id="find-{find.id}"' in shelves, '<li><a href="/desk/finds/">Things found</a></li>' in shelves) == (
        True,
        True,
    )
    page = f"/desk/finds/{find.id}/"
    assert client.get(page).headers["Location"] == f"/desk/keys/open/?next=%2Fdesk%2Ffinds%2F{find.id}%2F"
    client.post("/desk/keys/open/", {"password": f"the long password of {ann.id}"})
    assert SAID.partition(";")[0] in client.get(page).content.decode()
    assert health.gauges()["toy_kept"] == 1
    line = "something lies on a shelf for longer than the pack allows"
    assert [line in wellbeing.red_lines(_config(), at=LATER + timedelta(days=days)) for days in (1, 200)] == [
        False,
        True,
    ]
    assert client.post("/desk/finds/", {"find": find.id}).status_code == 302
    again = client.post("/desk/finds/", {"find": find.id})
    assert (again.status_code, "It was fetched on" in again.content.decode()) == (409, True)
    assert health.gauges()["toy_kept"] == 0
    client.force_login(people["bob"])  # of the same body, and none of those to whom it is sealed
    client.post("/desk/keys/open/", {"password": f"the long password of {bob.id}"})
    assert client.get(page).status_code == 403
    client.force_login(people["eve"])
    assert client.get(page).status_code == 404
    other = client.post("/desk/finds/", {"find": find.id})
    assert (other.status_code, f'id="find-{find.id}"' in client.get("/desk/finds/").content.decode()) == (404, False)
    assert client.get("/desk/finds/").status_code == 200


def _config():
    from django.conf import settings

    return settings.ANSWERABLE


def test_the_system_knows_the_room_by_its_declaration_alone() -> None:
    toy = next(room for room in ROOMS if room.name == "toy")
    assert {each.table for each in toy.rows()} == {
        model._meta.db_table for model in apps.get_app_config("toy").get_models()
    }
    assert "answerable.toy.jobs.dust" in jobs.tasks
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE obj_description(oid, 'pg_class') = 'counted after a restore'"
        )
        assert ("toy_find",) in cursor.fetchall()
