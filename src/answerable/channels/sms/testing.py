"""A provider of SMS and voice for tests, written from the contract: it signs its webhooks and takes messages to send."""

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode

import httpx

from answerable.channels.loopback import Asked, Loopback, Reply

E164: Final = re.compile(r"\+[1-9]\d{6,14}")
LONGEST: Final = 1600
Form = Mapping[str, str | list[str]]


@dataclass(kw_only=True)
class FakeTwilio(Loopback):
    """One account with one number: `unreachable` numbers are no numbers, `opted_out` ones said STOP."""

    account: str = "AC" + "0" * 32
    token: str = "12345"
    shared_key: tuple[str, str] | None = None  # id and secret of the newer scheme
    number: str = "+380441234567"
    sent: list[dict[str, str]] = field(default_factory=list)
    media: dict[str, bytes] = field(default_factory=dict)
    deleted: list[str] = field(default_factory=list)
    unreachable: set[str] = field(default_factory=set)
    opted_out: set[str] = field(default_factory=set)

    def answer(self, asked: Asked) -> Reply:
        """The REST interface: send a message, fetch or delete what was recorded."""
        pair = base64.b64encode(f"{self.account}:{self.token}".encode()).decode()
        if asked.headers.get("authorization") != f"Basic {pair}":
            return _no(401, 20003, "Authenticate")
        root = f"/2010-04-01/Accounts/{self.account}/"
        if asked.path == f"{root}Messages.json" and asked.method == "POST":
            return self._send({name: values[0] for name, values in asked.form.items()})
        if asked.path == f"{root[:-1]}.json" and asked.method == "GET":
            return Reply(200, json.dumps({"sid": self.account, "status": "active"}).encode())
        name = asked.path.removeprefix(f"{root}Media/")
        if name not in self.media:
            return _no(404, 20404, "The requested resource was not found")
        if asked.method == "DELETE":
            self.deleted.append(name)
            return Reply(204)
        return Reply(200, self.media[name], "application/octet-stream")

    def _send(self, form: dict[str, str]) -> Reply:
        to, body = form.get("To", ""), form.get("Body", "")
        if not E164.fullmatch(to) or to in self.unreachable:
            return _no(400, 21211, f"The 'To' number {to} is not a valid phone number.")
        if to in self.opted_out:
            return _no(400, 21610, "Attempt to send to unsubscribed recipient")
        if not (form.get("From") or form.get("MessagingServiceSid")):
            return _no(400, 21603, "A 'From' phone number is required.")
        if not body or len(body) > LONGEST:
            return _no(400, 21602 if not body else 21617, "The message body can't be sent")
        sid = f"SM{len(self.sent):032d}"
        self.sent.append({**form, "sid": sid})
        return Reply(201, json.dumps({"sid": sid, "status": "queued"}).encode())

    def signed(self, address: str, form: Form) -> dict[str, str]:
        """The headers by which a request proves itself."""
        headers = {"X-Twilio-Signature": signature(self.token, address, form)}
        if self.shared_key is not None:
            name, secret = self.shared_key
            headers["X-Twilio-Webhooks-Signature-Settings"] = f"key={name},algorithm=HMAC_SHA256"
            headers["X-Twilio-Signature"] = signature(secret, address, form, algorithm="sha256")
        return headers

    def post(self, address: str, form: Form, *, to: str = "") -> httpx.Response:
        """Ask a webhook, which is known outside as `address` and stands at `to`."""
        content = urlencode(form, doseq=True)
        headers = {"Content-Type": "application/x-www-form-urlencoded", **self.signed(address, form)}
        return httpx.post(to or address, content=content, headers=headers)

    def message(self, sid: str, sender: str, text: str, **more: str) -> dict[str, str]:
        """An SMS that came in, as the provider tells of it."""
        plain = {
            "MessageSid": sid,
            "AccountSid": self.account,
            "From": sender,
            "To": self.number,
            "Body": text,
            "NumSegments": "1",
            "NumMedia": "0",
        }
        return {**plain, **more}


def signature(secret: str, address: str, form: Form, *, algorithm: str = "sha1") -> str:
    """The signature of a request: the address, then each field by its name, each distinct value with the name, sorted."""
    said = address
    for name in sorted(form):
        values = form[name]
        for value in sorted({values} if isinstance(values, str) else set(values)):
            said += name + value
    return base64.b64encode(hmac.digest(secret.encode(), said.encode("utf-8", "surrogateescape"), algorithm)).decode()


def address_of_json(address: str, body: bytes) -> str:
    """The address at which a JSON body is posted: it bears the body's hash, and is signed without fields."""
    return f"{address}?bodySHA256={hashlib.sha256(body).hexdigest()}"


def _no(status: int, code: int, message: str) -> Reply:
    said: dict[str, Any] = {"code": code, "message": message, "status": status}
    return Reply(status, json.dumps(said).encode())
