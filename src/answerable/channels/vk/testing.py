"""VK for tests, written from the contract (API 5.199): a community's callback server and the methods that it calls.

An error is HTTP 200 with an `error` in it. A `random_id` that was sent before sends nothing again.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import httpx

from answerable.channels.loopback import Asked, Loopback, Reply

VERSION: Final = "5.199"
LONGEST: Final = 9000  # characters that the schema allows
CHATS: Final = 2_000_000_000
TEXT: Final = {
    5: "User authorization failed: invalid access_token.",
    8: "Invalid request: v is required",
    100: "One of the parameters specified was missing or invalid",
    901: "Can't send messages for users without permission",
    914: "Message is too long",
}


class VkRefusedError(Exception):
    """What VK answers with `error`."""

    def __init__(self, code: int, text: str = "") -> None:
        super().__init__(code)
        self.code, self.text = code, text or TEXT[code]


@dataclass(kw_only=True)
class FakeVk(Loopback):
    """One community. `allowed` are the people who may be written to; `refuse` is what the next calls get, by code."""

    group: int = 123456
    token: str = "vk1.a.community"
    secret: str = ""
    confirmation: str = "f00dcafe"
    allowed: set[int] = field(default_factory=set)
    people: dict[int, dict[str, Any]] = field(default_factory=dict)
    sent: list[dict[str, str]] = field(default_factory=list)
    refuse: list[int] = field(default_factory=list)
    by_random: dict[tuple[str, str], int] = field(default_factory=dict, init=False)
    events: int = field(default=0, init=False)
    pushed: list[dict[str, Any]] = field(default_factory=list, init=False)
    forgotten: int = field(default=0, init=False)  # events that Long Poll gives nobody any more
    begun_anew: bool = field(default=False, init=False)  # Long Poll knows no place from before
    comments: list[dict[str, str]] = field(default_factory=list, init=False)

    def answer(self, asked: Asked) -> Reply:
        """A method, as a form by POST; or the server of Long Poll."""
        if asked.path == "/longpoll":
            return Reply(200, json.dumps(self.poll({name: values[0] for name, values in asked.query.items()})).encode())
        try:
            return Reply(200, json.dumps({"response": self._called(asked)}).encode())
        except VkRefusedError as no:
            error = {"error_code": no.code, "error_msg": no.text, "request_params": []}
            return Reply(200, json.dumps({"error": error}).encode())

    def _called(self, asked: Asked) -> Any:
        given = {name: values[0] for name, values in {**asked.query, **asked.form}.items()}
        if self.refuse:
            code = self.refuse.pop(0)
            raise VkRefusedError(code, TEXT.get(code, "refused by the test"))
        if given.get("access_token") != self.token:
            raise VkRefusedError(5)
        if not given.get("v"):
            raise VkRefusedError(8)
        call = _METHODS.get(asked.path.removeprefix("/method/"))
        if call is None:
            raise VkRefusedError(3, "Unknown method passed")
        return call(self, given)

    def event(self, kind: str, thing: dict[str, Any], event_id: str = "") -> bytes:
        """The body of a callback."""
        self.events += 1
        said: dict[str, Any] = {"type": kind, "group_id": self.group, "object": thing, "v": VERSION}
        said["event_id"] = event_id or f"{self.events:040x}"
        if self.secret:
            said["secret"] = self.secret
        return json.dumps(said, ensure_ascii=False).encode()

    def message(self, sender: int, text: str, *, ref: int = 1, at: int = 1_700_000_000, **more: Any) -> bytes:
        """Somebody writes to the community: from now on it may write back."""
        self.allowed.add(sender)
        message = {
            "id": ref, "date": at, "peer_id": sender, "from_id": sender, "text": text, "out": 0, "random_id": 0,
            "attachments": [], "fwd_messages": [], "conversation_message_id": ref, "important": False,
            "is_hidden": False, "version": 10000000 + ref,
        }  # fmt: skip
        return self.event("message_new", {"message": {**message, **more}, "client_info": {"lang_id": 1}})

    def confirm(self) -> bytes:
        """The body by which VK asks whether the address is ours."""
        said: dict[str, Any] = {"type": "confirmation", "group_id": self.group}
        if self.secret:
            said["secret"] = self.secret
        return json.dumps(said).encode()

    def deliver(self, address: str, body: bytes, *, retry: int = 0) -> bool:
        """Post a callback; whether VK takes the answer: 200 and `ok`, in small letters and alone."""
        headers = {"Content-Type": "application/json", **({"X-Retry-Counter": str(retry)} if retry else {})}
        answer = httpx.post(address, content=body, headers=headers)
        expected = self.confirmation if json.loads(body)["type"] == "confirmation" else "ok"
        return answer.status_code == 200 and answer.text == expected

    def send(self, given: dict[str, str]) -> int:
        """`messages.send`."""
        peer, text = given.get("peer_id") or given.get("user_id") or "", given.get("message", "")
        random_id = given.get("random_id", "")
        if not random_id.lstrip("-").isdecimal() or not -(2**31) <= int(random_id) < 2**31:
            raise VkRefusedError(100, "random_id is a required parameter")
        if not peer.isdecimal() or not (text or given.get("attachment")):
            raise VkRefusedError(100)
        if len(text) > LONGEST:
            raise VkRefusedError(914)
        if int(peer) not in self.allowed:
            raise VkRefusedError(901)
        if (known := self.by_random.get((peer, random_id))) is not None and int(random_id):
            return known
        self.sent.append(given)
        self.by_random[peer, random_id] = len(self.sent)
        return len(self.sent)

    def users(self, given: dict[str, str]) -> list[dict[str, Any]]:
        """`users.get`."""
        found = [int(each) for each in given.get("user_ids", "").split(",") if each.isdecimal()]
        return [{"id": ref, "first_name": "DELETED", "last_name": "", **self.people.get(ref, {})} for ref in found]

    def code(self, given: dict[str, str]) -> dict[str, str]:
        """`groups.getCallbackConfirmationCode`: it changes over time."""
        if given.get("group_id") != str(self.group):
            raise VkRefusedError(100)
        return {"code": self.confirmation}

    def push(self, body: bytes) -> None:
        """Put an event where Long Poll gives it."""
        self.pushed.append(json.loads(body))

    def server(self, given: dict[str, str]) -> dict[str, str]:
        """`groups.getLongPollServer`."""
        if given.get("group_id") != str(self.group):
            raise VkRefusedError(100)
        return {"key": "lp-key", "server": f"{self.base}/longpoll", "ts": str(self.forgotten)}

    def poll(self, query: dict[str, str]) -> dict[str, Any]:
        """`a_check`: what came after `ts`."""
        if query.get("key") != "lp-key":
            return {"failed": 2}
        if self.begun_anew:
            self.begun_anew = False
            return {"failed": 3}
        if (since := int(query.get("ts", 0))) < self.forgotten:
            return {"failed": 1, "ts": str(self.forgotten)}
        return {"ts": str(len(self.pushed)), "updates": self.pushed[since:]}

    def _messages(self) -> list[dict[str, Any]]:
        """Every message that was pushed, the last first."""
        found = [each["object"]["message"] for each in self.pushed if each["type"] == "message_new"]
        return sorted(found, key=lambda each: (each["date"], each["conversation_message_id"]), reverse=True)

    def conversations(self, given: dict[str, str]) -> dict[str, Any]:
        """`messages.getConversations`: each with its last message, the last first."""
        last: dict[int, dict[str, Any]] = {}
        for each in self._messages():
            last.setdefault(each["peer_id"], each)
        items = [{"conversation": {"peer": {"id": peer}}, "last_message": each} for peer, each in last.items()]
        return _cut(items, given)

    def history(self, given: dict[str, str]) -> dict[str, Any]:
        """`messages.getHistory` of one conversation, the last first."""
        if not given.get("peer_id", "").isdecimal():
            raise VkRefusedError(100)
        return _cut([each for each in self._messages() if each["peer_id"] == int(given["peer_id"])], given)

    def comment(self, given: dict[str, str]) -> dict[str, int]:
        """`wall.createComment`, by the community."""
        if given.get("owner_id") != f"-{self.group}" or not (given.get("post_id") and given.get("message")):
            raise VkRefusedError(100)
        self.comments.append(given)
        return {"comment_id": len(self.comments)}

    def may_write(self, given: dict[str, str]) -> dict[str, int]:
        """`messages.isMessagesFromGroupAllowed`."""
        return {"is_allowed": int(int(given.get("user_id") or 0) in self.allowed)}


def _cut(items: list[dict[str, Any]], given: dict[str, str]) -> dict[str, Any]:
    """A part of a list, as the methods with `count` (200 at most) and `offset` have it."""
    first = int(given.get("offset") or 0)
    return {"count": len(items), "items": items[first : first + min(int(given.get("count") or 20), 200)]}


_METHODS: Final[dict[str, Callable[[FakeVk, dict[str, str]], Any]]] = {
    "messages.send": FakeVk.send,
    "users.get": FakeVk.users,
    "groups.getLongPollServer": FakeVk.server,
    "messages.getConversations": FakeVk.conversations,
    "messages.getHistory": FakeVk.history,
    "wall.createComment": FakeVk.comment,
    "groups.getCallbackConfirmationCode": FakeVk.code,
    "messages.isMessagesFromGroupAllowed": FakeVk.may_write,
}
