"""The page's webhook: the challenge, SHA-256 and nothing else, each message once however it is put together again."""

import hashlib
import hmac
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client

from answerable.base.actor import SYSTEM
from answerable.base.ids import new_id
from answerable.channels.actions import accounts as account_actions
from answerable.channels.facebook import hooks
from answerable.channels.facebook.testing import FakeMeta, signature
from answerable.channels.models import RawDelivery
from answerable.channels.terms import Channel
from answerable.people.models import Body

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
HOOK = "/hooks/facebook/main/"
RECORDED = Path(__file__).resolve().parents[6] / "shared" / "data" / "webhooks"


@pytest.fixture
def page(db: None) -> FakeMeta:
    ref = new_id()
    Body.objects.create(id=ref, root=ref, code="dep", kind="police", zone="Europe/Kyiv", calendar="ua", name={})
    fake = FakeMeta(at=AT)
    said = {"page": fake.page, "token": fake.token, "secret": fake.secret, "verify": fake.verify}
    account_actions.set_account(by=SYSTEM, at=AT, channel=Channel.FACEBOOK, name="main", body="dep", settings=said)
    return fake


def post(body: bytes, address: str = HOOK, **headers: str) -> int:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return Client(headers=given).post(address, body, content_type="application/json").status_code


def test_the_challenge_is_said_again_to_whoever_knows_the_word(page: FakeMeta) -> None:
    def asked(**said: str) -> tuple[int, str]:
        known = {"hub.mode": "subscribe", "hub.verify_token": page.verify, "hub.challenge": "1158201444"}
        answer = Client().get(HOOK, known | {name.replace("_", ".", 1): value for name, value in said.items()})
        return answer.status_code, answer.text

    assert asked() == (200, "1158201444")
    assert [asked(hub_verify_token="x")[0], asked(hub_mode="x")[0], asked(hub_challenge="<b>")[0]] == [403, 403, 400]
    assert Client().get("/hooks/facebook/other/").status_code == 403


def test_sha_256_is_taken_and_sha_1_proves_nothing(page: FakeMeta) -> None:
    body = page.body(page.message("7", "m_1", "Яма"))
    old = f"sha1={hmac.new(page.secret.encode(), body, hashlib.sha1).hexdigest()}"
    assert post(body, X_Hub_Signature=old) == 403
    assert post(body, X_Hub_Signature_256=old) == 403
    assert post(body + b" ", X_Hub_Signature_256=signature(page.secret, body)) == 403
    assert RawDelivery.objects.count() == 0
    assert post(body, X_Hub_Signature_256=signature(page.secret, body)) == 200


def test_the_worked_example_holds() -> None:
    body = (
        b'{"object":"page","entry":[{"id":"1","time":1700000000000,"messaging":[{"sender":{"id":"2"},"recipient":{"id":"1"},'
        b'"timestamp":1700000000000,"message":{"mid":"m_1","text":"\\u042f\\u043c\\u0430"}}]}]}'
    )
    given = "sha256=661a4f508a73b9967b04b55074c69dbc1540d57c9b3d7ade10a09d6906cd2219"
    assert (hooks.is_signed(body, given, "appsecret"), hooks.is_signed(body, given, "")) == (True, False)


def test_the_recorded_signatures_of_sha_1_are_refused() -> None:
    if not RECORDED.exists():
        pytest.skip("the recorded signatures are not beside the project")
    lines = [json.loads(line) for line in (RECORDED / "signatures.jsonl").read_text().splitlines()]
    recorded = [line for line in lines if line["channel"] == "messenger"]
    found = [hooks.is_signed(line["raw_body"].encode(), line["signature"], line["secret"]) for line in recorded]
    assert found == [False] * len(recorded)


def test_each_message_is_one_however_it_is_put_together_again(page: FakeMeta) -> None:
    one, two, three = (page.message("7", f"m_{place}", "Яма") for place in range(3))
    for body in (
        page.body(one),
        page.body(one, two),
        page.body(two, three, {"sender": {"id": "7"}, "read": {"watermark": 1}}),
    ):
        assert post(body, X_Hub_Signature_256=signature(page.secret, body)) == 200
    assert RawDelivery.objects.count() == 4


def test_more_than_a_megabyte_is_not_taken(page: FakeMeta) -> None:
    body = b"x" * ((1 << 20) + 1)
    assert post(body, X_Hub_Signature_256=signature(page.secret, body)) == 413
