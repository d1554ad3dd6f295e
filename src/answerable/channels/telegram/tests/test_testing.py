"""The fake Bot API is held to the contract and to recorded updates: what it lets pass, Telegram would."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from answerable.channels.loopback import Sink
from answerable.channels.telegram.testing import FakeTelegram

RECORDED = Path(__file__).resolve().parents[6] / "shared" / "data" / "webhooks" / "payloads.jsonl"
HELLO = {"update_id": 1, "message": {"message_id": 5, "chat": {"id": 7, "type": "private"}, "text": "hello"}}


def call(fake: FakeTelegram, method: str, **words: Any) -> tuple[int, Any]:
    answer = httpx.post(f"{fake.base}/bot{fake.token}/{method}", json=words)
    said = answer.json()
    return answer.status_code, said["result"] if said["ok"] else said["description"]


def test_recorded_updates_are_handed_out_as_they_were_recorded() -> None:
    if not RECORDED.exists():
        pytest.skip("the recorded payloads are not beside the project")
    lines = map(json.loads, RECORDED.read_text().splitlines())
    recorded = [line["payload"] for line in lines if line["channel"] == "telegram"]
    fake = FakeTelegram()
    with fake.running():
        for update in recorded:
            fake.push(update)
        handed = call(fake, "getUpdates", timeout=0)
        assert handed == (200, recorded)
        assert call(fake, "getUpdates", limit=1, offset=700000001)[1][0]["update_id"] == 700000001
    assert len(recorded) == 37


@pytest.mark.parametrize("update", [{}, {"update_id": "1", "message": {}}, {"update_id": 1}, {**HELLO, "poll": {}}])
def test_what_is_no_update_is_none_here(update: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="an update has an id and one thing in it"):
        FakeTelegram().push(update)


def test_the_webhook_brings_its_secret_and_keeps_what_was_not_taken() -> None:
    fake, sink = FakeTelegram(), Sink()
    with fake.running(), sink.running():
        asked = {
            "url": "https://example.org/hooks/telegram/main/",
            "secret_token": "abc_-1",
            "allowed_updates": ["message"],
        }
        assert call(fake, "setWebhook", **asked) == (200, True)
        fake.webhook["deliver_to"] = f"{sink.base}/hooks/telegram/main/"
        fake.push(HELLO)
        fake.push({"update_id": 2, "poll": {}})
        assert fake.deliver() == [200]
        assert (sink.asked[0].headers["x-telegram-bot-api-secret-token"], json.loads(sink.asked[0].body)) == (
            "abc_-1",
            HELLO,
        )
        assert call(fake, "getUpdates") == (409, "Conflict: can't use getUpdates method while webhook is active")
        assert call(fake, "getWebhookInfo")[1]["pending_update_count"] == 0
        assert call(fake, "deleteWebhook") == (200, True)
        assert call(fake, "getUpdates") == (200, [])


@pytest.mark.parametrize(
    "asked",
    [
        {"url": "http://example.org/"},
        {"url": "https://example.org:8444/"},
        {"url": "https://example.org/", "secret_token": "has blanks"},
        {"url": "https://example.org/", "max_connections": 101},
    ],
)
def test_a_webhook_that_telegram_would_not_take_is_refused(asked: dict[str, Any]) -> None:
    fake = FakeTelegram()
    with fake.running():
        assert call(fake, "setWebhook", **asked)[0] == 400
    assert fake.webhook == {}


def test_the_bot_reaches_only_who_wrote_first_and_has_not_shut_it_out() -> None:
    fake = FakeTelegram()
    with fake.running():
        assert call(fake, "sendMessage", chat_id=7, text="x") == (400, "Bad Request: chat not found")
        fake.push(HELLO)
        assert call(fake, "sendMessage", chat_id=7, text="x")[1]["message_id"] == 1
        assert call(fake, "sendMessage", chat_id=7, text=" ") == (400, "Bad Request: message text is empty")
        assert call(fake, "sendMessage", chat_id=7, text="\U0001f600" * 2048)[0] == 200
        assert call(fake, "sendMessage", chat_id=7, text="\U0001f600" * 2049) == (
            400,
            "Bad Request: message is too long",
        )
        fake.blocked.add(7)
        assert call(fake, "sendMessage", chat_id=7, text="x") == (403, "Forbidden: bot was blocked by the user")
    assert [each["text"] for each in fake.sent][:1] == ["x"]


@pytest.mark.parametrize(
    ("button", "status"),
    [
        ({"text": "Yes", "callback_data": "y" * 64}, 200),
        ({"text": "Yes", "callback_data": "я" * 33}, 400),
        ({"text": "Yes"}, 400),
        ({"text": "", "callback_data": "y"}, 400),
        ({"text": "Web", "url": "https://example.org"}, 200),
    ],
)
def test_a_button_carries_64_bytes(button: dict[str, str], status: int) -> None:
    fake = FakeTelegram(people={7})
    with fake.running():
        assert call(fake, "sendMessage", chat_id=7, text="?", reply_markup={"inline_keyboard": [[button]]})[0] == status
        assert call(fake, "answerCallbackQuery", callback_query_id="9") == (200, True)
        assert call(fake, "answerCallbackQuery")[0] == 400
    assert fake.answered == ["9"]


def test_files_are_fetched_in_two_steps_and_none_above_twenty_megabytes() -> None:
    fake = FakeTelegram(files={"small": b"jpeg", "large": bytes(20_000_001)})
    with fake.running():
        assert call(fake, "getFile", file_id="small")[1]["file_path"] == "small"
        assert httpx.get(f"{fake.base}/file/bot{fake.token}/small").content == b"jpeg"
        assert httpx.get(f"{fake.base}/file/bot{fake.token}/none").status_code == 404
        assert call(fake, "getFile", file_id="large") == (400, "Bad Request: file is too big")
        assert call(fake, "getFile", file_id="none")[0] == 400


def test_who_has_not_the_token_or_asks_for_what_there_is_not_is_told_so() -> None:
    fake = FakeTelegram()
    with fake.running():
        assert httpx.post(f"{fake.base}/bot1:x/getMe").json()["error_code"] == 401
        assert call(fake, "sendSticker")[0] == 404
        assert call(fake, "getMe")[1]["is_bot"] is True
