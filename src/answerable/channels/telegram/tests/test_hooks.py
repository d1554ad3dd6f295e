"""The webhook: nothing without the secret, each update once, and what is no update is kept for a person."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client

from answerable.base.actor import SYSTEM
from answerable.base.ids import new_id
from answerable.channels.actions import accounts as account_actions
from answerable.channels.models import Account, RawDelivery
from answerable.channels.queries import accounts
from answerable.channels.telegram import outbound, polling
from answerable.channels.telegram.testing import FakeTelegram
from answerable.channels.terms import AccountFacts, Channel
from answerable.people.models import Body

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
HOOK = "/hooks/telegram/main/"
UPDATE = {"update_id": 1, "message": {"message_id": 5, "chat": {"id": 7, "type": "private"}, "text": "Яма"}}


@pytest.fixture
def bot(db: None) -> None:
    ref = new_id()
    Body.objects.create(id=ref, root=ref, code="dep", kind="police", zone="Europe/Kyiv", calendar="ua", name={})
    settings = {"token": "1:x", "secret": "s3cret"}
    account_actions.set_account(by=SYSTEM, at=AT, channel=Channel.TELEGRAM, name="main", body="dep", settings=settings)


def post(body: bytes, secret: str = "s3cret", address: str = HOOK) -> tuple[int, bytes]:
    headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
    answer = Client(headers=headers).post(address, body, content_type="application/json")
    return answer.status_code, answer.content


def test_nothing_is_kept_without_the_secret_or_for_another_bot(bot: None) -> None:
    body = json.dumps(UPDATE).encode()
    assert [post(body, ""), post(body, "S3cret"), post(body, address="/hooks/telegram/other/")] == [(403, b"")] * 3
    assert Client().get(HOOK).status_code == 405
    assert RawDelivery.objects.count() == 0


def test_an_update_is_kept_once_and_told_yes_each_time(bot: None) -> None:
    body = json.dumps(UPDATE).encode()
    assert [post(body), post(body)] == [(200, b"")] * 2
    assert RawDelivery.objects.count() == 1


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"[]", b'{"update_id": null}'])
def test_what_is_no_update_is_kept_all_the_same(bot: None, body: bytes) -> None:
    assert [post(body), post(body)] == [(200, b"")] * 2
    assert RawDelivery.objects.count() == 1


def test_more_than_a_megabyte_is_not_taken(bot: None) -> None:
    assert post(b"x" * (1 << 20) + b"y")[0] == 413
    assert RawDelivery.objects.count() == 0


def polled(fake: FakeTelegram) -> AccountFacts:
    said = {"token": fake.token, "secret": "s3cret", "base": fake.base, "mode": "polling"}
    account_actions.set_account(by=SYSTEM, at=AT, channel=Channel.TELEGRAM, name="main", body="dep", settings=said)
    return accounts.account_named(Channel.TELEGRAM, "main")


def test_by_polling_come_the_same_updates_by_the_same_names_and_each_once(bot: None) -> None:
    fake = FakeTelegram()
    assert post(json.dumps(UPDATE).encode()) == (200, b"")  # the switch from the webhook lies between two updates
    with fake.running():
        account = polled(fake)
        fake.push(UPDATE)
        fake.push({**UPDATE, "update_id": 2})
        assert polling.fetch_updates(account, AT) == 1
        assert [each["update_id"] for each in fake.pending] == []  # confirmed once they are kept
        fake.push({**UPDATE, "update_id": 3})
        assert [polling.fetch_updates(account, AT) for _ in range(2)] == [1, 0]
    assert (RawDelivery.objects.count(), Account.objects.get().place) == (3, "4")


def test_nothing_is_confirmed_that_was_not_kept(bot: None) -> None:
    fake = FakeTelegram()

    def away(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if "channels_raw_delivery" in sql:
            raise OperationalError("the database went away")
        return execute(sql, *rest)

    with fake.running():
        account = polled(fake)
        fake.push(UPDATE)
        with connection.execute_wrapper(away), pytest.raises(OperationalError):
            polling.fetch_updates(account, AT)
        assert len(fake.pending) == 1
        assert polling.fetch_updates(account, AT) == 1


def test_a_bot_with_a_webhook_is_not_polled_and_the_fault_is_named(bot: None) -> None:
    fake = FakeTelegram(webhook={"url": "https://example.org/"})
    with fake.running():
        account = polled(fake)
        assert (polling.fetch_updates(account, AT), Account.objects.get().fault) == (0, "http-409")
        assert outbound.check(account) == "webhook-set"
        fake.webhook = {}
        polling.fetch_updates(account, AT)
        assert (Account.objects.get().fault, outbound.check(account)) == ("", "")
    account_actions.set_account(
        by=SYSTEM, at=AT, channel=Channel.TELEGRAM, name="main", body="dep", settings={"mode": "webhook"}
    )
    assert polling.fetch_updates(accounts.account_named(Channel.TELEGRAM, "main"), AT) == 0
