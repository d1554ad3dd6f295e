"""For the table channel x fault: somebody who writes by a webhook, and what our side says to them, one class a channel."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client

from answerable.appeals.testing import AT
from answerable.base.actor import SYSTEM
from answerable.channels.actions import accounts as account_actions
from answerable.channels.facebook.testing import FakeMeta, signature
from answerable.channels.loopback import Reply
from answerable.channels.queries import accounts
from answerable.channels.sms.inbound import form_of
from answerable.channels.sms.testing import FakeTwilio
from answerable.channels.telegram.testing import FakeTelegram
from answerable.channels.terms import AccountFacts, Channel
from answerable.channels.testing import send_all, take_all
from answerable.channels.vk.testing import FakeVk

FORM: Final = "application/x-www-form-urlencoded"
JSON: Final = "application/json"


class Sender:
    """Somebody who writes by one channel. Bodies are as the channel's own server makes them."""

    channel: ClassVar[Channel]
    kind: ClassVar[str] = JSON
    fake: Any
    unknown_copies: ClassVar[int] = 2  # how often arrives what is sent again because nobody knew

    def settings(self) -> dict[str, str]:
        """What the account is set up with."""
        raise NotImplementedError

    def words(self, place: int, text: str) -> bytes:
        """A message, by its place in all that they write."""
        raise NotImplementedError

    def presses(self) -> tuple[bytes, ...]:
        """What they do after their words, so that those are sent."""
        return ()

    def strange(self) -> bytes:
        """Something of a kind that nobody knows."""
        raise NotImplementedError

    def headers(self, body: bytes) -> Mapping[str, str]:
        """How the channel's server proves itself."""
        raise NotImplementedError

    def forged(self, body: bytes) -> tuple[bytes, dict[str, str]]:
        """The same from somebody who does not know what proves it: a body and its headers."""
        return body, dict.fromkeys(self.headers(body), "x" * 28)

    def told(self) -> list[str]:
        """Everything that was said to them."""
        raise NotImplementedError

    def address(self) -> str:
        """Where they are answered."""
        raise NotImplementedError

    def refusal(self) -> Reply:
        """What the channel's server says where nobody can be reached."""
        raise NotImplementedError

    def too_many(self) -> Reply:
        """What it says to who is too quick: in a minute again."""
        return Reply(429, b"{}", headers={"Retry-After": "60"})

    @property
    def hook(self) -> str:
        """Where the channel's server delivers."""
        return f"/hooks/{self.channel.value}/main/"

    def account(self, base: str = "") -> AccountFacts:
        """The account, set up; `base` stands for the channel's server."""
        said = self.settings() | {"base": base or self.fake.base}
        account_actions.set_account(by=SYSTEM, at=AT, channel=self.channel, name="main", body="dir", settings=said)
        return accounts.account_named(self.channel, "main")

    def post(self, body: bytes, **headers: str) -> int:
        """Deliver a body; the status."""
        given = {**self.headers(body), **headers}
        return Client(headers=given).post(self.hook, body, content_type=self.kind).status_code

    def work(self, at: Any = AT) -> None:
        """Let our side read and say what there is."""
        take_all(accounts.account_named(self.channel, "main").id, at=at)
        while send_all(at=at):
            pass

    def finish(self) -> None:
        """Read what came, press what is to be pressed, and read again."""
        self.work()
        for body in self.presses():
            assert self.post(body) == 200
            self.work()


@dataclass
class ByTelegram(Sender):
    """Olena, by Telegram."""

    channel = Channel.TELEGRAM

    fake: FakeTelegram = field(default_factory=lambda: FakeTelegram(people={7}))

    def settings(self) -> dict[str, str]:
        return {"token": self.fake.token, "secret": "s3cret"}

    def _update(self, ref: int, kind: str, thing: dict[str, Any]) -> bytes:
        person = {"id": 7, "is_bot": False, "first_name": "Olena", "language_code": "en"}
        chat = {"id": 7, "type": "private"}
        if kind == "message":
            thing = {"message_id": ref, "chat": chat, **thing}
        else:
            thing = {"id": f"q{ref}", "message": {"message_id": 1, "chat": chat}, **thing}
        return json.dumps({"update_id": ref, kind: {"from": person, **thing}}, ensure_ascii=False).encode()

    def words(self, place: int, text: str) -> bytes:
        return self._update(place, "message", {"text": text})

    def presses(self) -> tuple[bytes, ...]:
        return tuple(
            self._update(900 + place, "callback_query", {"data": data})
            for place, data in enumerate(("send", "kind:report"))
        )

    def strange(self) -> bytes:
        return b'{"update_id": 77, "telepathy": {"thought": "x"}}'

    def headers(self, body: bytes) -> Mapping[str, str]:
        del body
        return {"X-Telegram-Bot-Api-Secret-Token": "s3cret"}

    def told(self) -> list[str]:
        return [str(said["text"]) for said in self.fake.sent]

    def address(self) -> str:
        return "main/7"

    def refusal(self) -> Reply:
        return Reply(403, b'{"ok": false, "description": "Forbidden: bot was blocked by the user"}')

    def too_many(self) -> Reply:
        return Reply(429, b'{"ok": false, "parameters": {"retry_after": 60}}')


