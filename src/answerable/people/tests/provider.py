"""A small OpenID provider on loopback that follows the contract, or breaks it in one way at a time."""

import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from answerable.base.testing import now

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
STRANGER = rsa.generate_private_key(public_exponent=65537, key_size=2048)
SHORT = rsa.generate_private_key(public_exponent=65537, key_size=1024)
CLIENT, SECRET = "answerable", "a secret: with/odd %signs"


@dataclass
class Provider:
    """What it knows, what it was asked, and how it is bent: `claims` and `head` replace what it would say."""

    issuer: str = ""
    subject: str = "person-7"
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    about: dict[str, Any] = field(default_factory=dict)
    key: Any = KEY
    published: Any = KEY
    algorithm: str = "RS256"
    token: str | None = None  # said word for word
    asked: list[str] = field(default_factory=list)
    raw: bytes | None = None  # said instead of any answer of the token endpoint

    def consent(self, address: str) -> str:
        """What a person does there: comes with our request, agrees, and is sent back; returns the way back."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        said = {"code": code, "state": asked["state"], "iss": self.issuer}
        return f"{urlsplit(asked['redirect_uri']).path}?{urlencode(said)}"

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
        } | self.about

    def keys(self) -> dict[str, Any]:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.published.public_key()))
        return {"keys": [public | {"kid": "one", "use": "sig"}]}

    def exchange(self, form: dict[str, str], authorization: str) -> tuple[int, bytes]:
        """The token endpoint: each code once, for the client and the verifier that asked for it."""
        asked = self.codes.pop(form.get("code", ""), None)
        if self.raw is not None:
            return 200, self.raw
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        pair = base64.b64decode(authorization.removeprefix("Basic ")).decode()
        fits = asked and base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == asked["code_challenge"]
        known = pair == f"{urlencode({'': CLIENT})[1:]}:{urlencode({'': SECRET})[1:]}"
        if not fits or not known or form.get("redirect_uri") != asked["redirect_uri"]:
            return 400, b'{"error": "invalid_grant"}'
        moment = int(now().timestamp())
        said = {
            "iss": self.issuer,
            "sub": self.subject,
            "aud": CLIENT,
            "iat": moment,
            "exp": moment + 300,
            "nonce": asked["nonce"],
        }
        said = {name: value for name, value in (said | self.claims).items() if value is not None}
        token = self.token or jwt.encode(said, self.key, algorithm=self.algorithm, headers={"kid": "one"})
        return 200, json.dumps({"id_token": token, "access_token": "x", "token_type": "Bearer"}).encode()


@contextmanager
def provider() -> Iterator[Provider]:
    """A provider that serves until the end of the block."""
    known = Provider()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            known.asked.append(self.path)
            pages = {"/.well-known/openid-configuration": known.discovery, "/keys": known.keys}
            made = pages.get(self.path)
            self.answer(200, json.dumps(made()).encode()) if made else self.answer(404, b"{}")

        def do_POST(self) -> None:
            known.asked.append(self.path)
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            self.answer(*known.exchange(form, self.headers.get("Authorization", "")))

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    known.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield known
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
