"""The system keeps the list of readers what it should be: bars at once, everybody else as soon as a key is at hand."""

from datetime import timedelta

import pytest
from django.db import transaction

from answerable.base.actor import STRANGER, SYSTEM
from answerable.base.ids import EPOCH_MS, id_after, id_of_day, new_id
from answerable.base.subject import Subject
from answerable.vault import actions, queries
from answerable.vault.models import KeyPair, Record, Slot, Wanted, Wrap
from answerable.vault.terms import Holder, Readers, RecordBar, SlotKind
from answerable.vault.tests.cast import AT, CHAIR, LATER, NOBODY, OLENA, OMB, PETRENKO, person

pytestmark = [pytest.mark.django_db, pytest.mark.security]


def laid(*pairs, bar=NOBODY, keep=False, opener=bytes(32)):
    """A record open to these pairs: (appeal, its key)."""
    drawn = actions.draw_record(subject=Subject("appeal", new_id()), root=5)
    readers = Readers(frozenset(pairs), bar, keep)
    with transaction.atomic():
        actions.lay_down(by=STRANGER, at=LATER, drawn=drawn, readers=readers, opener=opener)
    return drawn.subject, drawn.key


def settle(appeal, *pairs, bar=NOBODY, keep=False, keys=None, at=LATER):
    readers = Readers(frozenset(pairs), bar, keep)
    return actions.settle_record(by=SYSTEM, at=at, subject=appeal, readers=readers, keys=lambda: keys)


def owners(appeal):
    """Who can open it: people by account, the others by what they are."""
    return sorted(pair.owner if pair.holder == Holder.ACCOUNT else 0 for pair in queries.readers_of(appeal))


def test_a_record_is_laid_down_open_to_its_readers_and_its_sender():
    olena, seed = person(OLENA)
    appeal, key = laid(olena)
    assert queries.keys_of(appeal, pair=olena, seed=seed) == {1: key}
    assert owners(appeal) == [0, OLENA.id]
    assert (queries.kept_keys(queries.record_by_id(appeal.id)), Slot.objects.get(pair__owner=appeal.id).kind) == (
        {},
        SlotKind.CODE,
    )


def test_s06_a_barred_pair_is_left_out_when_a_record_is_laid_down():
    (olena, _), (petrenko, _) = person(OLENA), person(PETRENKO)
    appeal, _ = laid(olena, petrenko, bar=RecordBar(accounts=frozenset({PETRENKO.id})))
    assert owners(appeal) == [0, OLENA.id]


def test_a_code_that_is_not_hashed_yet_keeps_the_senders_key_waiting():
    olena, _ = person(OLENA)
    appeal, _ = laid(olena, opener=None)
    assert Slot.objects.get(pair__owner=appeal.id).kind == SlotKind.WAITING


def test_without_a_holder_the_server_keeps_the_key_until_there_is_one_and_then_forgets_it():
    appeal, key = laid(keep=True)
    assert (
        queries.kept_keys(queries.record_by_id(appeal.id)),
        queries.is_kept(appeal),
        queries.kept_records("appeal"),
    ) == ({1: key}, True, [appeal])
    olena, seed = person(OLENA)
    assert settle(appeal, olena)
    assert (queries.is_kept(appeal), Record.objects.get(id=appeal.id).epoch) == (False, 2)
    opened = queries.keys_of(appeal, pair=olena, seed=seed)
    assert (sorted(opened), opened[1]) == ([1, 2], key)


def test_the_server_keeps_the_key_while_only_others_than_the_handling_body_have_one():
    (olena, seed), appeal_key = person(OLENA), laid(keep=True)
    appeal, key = appeal_key
    assert settle(appeal, olena, keep=True)
    assert (queries.is_kept(appeal), queries.keys_of(appeal, pair=olena, seed=seed)) == (True, {1: key})


