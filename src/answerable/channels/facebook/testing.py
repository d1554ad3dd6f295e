"""Meta's Graph for tests, written from the contract: it signs its webhooks, and keeps to the 24 hours.

The instant is the test's: `at` says when it is, and `opened` when somebody wrote last.
"""

import hashlib
import hmac
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

import httpx

from answerable.channels.loopback import Asked, Loopback, Reply

WINDOW: Final = timedelta(hours=24)
HUMAN: Final = timedelta(days=7)
LONGEST: Final = 2000
TYPES: Final = frozenset({"RESPONSE", "UPDATE", "MESSAGE_TAG"})


class GraphError(Exception):
    """What Graph answers with `error`."""

    def __init__(self, code: int, subcode: int = 0) -> None:
        super().__init__(code)
        self.code, self.subcode = code, subcode


@dataclass(kw_only=True)
class FakeMeta(Loopback):
    """One page with one app."""

    at: datetime
    page: str = "1"
    secret: str = "appsecret"
    token: str = "page-token"
    verify: str = "verify-me"
    opened: dict[str, datetime] = field(default_factory=dict)
    sent: list[dict[str, Any]] = field(default_factory=list)
    comments: list[dict[str, Any]] = field(default_factory=list)

    def answer(self, asked: Asked) -> Reply:
        """The Send API, below any version."""
        try:
            return Reply(200, json.dumps(self._called(asked)).encode())
        except GraphError as no:
            said = {"message": "refused", "type": "OAuthException", "code": no.code, "error_subcode": no.subcode}
            return Reply(400, json.dumps({"error": said}).encode())

    def _called(self, asked: Asked) -> dict[str, str]:
        bearer = asked.headers.get("authorization") == f"Bearer {self.token}"
        if not bearer and asked.query.get("access_token") != [self.token]:
            raise GraphError(190)
        name = asked.path.rpartition("/v")[2].partition("/")[2] or asked.path.strip("/")
        if asked.method == "GET" and name == self.page:
            return {"id": self.page}
        if asked.method == "POST" and name.endswith("/comments"):
            self.comments.append({"to": name.removesuffix("/comments"), **json.loads(asked.body)})
            return {"id": f"c_{len(self.comments)}"}
        if asked.method != "POST" or name != f"{self.page}/messages":
            raise GraphError(100)
        return self._send(json.loads(asked.body))

    def _send(self, said: dict[str, Any]) -> dict[str, str]:
        to, message = str(said.get("recipient", {}).get("id", "")), said.get("message", {})
        if to not in self.opened:
            raise GraphError(100, 2018001)
        if said.get("messaging_type") not in TYPES or not (message.get("text") or message.get("attachment")):
            raise GraphError(100)
        if len(message.get("text", "")) > LONGEST or len(message.get("metadata", "")) > 1000:
            raise GraphError(100)
        human = said["messaging_type"] == "MESSAGE_TAG" and said.get("tag") == "HUMAN_AGENT"
        if self.at - self.opened[to] > (HUMAN if human else WINDOW):
            raise GraphError(10, 2018278)
        self.sent.append(said)
        return {"recipient_id": to, "message_id": f"m_out_{len(self.sent)}"}

    def message(self, sender: str, mid: str, text: str, **more: Any) -> dict[str, Any]:
        """Somebody writes: one item of a delivery. From now on the page may answer for a day."""
        self.opened[sender] = self.at
        message = {"mid": mid, "text": text, **more}
        moment = int(self.at.timestamp() * 1000)
        return {"sender": {"id": sender}, "recipient": {"id": self.page}, "timestamp": moment, "message": message}

    def body(self, *items: dict[str, Any]) -> bytes:
        """A delivery of these items, as Meta writes it: ASCII, with slashes escaped."""
        entry = {"id": self.page, "time": int(self.at.timestamp() * 1000), "messaging": list(items)}
        said = {"object": "page", "entry": [entry]}
        return json.dumps(said, separators=(",", ":")).replace("/", "\\/").encode()

    def signed(self, body: bytes) -> dict[str, str]:
        """The headers of a delivery."""
        return {"Content-Type": "application/json", "X-Hub-Signature-256": signature(self.secret, body)}

    def deliver(self, address: str, body: bytes) -> int:
        """Post a delivery; the status of the answer."""
        return httpx.post(address, content=body, headers=self.signed(body)).status_code

    def challenge(self, address: str, challenge: str = "1158201444") -> bool:
        """Ask whether the address is ours: it says the challenge again, and nothing else."""
        asked = {"hub.mode": "subscribe", "hub.verify_token": self.verify, "hub.challenge": challenge}
        answer = httpx.get(address, params=asked)
        return answer.status_code == 200 and answer.text == challenge


def signature(secret: str, body: bytes) -> str:
    """HMAC-SHA256 of the raw bytes under the app's secret."""
    return f"sha256={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}"
