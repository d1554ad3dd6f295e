"""Calls: signed so that the standard's own library takes them, tried again with the same id, given up, sent again by a person."""

import dataclasses
import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from standardwebhooks import Webhook as Verifier

from answerable.api import actions, jobs, queries
from answerable.api.followers import FOLLOWERS
from answerable.api.models import Webhook, WebhookCall
from answerable.appeals import actions as appeal_actions
from answerable.appeals.testing import World
from answerable.base.testing import now
from answerable.base.verdict import InvalidError, NotNowError, RefusedError
from answerable.channels.loopback import Reply, Sink
from answerable.ledger import testing as journal
from answerable.ledger.queries import history_of


@pytest.fixture
def sink(settings) -> Iterator[Sink]:
    receiver = Sink()
    with receiver.running():
        settings.ANSWERABLE = dataclasses.replace(settings.ANSWERABLE, webhook_origins=(receiver.base,))
        yield receiver


@pytest.fixture
def webhook(world: World, sink: Sink) -> tuple[Webhook, str]:
    by = world.actor("petrenko", now())
    return actions.set_webhook(by=by, at=now(), body=world.bodies["dep"], address=f"{sink.base}/hook?t=1", events=[])


def heard() -> None:
    journal.hear_all({"api": FOLLOWERS})


def test_a_call_is_signed_and_says_number_and_state_and_no_word(world: World, sink: Sink, webhook) -> None:
    sent = world.sent(addressed_to=world.bodies["dep"], at=now())
    heard()
    at = now()
    assert jobs.send_batch(at=at) == 1
    (asked,) = sink.asked
    said = Verifier(webhook[1]).verify(asked.body, dict(asked.headers))
    assert said["type"] == "appeal.registered"
    assert said["data"] == {"number": sent.number, "state": "registered", "body": "dep"}
    assert (asked.method, asked.path, asked.query) == ("POST", "/hook", {"t": ["1"]})
    assert WebhookCall.objects.get().delivered_at == at
    assert jobs.send_batch(at=at) == 0


def test_a_deed_is_told_once_however_often_it_is_heard(world: World, sink: Sink, webhook) -> None:
    world.sent(addressed_to=world.bodies["dep"], at=now())
    heard()
    call = WebhookCall.objects.get()
    assert not actions.write_call(webhook[0], entry=call.entry, event=call.event, data={}, at=now())
    assert WebhookCall.objects.count() == 1


def test_what_is_sealed_or_elsewhere_is_told_to_nobody(world: World, sink: Sink, webhook) -> None:
    world.sent(addressed_to=world.bodies["dep"], seal=True, at=now())
    world.sent(addressed_to=world.bodies["p1"], at=now())
    heard()
    assert WebhookCall.objects.count() == 0


def test_the_body_that_gave_it_away_is_told_so_and_nothing_after(world: World, sink: Sink, webhook) -> None:
    sent = world.sent(addressed_to=world.bodies["dep"], at=now())
    heard()
    by = world.actor("petrenko", now())
    appeal_actions.hand_on(by=by, at=now(), ref=sent.appeal, to=world.bodies["p1"], text="It is theirs.")
    heard()
    appeal_actions.accept_appeal(by=world.actor("shevchuk", now()), at=now(), ref=sent.appeal)
    heard()
    assert list(WebhookCall.objects.order_by("id").values_list("event", flat=True)) == [
        "appeal.registered",
        "appeal.handed_on",
    ]


def test_a_failed_call_is_tried_again_with_the_same_id_and_at_last_given_up(world: World, sink: Sink, webhook) -> None:
    sink.instead.extend([Reply(status=500)] * 10)
    call, at = actions.test_webhook(by=world.actor("petrenko", now()), at=now(), ref=webhook[0].id), now()
    for _ in range(10):
        assert jobs.send_batch(at=at) == 1
        assert jobs.send_batch(at=at) == 0
        at += timedelta(days=1)
    assert jobs.send_batch(at=at) == 0
    row = WebhookCall.objects.get()
    assert (row.tries, row.status, row.fault, row.gave_up_at is None) == (10, 500, "http-500", False)
    assert {asked.headers["webhook-id"] for asked in sink.asked} == {f"msg_{call}"}
    actions.retry_call(by=world.actor("petrenko", now()), at=now(), ref=call)
    assert jobs.send_batch(at=at) == 1
    assert WebhookCall.objects.get().delivered_at == at
    with pytest.raises(NotNowError):
        actions.retry_call(by=world.actor("petrenko", now()), at=now(), ref=call)


def test_a_receiver_may_ask_for_peace_and_may_be_gone(world: World, sink: Sink, webhook) -> None:
    sink.instead.extend([Reply(status=429, headers={"Retry-After": "7200"}), Reply(status=410)])
    actions.test_webhook(by=world.actor("petrenko", now()), at=now(), ref=webhook[0].id)
    at = now()
    jobs.send_batch(at=at)
    assert WebhookCall.objects.get().next_try_at == at + timedelta(hours=2)
    jobs.send_batch(at=at + timedelta(hours=2))
    assert Webhook.objects.get().shut_at == at + timedelta(hours=2)
    deeds = [entry.deed for entry in history_of(f"webhook/{webhook[0].id}")]
    assert deeds == ["webhook.set", "webhook.tested", "webhook.shut"]


@pytest.mark.parametrize(
    "address",
    ["http://example.org/", "https://127.0.0.1/", "https://[::1]/", "https://10.1.2.3/", "https://a@example.org/", "ftp://x", "", "https://example.org:8443/", "https://0x7f.1/"],
)  # fmt: skip
def test_an_inner_or_odd_address_is_not_taken(world: World, address: str) -> None:
    with pytest.raises(InvalidError):
        actions.set_webhook(
            by=world.actor("petrenko", now()), at=now(), body=world.bodies["dep"], address=address, events=[]
        )
    assert Webhook.objects.count() == 0


def test_an_address_that_turns_out_to_lead_inside_is_not_called(world: World, sink: Sink, webhook, settings) -> None:
    settings.ANSWERABLE = dataclasses.replace(settings.ANSWERABLE, webhook_origins=())
    actions.test_webhook(by=world.actor("petrenko", now()), at=now(), ref=webhook[0].id)
    jobs.send_batch(at=now())
    assert (WebhookCall.objects.get().fault, len(sink.asked)) == ("elsewhere", 0)


def test_only_whoever_grants_seats_sets_shuts_and_tests(world: World, sink: Sink, webhook) -> None:
    handler = world.actor("ivanenko", now())
    for act in (actions.shut_webhook, actions.test_webhook):
        with pytest.raises(RefusedError):
            act(by=handler, at=now(), ref=webhook[0].id)
    actions.shut_webhook(by=world.actor("koval", now()), at=now(), ref=webhook[0].id)
    world.sent(addressed_to=world.bodies["dep"], at=now())
    heard()
    assert WebhookCall.objects.count() == 0
    with pytest.raises(NotNowError):
        actions.test_webhook(by=world.actor("koval", now()), at=now(), ref=webhook[0].id)


def test_address_and_secret_are_sealed_and_what_waits_is_counted(world: World, sink: Sink, webhook) -> None:
    row = Webhook.objects.get()
    assert sink.base.encode() not in bytes(row.address)
    assert webhook[1].encode() not in bytes(row.secret)
    world.sent(addressed_to=world.bodies["dep"], at=now())
    heard()
    assert queries.gauges() == {"webhook_calls_waiting": 1.0, "webhook_calls_given_up": 0.0}
    assert json.loads(WebhookCall.objects.get().body)["timestamp"] == now().isoformat(timespec="seconds")
