"""The organisation's own sign-in (OpenID Connect, code flow): what we ask for, and everything we check of the answer.

Written here because django-allauth's client sends no nonce and, in the code flow, doesn't check the signature of the
id_token (reference: contracts/identity.md). The tokens are PyJWT's, the requests httpx's. Checked: state, nonce,
PKCE S256, signature by a key of the provider and an asymmetric algorithm, issuer (also `iss` of the answer, RFC 9207),
audience and `azp`, expiry, issue time. Nothing is asked of the provider beyond `openid`: no name, no address.
"""

import hashlib
import hmac
import json
import secrets
from base64 import b64encode, urlsafe_b64encode
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode, urlsplit

import jwt

if TYPE_CHECKING:
    import httpx

ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
LASTS: Final = timedelta(minutes=10)  # from the button to the way back
SKEW: Final = timedelta(seconds=30)
_MOST: Final = 256 * 1024  # bytes of any answer
_WAIT: Final = 5.0  # seconds
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


class UntrustedError(Exception):
    """The provider, or whoever pretends to be it, said something that is not believed. The message is for the log."""


@dataclass(frozen=True, slots=True)
class Client:
    """What this installation is to the provider."""

    issuer: str
    id: str
    secret: str
    back: str  # our address to which the browser returns


@dataclass(frozen=True, slots=True)
class Going:
    """What a browser carries while it is at the provider: sealed, for ten minutes, for one return."""

    state: str
    nonce: str
    verifier: str
    after: str
    since: float

    def written(self) -> bytes:
        """As bytes, to be sealed."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def read(cls, plain: bytes) -> "Going":
        """From bytes that were sealed by us."""
        return cls(**json.loads(plain))


def going(after: str, at: datetime) -> Going:
    """A new way to the provider."""
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    return Going(state=state, nonce=nonce, verifier=verifier, after=after, since=at.timestamp())


def way_there(client: Client, way: Going) -> str:
    """The provider's address to which the browser is sent."""
    with _http() as http:
        about = _discovered(http, client.issuer)
    asked = {
        "response_type": "code",
        "client_id": client.id,
        "redirect_uri": client.back,
        "scope": "openid",
        "state": way.state,
        "nonce": way.nonce,
        "code_challenge": _unpadded(hashlib.sha256(way.verifier.encode()).digest()),
        "code_challenge_method": "S256",
        "prompt": "login",
    }
    address = _believed_address(about, "authorization_endpoint", client.issuer)
    return f"{address}{'&' if urlsplit(address).query else '?'}{urlencode(asked)}"


def who_came(client: Client, way: Going, *, state: str, code: str, iss: str, at: datetime) -> str:
    """The provider's word for the person who came back. Raises Untrusted."""
    if not hmac.compare_digest(way.state.encode(), state.encode()):
        raise UntrustedError("another state")
    if not 0 <= at.timestamp() - way.since <= LASTS.total_seconds():
        raise UntrustedError("too late")
    if iss and iss != client.issuer:
        raise UntrustedError("another issuer answered")
    if not code:
        raise UntrustedError("no code")
    with _http() as http:
        about = _discovered(http, client.issuer)
        said = _token(http, client, about, way, code)
        keys = _got(http, _believed_address(about, "jwks_uri", client.issuer))
    return _subject(said, keys, client, way, at)


def _http() -> "httpx.Client":
    """A client that follows nobody, asks no proxy and waits five seconds."""
    import httpx  # here: 6 MiB a process for what most installations never do

    return httpx.Client(timeout=_WAIT, follow_redirects=False, trust_env=False)


def _discovered(http: "httpx.Client", issuer: str) -> dict[str, Any]:
    about = _got(http, f"{issuer}/.well-known/openid-configuration")
    if about.get("issuer", "").rstrip("/") != issuer:
        raise UntrustedError("the provider calls itself otherwise")
    return about


def _believed_address(about: dict[str, Any], name: str, issuer: str) -> str:
    """An address that the provider named; over https, unless the provider itself is on this machine."""
    address = str(about.get(name, ""))
    found, own = urlsplit(address), urlsplit(issuer)
    here = own.hostname in _LOOPBACK and found.hostname == own.hostname
    if not found.hostname or (found.scheme != "https" and not (here and found.scheme == "http")):
        raise UntrustedError(f"{name} is no address over https")
    return address


