"""Numbers that the register skipped are declared void, once and on the record; those of removed letters never are."""

from datetime import timedelta

import pytest
from django.db import connection

from answerable.appeals.actions import numbering
from answerable.appeals.queries import numbers
from answerable.appeals.testing import AT, World
from answerable.base.testing import undone
from answerable.ledger.models import Entry, PublicLeaf
from answerable_verify import parse_leaf

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=2)


def crash(world: World, lost: int) -> None:
    """What a sequence forgets: so many numbers drawn and never given."""
    with connection.cursor() as cursor:
        for _ in range(lost):
            cursor.execute("SELECT appeals_next_number(%s, %s)", [world.bodies["dir"], AT.year])


def test_what_a_crash_skipped_is_void_once_in_the_journal_and_the_public_log(world: World) -> None:
    first = world.sent().number
    crash(world, 3)
    last = world.sent().number
    stem, began = first.rsplit("-", 1)
    lost = [f"{stem}-{int(began) + n:0{len(began)}d}" for n in (1, 2, 3)]
    assert numbering.void_skipped(at=LATER) == lost
    assert int(last.rsplit("-", 1)[1]) == int(began) + 4
    assert (numbers.voided(), numbering.void_skipped(at=LATER)) == (lost, [])
    leaf = parse_leaf(bytes(PublicLeaf.objects.get(id=Entry.objects.filter(thing=numbers.NUMBERS).first().id).body))
    assert (leaf.kind, leaf.extra) == ("number-void", {"number": lost[0]})


def test_a_number_of_which_the_statement_may_still_run_is_left_alone(world: World) -> None:
    world.sent()
    crash(world, 1)
    world.sent()
    assert numbering.void_skipped(at=AT + timedelta(minutes=30)) == []
    assert len(numbering.void_skipped(at=LATER, since=AT - timedelta(days=8))) == 1


def test_the_first_of_those_looked_at_begins_no_gap(world: World) -> None:
    crash(world, 2)
    world.sent()
    assert numbering.void_skipped(at=LATER, since=AT - timedelta(minutes=1)) == []
    assert len(numbering.void_skipped(at=LATER)) == 2


def test_a_new_series_is_no_gap(world: World) -> None:
    world.sent()
    numbering.begin_series(least=1)
    world.sent()
    assert numbering.void_skipped(at=LATER) == []


def test_while_a_letter_is_missing_no_number_is_said_to_be_nobodys(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.sent()
    crash(world, 1)
    world.sent()
    monkeypatch.setattr(numbers, "is_any_removed", lambda: True)
    assert (numbering.void_skipped(at=LATER), numbers.voided()) == ([], [])


def test_a_letter_that_was_taken_out_is_seen_by_its_deed(world: World) -> None:
    world.sent()
    assert not numbers.is_any_removed()
    with undone():
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO ledger_entry SELECT (r).* FROM (SELECT jsonb_populate_record(e, "
                "jsonb_build_object('id', e.id + 1, 'thing', 'appeal/111111111111')) AS r FROM ledger_entry e "
                "WHERE deed = 'appeal.registered' LIMIT 1) AS copied"
            )
        assert numbers.is_any_removed()
