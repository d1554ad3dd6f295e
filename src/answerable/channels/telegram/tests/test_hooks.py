"""The webhook: nothing without the secret, each update once, and what is no update is kept for a person."""

import json
from datetime import UTC, datetime

import pytest
from django.test import Client

from answerable.base.actor import SYSTEM
from answerable.base.ids import new_id
from answerable.channels.actions import accounts as account_actions
from answerable.channels.models import RawDelivery
from answerable.channels.terms import Channel
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
