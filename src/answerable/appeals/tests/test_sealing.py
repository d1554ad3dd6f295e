"""Tier S from the first word on: what is written, to whom it is open, and how the list follows who handles it."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from answerable.appeals import actions, followers, queries
from answerable.appeals.models import Answer, Appeal, Draft, Point, Reason, Sender, Tokens
from answerable.appeals.queries import desk
from answerable.appeals.terms import subject_of
from answerable.appeals.testing import AT, hear_all
from answerable.base.actor import resident
from answerable.base.ids import EPOCH_MS
from answerable.base.verdict import InvalidError
from answerable.channels.models import Message, Notice
from answerable.channels.queries import first_text
from answerable.ledger import queries as ledger_queries
from answerable.ledger.models import Entry
from answerable.people.actions import begin_absence, confirm_seat, grant_seat
from answerable.promises.models import Promise
from answerable.vault import actions as vault_actions
from answerable.vault import queries as vault_queries
from answerable.vault.actions import codes as code_actions
from answerable.vault.hash_slots import SLOW_HASH
from answerable.vault.models import FollowUpCode, KeyPair, Record, Slot, Wanted, Wrap
from answerable.vault.rules import codes
from answerable.vault.sealing import is_sealed
from answerable.vault.terms import Holder, KeyWantedError, SlotKind

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.security]
MARK = "Mk7f3aSealed"
assert followers.settle_a_persons_records  # the system hears of seats and keys by these


def complaint(world, **said):
    """A nameless complaint about the head of the department, marked in every field."""
    plain = {
        "kind": "complaint",
        "text": f"{MARK} The head took my phone. Will you look into it?",
        "category": world.categories["conduct"],
        "about_person": world.people["petrenko"],
        "about_words": f"{MARK} the head",
        "where": f"{MARK} street",
    }
    return world.sent(**(plain | said))


def owners(world, ref):
    """Who can open it, by sign-in names; the sender and the quorum by what they are."""
    logins = {account: login for login, account in world.people.items()}
    return sorted(logins.get(pair.owner, pair.holder) for pair in vault_queries.readers_of(subject_of(ref)))


def test_a_complaint_about_a_head_is_open_to_the_chair_the_monitor_and_its_sender(world):
    seeds = world.keys()
    got = complaint(world)
    appeal = Appeal.objects.get(id=got.appeal)
    assert (appeal.tier, appeal.body_id, appeal.readers) == ("S", world.bodies["dir"], [world.bodies["mon"]])
    assert owners(world, got.appeal) == ["code", "koval", "olena"]
    assert not vault_queries.is_kept(subject_of(got.appeal))
    with pytest.raises(KeyWantedError):
        first_text(subject_of(got.appeal))
    with world.reading("koval", seeds["koval"]):
        assert first_text(subject_of(got.appeal)).startswith(MARK)


def test_every_text_of_a_sealed_appeal_is_put_into_its_record(world):
    seeds = world.keys()
    got = complaint(world, name=f"{MARK} name", address=f"{MARK} address", contact="a@example.org", way="email")
    koval, ref = world.actor("koval"), got.appeal
    with world.reading("koval", seeds["koval"]):
        actions.add_note(by=koval, at=AT, ref=ref, text=MARK)
        actions.ask_sender(by=koval, at=AT, ref=ref, text=MARK)
        actions.reply(by=resident(ref), at=AT, ref=ref, text=MARK, token="a-token-of-a-reply-1")
        actions.set_points(by=koval, at=AT, ref=ref, points=[(None, MARK), (None, MARK)])
        actions.keep_draft(by=koval, at=AT, ref=ref, typed={"text": MARK})
        drafted = bytes(Draft.objects.get().body)
        points = queries.points_of(Appeal.objects.get(id=ref))
        due = (AT + timedelta(days=9)).date()
        said = [
            actions.PointReply(points[0].id, "answered", MARK),
            actions.PointReply(points[1].id, "promised", MARK, due_on=due, owner=koval.id),
        ]
        actions.answer_appeal(by=koval, at=AT, ref=ref, text=MARK, replies=said)
    appeal, sender = Appeal.objects.get(id=ref), Sender.objects.get()
    texts = [appeal.gist, appeal.whereabouts, sender.name, sender.address, drafted]
    texts += [row.text for model in (Message, Answer, Reason, Promise) for row in model.objects.all()]
    texts += [value for point in Point.objects.all() for value in (point.text, point.reply)]
    assert (len(texts), {is_sealed(text) for text in texts}) == (15, {True})
    assert Tokens.objects.get().tokens == []
    # a letter must go out while nobody's key is open
    assert {is_sealed(value) for value in (sender.contact, Notice.objects.first().address)} == {False}


def test_the_working_tier_has_no_record_and_no_pair(world):
    world.keys()
    got = world.sent()
    assert (Record.objects.count(), KeyPair.objects.filter(holder=Holder.CODE).count()) == (0, 0)
    assert first_text(subject_of(got.appeal))


def test_the_code_is_hashed_at_once_and_opens_the_sealed_appeal(world):
    world.keys()
    got = complaint(world)
    row = FollowUpCode.objects.get(subject_id=got.appeal)
    assert (row.sealed, row.hash is None, Slot.objects.get(pair__owner=got.appeal).kind) == (None, False, SlotKind.CODE)
    _, opener = codes.slow_hash(got.code[7:23], bytes(row.salt), row.params)
    assert list(
        vault_actions.open_own(by=resident(got.appeal), at=AT, subject=subject_of(got.appeal), opener=opener)
    ) == [1]


def test_under_load_the_code_waits_for_the_job_and_opens_afterwards(world, monkeypatch):
    world.keys()
    monkeypatch.setattr(code_actions, "_HURRY", 0.0)
    with SLOW_HASH.slot(worn=False), SLOW_HASH.slot(worn=True):
        got = complaint(world)
    assert (FollowUpCode.objects.get().hash, Slot.objects.get(pair__owner=got.appeal).kind) == (None, SlotKind.WAITING)
    assert vault_actions.hash_one_code()
    assert (FollowUpCode.objects.get().sealed, Slot.objects.get(pair__owner=got.appeal).kind) == (None, SlotKind.CODE)


def test_the_same_form_twice_is_one_record(world):
    world.keys()
    one = complaint(world, token="the-same-form-once-more")
    two = complaint(world, token="the-same-form-once-more")
    assert (two.appeal, two.code, two.repeated, Record.objects.count()) == (one.appeal, one.code, True, 1)


def test_s03_a_sealed_sender_leaves_no_time_finer_than_the_day(world):
    world.keys()
    at = AT + timedelta(hours=5, minutes=17, seconds=31)
    got = complaint(world, at=at)
    actions.reply(by=resident(got.appeal), at=at, ref=got.appeal, text="more", token="a-token-of-a-reply-2")
    day = at.astimezone(ZoneInfo("Europe/Kyiv")).replace(hour=0, minute=0, second=0, microsecond=0)
    appeal = Appeal.objects.get(id=got.appeal)
    instants = {appeal.registered_at, appeal.replied_at}
    instants |= set(Message.objects.values_list("at", flat=True))
    instants |= set(Entry.objects.filter(thing=f"appeal/{got.appeal}").values_list("at", flat=True))
    instants |= set(KeyPair.objects.filter(owner=got.appeal).values_list("enrolled_at", flat=True))
    instants |= set(Wrap.objects.values_list("made_at", flat=True))
    assert instants == {day}
    assert at.isoformat()[11:19] not in str(appeal.due_facts)
    start = int(day.timestamp() * 1000) - EPOCH_MS
    ids = [got.appeal, *Message.objects.values_list("id", flat=True), FollowUpCode.objects.get().id]
    assert all(0 <= (ref >> 21) - start <= 3_600_000 for ref in ids)
    assert [row.kind for row in Message.objects.order_by("id")] == ["appeal", "reply"]


def test_without_keys_a_sealed_appeal_is_taken_and_kept_by_the_server_until_there_are_some(world):
    got = complaint(world)
    assert (owners(world, got.appeal), vault_queries.is_kept(subject_of(got.appeal))) == (["code"], True)
    with world.reading("koval"):
        assert first_text(subject_of(got.appeal)).startswith(MARK)
    seed = world.key("koval", confirmed_by="olena")
    hear_all()
    assert (owners(world, got.appeal), vault_queries.is_kept(subject_of(got.appeal))) == (["code", "koval"], False)
    with world.reading("koval", seed):
        assert first_text(subject_of(got.appeal)).startswith(MARK)


def test_a_key_that_counts_is_given_what_it_is_for_and_nothing_is_looked_at_twice(world):
    """Seventeen keys of one day looked at every record seventeen times; the worker kept their rows locked for 75 seconds."""
    got = world.sent(seal=True)  # the body that has it holds no key, so the server keeps one throughout
    for login, other in (("koval", "olena"), ("olena", "koval")):
        world.key(login, confirmed_by=other)
        hear_all()
    assert owners(world, got.appeal) == ["code", "koval", "olena"]
    assert not Wanted.objects.exists()
    confirmed = [ledger_queries.heard_deed(row.id) for row in Entry.objects.filter(deed="key.confirmed")]
    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        for deed in confirmed:
            followers.give_what_waited_for_a_key.hear(deed)
    assert (len(confirmed), [query["sql"] for query in asked if "FOR UPDATE" in query["sql"]]) == (2, [])


def test_a_new_key_of_somebody_takes_the_place_of_their_lost_one(world):
    got, koval = world.sent(seal=True), world.actor("koval")
    world.keys()
    hear_all()
    made = vault_actions.lose_pair(by=koval, at=AT, password="another long password")
    assert owners(world, got.appeal) == ["code", "olena"]
    vault_actions.confirm_pair(by=world.actor("olena"), at=AT, pair=made.pair, fingerprint=made.fingerprint)
    hear_all()
    assert owners(world, got.appeal) == ["code", "koval", "olena"]


def test_the_server_keeps_the_key_while_only_others_than_the_body_that_handles_it_hold_one(world):
    world.keys()
    got = world.sent(seal=True)
    assert (owners(world, got.appeal), vault_queries.is_kept(subject_of(got.appeal))) == (
        ["code", "koval", "olena"],
        True,
    )


def test_the_plan_says_whose_keys_will_open_it(world):
    empty = actions.plan(intake=world.intake(seal=True), at=AT).holders
    assert (empty.people, empty.keep) == ((), True)
    world.keys()
    about = world.intake(kind="complaint", about_person=world.people["petrenko"])
    found = actions.plan(intake=about, at=AT).holders
    assert (found.bodies, found.keep) == ((world.bodies["dir"], world.bodies["mon"]), False)
    assert actions.plan(intake=world.intake(), at=AT).holders is None


def test_a_complaint_without_a_name_is_sealed_and_a_named_one_about_nobody_is_not(world):
    said = {"kind": "complaint", "acted": "nobody"}
    plans = [actions.plan(intake=world.intake(name=name, **said), at=AT).tier for name in ("", "Somebody")]
    assert plans == ["S", "W"]


def key_seat(world, login, body, *, by="koval"):
    """A seat that holds keys, granted and confirmed; returns the private key."""
    account, where = world.people[login], world.bodies[body]
    with transaction.atomic():
        seat = grant_seat(by=world.actor(by), at=AT, account=account, body=where, role="monitor", from_on=AT.date())
    confirm_seat(by=world.actor("olena"), at=AT, seat=seat.id)
    return world.key(login, confirmed_by="olena", at=AT)


def test_forwarding_moves_the_wraps_to_the_new_body_and_begins_a_new_epoch(world):
    seeds = world.keys()
    key_seat(world, "sydorenko", "ins")
    got = complaint(world)
    koval = world.actor("koval")
    later = AT + timedelta(days=2)
    with world.reading("koval", seeds["koval"], at=later):
        actions.forward_appeal(
            by=koval, at=later, ref=got.appeal, to=world.bodies["ins"], ground="other-competence", text="x"
        )
    # the chair stays among the readers, because an appeal can climb to it while nobody's key is open
    assert owners(world, got.appeal) == ["code", "koval", "olena", "sydorenko"]


def test_forwarding_without_an_open_key_waits_for_the_next_visit(world):
    seeds = world.keys()
    key_seat(world, "sydorenko", "ins")
    got, later = complaint(world), AT + timedelta(days=2)
    koval = world.actor("koval")
    actions.forward_appeal(
        by=koval, at=later, ref=got.appeal, to=world.bodies["ins"], ground="other-competence", text="x"
    )
    assert owners(world, got.appeal) == ["code", "koval", "olena"]
    with world.reading("olena", seeds["olena"], at=later):
        assert actions.hand_over(by=world.actor("olena"), at=later) == 1
        assert actions.hand_over(by=world.actor("olena"), at=later) == 0
    assert owners(world, got.appeal) == ["code", "koval", "olena", "sydorenko"]


def test_a_sealed_appeal_is_not_forwarded_to_where_nobody_could_open_it(world):
    world.keys()
    got = complaint(world)
    with pytest.raises(InvalidError, match="nobody-holds-a-key"):
        actions.forward_appeal(
            by=world.actor("koval"), at=AT, ref=got.appeal, to=world.bodies["ins"], ground="other-competence", text="x"
        )


def test_s06_who_steps_back_loses_the_wrap_at_once_and_the_next_visit_begins_a_new_key(world):
    seeds = world.keys()
    got = complaint(world)
    with world.reading("olena", seeds["olena"]):
        actions.recuse(by=world.actor("olena"), at=AT, ref=got.appeal, text="I know him.")
    assert (owners(world, got.appeal), Record.objects.get().epoch) == (["code", "koval"], 1)
    with world.reading("koval", seeds["koval"]):
        assert actions.hand_over(by=world.actor("koval"), at=AT) == 1
    assert Record.objects.get().epoch == 2


def test_s07_whoever_begins_to_stand_in_for_the_accused_loses_the_wrap(world):
    world.keys()
    got = complaint(world)
    assert "koval" in owners(world, got.appeal)
    begin_absence(
        by=world.actor("petrenko"),
        at=AT,
        account=world.people["petrenko"],
        substitute=world.people["koval"],
        from_on=AT.date(),
        until_on=AT.date() + timedelta(days=5),
    )
    hear_all()
    assert owners(world, got.appeal) == ["code", "olena"]


def test_s06_bars_unite_over_a_merge_on_both_sides(world):
    seeds = world.keys()
    one = complaint(world)
    two = complaint(world, about_person=None, about_body=world.bodies["ins"], addressed_to=world.bodies["dir"])
    koval = world.actor("koval")
    with world.reading("koval", seeds["koval"]):
        actions.merge(by=koval, at=AT, ref=one.appeal, into=two.appeal, text="the same")
    bars = [(row.barred_bodies, row.barred_persons) for row in Appeal.objects.order_by("id")]
    assert bars[0] == bars[1]
    assert world.people["petrenko"] in bars[0][1]


def test_a_sealed_appeal_joins_no_incident(world):
    world.keys()
    got = complaint(world)
    with pytest.raises(InvalidError, match=r"incident\.sealed"):
        actions.group(by=world.actor("koval"), at=AT, refs=[got.appeal], title="many")


def test_nothing_of_a_sealed_appeal_stands_in_the_clear_nor_under_the_server_key_alone(world):
    world.keys()
    complaint(world, name=f"{MARK} name")
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(t::text, '') FROM channels_message t")
        (dump,) = cursor.fetchone()
    assert MARK not in dump
    assert MARK.encode().hex() not in dump


def test_a_list_is_shown_without_any_key_and_its_sealed_promises_are_blank(world):
    seeds = world.keys()
    got, koval = complaint(world), world.actor("koval")
    due = (AT + timedelta(days=5)).date()
    with world.reading("koval", seeds["koval"]):
        actions.set_points(by=koval, at=AT, ref=got.appeal, points=[(None, MARK)])
        point = queries.points_of(Appeal.objects.get(id=got.appeal))[0].id
        said = actions.PointReply(point, "promised", MARK, due_on=due, owner=koval.id)
        actions.answer_appeal(by=koval, at=AT, ref=got.appeal, text=MARK, replies=[said])
    assert [(one.text, one.due_on) for one in desk.owed(koval, on=AT.date())] == [("", due)]
    assert [row.gist for row in queries.worklist(koval, view=queries.WorkView.ALL, at=AT).rows] == [""]
