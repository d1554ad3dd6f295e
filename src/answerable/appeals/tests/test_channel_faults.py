"""The table channel x fault: what arrives oddly is one appeal for each true message, and its sender hears of each once.

Each cell says what stands in the database afterwards and what the sender gets next. A channel adds its lines here.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import pytest
from django.db import DatabaseError, OperationalError, connection

from answerable.appeals.models import Appeal
from answerable.appeals.testing import AT, World
from answerable.base.actor import SYSTEM
from answerable.channels.actions import accounts as account_actions
from answerable.channels.actions import letterbox
from answerable.channels.email.inbound import external_of
from answerable.channels.models import Message, Notice, RawDelivery
from answerable.channels.queries import accounts
from answerable.channels.terms import AccountFacts, Channel
from answerable.channels.testing import post_office, send_all, take_again, take_all

LETTER: Final = (
    b"From: Anna <anna@example.org>\r\nTo: appeals@police.example\r\nSubject: Lamp\r\nMessage-ID: <1@x.example>\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\n\r\nThe lamp is dark.\r\n"
)


@dataclass(frozen=True)
class Cell:
    """One cell: what arrives, and (appeals, messages, letters to the sender, states of the deliveries) afterwards."""

    channel: str
    fault: str
    arrives: tuple[bytes, ...]
    appeals: int
    messages: int
    told: int
    states: tuple[str, ...]


OTHER: Final = LETTER.replace(b"<1@", b"<2@").replace(b"lamp", b"road")
CELLS: Final = (
    Cell("email", "duplicate", (LETTER, LETTER, LETTER), 1, 1, 1, ("taken",)),
    Cell("email", "same-id-other-words", (LETTER, OTHER.replace(b"<2@", b"<1@")), 2, 2, 2, ("taken", "taken")),
    Cell("email", "out-of-order", (OTHER.replace(b"\r\n\r\n", b"\r\nIn-Reply-To: <1@x.example>\r\n\r\n"), LETTER), 2, 2, 2, ("taken", "taken")),
    Cell("email", "forged-reference", (LETTER.replace(b"\r\n\r\n", b"\r\nIn-Reply-To: <notice.7.00000000000000000000@police.example>\r\n\r\n"),), 1, 1, 1, ("taken",)),
    Cell("email", "empty", (b"",), 0, 0, 0, ("desk",)),
    Cell("email", "no-words", (LETTER.replace(b"The lamp is dark.", b"").replace(b"Subject: Lamp\r\n", b""),), 0, 0, 0, ("desk",)),
    Cell("email", "1-MB-body", (LETTER + b"x" * 1_000_000,), 0, 0, 0, ("desk",)),
    Cell("email", "invalid-utf-8", (LETTER + b"\xff\xfe\xd0",), 1, 1, 1, ("taken",)),
    Cell("email", "unknown-type", (LETTER.replace(b"text/plain", b"application/x-nobody-knows"),), 1, 1, 1, ("taken",)),
    Cell("email", "nul-and-controls", (LETTER + b"\x00\x01\x1b[31m",), 1, 1, 1, ("taken",)),
)  # fmt: skip


@pytest.fixture
def mailbox(world: World) -> AccountFacts:
    return set_up()


def set_up() -> AccountFacts:
    account_actions.set_account(by=SYSTEM, at=AT, channel=Channel.EMAIL, name="main", body="dir", settings={})
    return accounts.account_named(Channel.EMAIL, "main")


def keep(mailbox: AccountFacts, raw: bytes) -> int | None:
    return letterbox.keep_delivery(account=mailbox, external=external_of(raw), raw=raw, at=AT)


@pytest.mark.parametrize("cell", CELLS, ids=[f"{cell.channel}-{cell.fault}" for cell in CELLS])
def test_what_arrives_oddly(world: World, mailbox: AccountFacts, cell: Cell) -> None:
    for raw in cell.arrives:
        keep(mailbox, raw)
    take_all(mailbox.id, at=AT)
    with post_office() as post:
        send_all(at=AT)
    states = tuple(RawDelivery.objects.order_by("id").values_list("state", flat=True))
    found = (Appeal.objects.count(), Message.objects.count(), len(post.letters), states)
    assert found == (cell.appeals, cell.messages, cell.told, cell.states)


def test_what_arrives_while_the_database_is_away_is_taken_when_it_is_back(world: World, mailbox: AccountFacts) -> None:
    keep(mailbox, LETTER)

    def away(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if "channels_account" in sql:
            raise OperationalError("the database went away")
        return execute(sql, *rest)

    with connection.execute_wrapper(away), pytest.raises(DatabaseError):
        take_all(mailbox.id, at=AT)
    assert (RawDelivery.objects.get().state, Appeal.objects.count()) == ("waiting", 0)
    take_all(mailbox.id, at=AT + timedelta(minutes=1))
    assert (RawDelivery.objects.get().state, Appeal.objects.count(), Notice.objects.count()) == ("taken", 1, 1)


@pytest.mark.django_db(transaction=True)
def test_what_two_workers_take_at_once_is_one_appeal(world: World) -> None:
    mailbox = set_up()
    ref = keep(mailbox, LETTER)
    delivery, faults, ready = RawDelivery.objects.get(id=ref), [], threading.Barrier(2)

    def work() -> None:
        ready.wait()
        try:
            take_again(delivery, at=AT)
        except Exception as fault:  # noqa: BLE001 -- whatever it is, the test shows it
            faults.append(fault)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert faults == []
    assert (Appeal.objects.count(), Message.objects.count(), Notice.objects.count()) == (1, 1, 1)
    assert RawDelivery.objects.get().state == "taken"


@dataclass(frozen=True)
class Sending:
    """One cell of sending: what the mail server says at the first try, and what stands afterwards."""

    channel: str
    fault: str
    says: str
    tries: int
    given_up: bool
    arrives: (
        int  # letters after a second try, an hour later, at a server that is well; by their ids, as receivers show them
    )
    breaks: str = ""  # where the line is cut at the first try


SENDINGS: Final = (
    Sending("email", "told-to-wait", "451 4.7.1 come back later", 1, False, 1),
    Sending("email", "server-fault", "421 4.3.2 shutting down", 1, False, 1),
    Sending("email", "refused-for-good", "550 5.1.1 nobody of that name", 1, True, 0),
    Sending("email", "time-out-before-accept", "", 1, False, 1, breaks="before"),
    Sending("email", "time-out-after-accept", "", 1, False, 1, breaks="after"),
)


@pytest.mark.parametrize("cell", SENDINGS, ids=[f"{cell.channel}-{cell.fault}" for cell in SENDINGS])
def test_what_is_not_taken_at_once(world: World, mailbox: AccountFacts, cell: Sending) -> None:
    keep(mailbox, LETTER)
    take_all(mailbox.id, at=AT)
    with post_office() as post:
        post.refusal, post.breaks = cell.says, cell.breaks
        send_all(at=AT)
        notice = Notice.objects.get()
        assert (notice.tries, notice.gave_up_at is not None, notice.fault != "") == (cell.tries, cell.given_up, True)
        assert (notice.unknown, len(post.letters)) == ((1, 1) if cell.breaks == "after" else (0, 0))
        post.refusal = post.breaks = ""
        send_all(at=AT + timedelta(hours=1))
        send_all(at=AT + timedelta(days=1))
    assert len({letter["Message-ID"] for letter in post.letters}) == cell.arrives
