"""Root puts a key of their own in the place of a colleague's: nothing is wrapped to it, and it is told."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from answerable.appeals import actions as appeals_actions
from answerable.appeals.actions import Registered
from answerable.appeals.terms import subject_of
from answerable.appeals.testing import AT, World, make_world
from answerable.base.actor import resident
from answerable.base.verdict import RefusedError
from answerable.channels.queries import message_text, messages_of
from answerable.ledger import testing as log_testing
from answerable.ledger.actions import sequence
from answerable.ledger.models import Entry, PublicLeaf
from answerable.vault import actions, queries
from answerable.vault.models import KeyPair, Record, Wrap
from answerable.vault.queries import enrolments
from answerable.vault.rules import codes, wraps
from answerable.vault.terms import RecordBar
from answerable_verify.leaf import parse_leaf
from tests.security.rooted import forced

pytestmark = [pytest.mark.security, pytest.mark.django_db(transaction=True)]
INTRUDER = wraps.new_seed()
FOREIGN = wraps.public_of(INTRUDER)


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, transactional_db: None) -> Iterator[World]:
    monkeypatch.setattr(codes, "PARAMS", "argon2id,v=19,m=65536,t=1,p=1,l=64")
    with log_testing.at_home(tmp_path / "home"):
        yield make_world()


def complaint(world: World, text: str = "The head took my phone.") -> Registered:
    return world.sent(
        kind="complaint", text=text, category=world.categories["conduct"], about_person=world.people["petrenko"]
    )


def pair_of(world: World, login: str) -> KeyPair:
    return KeyPair.objects.get(holder="account", owner=world.people[login], retired_at=None)


def readers(ref: int) -> set[int]:
    return {pair.owner for pair in queries.readers_of(subject_of(ref)) if pair.holder == "account"}


def kinds() -> list[str]:
    """The kinds of leaf that wait for their place, but for those of matters."""
    leaves = [parse_leaf(bytes(row.body)) for row in PublicLeaf.objects.order_by("id")]
    return [leaf.kind for leaf in leaves if leaf.kind != "registered"]


def swap(test_home: Path, pair: int, public: bytes = FOREIGN) -> None:
    forced(test_home, "UPDATE vault_key_pair SET public = %s WHERE id = %s", public, pair)


def test_nothing_is_wrapped_to_a_swapped_key_and_the_others_get_theirs(world: World, test_home: Path) -> None:
    world.keys()
    sequence()
    pair = pair_of(world, "koval")
    swap(test_home, pair.id)
    got = complaint(world)
    assert readers(got.appeal) == {world.people["olena"]}
    assert Wrap.objects.filter(pair=pair).count() == 0
    assert kinds() == ["key-enrolled", "key-enrolled", "key-differs"]
    assert enrolments.alarms_standing() == [pair.id]


def test_the_alarm_stands_after_the_key_was_swapped_back_until_somebody_looked(world: World, test_home: Path) -> None:
    world.keys()
    pair = pair_of(world, "koval")
    swap(test_home, pair.id)
    complaint(world)
    swap(test_home, pair.id, bytes(pair.public))
    assert queries.key_troubles() == [
        f"the key pair {pair.id} is not the one that was enrolled: nothing is wrapped to it"
    ]
    assert actions.watch_pairs(at=AT) == 0
    assert (kinds()[-1], queries.key_troubles()) == ("key-mended", [])


@pytest.mark.parametrize("sequenced", [True, False])
def test_a_forged_enrolment_does_not_help(world: World, test_home: Path, *, sequenced: bool) -> None:
    """Root writes the deed to it as well: of the journal it changes the fingerprint, or it adds a deed of its own."""
    world.keys()
    if sequenced:
        sequence()
    pair = pair_of(world, "koval")
    words = wraps.key_fingerprint(FOREIGN).replace(" ", "-")
    swap(test_home, pair.id)
    forced(
        test_home,
        "UPDATE ledger_entry SET facts = facts || jsonb_build_object('fingerprint', %s::text) "
        "WHERE thing = %s AND deed = 'key.enrolled'",
        words,
        f"key/{pair.id}",
    )
    forced(
        test_home,
        "UPDATE ledger_row SET digest = (SELECT ledger_digest(ledger_columns(p)) FROM vault_key_pair p WHERE p.id = ref) "
        "WHERE tbl = 'vault_key_pair' AND ref = %s",
        pair.id,
    )
    assert readers(complaint(world).appeal) == {world.people["olena"]}


def test_a_deed_of_roots_own_in_one_whole_transaction_does_not_help(world: World, test_home: Path) -> None:
    """With all triggers on: the database lets it pass, for it looks like any other write; but it has no seal."""
    world.keys()
    sequence()
    pair = pair_of(world, "koval")
    forced(
        test_home,
        "WITH e AS (INSERT INTO ledger_entry (id, at, actor, deed, thing, root, facts, xact) SELECT max(id) + 1, now(), "
        f"'house', 'key.confirmed', 'key/{pair.id}', 0, '{{}}', 0 FROM ledger_entry RETURNING id), "
        "l AS (INSERT INTO ledger_leaf (entry) SELECT id FROM e) UPDATE vault_key_pair SET confirmed_at = now() "
        f"WHERE id = {pair.id}",
        past_triggers=False,
    )
    sequence()
    assert readers(complaint(world).appeal) == {world.people["olena"]}


def test_a_pair_that_nobody_enrolled_is_told(world: World, test_home: Path) -> None:
    world.keys()
    pair = pair_of(world, "koval")
    forced(test_home, "UPDATE vault_key_pair SET retired_at = now() WHERE id = %s", pair.id)
    forced(
        test_home,
        "INSERT INTO vault_key_pair (id, holder, owner, epoch, public, enrolled_at, enrolled_by, confirmed_at, confirmed_by) "
        "SELECT id + 1, holder, owner, epoch, %s, enrolled_at, enrolled_by, confirmed_at, confirmed_by FROM vault_key_pair "
        "WHERE id = %s",
        FOREIGN,
        pair.id,
    )
    assert readers(complaint(world).appeal) == {world.people["olena"]}
    assert kinds()[-1] == "key-unknown"


def test_a_swapped_key_is_noticed_when_its_holder_opens_theirs(world: World, test_home: Path) -> None:
    world.keys()
    pair = pair_of(world, "koval")
    swap(test_home, pair.id)
    actions.unlock_pair(by=world.actor("koval"), at=AT, password="the long password of koval")
    assert enrolments.alarms_standing() == [pair.id]


def test_the_short_look_notices_it_without_anybody(world: World, test_home: Path) -> None:
    world.keys()
    swap(test_home, pair_of(world, "olena").id)
    assert actions.watch_pairs(at=AT) == 1
    assert actions.watch_pairs(at=AT) == 1
    assert kinds().count("key-differs") == 1


def test_a_swapped_key_is_refused_where_a_colleague_opens_a_record_to_it(world: World, test_home: Path) -> None:
    seeds = world.keys()
    got = complaint(world)
    subject = subject_of(got.appeal)
    pair = pair_of(world, "koval")
    swap(test_home, pair.id)
    with world.reading("olena", seeds["olena"]):
        keys = queries.unwrapped(
            queries.wraps_for(world.people["olena"], subject), seed=seeds["olena"], account=world.people["olena"]
        )
    with pytest.raises(RefusedError, match=r"key\.differs"):
        actions.wrap_for(by=world.actor("olena"), at=AT, subject=subject, keys=keys, pair=pair.id, bar=RecordBar())


def test_a_sender_writes_on_under_a_new_key_where_the_records_was_replaced(world: World, test_home: Path) -> None:
    """The letter is taken, the intruder reads nothing, the readers read it; put back afterwards, it has been told."""
    seeds = world.keys()
    got = complaint(world)
    before = bytes(Record.objects.get().inward)
    forced(test_home, "UPDATE vault_record SET inward = %s", FOREIGN)
    appeals_actions.reply(
        by=resident(got.appeal), at=AT, ref=got.appeal, text="He threatened me.", token="a-token-of-a-reply-1"
    )
    found = Record.objects.get()
    assert (found.epoch, bytes(found.inward) in {before, FOREIGN}) == (2, False)
    with world.reading("koval", seeds["koval"]):
        assert [message_text(one) for one in messages_of(subject_of(got.appeal))][-1] == "He threatened me."
    assert Entry.objects.filter(thing=f"appeal/{got.appeal}", deed="record.differs").count() == 1
    appeals_actions.reply(by=resident(got.appeal), at=AT, ref=got.appeal, text="Again.", token="a-token-of-a-reply-2")
    assert Record.objects.get().epoch == 2


def test_what_was_found_about_a_record_is_said_in_the_log(world: World, test_home: Path) -> None:
    world.keys()
    got = complaint(world)
    log_testing.sequencer().step(at=AT, everything=True)
    forced(test_home, "UPDATE vault_record SET inward = %s", FOREIGN)
    appeals_actions.reply(by=resident(got.appeal), at=AT, ref=got.appeal, text="More.", token="a-token-of-a-reply-1")
    assert queries.key_troubles() == [f"the record of appeal/{got.appeal} was changed past the journal"]
    assert actions.watch_records(at=AT) == 1
    assert (kinds()[-1], queries.key_troubles()) == ("row-differs", [])


def test_keys_of_before_leaves_get_theirs_once(world: World, test_home: Path) -> None:
    world.keys()
    forced(test_home, "DELETE FROM ledger_public_leaf")
    forced(test_home, "DELETE FROM ledger_case")
    forced(test_home, "DELETE FROM ledger_case_key")
    assert (actions.watch_pairs(at=AT), kinds()) == (0, ["key-enrolled", "key-enrolled"])
    assert (actions.watch_pairs(at=AT), kinds()) == (0, ["key-enrolled", "key-enrolled"])
