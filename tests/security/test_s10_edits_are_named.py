"""S10: an answer's text, its day, a number, changed by SQL past every trigger: verification names each record."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from answerable.appeals import actions as appeals_actions
from answerable.appeals import verifying
from answerable.appeals.actions import PointReply
from answerable.appeals.models import Answer, Appeal
from answerable.appeals.sealed_fields import ANSWER_TEXT
from answerable.appeals.testing import AT, make_world
from answerable.ledger.models import Entry
from answerable.vault.sealing import seal_text
from answerable_host.cluster import server

pytestmark = [pytest.mark.security, pytest.mark.django_db(transaction=True)]


def answered() -> Appeal:
    world = make_world()
    ref = world.sent(category=None, territory=None, kind="request").appeal
    head = world.actor("petrenko")
    appeals_actions.set_points(by=head, at=AT, ref=ref, points=[(None, "When?")])
    (point,) = Appeal.objects.get(id=ref).points.values_list("id", flat=True)
    appeals_actions.answer_appeal(
        by=head, at=AT + timedelta(days=3), ref=ref, text="Never.", replies=[PointReply(point, "answered", "No.")]
    )
    return Appeal.objects.get(id=ref)


def forced(test_home: Path, words: str, *values: object) -> None:
    with server.connect(server.ServerFolders(test_home), dbname=connection.settings_dict["NAME"]) as boss:
        boss.execute("SET session_replication_role = replica")
        boss.execute(words, values)  # type: ignore[call-overload]


def test_s10_what_was_not_touched_is_not_named() -> None:
    answered()
    assert verifying.altered() == []


def test_s10_another_text_of_an_answer_is_named(test_home: Path) -> None:
    appeal = answered()
    answer = Answer.objects.get(appeal=appeal)
    other = seal_text(ANSWER_TEXT, "At once.", root=appeal.root, ref=answer.id)
    forced(test_home, "UPDATE appeals_answer SET text = %s WHERE id = %s", other, answer.id)
    (said,) = verifying.altered()
    assert f"Act 1 of appeal {appeal.number}" in said


def test_s10_another_day_of_an_answer_is_named(test_home: Path) -> None:
    appeal = answered()
    deed = Entry.objects.get(thing=f"appeal/{appeal.id}", deed="appeal.answered")
    forced(test_home, "UPDATE ledger_entry SET at = at - interval '2 days' WHERE id = %s", deed.id)
    (said,) = verifying.altered()
    assert f"Act 1 of appeal {appeal.number}" in said


def test_s10_a_deed_taken_out_of_the_book_is_named(test_home: Path) -> None:
    appeal = answered()
    forced(test_home, "DELETE FROM ledger_entry WHERE deed = 'appeal.answered' AND thing = %s", f"appeal/{appeal.id}")
    (said,) = verifying.altered()
    assert said.endswith("its deed is gone.")


@pytest.mark.parametrize("table", ["ledger_entry", "ledger_leaf", "ledger_public_leaf", "ledger_tile", "vault_look"])
def test_s10_the_application_may_change_none_of_it(table: str) -> None:
    answered()
    for words in (f"DELETE FROM {table}", f"TRUNCATE {table}"):
        with pytest.raises(DatabaseError, match=r"permission denied|refused"), transaction.atomic():
            connection.cursor().execute(words)
