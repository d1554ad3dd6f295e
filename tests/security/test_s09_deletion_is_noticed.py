"""S09: the superuser, past every trigger, deletes an appeal and all that belongs to it; it is named within ten minutes."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from answerable.appeals import queries as appeals_queries
from answerable.appeals import watching
from answerable.appeals.models import Appeal
from answerable.appeals.testing import AT, make_world
from answerable.ledger import auditing, keys, testing
from answerable.ledger import queries as ledger_queries
from answerable_host.cluster import server
from answerable_verify import build_receipt, verify_receipt
from answerable_verify.tree import inclusion_proof

pytestmark = [pytest.mark.security, pytest.mark.django_db(transaction=True)]
PARTS = (
    "DELETE FROM appeals_appeal WHERE id = %(ref)s",
    "DELETE FROM appeals_sender WHERE appeal = %(ref)s",
    "DELETE FROM appeals_tokens WHERE appeal = %(ref)s",
    "DELETE FROM channels_message WHERE thing = %(thing)s",
    "DELETE FROM vault_file WHERE thing = %(thing)s",
    "DELETE FROM vault_look WHERE record = %(ref)s",
)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    with testing.at_home(tmp_path) as found:
        yield found


def deleted(test_home: Path, ref: int, *more: str) -> None:
    with server.connect(server.ServerFolders(test_home), dbname=connection.settings_dict["NAME"]) as boss:
        boss.execute("SET session_replication_role = replica")
        for words in (*PARTS, *more):
            boss.execute(words, {"ref": ref, "thing": f"appeal/{ref}"})  # type: ignore[call-overload]


def test_s09_the_short_look_names_the_appeal_that_is_missing(home: Path, test_home: Path) -> None:
    del home
    world = make_world()
    ref = world.sent().appeal
    testing.sequencer().step(at=AT, everything=True)
    assert watching.removed() == []
    (leaf,) = ledger_queries.leaves_of(f"appeal/{ref}")
    deleted(test_home, ref)
    found = auditing.self_check(at=AT + timedelta(minutes=10), also=watching.removed())
    assert not found.good
    assert any(f"Leaf {leaf.idx}: an appeal was registered" in row[2] for row in found.findings)


def test_s09_the_short_look_names_the_leaf_that_was_taken_out(home: Path, test_home: Path) -> None:
    del home
    world = make_world()
    ref = world.sent().appeal
    testing.sequencer().step(at=AT, everything=True)
    (leaf,) = ledger_queries.leaves_of(f"appeal/{ref}")
    gone = (
        "DELETE FROM ledger_public_leaf WHERE case_code = (SELECT code FROM ledger_case WHERE thing = %(thing)s)",
        "DELETE FROM ledger_case WHERE thing = %(thing)s",
        "DELETE FROM ledger_entry WHERE thing = %(thing)s",
    )
    deleted(test_home, ref, *gone)
    found = auditing.self_check(at=AT + timedelta(minutes=10), also=watching.removed())
    assert any(row[3] == leaf.idx for row in found.findings)


def test_s09_a_receipt_and_yesterdays_checkpoint_prove_it_without_us(home: Path, test_home: Path) -> None:
    world = make_world()
    ref = world.sent(text="Where is my report?").appeal
    one = testing.sequencer()
    one.step(at=AT, everything=True)
    (leaf,) = ledger_queries.leaves_of(f"appeal/{ref}")
    hashes = [
        bytes(row) for row in ledger_queries.PublicLeaf.objects.order_by("idx").values_list("leaf_hash", flat=True)
    ]
    receipt = build_receipt(
        entry=bytes(leaf.body),
        opening=appeals_queries.opening(Appeal.objects.get(id=ref), leaf),
        index=leaf.idx or 0,
        proof=inclusion_proof(hashes, leaf.idx or 0),
        checkpoint=(home / "log" / "checkpoint").read_bytes(),
    )
    policy = keys.log_policy()
    deleted(test_home, ref)
    proven = verify_receipt(receipt, policy)
    assert (proven.fields["text"], proven.leaf.kind) == ("Where is my report?", "registered")
