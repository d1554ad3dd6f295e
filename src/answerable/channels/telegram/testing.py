"""A Bot API server for tests, written from the contract (Bot API 10.1): it refuses what the contract refuses.

`push` is somebody writing to the bot; `sent` is what the bot said. A person is in `people` once they wrote, and is
`blocked` once they have shut the bot out.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Final
from urllib.parse import urlsplit

import httpx

from answerable.channels.loopback import Asked, Loopback, Reply

KINDS: Final = frozenset(
    {
        "message", "edited_message", "channel_post", "edited_channel_post", "business_connection", "business_message",
        "edited_business_message", "deleted_business_messages", "guest_message", "message_reaction",
        "message_reaction_count", "inline_query", "chosen_inline_result", "callback_query", "shipping_query",
        "pre_checkout_query", "purchased_paid_media", "poll", "poll_answer", "my_chat_member", "chat_member",
        "chat_join_request", "chat_boost", "removed_chat_boost", "managed_bot",
    }
)  # fmt: skip
UNASKED: Final = KINDS - {"chat_member", "message_reaction", "message_reaction_count"}
PORTS: Final = frozenset({None, 443, 80, 88, 8443})
SECRET: Final = re.compile(r"[A-Za-z0-9_-]{1,256}")
LONGEST: Final = 4096
LARGEST: Final = 20_000_000  # bytes that getFile gives
MOST_DATA: Final = 64  # bytes of a button


class RefusedByContractError(Exception):
    """What the Bot API answers with `ok: false`."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


@dataclass(kw_only=True)
class FakeTelegram(Loopback):
    """One bot and whoever writes to it."""

    token: str = "123456:secret-of-the-bot"
    webhook: dict[str, Any] = field(default_factory=dict)
    pending: list[dict[str, Any]] = field(default_factory=list)
    people: set[int] = field(default_factory=set)
    blocked: set[int] = field(default_factory=set)
    sent: list[dict[str, Any]] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    polling: Lock = field(default_factory=Lock, init=False)

    def answer(self, asked: Asked) -> Reply:
        """A method of the bot, or a file of it."""
        if asked.path.startswith(prefix := f"/file/bot{self.token}/"):
            content = self.files.get(asked.path.removeprefix(prefix))
            return Reply(404) if content is None else Reply(200, content, "application/octet-stream")
        try:
            return Reply(200, json.dumps({"ok": True, "result": self._called(asked)}).encode())
        except RefusedByContractError as no:
            said: dict[str, Any] = {"ok": False, "error_code": no.code, "description": no.description}
            if no.parameters:
                said["parameters"] = no.parameters
            return Reply(no.code, json.dumps(said).encode())

    def _called(self, asked: Asked) -> Any:
        token, _slash, method = asked.path.removeprefix("/bot").partition("/")
        if token != self.token:
            raise RefusedByContractError(401, "Unauthorized")
        call = _METHODS.get(method.lower())
        if call is None:
            raise RefusedByContractError(404, "Not Found")
        return call(self, _parameters(asked))

    def push(self, update: dict[str, Any]) -> None:
        """Somebody writes. Raises ValueError for what is no update of the contract."""
        kinds = [name for name in update if name != "update_id"]
        if not isinstance(update.get("update_id"), int) or len(kinds) != 1:
            raise ValueError("an update has an id and one thing in it")
        asked = self.webhook.get("allowed_updates") or UNASKED
        if kinds[0] in KINDS and kinds[0] not in asked:
            return
        chat = update[kinds[0]].get("chat", {}) if isinstance(update[kinds[0]], dict) else {}
        if chat.get("type") == "private":
            self.people.add(chat["id"])
        self.pending.append(update)

    def deliver(self) -> list[int]:
        """Give what waits to the webhook, in order, until it is not taken; returns the statuses."""
        statuses = []
        headers = {"Content-Type": "application/json"}
        if secret := self.webhook.get("secret_token"):
            headers["X-Telegram-Bot-Api-Secret-Token"] = secret
        while self.pending:
            body = json.dumps(self.pending[0]).encode()
            statuses.append(httpx.post(self.webhook["deliver_to"], content=body, headers=headers).status_code)
            if not 200 <= statuses[-1] < 300:
                break
            del self.pending[0]
        return statuses

    def get_me(self, asked: dict[str, Any]) -> Any:
        """Who the bot is."""
        del asked
        return {"id": int(self.token.partition(":")[0]), "is_bot": True, "first_name": "Bot", "username": "a_bot"}

    def set_webhook(self, asked: dict[str, Any]) -> Any:
        """Where updates go from now on; an empty address takes it back."""
        address = urlsplit(str(asked.get("url", "")))
        if not asked.get("url"):
            self.webhook = {}
            return True
        if address.scheme != "https" or address.port not in PORTS:
            raise RefusedByContractError(
                400, "Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"
            )
        if "secret_token" in asked and not SECRET.fullmatch(str(asked["secret_token"])):
            raise RefusedByContractError(400, "Bad Request: secret token contains unallowed characters")
        if not 1 <= int(asked.get("max_connections", 40)) <= 100:
            raise RefusedByContractError(400, "Bad Request: max_connections is out of range")
        self.webhook = dict(asked)
        if asked.get("drop_pending_updates"):
            self.pending.clear()
        return True

    def delete_webhook(self, asked: dict[str, Any]) -> Any:
        """From now on updates are fetched."""
        self.webhook = {}
        if asked.get("drop_pending_updates"):
            self.pending.clear()
        return True

    def get_webhook_info(self, asked: dict[str, Any]) -> Any:
        """How the webhook stands."""
        del asked
        return {
            "url": self.webhook.get("url", ""),
            "has_custom_certificate": False,
            "pending_update_count": len(self.pending),
        }

    def get_updates(self, asked: dict[str, Any]) -> Any:
        """What waits, from `offset` on; what lies before it is confirmed and gone."""
        if self.webhook:
            raise RefusedByContractError(409, "Conflict: can't use getUpdates method while webhook is active")
        if not 1 <= (limit := int(asked.get("limit", 100))) <= 100:
            raise RefusedByContractError(400, "Bad Request: limit is out of range")
        if not self.polling.acquire(blocking=False):
            raise RefusedByContractError(409, "Conflict: terminated by other getUpdates request")
        try:
            if (offset := int(asked.get("offset", 0))) > 0:
                self.pending = [each for each in self.pending if each["update_id"] >= offset]
            return self.pending[:limit]
        finally:
            self.polling.release()

    def send_message(self, asked: dict[str, Any]) -> Any:
        """The bot says something to somebody who wrote to it."""
        self._must_reach(asked)
        text = str(asked.get("text", ""))
        if not text.strip():
            raise RefusedByContractError(400, "Bad Request: message text is empty")
        if _units(text) > LONGEST:
            raise RefusedByContractError(400, "Bad Request: message is too long")
        _must_fit(asked.get("reply_markup"))
        message = {
            "message_id": len(self.sent) + 1,
            "chat": {"id": int(asked["chat_id"]), "type": "private"},
            "text": text,
        }
        self.sent.append({**asked, "message_id": message["message_id"]})
        return message

    def answer_callback_query(self, asked: dict[str, Any]) -> Any:
        """A button was heard."""
        if not asked.get("callback_query_id"):
            raise RefusedByContractError(
                400, "Bad Request: query is too old and response timeout expired or query ID is invalid"
            )
        self.answered.append(str(asked["callback_query_id"]))
        return True

    def get_file(self, asked: dict[str, Any]) -> Any:
        """Where a file can be fetched."""
        name = str(asked.get("file_id", ""))
        if name not in self.files:
            raise RefusedByContractError(400, "Bad Request: invalid file_id")
        if len(self.files[name]) > LARGEST:
            raise RefusedByContractError(400, "Bad Request: file is too big")
        return {"file_id": name, "file_unique_id": f"u{name}", "file_size": len(self.files[name]), "file_path": name}

    def _must_reach(self, asked: dict[str, Any]) -> None:
        chat = int(asked.get("chat_id") or 0)
        if chat in self.blocked:
            raise RefusedByContractError(403, "Forbidden: bot was blocked by the user")
        if chat not in self.people:
            raise RefusedByContractError(400, "Bad Request: chat not found")


