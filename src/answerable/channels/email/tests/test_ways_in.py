"""Letters by LMTP and by IMAP, over real sockets: each kept once, answered only after the commit, nobody else's taken."""

import smtplib
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import connections

from answerable.base.actor import SYSTEM
from answerable.base.ids import new_id
from answerable.channels.actions import accounts as account_actions
from answerable.channels.email import listening, polling
from answerable.channels.email.keeping import keep_letter, mailbox_of
from answerable.channels.email.testing import Mailbox, imap_server
from answerable.channels.models import Account, RawDelivery
from answerable.channels.queries import accounts, deliveries
from answerable.channels.terms import AccountFacts, Channel
from answerable.people.models import Body

AT = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
LETTER = (
    b"From: anna@example.org\r\nTo: appeals@police.example\r\nMessage-ID: <1@x.example>\r\n\r\nThe lamp is dark.\r\n"
)
OTHER = LETTER.replace(b"lamp", b"road")


def made(name: str, **settings: str) -> AccountFacts:
    """A mailbox of one body."""
    ref = new_id()
    Body.objects.get_or_create(
        code="dep", defaults={"id": ref, "root": ref, "kind": "police", "zone": "UTC", "calendar": "ua", "name": {}}
    )
    account_actions.set_account(by=SYSTEM, at=AT, channel=Channel.EMAIL, name=name, body="dep", settings=settings)
    return accounts.account_named(Channel.EMAIL, name)


@pytest.fixture
def place(transactional_db: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the listener listens; two mailboxes are known to it."""
    made("main", address="appeals@police.example")
    made("other", address="desk@police.example")
    socket = str(tmp_path_factory.mktemp("l") / "s")
    receiver = listening.listen(now=lambda: AT, socket=socket)
    yield socket
    receiver.handler.threads.submit(connections.close_all).result(5)
    receiver.stop()
    receiver.handler.threads.shutdown()


def test_a_letter_to_two_of_our_addresses_is_kept_once_and_each_receiver_is_answered(place: str) -> None:
    with smtplib.LMTP(place) as server:
        server.ehlo()
        server.mail("anna@example.org")
        for receiver in ("appeals+7.x@police.example", "desk@police.example"):
            assert server.rcpt(receiver)[0] == 250
        said = [
            server.data(LETTER),
            server.getreply(),
        ]  # one answer a receiver, which Python's own sender does not read
        assert said == [(250, b"2.0.0 kept")] * 2
        assert server.sendmail("anna@example.org", ["desk@police.example"], LETTER) == {}
    (kept,) = RawDelivery.objects.all()
    raw = deliveries.content_of(kept)
    assert raw.startswith(b"Return-Path: <anna@example.org>\r\nDelivered-To: appeals+7.x@police.example\r\n")
    assert raw.endswith(LETTER)


def test_nobodys_address_is_refused_and_a_letter_that_is_too_big_too(place: str) -> None:
    with smtplib.LMTP(place) as server, pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        server.sendmail("anna@example.org", ["nobody@police.example"], LETTER)
    assert refused.value.recipients["nobody@police.example"][0] == 550
    with smtplib.LMTP(place) as server:
        assert server.has_extn("size") or server.ehlo()
    assert RawDelivery.objects.count() == 0


@pytest.fixture
def served(db: None) -> Iterator[Mailbox]:
    with imap_server() as mailbox:
        yield mailbox


def fetched(mailbox: Mailbox, **settings: str) -> int:
    said = {
        "imap_host": "127.0.0.1",
        "imap_port": str(mailbox.port),
        "imap_tls": "no",
        "imap_user": "u",
        "imap_password": "right",
    }
    return polling.fetch_letters(made("main", **(said | settings)), AT)


def test_what_is_new_in_a_mailbox_is_kept_and_nothing_is_marked_moved_or_deleted(served: Mailbox) -> None:
    served.letters = {3: LETTER}
    assert [fetched(served), fetched(served)] == [1, 0]
    served.letters[4] = OTHER
    assert fetched(served) == 1
    assert Account.objects.get().place == "1/4"
    assert {command.split(" ")[0] for command in served.commands} <= {"CAPABILITY", "LOGIN", "SELECT", "UID", "LOGOUT"}
    assert not any("STORE" in command or "EXPUNGE" in command for command in served.commands)


def test_where_the_server_numbers_anew_nothing_is_lost_and_nothing_doubled(served: Mailbox) -> None:
    served.letters = {3: LETTER}
    fetched(served)
    served.validity, served.letters = 2, {1: OTHER, 2: LETTER}
    assert fetched(served) == 1
    assert (RawDelivery.objects.count(), Account.objects.get().place) == (2, "2/2")


@pytest.mark.parametrize(
    ("settings", "fault"),
    [
        ({"imap_password": "wrong"}, "imap-login"),
        ({"imap_folder": "Nowhere"}, "imap-away"),
        ({"imap_port": "1"}, "imap-away"),
    ],
)
def test_what_is_wrong_is_noted_and_taken_back_when_it_works_again(
    served: Mailbox, settings: dict[str, str], fault: str
) -> None:
    assert fetched(served, **settings) == 0
    assert Account.objects.get().fault == fault
    fetched(served, imap_folder="INBOX")
    assert Account.objects.get().fault == ""


def test_a_mailbox_without_a_server_is_not_asked(db: None) -> None:
    assert polling.fetch_letters(made("main", address="a@b.example"), AT) == 0


def test_the_envelope_writes_no_header_of_its_own(db: None) -> None:
    mailbox = made("main", address="a@b.example")
    ref = keep_letter(mailbox=mailbox, raw=LETTER, at=AT, sender="x>\r\nFrom: <eve@example.org", receivers=())
    assert (
        deliveries.content_of(RawDelivery.objects.get(id=ref)).split(b"\r\n")[0]
        == b"Return-Path: <xFrom:eve@example.org>"
    )
    assert mailbox_of("<A+tag@B.example>", [mailbox]) == mailbox
    assert mailbox_of("b@b.example", [mailbox]) is None
