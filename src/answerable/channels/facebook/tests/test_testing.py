"""The fake Graph signs as the worked example does, and shuts after 24 hours."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from answerable.channels.facebook.testing import FakeMeta, signature
from answerable.channels.loopback import Reply, Sink

AT = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
BODY = (
    rb'{"object":"page","entry":[{"id":"1","time":1700000000000,"messaging":[{"sender":{"id":"2"},'
    rb'"recipient":{"id":"1"},"timestamp":1700000000000,"message":{"mid":"m_1","text":"\u042f\u043c\u0430"}}]}]}'
)


def send(fake: FakeMeta, **said: Any) -> tuple[int, int]:
    plain = {"recipient": {"id": "2"}, "messaging_type": "RESPONSE", "message": {"text": "x"}}
    headers = {"Authorization": f"Bearer {fake.token}"}
    answer = httpx.post(f"{fake.base}/v21.0/{fake.page}/messages", json={**plain, **said}, headers=headers)
    return answer.status_code, answer.json().get("error", {}).get("code", 0)


def test_it_signs_as_the_worked_example() -> None:
    assert signature("appsecret", BODY) == "sha256=661a4f508a73b9967b04b55074c69dbc1540d57c9b3d7ade10a09d6906cd2219"


def test_a_delivery_is_ascii_with_escaped_slashes_and_signed() -> None:
    fake, sink = FakeMeta(at=AT), Sink()
    body = fake.body(fake.message("2", "m_1", "Яма / яма"))
    with sink.running():
        assert fake.deliver(sink.base, body) == 200
    assert (sink.asked[0].body, sink.asked[0].headers["x-hub-signature-256"]) == (body, signature("appsecret", body))
    assert (body.isascii(), b" \\/ " in body) == (True, True)
    assert json.loads(body)["entry"][0]["messaging"][0]["message"] == {"mid": "m_1", "text": "Яма / яма"}


@pytest.mark.parametrize(("said", "taken"), [(b"1158201444", True), (b"<1158201444>", False), (b"", False)])
def test_an_address_says_the_challenge_again(said: bytes, taken: bool) -> None:
    fake, sink = FakeMeta(at=AT), Sink()
    sink.instead.append(Reply(200, said, "text/plain"))
    with sink.running():
        assert fake.challenge(sink.base) is taken
    assert sink.asked[0].query["hub.verify_token"] == ["verify-me"]


def test_the_page_answers_within_a_day_a_person_within_a_week() -> None:
    fake = FakeMeta(at=AT)
    with fake.running():
        assert send(fake) == (400, 100)
        fake.message("2", "m_1", "Яма")
        fake.at = AT + timedelta(hours=23, minutes=59)
        assert send(fake) == (200, 0)
        fake.at = AT + timedelta(hours=24, minutes=1)
        assert send(fake) == (400, 10)
        assert send(fake, messaging_type="MESSAGE_TAG", tag="HUMAN_AGENT") == (200, 0)
        fake.at = AT + timedelta(days=8)
        assert send(fake, messaging_type="MESSAGE_TAG", tag="HUMAN_AGENT") == (400, 10)
    assert len(fake.sent) == 2


def test_what_graph_does_not_take_is_refused() -> None:
    fake = FakeMeta(at=AT)
    fake.message("2", "m_1", "Яма")
    with fake.running():
        assert send(fake, messaging_type="") == (400, 100)
        assert send(fake, message={}) == (400, 100)
        assert send(fake, message={"text": "x" * 2001}) == (400, 100)
        address = f"{fake.base}/v21.0/{fake.page}/messages"
        assert httpx.post(address, json={}).json()["error"]["code"] == 190
        assert (
            httpx.post(f"{fake.base}/v21.0/9/messages?access_token={fake.token}", json={}).json()["error"]["code"]
            == 100
        )
