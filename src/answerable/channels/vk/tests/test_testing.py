"""The fake VK takes what VK takes: `ok` and nothing else, one message for one random_id, nobody who did not write."""

import json
from typing import Any

import httpx
import pytest

from answerable.channels.loopback import Reply, Sink
from answerable.channels.vk.testing import FakeVk


def call(fake: FakeVk, method: str, **words: Any) -> Any:
    given = {"access_token": fake.token, "v": "5.199", **words}
    said = httpx.post(f"{fake.base}/method/{method}", data=given).json()
    return said["response"] if "response" in said else said["error"]["error_code"]


@pytest.mark.parametrize(
    ("reply", "taken"),
    [
        (Reply(200, b"ok", "text/plain"), True),
        (Reply(200, b"Ok", "text/plain"), False),
        (Reply(200, b'"ok"'), False),
        (Reply(200, b"ok\n", "text/plain"), False),
        (Reply(503, b"ok", "text/plain"), False),
    ],
)
def test_a_callback_is_taken_by_ok_alone(reply: Reply, taken: bool) -> None:
    fake, sink = FakeVk(), Sink()
    sink.instead.append(reply)
    with sink.running():
        assert fake.deliver(sink.base, fake.message(7, "Яма"), retry=1) is taken
    said = json.loads(sink.asked[0].body)
    assert (said["type"], said["object"]["message"]["text"], sink.asked[0].headers["x-retry-counter"]) == (
        "message_new",
        "Яма",
        "1",
    )


def test_an_address_confirms_itself_by_the_bare_string() -> None:
    fake, sink = FakeVk(secret="s"), Sink()
    sink.instead.extend([Reply(200, b"f00dcafe", "text/plain"), Reply(200, b"ok", "text/plain")])
    with sink.running():
        assert [fake.deliver(sink.base, fake.confirm()) for _ in range(2)] == [True, False]
    assert json.loads(sink.asked[0].body) == {"type": "confirmation", "group_id": 123456, "secret": "s"}


def test_a_random_id_sends_once_and_only_to_who_wrote() -> None:
    fake = FakeVk()
    with fake.running():
        said = {"peer_id": 7, "random_id": 42, "message": "Ваше звернення"}
        assert call(fake, "messages.send", **said) == 901
        fake.message(7, "Яма")
        assert [call(fake, "messages.send", **said) for _ in range(2)] == [1, 1]
        assert call(fake, "messages.send", **{**said, "random_id": 43}) == 2
        assert call(fake, "messages.send", peer_id=7, message="x") == 100
        assert call(fake, "messages.send", **{**said, "random_id": 2**31}) == 100
        assert call(fake, "messages.send", **{**said, "message": ""}) == 100
        assert call(fake, "messages.send", **{**said, "random_id": 44, "message": "x" * 9001}) == 914
    assert len(fake.sent) == 2


def test_tokens_versions_and_methods_are_looked_at() -> None:
    fake = FakeVk(people={7: {"first_name": "Олена", "last_name": "К."}}, allowed={7}, refuse=[6])
    with fake.running():
        assert call(fake, "users.get", user_ids="7") == 6
        assert call(fake, "users.get", user_ids="7,8") == [
            {"id": 7, "first_name": "Олена", "last_name": "К."},
            {"id": 8, "first_name": "DELETED", "last_name": ""},
        ]
        assert call(fake, "users.get", access_token="x") == 5
        assert call(fake, "users.get", v="") == 8
        assert call(fake, "wall.post") == 3
        assert call(fake, "groups.getCallbackConfirmationCode", group_id=123456) == {"code": "f00dcafe"}
        assert call(fake, "groups.getCallbackConfirmationCode", group_id=1) == 100
        assert call(fake, "messages.isMessagesFromGroupAllowed", user_id=7) == {"is_allowed": 1}
