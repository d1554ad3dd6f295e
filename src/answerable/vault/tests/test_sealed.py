"""The sealed tier with real keys: who can open is who has a wrap, and a bar means never."""

from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, connections, transaction

from answerable.base.actor import resident
from answerable.base.sealed import SealedField
from answerable.base.subject import Subject
from answerable.base.verdict import MissingError, NotNowError, RefusedError
from answerable.ledger.models import Entry
from answerable.vault import actions, queries, sealing
from answerable.vault.models import AccessRecord, KeyPair, QuorumRequest, Slot, Wrap
from answerable.vault.rules import fields
from answerable.vault.terms import AuditUnavailableError, Holder, RecordBar, SlotKind, UnreadableError
from answerable.vault.tests.cast import (
    AT,
    AUD,
    CHAIR,
    IVANENKO,
    LATER,
    MARK,
    NOBODY,
    OLENA,
    OMB,
    PETRENKO,
    opens,
    person,
    sealed_appeal,
)

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "owner"]), pytest.mark.security]

MESSAGE = SealedField(table="channels_message", column="text")


@contextmanager
def bare_looks():
    """The table of looks as its owner has it when he takes the triggers off."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE vault_look DISABLE TRIGGER USER")
        try:
            yield cursor
        finally:
            cursor.execute("ALTER TABLE vault_look ENABLE TRIGGER USER")


def test_a_reader_opens_and_a_stranger_finds_nothing():
    (olena, seed), (_, other) = person(OLENA), person(CHAIR)
    appeal, _, key = sealed_appeal(olena)
    assert opens(OLENA, appeal, seed) == {1: key}
    with pytest.raises(MissingError):
        opens(CHAIR, appeal, other)
    with pytest.raises(MissingError):
        opens(CHAIR, Subject("appeal", 404), other)
    with pytest.raises(UnreadableError):
        opens(OLENA, appeal, other)


def test_s06_no_wrap_exists_for_the_barred_whatever_is_asked():
    (olena, seed), (petrenko, _) = person(OLENA), person(PETRENKO)
    bar = RecordBar(accounts=frozenset({PETRENKO.id}), bodies=frozenset({14}))
    with pytest.raises(RefusedError, match="barred"):
        sealed_appeal(olena, petrenko, bar=bar)
    appeal, _, key = sealed_appeal(olena, bar=bar)
    keys = opens(OLENA, appeal, seed)
    with pytest.raises(RefusedError, match="barred"):
        actions.wrap_for(by=OLENA, at=LATER, subject=appeal, keys=keys, pair=petrenko, bar=bar)
    assert keys == {1: key}
    assert sorted(pair.holder for pair in queries.readers_of(appeal)) == ["account", "code"]


def test_s07_a_barred_person_does_not_come_in_by_way_of_a_unit():
    (olena, _), (ivanenko, _) = person(OLENA), person(IVANENKO)
    unit = actions.enrol_body(by=OLENA, at=AT, body=40, members=[olena, ivanenko])
    actions.confirm_pair(by=OMB, at=AT, pair=unit, fingerprint=queries.pair_fingerprint(KeyPair.objects.get(id=unit)))
    with pytest.raises(RefusedError, match="barred"):
        sealed_appeal(unit, bar=RecordBar(accounts=frozenset({IVANENKO.id})))
    with pytest.raises(RefusedError, match="barred"):
        sealed_appeal(unit, bar=RecordBar(bodies=frozenset({40})))


def test_s07_a_late_bar_closes_every_epoch_and_a_new_one_begins_without_the_barred():
    (olena, seed), (petrenko, his) = person(OLENA), person(PETRENKO)
    appeal, _, key = sealed_appeal(olena, petrenko)
    assert opens(PETRENKO, appeal, his) == {1: key}
    bar = RecordBar(accounts=frozenset({PETRENKO.id}))
    fresh = actions.rekey(by=OLENA, at=LATER, subject=appeal, keys=opens(OLENA, appeal, seed), bar=bar)
    assert opens(OLENA, appeal, seed) == {1: key, 2: fresh}
    with pytest.raises(MissingError):
        opens(PETRENKO, appeal, his)
    read = [(look.name, look.allowed) for look in queries.accesses_of(AUD, appeal) if look.actor == PETRENKO.word]
    assert read == [("Officer 14", False), ("Officer 14", True)]
    closed = Entry.objects.get(thing=str(appeal), deed="record.closed_to")
    assert closed.facts == {"pairs": [petrenko]}


def test_a_reader_lets_in_another_and_only_one_who_has_the_key_can():
    (olena, seed), (chair, other) = person(OLENA), person(CHAIR)
    appeal, _, key = sealed_appeal(olena)
    with pytest.raises(RefusedError, match=r"key\.wrong"):
        actions.wrap_for(by=OLENA, at=LATER, subject=appeal, keys={1: bytes(32)}, pair=chair, bar=NOBODY)
    actions.wrap_for(by=OLENA, at=LATER, subject=appeal, keys=opens(OLENA, appeal, seed), pair=chair, bar=NOBODY)
    assert opens(CHAIR, appeal, other) == {1: key}


def test_a_young_or_unconfirmed_key_is_not_let_in_unless_two_agree():
    olena, seed = person(OLENA)
    appeal, _, _ = sealed_appeal(olena)
    keys = opens(OLENA, appeal, seed)
    made = actions.enrol_pair(by=CHAIR, at=LATER, password="x")
    with pytest.raises(RefusedError, match="not-confirmed"):
        actions.wrap_for(by=OLENA, at=LATER, subject=appeal, keys=keys, pair=made.pair, bar=NOBODY)
    actions.confirm_pair(by=OMB, at=LATER, pair=made.pair, fingerprint=made.fingerprint)
    for second in (None, OLENA):
        with pytest.raises(RefusedError, match="young"):
            actions.wrap_for(by=OLENA, at=LATER, subject=appeal, keys=keys, pair=made.pair, bar=NOBODY, second=second)
    actions.wrap_for(by=OLENA, at=LATER, subject=appeal, keys=keys, pair=made.pair, bar=NOBODY, second=OMB)
    assert made.pair in [pair.id for pair in queries.readers_of(appeal)]


def test_a_key_is_confirmed_by_another_who_compared_its_fingerprint():
    made = actions.enrol_pair(by=OLENA, at=AT, password="x")
    with pytest.raises(RefusedError, match=r"key\.own"):
        actions.confirm_pair(by=OLENA, at=AT, pair=made.pair, fingerprint=made.fingerprint)
    with pytest.raises(RefusedError, match="differs"):
        actions.confirm_pair(by=OMB, at=AT, pair=made.pair, fingerprint="0000 0000 0000 0000 0000 0000")
    with pytest.raises(RefusedError, match="not-yours"):
        actions.confirm_pair(by=AUD, at=AT, pair=made.pair, fingerprint=made.fingerprint)
    actions.confirm_pair(by=OMB, at=AT, pair=made.pair, fingerprint=made.fingerprint.replace(" ", "-"))
    with pytest.raises(NotNowError, match=r"key\.exists"):
        actions.enrol_pair(by=OLENA, at=AT, password="y")


def test_a_forgotten_password_is_recovered_from_the_sheet_once():
    made = actions.enrol_pair(by=OLENA, at=AT, password="old")
    seed = actions.open_pair(by=OLENA, password="old")
    with pytest.raises(RefusedError, match=r"key\.wrong"):
        actions.recover_pair(by=OLENA, at=AT, recovery="0000-0000", password="new")
    sheet = actions.recover_pair(by=OLENA, at=AT, recovery=made.recovery.lower().replace("-", " "), password="new")
    assert actions.open_pair(by=OLENA, password="new") == seed
    with pytest.raises(RefusedError, match=r"key\.wrong"):
        actions.open_pair(by=OLENA, password="old")
    with pytest.raises(RefusedError, match=r"key\.wrong"):
        actions.recover_pair(by=OLENA, at=AT, recovery=made.recovery, password="again")
    actions.change_key_password(by=OLENA, at=AT, old="new", new="newest")
    assert actions.open_pair(by=OLENA, password="newest") == seed
    assert sheet != made.recovery


def test_s08_there_is_no_slot_for_an_administrator():
    made = actions.enrol_pair(by=OLENA, at=AT, password="x")
    kinds = set(Slot.objects.filter(pair=made.pair).values_list("kind", flat=True))
    assert kinds == {SlotKind.PASSWORD, SlotKind.RECOVERY}


def test_who_lost_everything_begins_again_and_reads_nothing_of_before():
    (olena, seed), (chair, other) = person(OLENA), person(CHAIR)
    appeal, _, key = sealed_appeal(olena, chair)
    again = actions.lose_pair(by=OLENA, at=LATER, password="fresh")
    actions.confirm_pair(by=OMB, at=LATER, pair=again.pair, fingerprint=again.fingerprint)
    with pytest.raises(MissingError):
        opens(OLENA, appeal, seed)
    keys = opens(CHAIR, appeal, other)
    actions.wrap_for(by=CHAIR, at=LATER, subject=appeal, keys=keys, pair=again.pair, bar=NOBODY, second=OMB)
    assert opens(OLENA, appeal, actions.open_pair(by=OLENA, password="fresh")) == {1: key}


def test_who_leaves_hands_over_first():
    (olena, seed), (chair, other) = person(OLENA), person(CHAIR)
    appeal, _, key = sealed_appeal(olena)
    with pytest.raises(NotNowError, match="last-reader"):
        actions.retire_pair(by=OLENA, at=LATER, pair=olena)
    actions.wrap_for(by=OLENA, at=LATER, subject=appeal, keys=opens(OLENA, appeal, seed), pair=chair, bar=NOBODY)
    actions.retire_pair(by=OLENA, at=LATER, pair=olena)
    assert opens(CHAIR, appeal, other) == {1: key}
    with pytest.raises(MissingError):
        opens(OLENA, appeal, seed)


def test_a_unit_reads_with_one_pair_and_who_left_the_unit_does_not():
    (olena, seed), (chair, other) = person(OLENA), person(CHAIR)
    first = actions.enrol_body(by=OLENA, at=AT, body=40, members=[olena, chair])
    actions.confirm_pair(by=OMB, at=AT, pair=first, fingerprint=queries.pair_fingerprint(KeyPair.objects.get(id=first)))
    appeal, _, key = sealed_appeal(first)
    assert opens(CHAIR, appeal, other) == opens(OLENA, appeal, seed) == {1: key}
    second = actions.enrol_body(by=OLENA, at=LATER, body=40, members=[olena])
    actions.confirm_pair(
        by=OMB, at=LATER, pair=second, fingerprint=queries.pair_fingerprint(KeyPair.objects.get(id=second))
    )
    with pytest.raises(MissingError):
        opens(CHAIR, appeal, other)
    keys = opens(OLENA, appeal, seed)
    actions.wrap_for(by=OLENA, at=LATER, subject=appeal, keys=keys, pair=second, bar=NOBODY, second=OMB)
    fresh = actions.rekey(by=OLENA, at=LATER, subject=appeal, keys=keys, bar=NOBODY)
    assert opens(OLENA, appeal, seed) == {1: key, 2: fresh}
    assert KeyPair.objects.get(id=second).epoch == 2


def test_a_record_that_nobody_could_read_is_refused():
    with pytest.raises(NotNowError, match="last-reader"):
        sealed_appeal()
    olena, seed = person(OLENA)
    appeal, _, _ = sealed_appeal(olena)
    with pytest.raises(NotNowError, match="last-reader"):
        actions.rekey(
            by=OLENA,
            at=LATER,
            subject=appeal,
            keys=opens(OLENA, appeal, seed),
            bar=RecordBar(accounts=frozenset({OLENA.id})),
        )


def test_the_sender_reads_by_the_code_before_and_after_hashing_and_changing_it():
    olena, seed = person(OLENA)
    appeal, code, key = sealed_appeal(olena)
    assert Slot.objects.get(pair__holder=Holder.CODE).kind == SlotKind.WAITING
    entered = actions.enter_code(typed=code.digits, at=LATER)
    assert Slot.objects.get(pair__holder=Holder.CODE).kind == SlotKind.CODE

    def own(cookie):
        session = queries.follow_session(cookie, LATER)
        opener = queries.follow_opener(session, cookie)
        return actions.open_own(by=resident(appeal.id), at=LATER, subject=appeal, opener=opener)

    assert own(entered.cookie) == {1: key}
    new = actions.change_code(cookie=entered.cookie, at=LATER)
    assert own(entered.cookie) == {1: key}
    fresh = actions.rekey(by=OLENA, at=LATER, subject=appeal, keys=opens(OLENA, appeal, seed), bar=NOBODY)
    assert own(actions.enter_code(typed=new.digits, at=LATER).cookie) == {1: key, 2: fresh}


def test_the_job_moves_the_sender_s_key_from_under_the_server_key():
    olena, _ = person(OLENA)
    appeal, code, key = sealed_appeal(olena)
    assert actions.hash_one_code()
    slot = Slot.objects.get(pair__holder=Holder.CODE)
    assert slot.kind == SlotKind.CODE
    with pytest.raises(UnreadableError):
        fields.open_field(
            sealing.server_key(), root=0, table="vault_slot", ref=slot.pair_id, field="waiting", revision=0,
            sealed=bytes(slot.sealed),
        )  # fmt: skip
    cookie = actions.enter_code(typed=code.digits, at=LATER).cookie
    opener = queries.follow_opener(queries.follow_session(cookie, LATER), cookie)
    assert actions.open_own(by=resident(appeal.id), at=LATER, subject=appeal, opener=opener) == {1: key}


def test_a_text_put_into_a_record_is_opened_by_its_readers_only_and_survives_rekeying():
    olena, seed = person(OLENA)
    appeal, _, _ = sealed_appeal(olena)
    first = sealing.put_in(appeal, MESSAGE, MARK + "\ud800\0", ref=3)
    keys = opens(OLENA, appeal, seed)
    actions.rekey(by=OLENA, at=LATER, subject=appeal, keys=keys, bar=NOBODY)
    second = sealing.put_in(appeal, MESSAGE, "second", ref=3)
    keys = opens(OLENA, appeal, seed)
    assert [sealing.take_out(keys, appeal.id, MESSAGE, each, ref=3) for each in (first, second)] == [
        MARK + "\ud800\0",
        "second",
    ]
    for field, ref in ((MESSAGE, 4), (SealedField(table="channels_message", column="gist"), 3)):
        with pytest.raises(UnreadableError):
            sealing.take_out(keys, appeal.id, field, first, ref=ref)
    with pytest.raises(UnreadableError):
        sealing.take_out({2: keys[2]}, appeal.id, MESSAGE, first, ref=3)
    with pytest.raises(MissingError):
        sealing.put_in(Subject("appeal", 404), MESSAGE, "x", ref=3)


def test_s02_a_dump_of_a_sealed_appeal_with_the_server_key_opens_nothing_after_hashing():
    olena, _ = person(OLENA)
    appeal, code, key = sealed_appeal(olena)
    actions.hash_one_code()
    sealing.put_in(appeal, MESSAGE, MARK, ref=3)
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(t::text, '') FROM (SELECT w::text AS t FROM vault_wrap w UNION ALL "
                       "SELECT s::text FROM vault_slot s UNION ALL SELECT c::text FROM vault_follow_up_code c) x")  # fmt: skip
        dump = cursor.fetchone()[0]
    assert [secret.hex() in dump for secret in (key, code.secret.encode(), MARK.encode())] == [False] * 3


def test_s21_no_row_no_plaintext():
    olena, seed = person(OLENA)
    appeal, _, _ = sealed_appeal(olena)
    with pytest.raises(RefusedError, match="purpose"):
        actions.open_record(by=OLENA, at=LATER, subject=appeal, section="text", purpose="", seed=seed)
    assert AccessRecord.objects.count() == 0
    with connection.cursor() as cursor:  # a lock that the writer of looks cannot get stands for a table it cannot write
        cursor.execute("SELECT pg_advisory_lock(%s)", [0x6C6F6F6B])
        try:
            with pytest.raises(AuditUnavailableError):
                opens(OLENA, appeal, seed)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [0x6C6F6F6B])
    assert AccessRecord.objects.count() == 0


def test_s21_the_look_stays_when_the_page_fails_after_reading():
    olena, seed = person(OLENA)
    appeal, _, _ = sealed_appeal(olena)
    with transaction.atomic():
        opens(OLENA, appeal, seed)
        transaction.set_rollback(True)  # as when the page fails after reading
    assert [(look.number, look.name, look.purpose) for look in AccessRecord.objects.all()] == [
        (1, "Officer 11", "handle")
    ]


def test_s10_a_changed_or_removed_look_is_noticed_and_the_application_may_do_neither():
    olena, seed = person(OLENA)
    appeal, _, _ = sealed_appeal(olena)
    for _ in range(5):
        opens(OLENA, appeal, seed)
    assert (queries.broken_access(), queries.broken_access(3)) == (None, None)
    for statement in ("UPDATE vault_look SET name = 'x'", "DELETE FROM vault_look", "TRUNCATE vault_look"):
        with pytest.raises(DatabaseError), connection.cursor() as cursor:
            cursor.execute(statement)
    with bare_looks() as cursor:
        cursor.execute("UPDATE vault_look SET name = 'somebody else' WHERE number = 4")
    assert (queries.broken_access(), queries.broken_access(4)) == (4, None)
    with bare_looks() as cursor:
        cursor.execute("DELETE FROM vault_look WHERE number = 2")
    assert queries.broken_access() == 2


def test_looks_are_for_auditors_the_reader_and_the_sender():
    olena, seed = person(OLENA)
    appeal, _, _ = sealed_appeal(olena)
    opens(OLENA, appeal, seed)
    assert [
        q.count() for q in (queries.accesses_of(AUD, appeal), queries.accesses_of(resident(appeal.id), appeal))
    ] == [1, 1]
    assert (queries.accesses_by(AUD, OLENA.word).count(), queries.accesses_by(OLENA, OLENA.word).count()) == (1, 1)
    for ask in (lambda: queries.accesses_of(CHAIR, appeal), lambda: queries.accesses_by(CHAIR, OLENA.word)):
        with pytest.raises(RefusedError, match="look"):
            ask()


def test_the_database_refuses_a_wrap_without_its_deed():
    olena, _ = person(OLENA)
    chair, _ = person(CHAIR)
    appeal, _, _ = sealed_appeal(olena)
    with pytest.raises(DatabaseError, match="without its deed"), transaction.atomic():
        Wrap.objects.create(kind="appeal", record_id=appeal.id, epoch=1, pair_id=chair, wrapped=b"x", made_at=LATER)
    with pytest.raises(DatabaseError, match="quorum_is_two"), transaction.atomic():
        QuorumRequest.objects.create(record_id=appeal.id, asked_by=1, approved_by=1, reason=b"", asked_at=LATER)