def test_a_new_reader_waits_for_a_key_and_gets_it_with_one():
    (olena, _), (chair, seed) = person(OLENA), person(CHAIR)
    appeal, key = laid(olena)
    assert not settle(appeal, olena, chair)
    assert (
        owners(appeal),
        queries.wanted_by(OLENA.id, kind="appeal", most=5),
        queries.wanted_by(CHAIR.id, kind="appeal", most=5),
    ) == (
        [0, OLENA.id],
        [appeal],
        [],
    )
    assert settle(appeal, olena, chair, keys={1: key})
    assert (queries.keys_of(appeal, pair=chair, seed=seed), Wanted.objects.count()) == ({1: key}, 0)


def test_who_leaves_loses_the_wrap_at_once_while_somebody_else_can_open_it_and_later_words_are_under_a_new_key():
    (olena, seed), (chair, _) = person(OLENA), person(CHAIR)
    appeal, key = laid(olena, chair)
    assert not settle(appeal, olena)
    assert owners(appeal) == [0, OLENA.id]
    assert (queries.wanted_by(OLENA.id, kind="appeal", most=5), Record.objects.get(id=appeal.id).epoch) == ([appeal], 1)
    assert settle(appeal, olena, keys={1: key})
    assert sorted(queries.keys_of(appeal, pair=olena, seed=seed)) == [1, 2]
    assert Wanted.objects.count() == 0


def test_who_leaves_keeps_the_wrap_while_nobody_else_could_open_it():
    (olena, _), (chair, _) = person(OLENA), person(CHAIR)
    appeal, key = laid(olena)
    assert not settle(appeal, chair)
    assert owners(appeal) == [0, OLENA.id]
    assert settle(appeal, chair, keys={1: key})
    assert (owners(appeal), Record.objects.get(id=appeal.id).epoch) == ([0, CHAIR.id], 2)


def test_s06_a_late_bar_takes_the_wrap_at_once_even_the_last_one():
    olena, _ = person(OLENA)
    appeal, _ = laid(olena)
    assert not settle(appeal, olena, bar=RecordBar(accounts=frozenset({OLENA.id})))
    assert owners(appeal) == [0]


def test_a_young_pair_waits_for_its_day():
    olena, _ = person(OLENA)
    appeal, key = laid(olena)
    made = actions.enrol_pair(by=CHAIR, at=LATER, password="a pass")
    actions.confirm_pair(by=OMB, at=LATER, pair=made.pair, fingerprint=made.fingerprint)
    settle(appeal, olena, made.pair, keys={1: key})
    assert owners(appeal) == [0, OLENA.id]
    assert settle(appeal, olena, made.pair, keys={1: key}, at=LATER + timedelta(days=1))
    assert owners(appeal) == [0, OLENA.id, CHAIR.id]


def test_settling_what_is_settled_changes_nothing_and_asks_for_no_key():
    olena, _ = person(OLENA)
    appeal, _ = laid(olena)
    before = list(Wrap.objects.values_list("id", flat=True))
    assert settle(appeal, olena)
    assert (list(Wrap.objects.values_list("id", flat=True)), settle(Subject("appeal", 404))) == (before, True)


def test_ids_of_a_sealed_sender_tell_the_day_alone():
    day = AT.replace(hour=0)
    start = int(day.timestamp() * 1000) - EPOCH_MS
    for ref in (id_of_day(day) for _ in range(50)):
        assert 0 <= (ref >> 21) - start < 3_600_000
    assert 0 < id_after(7) - 7 <= 1 << 20


def test_the_pair_of_a_sender_bears_the_day_alone():
    olena, _ = person(OLENA)
    day = LATER.replace(hour=0)
    drawn = actions.draw_record(subject=Subject("appeal", new_id()), root=5)
    with transaction.atomic():
        readers = Readers(frozenset({olena}), NOBODY)
        actions.lay_down(by=STRANGER, at=day, drawn=drawn, readers=readers, opener=bytes(32))
    pair = KeyPair.objects.get(owner=drawn.subject.id)
    instants = {pair.enrolled_at, pair.confirmed_at, *Slot.objects.filter(pair=pair).values_list("made_at", flat=True)}
    instants |= set(Wrap.objects.filter(record=drawn.subject.id).values_list("made_at", flat=True))
    assert instants == {day}
