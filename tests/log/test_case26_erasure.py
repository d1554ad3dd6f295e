"""Case 26: with the key deleted nothing opens from the database; the log and its figures stay, the sender's receipt holds."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from answerable.appeals import actions as appeals_actions
from answerable.appeals import queries as appeals_queries
from answerable.appeals.models import Appeal, Sender
from answerable.appeals.testing import AT, make_world
from answerable.base.actor import SYSTEM
from answerable.channels.models import Message
from answerable.channels.sealed_fields import MESSAGE_TEXT
from answerable.ledger import queries as ledger_queries
from answerable.ledger import testing
from answerable.vault.sealing import open_text
from answerable_verify import check_opening, parse_leaf

TEXT = "The ladder of my neighbour Kvitka stands in the yard of the school."


def test_case26_what_is_erased_opens_from_a_receipt_only(home: Path) -> None:
    world = make_world()
    got = world.sent(text=TEXT, name="Olena Kvitka", contact="olena@example.org", way="email")
    appeal = Appeal.objects.get(id=got.appeal)
    first = ledger_queries.leaves_of(f"appeal/{got.appeal}")[0]
    kept_by_the_sender = appeals_queries.opening(appeal, first)
    one = testing.sequencer()
    one.step(at=AT, everything=True)
    before = bytes(first.body)
    assert appeals_actions.erase(by=SYSTEM, at=AT + timedelta(days=400), ref=got.appeal, basis="law")
    one.step(at=AT + timedelta(days=400), everything=True)
    appeal.refresh_from_db()
    leaves = ledger_queries.leaves_of(f"appeal/{got.appeal}")
    assert [appeals_queries.opening(appeal, leaf) for leaf in leaves] == [{}, {}]
    assert (bytes(leaves[0].body), parse_leaf(bytes(leaves[1].body)).kind) == (before, "erased")
    assert check_opening(parse_leaf(before).h, kept_by_the_sender)["text"] == TEXT
    assert not Sender.objects.filter(appeal=got.appeal).exists()
    for message in Message.objects.filter(thing=f"appeal/{got.appeal}"):
        assert open_text(MESSAGE_TEXT, message.text, root=message.root, ref=message.id) == ""
    report = testing.audited(home)
    assert testing.sound(report), report.findings.kept
    assert not appeals_actions.erase(by=SYSTEM, at=AT + timedelta(days=401), ref=got.appeal, basis="law")


def test_case26_a_key_goes_only_with_its_deed(home: Path) -> None:
    del home
    got = make_world().sent()
    for words in (
        "DELETE FROM ledger_case_key",
        "UPDATE ledger_case_key SET sealed = ''",
        f"SELECT appeals_empty({got.appeal}, 'message', ARRAY[1::bigint], ARRAY[''::bytea])",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(words)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
