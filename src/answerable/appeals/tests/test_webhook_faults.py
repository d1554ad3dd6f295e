"""The table channel x fault for every channel that comes by a webhook: nine faults of what arrives, five of what is sent.

Each cell says what stands in the database and what the sender hears next, who writes a true message after every fault.
"""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection

from answerable.appeals.models import Appeal
from answerable.appeals.testing import AT, World
from answerable.appeals.tests.webhooks import SENDERS, Sender
from answerable.channels.loopback import Reply
from answerable.channels.models import Message, Notice, RawDelivery
from answerable.channels.queries import message_text, undelivered
from answerable.channels.testing import send_all, take_again

LAMP, SCHOOL = "The lamp at the school is dark since Monday.", "It is the lamp with the number five."


@pytest.fixture(params=SENDERS, ids=[each.channel.value for each in SENDERS])
def sender(request: pytest.FixtureRequest, world: World) -> Iterator[Sender]:
    found: Sender = request.param()
    with found.fake.running():
        found.account()
        yield found


def registered(sender: Sender) -> tuple[int, int]:
    """Appeals, and how often their senders were given a number."""
    numbers = Appeal.objects.values_list("number", flat=True)
    return len(numbers), sum(number in said and "code: " in said for said in sender.told() for number in numbers)


def kept() -> Counter[str]:
    return Counter(RawDelivery.objects.values_list("state", flat=True))


def test_duplicate(sender: Sender) -> None:
    assert [sender.post(sender.words(1, LAMP)) for _ in range(3)] == [200] * 3
    sender.finish()
    assert [sender.post(sender.words(1, LAMP)), *map(sender.post, sender.presses())] == [200] * (
        1 + len(sender.presses())
    )
    sender.work()
    assert (registered(sender), Message.objects.filter(incoming=True).count()) == ((1, 1), 1)


def test_out_of_order(sender: Sender) -> None:
    assert [sender.post(sender.words(2, SCHOOL)), sender.post(sender.words(1, LAMP))] == [200, 200]
    sender.finish()
    words = " ".join(message_text(each) for each in Message.objects.filter(incoming=True))
    assert (registered(sender), LAMP in words, SCHOOL in words) == ((1, 1), True, True)


def test_wrong_signature(sender: Sender) -> None:
    body = sender.words(1, LAMP)
    forged, headers = sender.forged(body)
    assert sender.post(forged, **headers) == 403
    sender.work()
    assert (kept(), sender.told()) == (Counter(), [])
    assert sender.post(body) == 200
    sender.finish()
    assert registered(sender) == (1, 1)


@pytest.mark.parametrize("fault", ["empty", "1-MB-body", "unknown-type"])
def test_no_message(sender: Sender, fault: str) -> None:
    body = {"empty": b"", "1-MB-body": b"x" * ((1 << 20) + 1), "unknown-type": sender.strange()}[fault]
    assert sender.post(body) in {200, 400, 403, 413}
    sender.work()
    assert (Appeal.objects.count(), kept()["waiting"], kept()["taken"], sender.told()) == (0, 0, 0, [])
    assert sender.post(sender.words(1, LAMP)) == 200
    sender.finish()
    assert registered(sender) == (1, 1)


def test_invalid_utf_8(sender: Sender) -> None:
    """It is kept, and read or put before a person; what comes after it is read all the same."""
    body = sender.words(1, "The lamp XX").replace(b"XX", b"%ff" if sender.kind.endswith("urlencoded") else b"\xff")
    assert sender.post(body) == 200
    sender.work()
    assert (RawDelivery.objects.count(), kept()["waiting"]) == (1, 0)
    assert sender.post(sender.words(2, LAMP)) == 200
    sender.finish()
    assert registered(sender) == (1, 1)


def test_database_down_then_up(sender: Sender) -> None:
    body = sender.words(1, LAMP)

    def away(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if "channels_raw_delivery" in sql:
            raise OperationalError("the database went away")
        return execute(sql, *rest)

    with connection.execute_wrapper(away):
        assert sender.post(body) == 503
    assert RawDelivery.objects.count() == 0
    assert sender.post(body) == 200
    sender.finish()
    assert registered(sender) == (1, 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", SENDERS, ids=[each.channel.value for each in SENDERS])
def test_two_workers(world: World, kind: type[Sender]) -> None:
    sender = kind()
    with sender.fake.running():
        sender.account()
        bodies = (sender.words(1, LAMP), *sender.presses())
        for body in bodies[:-1]:
            sender.post(body)
            sender.work()
        assert sender.post(bodies[-1]) == 200
        delivery, faults, ready = RawDelivery.objects.order_by("-id")[0], [], threading.Barrier(2)

        def work() -> None:
            ready.wait()
            try:
                take_again(delivery, at=AT)
            except Exception as fault:  # noqa: BLE001 -- whatever it is, the test shows it
                faults.append(fault)
            finally:
                connection.close()

        workers = [threading.Thread(target=work) for _ in range(2)]
        for each in workers:
            each.start()
        for each in workers:
            each.join()
        sender.work()
        assert (faults, registered(sender)) == ([], (1, 1))


def told_in_vain(world: World, sender: Sender) -> Notice:
    """News that goes out by the channel, and how it stands after the first try."""
    world.sent(contact=sender.address(), way=sender.channel.value)
    send_all(at=AT)
    return Notice.objects.get()


@pytest.mark.parametrize("fault", ["429-with-retry-after", "5xx", "time-out-before-accept"])
def test_sent_later(world: World, sender: Sender, fault: str) -> None:
    """Tried again, not before the channel wants that; it arrives once."""
    if fault == "time-out-before-accept":
        sender.account("http://127.0.0.1:1")
    else:
        sender.fake.instead.append(sender.too_many() if fault.startswith("429") else Reply(503, b"{}"))
    notice = told_in_vain(world, sender)
    assert (notice.sent_at, notice.gave_up_at, notice.tries, notice.fault != "") == (None, None, 1, True)
    sender.account()
    send_all(at=AT + timedelta(seconds=59))
    assert sender.told() == []
    for hours in (1, 2, 30):
        send_all(at=AT + timedelta(hours=hours))
    notice.refresh_from_db()
    assert (len(sender.told()), notice.sent_at) == (1, AT + timedelta(hours=1))


def test_time_out_after_accept(world: World, sender: Sender) -> None:
    """Nobody knows whether it arrived: once more at most, unless the channel knows it again."""
    sender.fake.instead.append(None)
    notice = told_in_vain(world, sender)
    assert (notice.sent_at, notice.unknown) == (None, 1)
    for hours in (1, 2, 30):
        send_all(at=AT + timedelta(hours=hours))
    notice.refresh_from_db()
    assert (len(sender.told()), notice.sent_at is not None) == (sender.unknown_copies, True)


def test_permanent_refusal(world: World, sender: Sender) -> None:
    """Given up at once, and shown at the desk with the next way."""
    sender.fake.instead.append(sender.refusal())
    notice = told_in_vain(world, sender)
    assert (notice.tries, notice.gave_up_at, [one.id for one in undelivered()]) == (1, AT, [notice.id])
    send_all(at=AT + timedelta(days=2))
    assert sender.told() == []