def _got(http: "httpx.Client", address: str) -> dict[str, Any]:
    return _answer(http.build_request("GET", address, headers={"Accept": "application/json"}), http)


def _token(http: "httpx.Client", client: Client, about: dict[str, Any], way: Going, code: str) -> str:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": client.back,
        "code_verifier": way.verifier,
        "client_id": client.id,
    }
    request = http.build_request("POST", _believed_address(about, "token_endpoint", client.issuer), data=form)
    if client.secret:  # HTTP Basic as OAuth wants it: both parts form-encoded first (RFC 6749, 2.3.1)
        pair = f"{_form(client.id)}:{_form(client.secret)}"
        request.headers["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
    said = _answer(request, http)
    token = said.get("id_token")
    if not isinstance(token, str):
        raise UntrustedError("no id_token")
    return token


def _answer(request: "httpx.Request", http: "httpx.Client") -> dict[str, Any]:
    """The JSON of an answer, read to a limit."""
    import httpx  # as above

    body = bytearray()
    try:
        answer = http.send(request, stream=True)
        try:
            for part in answer.iter_bytes():
                body += part
                if len(body) > _MOST:
                    raise UntrustedError("an endless answer")
        finally:
            answer.close()
        found = json.loads(bytes(body)) if answer.status_code == httpx.codes.OK else None
    except (httpx.HTTPError, ValueError) as fault:
        raise UntrustedError(type(fault).__name__) from None
    if not isinstance(found, dict):
        raise UntrustedError(f"status {answer.status_code}")
    return found


def _subject(token: str, keys: dict[str, Any], client: Client, way: Going, at: datetime) -> str:
    try:
        head = jwt.get_unverified_header(token)
        algorithm = head.get("alg")
        if algorithm not in ALGORITHMS:
            raise UntrustedError("an algorithm that proves nothing")
        said: dict[str, Any] = jwt.decode(
            token,
            key=_key(keys, head.get("kid"), algorithm),
            algorithms=[algorithm],
            audience=client.id,
            issuer=client.issuer,
            leeway=SKEW,
            options={
                "require": ["iss", "sub", "aud", "exp", "iat", "nonce"],
                "strict_aud": False,
                "enforce_minimum_key_length": True,
            },
        )
    except jwt.PyJWTError as fault:
        raise UntrustedError(type(fault).__name__) from None
    _fit(said, client, way, at)
    return str(said["sub"])


def _fit(said: dict[str, Any], client: Client, way: Going, at: datetime) -> None:
    """What PyJWT leaves to the client: nonce, `azp`, and a subject that is one."""
    if not hmac.compare_digest(str(said["nonce"]).encode(), way.nonce.encode()):
        raise UntrustedError("another nonce")
    several = isinstance(said["aud"], list) and len(said["aud"]) > 1
    if (several or "azp" in said) and said.get("azp") != client.id:
        raise UntrustedError("made for another client")
    skew = SKEW.total_seconds()
    if not way.since - skew <= float(said["iat"]) <= at.timestamp() + skew:
        raise UntrustedError("not issued on this way")
    subject = said["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= 255:
        raise UntrustedError("no subject")


def _key(keys: dict[str, Any], kid: object, algorithm: str) -> Any:
    """The provider's key of that name, made for signing with that algorithm."""
    listed = [each for each in keys.get("keys", []) if isinstance(each, dict)]
    fit = [each for each in listed if each.get("use", "sig") == "sig" and each.get("alg", algorithm) == algorithm]
    named = [each for each in fit if each.get("kid") == kid] if kid is not None else fit
    if len(named) != 1:
        raise UntrustedError("no such key, or several")
    if named[0].get("kty") == "oct":
        raise UntrustedError("a shared secret is no signature")
    return jwt.PyJWK(named[0], algorithm=algorithm).key


def _form(text: str) -> str:
    return urlencode({"": text})[1:]


def _unpadded(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()
