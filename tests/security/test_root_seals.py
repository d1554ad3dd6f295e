"""What the seals of the journal hang on can't be taken away by SQL: the boundary before which nothing is sealed, and the places."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from answerable.appeals import actions as appeals_actions
from answerable.appeals import verifying
from answerable.appeals.models import Answer, Appeal
from answerable.appeals.queries import proving
from answerable.appeals.testing import AT, World, make_world
from answerable.base.row_scope import as_system
from answerable.ledger import places
from answerable.ledger import testing as log_testing
from answerable.ledger.actions import sequence
from answerable.ledger.queries import clocks, held, leaves_of
from answerable.vault.models import Wrap
from answerable.vault.queries import enrolments
from tests.security.rooted import differences, forced
from tests.security.test_root_keys import FOREIGN, complaint, pair_of, swap
from tests.security.test_root_rows import lived

pytestmark = [pytest.mark.security, pytest.mark.django_db(transaction=True)]
UNPLACED = "UPDATE ledger_leaf SET position = NULL, seal = NULL"
TRICKS = {
    "newest seal away": "UPDATE ledger_leaf SET seal = NULL WHERE position = (SELECT max(position) FROM ledger_leaf)",
    "newest boundary far": (
        "UPDATE ledger_leaf SET seal = '\\x0000000fffffffff00'::bytea WHERE position = (SELECT max(position) FROM ledger_leaf)"
    ),
    "every seal of a place away": "UPDATE ledger_leaf SET seal = NULL",
    "every boundary far": "UPDATE ledger_leaf SET seal = '\\x0000000fffffffff00'::bytea",
    "every place away": UNPLACED,
    "the last places away": (
        f"{UNPLACED} WHERE position >= (SELECT min(l.position) FROM ledger_leaf l JOIN ledger_row r ON r.entry = l.entry "
        "WHERE r.tbl = 'appeals_answer')"
    ),
}


@pytest.fixture
def world(tmp_path: Path, transactional_db: None) -> Iterator[World]:
    """A home of its own, in which the machine remembers its places."""
    with log_testing.at_home(tmp_path / "home"):
        (tmp_path / "home").mkdir(exist_ok=True)
        yield make_world()


def exchanged(test_home: Path, table: str, what: str, ref: int) -> None:
    """A row changed by SQL together with the digest that stands beside its last deed."""
    forced(test_home, f"UPDATE {table} SET {what} WHERE id = %s", ref)
    forced(
        test_home,
        f"UPDATE ledger_row r SET digest = (SELECT ledger_digest(ledger_columns(a)) FROM {table} a WHERE a.id = r.ref) WHERE "
        f"tbl = '{table}' AND ref = %s AND n = (SELECT max(n) FROM ledger_row o WHERE o.tbl = r.tbl AND o.ref = r.ref)",
        ref,
    )


@pytest.mark.parametrize("trick", TRICKS)
def test_the_boundary_of_the_seals_is_not_a_row(world: World, test_home: Path, trick: str) -> None:
    """A row and its digest exchanged, and then the seal or the place that tells: it stays red, after further deeds, too."""
    ref = lived(world)
    sequence()
    answer = Answer.objects.get(appeal=ref).id
    exchanged(test_home, "appeals_answer", "at = at - interval '3 days'", answer)
    forced(test_home, TRICKS[trick])
    red = {each for each in differences() if each[0] in {"ledger_entry", "appeals_answer"}}
    assert ("appeals_answer", answer) in red
    appeals_actions.add_note(by=world.actor("petrenko"), at=AT, ref=ref, text="Looked at it.")
    assert red <= differences()


def test_a_journal_without_any_seal_is_not_taken_for_an_old_one(world: World, test_home: Path) -> None:
    """Seals of deeds and of places are all away: what this machine remembers tells."""
    lived(world)
    sequence()
    whole = held.newest_place()
    forced(test_home, "UPDATE ledger_leaf SET seal = NULL")
    forced(test_home, "UPDATE ledger_entry SET seal = ''")
    assert len({ref for table, ref in differences() if table == "ledger_entry"}) == whole[0]


def test_places_taken_from_the_end_are_missed(world: World, test_home: Path) -> None:
    lived(world)
    sequence()
    forced(test_home, "DELETE FROM ledger_leaf WHERE position = (SELECT max(position) FROM ledger_leaf)")
    assert "the last 1 places were taken out" in " ".join(each.what for each in held.everything())


def test_another_database_in_its_place_is_remembered_by_nobody(world: World) -> None:
    lived(world)
    sequence()
    number = held.database_number()
    known = places.known_places(number)
    assert known is not None
    places.remember_places(places.KnownPlaces(number + 1, 0, 10_000, 1 << 62))
    assert places.known_places(number) is None


def test_a_swapped_key_is_not_wrapped_to_after_the_newest_seal_is_away(world: World, test_home: Path) -> None:
    world.keys()
    complaint(world)
    sequence()
    pair = pair_of(world, "koval")
    swap(test_home, pair.id)
    exchanged(test_home, "vault_key_pair", "public = public", pair.id)
    words = enrolments.wraps.key_fingerprint(FOREIGN).replace(" ", "-")
    said = "facts = facts || jsonb_build_object('fingerprint', %s::text)"
    forced(
        test_home, f"UPDATE ledger_entry SET {said} WHERE thing = %s AND deed = 'key.enrolled'", words, f"key/{pair.id}"
    )
    for table in ("ledger_case", "ledger_case_key"):
        forced(test_home, f"DELETE FROM {table} WHERE thing = %s", f"key/{pair.id}")
    forced(test_home, TRICKS["newest seal away"])
    got = complaint(world, "A second letter")
    assert Wrap.objects.filter(pair=pair, record_id=got.appeal).count() == 0
    assert {pair.id} <= set(enrolments.alarms_standing())  # and whose seal is away


def test_a_forged_word_ends_no_alarm_and_mends_no_clock(world: World, test_home: Path) -> None:
    """A deed put in by SQL is none of this system's, whatever it says."""
    world.keys()
    pair = pair_of(world, "koval")
    swap(test_home, pair.id)
    complaint(world)
    assert enrolments.alarms_standing() == [pair.id]
    for deed, thing, facts in (
        ("key.mended", f"key/{pair.id}", "{}"),
        (clocks.MENDED, clocks.CLOCK, '{"over": "2099-01-01T00:00:00+00:00"}'),
    ):
        forced(
            test_home,
            "INSERT INTO ledger_entry (id, at, actor, deed, thing, root, facts, xact, seal) SELECT max(id) + 1, now(), 'house', "
            "%s, %s, 0, %s::jsonb, 1, '' FROM ledger_entry",
            deed, thing, facts,
        )  # fmt: skip
    forced(test_home, TRICKS["newest seal away"])
    assert (enrolments.alarms_standing(), clocks.mended_from()) == ([pair.id], None)


def test_words_are_not_taken_for_erased_because_their_key_is_away(world: World, test_home: Path) -> None:
    """Sealed words exchanged for others of the attacker's, with the row's digest; then the key of the case is deleted."""
    world.keys()
    sent = complaint(world, "The head took my phone.")
    sequence()
    appeal, thing = Appeal.objects.get(id=sent.appeal), f"appeal/{sent.appeal}"
    with as_system():
        leaf = next(iter(leaves_of(thing)))
        assert proving.is_erased(thing) is False
        forced(test_home, "DELETE FROM ledger_case_key WHERE thing = %s", thing)
        assert proving.is_what_was_logged(appeal, leaf) is False
        assert "no deed says that they were erased" in " ".join(verifying.altered())
        forced(test_home, "DELETE FROM ledger_entry WHERE id = %s", leaf.id)
        assert proving.is_what_was_logged(appeal, leaf) is False