@dataclass
class BySms(Sender):
    """Somebody with an old telephone."""

    channel = Channel.SMS
    kind = FORM

    fake: FakeTwilio = field(default_factory=FakeTwilio)

    def settings(self) -> dict[str, str]:
        return {"account": self.fake.account, "token": self.fake.token, "number": self.fake.number}

    def words(self, place: int, text: str) -> bytes:
        return urlencode(self.fake.message(f"SM{place}", "+380501234567", text)).encode()

    def strange(self) -> bytes:
        return b"TelepathySid=TP1&Thought=x"

    def headers(self, body: bytes) -> Mapping[str, str]:
        return dict(self.fake.signed(settings.ANSWERABLE.address + self.hook, form_of(body)))

    def told(self) -> list[str]:
        return [str(said["Body"]) for said in self.fake.sent]

    def address(self) -> str:
        return "main/+380501234567"

    def refusal(self) -> Reply:
        return Reply(400, b'{"code": 21211}')


@dataclass
class ByVk(Sender):
    """Somebody who writes to the community. A second try is known by its `random_id`, and is no second message."""

    channel = Channel.VK
    unknown_copies = 1
    fake: FakeVk = field(default_factory=lambda: FakeVk(secret="s3cret", allowed={7}))

    def settings(self) -> dict[str, str]:
        return {"group": str(self.fake.group), "token": self.fake.token, "secret": "s3cret"}

    def words(self, place: int, text: str) -> bytes:
        return self._event(place, self.fake.message(7, text, ref=place))

    def presses(self) -> tuple[bytes, ...]:
        return tuple(
            self._event(900 + place, self.fake.message(7, "x", ref=900 + place, payload=json.dumps({"b": data})))
            for place, data in enumerate(("send", "kind:report"))
        )

    def _event(self, place: int, body: bytes) -> bytes:
        """The same event by the same name."""
        event = json.loads(body)
        event["object"]["client_info"]["lang_id"] = 3
        return json.dumps(event | {"event_id": f"{place:040x}"}, ensure_ascii=False).encode()

    def strange(self) -> bytes:
        return self.fake.event("telepathy_new", {"thought": "x"}, "strange")

    def forged(self, body: bytes) -> tuple[bytes, dict[str, str]]:
        return body.replace(b"s3cret", b"S3cret"), {}

    def headers(self, body: bytes) -> Mapping[str, str]:
        del body
        return {}

    def told(self) -> list[str]:
        return [said["message"] for said in self.fake.sent]

    def address(self) -> str:
        return "main/7"

    def refusal(self) -> Reply:
        return Reply(200, b'{"error": {"error_code": 901, "error_msg": "no permission"}}')


@dataclass
class ByFacebook(Sender):
    """Somebody who writes to the page."""

    channel = Channel.FACEBOOK
    fake: FakeMeta = field(default_factory=lambda: FakeMeta(at=AT, opened={"7": AT}))

    def settings(self) -> dict[str, str]:
        return {
            "page": self.fake.page,
            "token": self.fake.token,
            "secret": self.fake.secret,
            "verify": self.fake.verify,
        }

    def words(self, place: int, text: str) -> bytes:
        return self.fake.body(self.fake.message("7", f"m_{place}", text))

    def presses(self) -> tuple[bytes, ...]:
        return tuple(
            self.fake.body(self.fake.message("7", f"m_9{place}", "x", quick_reply={"payload": data}))
            for place, data in enumerate(("lang:en", "send", "kind:report"))
        )

    def strange(self) -> bytes:
        return self.fake.body({"sender": {"id": "7"}, "telepathy": {"thought": "x"}})

    def headers(self, body: bytes) -> Mapping[str, str]:
        return {"X-Hub-Signature-256": signature(self.fake.secret, body)}

    def told(self) -> list[str]:
        return [str(said["message"]["text"]) for said in self.fake.sent]

    def address(self) -> str:
        return "main/7"

    def refusal(self) -> Reply:
        return Reply(400, b'{"error": {"code": 10, "error_subcode": 2018278}}')


SENDERS: Final = (ByTelegram, BySms, ByVk, ByFacebook)
