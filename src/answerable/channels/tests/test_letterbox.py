"""The letterbox: what comes is kept word for word before it is read, once, and ends where it can be seen."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from answerable.base.actor import SYSTEM
from answerable.base.ids import new_id
from answerable.base.subject import Subject
from answerable.base.verdict import InvalidError, MissingError
from answerable.channels import queries, reading, rules
from answerable.channels.actions import accounts as account_actions
from answerable.channels.actions import letterbox
from answerable.channels.jobs import taking
from answerable.channels.models import Account, RawDelivery
from answerable.channels.queries import accounts, deliveries
from answerable.channels.terms import AccountFacts, Channel
from answerable.ledger.models import Entry
from answerable.people.models import Body

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)


@pytest.fixture
def mailbox(db: None) -> AccountFacts:
    ref = new_id()
    Body.objects.create(id=ref, root=ref, code="dep", kind="police", zone="Europe/Kyiv", calendar="ua", name={})
    account_actions.set_account(
        by=SYSTEM, at=AT, channel=Channel.EMAIL, name="main", body="dep", settings={"password": "very secret"}
    )
    return accounts.account_named(Channel.EMAIL, "main")


def kept(mailbox: AccountFacts, raw: bytes = b"words", external: str = "1") -> int | None:
    return letterbox.keep_delivery(account=mailbox, external=external, raw=raw, at=AT)


def jobs_waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s", [letterbox.TAKE])
        return int(cursor.fetchone()[0])


def test_a_delivery_is_kept_once_and_one_job_is_told_of_all(mailbox: AccountFacts) -> None:
    assert [kept(mailbox) is None, kept(mailbox) is None, kept(mailbox, external="2") is None] == [False, True, False]
    assert (RawDelivery.objects.count(), jobs_waiting()) == (2, 1)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(raw=st.binary(max_size=300))
def test_a_delivery_comes_back_byte_for_byte_and_lies_sealed(mailbox: AccountFacts, raw: bytes) -> None:
    delivery = RawDelivery.objects.get(id=kept(mailbox, raw + b"\xff\x00", f"{new_id()}"))
    assert deliveries.content_of(delivery) == raw + b"\xff\x00"
    assert (raw + b"\xff\x00" in bytes(delivery.content), delivery.size) == (False, len(raw) + 2)


def test_deliveries_are_taken_in_the_order_in_which_they_came_each_by_one_worker(mailbox: AccountFacts) -> None:
    refs = [kept(mailbox, external=str(number)) for number in range(3)]
    claimed = [letterbox.claim_delivery(account=mailbox.id, at=AT) for _ in range(4)]
    assert [one.id if one else None for one in claimed] == [*refs, None]


def test_a_delivery_that_breaks_its_reading_is_tried_again_and_then_a_person_looks(mailbox: AccountFacts) -> None:
    kept(mailbox)
    at, tries = AT, 0
    while (claimed := letterbox.claim_delivery(account=mailbox.id, at=at)) is not None and claimed.state == "waiting":
        at, tries = at + timedelta(days=1), tries + 1
    assert tries == sum(rules.take_again_after(number) is not None for number in range(1, 9))
    (waiting,) = deliveries.at_desk([mailbox.body])
    assert waiting.why == "breaks"


def test_what_was_altered_in_the_database_waits_for_a_person_and_stops_nothing(mailbox: AccountFacts) -> None:
    kept(mailbox)
    RawDelivery.objects.update(content=b"\x01" * 60)
    assert taking.take_next(mailbox.id, at=AT)
    assert not taking.take_next(mailbox.id, at=AT)
    assert [one.why for one in deliveries.at_desk([mailbox.body])] == ["damaged"]


def test_spam_is_closed_with_a_trace_and_stays_word_for_word(mailbox: AccountFacts) -> None:
    ref = kept(mailbox, b"")
    taking.take_next(mailbox.id, at=AT)
    delivery = deliveries.delivery_at_desk(ref or 0, [mailbox.body])
    assert delivery.why == "no-letter"
    letterbox.close_as_spam(by=SYSTEM, at=AT, ref=delivery.id)
    with pytest.raises(MissingError):
        letterbox.close_as_spam(by=SYSTEM, at=AT, ref=delivery.id)
    with pytest.raises(MissingError):
        deliveries.delivery_at_desk(delivery.id, [mailbox.body])
    closed = RawDelivery.objects.get(id=ref)
    assert (closed.state, closed.settled_by, deliveries.content_of(closed)) == ("spam", "house", b"")
    assert list(Entry.objects.filter(thing=f"delivery/{ref}").values_list("deed", flat=True)) == ["delivery.closed"]


def test_what_an_erased_subject_sent_is_emptied_and_does_not_come_again(mailbox: AccountFacts) -> None:
    ref = kept(mailbox, b"what somebody wrote")
    subject = Subject("appeal", 7)
    RawDelivery.objects.update(thing=str(subject))
    assert letterbox.empty_deliveries(subject) == 1
    assert deliveries.content_of(RawDelivery.objects.get(id=ref)) == b""
    assert kept(mailbox, b"what somebody wrote") is None


def test_an_account_keeps_what_is_not_named_again_and_no_secret_lies_open(mailbox: AccountFacts) -> None:
    again = account_actions.set_account(
        by=SYSTEM, at=AT, channel=Channel.EMAIL, name="main", body="dep", settings={"address": "a@b.example"}
    )
    found = accounts.account_named(Channel.EMAIL, "main")
    assert (again, dict(found.settings)) == (mailbox.id, {"address": "a@b.example", "password": "very secret"})
    assert ("very secret" in repr(found), b"very secret" in bytes(Account.objects.get().settings)) == (False, False)
    account_actions.shut_account(by=SYSTEM, at=AT, channel=Channel.EMAIL, name="main")
    with pytest.raises(MissingError):
        accounts.account_named(Channel.EMAIL, "main")
    with pytest.raises(MissingError):
        account_actions.shut_account(by=SYSTEM, at=AT, channel=Channel.EMAIL, name="main")
    assert accounts.accounts_of(Channel.EMAIL) == []
    assert accounts.account_by_id(mailbox.id).name == "main"


def test_a_name_that_could_not_stand_in_an_address_is_refused(mailbox: AccountFacts) -> None:
    with pytest.raises(InvalidError):
        account_actions.set_account(by=SYSTEM, at=AT, channel=Channel.EMAIL, name="../x", body="dep", settings={})


def test_a_fault_of_an_account_is_noted_with_its_beginning(mailbox: AccountFacts) -> None:
    for hours, code in ((0, "imap-login"), (1, "imap-login"), (2, "")):
        account_actions.note_fault(account=mailbox.id, at=AT + timedelta(hours=hours), code=code)
        row = Account.objects.get()
        assert (row.fault, row.fault_at) == (code, AT if code else None)
    assert row.checked_at == AT + timedelta(hours=2)


def test_what_came_by_a_channel_that_is_gone_waits_for_a_person(mailbox: AccountFacts) -> None:
    kept(mailbox)
    Account.objects.update(channel="import")
    taking.take_next(mailbox.id, at=AT)
    assert [one.why for one in deliveries.at_desk([mailbox.body])] == ["no-such-channel"]
    assert {"email", "sms"} <= reading.WAYS


def test_health_says_what_is_not_read_what_nobody_decides_and_which_account_fails(mailbox: AccountFacts) -> None:
    soon, late = AT + timedelta(minutes=10), AT + timedelta(minutes=20)
    kept(mailbox)
    assert list(queries.troubles_of_letterbox(at=soon)) == []
    assert [red.split(":")[0] for red in queries.troubles_of_letterbox(at=late)] == [
        "1 deliveries wait to be read for more than 15 minutes"
    ]
    RawDelivery.objects.update(state="desk")
    assert list(queries.troubles_of_letterbox(at=late)) == []
    (red,) = queries.troubles_of_letterbox(at=AT + timedelta(days=4))
    assert red.startswith("1 letters that no rule can place wait for more than 72 hours")
    RawDelivery.objects.update(state="spam")
    account_actions.note_fault(account=mailbox.id, at=AT, code="imap-login")
    assert list(queries.troubles_of_letterbox(at=late)) == [
        "email main has not worked for 5 minutes or more (imap-login)"
    ]