_METHODS: Final[dict[str, Callable[[FakeTelegram, dict[str, Any]], Any]]] = {
    "getme": FakeTelegram.get_me,
    "setwebhook": FakeTelegram.set_webhook,
    "deletewebhook": FakeTelegram.delete_webhook,
    "getwebhookinfo": FakeTelegram.get_webhook_info,
    "getupdates": FakeTelegram.get_updates,
    "sendmessage": FakeTelegram.send_message,
    "answercallbackquery": FakeTelegram.answer_callback_query,
    "getfile": FakeTelegram.get_file,
}


def _parameters(asked: Asked) -> dict[str, Any]:
    """What a method is given: a JSON body, a form, or the query; in the last two objects are JSON in a text."""
    if asked.headers.get("content-type", "").startswith("application/json"):
        found = json.loads(asked.body)
        return dict(found)
    given = {name: values[0] for name, values in {**asked.query, **asked.form}.items()}
    return {name: json.loads(value) if value[:1] in {"{", "["} else value for name, value in given.items()}


def _units(text: str) -> int:
    """Length as Telegram counts: in units of UTF-16."""
    return len(text.encode("utf-16-le")) // 2


def _must_fit(markup: Any) -> None:
    """Refuse buttons that no client could send back."""
    for button in [each for row in (markup or {}).get("inline_keyboard", []) for each in row]:
        if not button.get("text"):
            raise RefusedByContractError(400, "Bad Request: text buttons are unallowed in the inline keyboard")
        if "url" not in button and not 1 <= len(str(button.get("callback_data", "")).encode()) <= MOST_DATA:
            raise RefusedByContractError(400, "Bad Request: BUTTON_DATA_INVALID")
