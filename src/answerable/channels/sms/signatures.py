"""How a request of the provider proves itself: HMAC over the public address and every field, in two schemes. Pure.

Source: Twilio, "Webhooks security" (2026-08), and the library's own validator: the address counts with and without its
default port; a JSON body is bound by its hash in the query. Whatever other fields come, all are signed.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from urllib.parse import parse_qs, urlsplit, urlunsplit

OLD: Final = "sha1"
ALGORITHMS: Final = {"HMAC_SHA256": "sha256"}
_SETTINGS: Final = re.compile(r"key=(?P<key>[^,]+),algorithm=(?P<algorithm>\w+)")
_PORTS: Final = {"https": 443, "http": 80}


def is_signed(
    address: str,
    form: Mapping[str, Sequence[str]],
    body: bytes,
    *,
    signature: str,
    settings: str,
    token: str,
    shared: Mapping[str, str],
) -> bool:
    """Whether the request is the provider's.

    address   as the provider knows it: the public one, never one that the request claims
    form      the fields of a form; empty for JSON
    settings  the header that names key and algorithm of the newer scheme; empty: the old one
    shared    secrets of the newer scheme by their key's name
    """
    secret, algorithm = token, OLD
    if settings:
        found = _SETTINGS.fullmatch(settings)
        if found is None or found["algorithm"] not in ALGORITHMS or found["key"] not in shared:
            return False
        secret, algorithm = shared[found["key"]], ALGORITHMS[found["algorithm"]]
    if not secret or not _body_fits(address, form, body):
        return False
    given = signature.encode("utf-8", "replace")
    return any(
        hmac.compare_digest(_signature(secret, each, form, algorithm).encode(), given) for each in _addresses(address)
    )


def _body_fits(address: str, form: Mapping[str, Sequence[str]], body: bytes) -> bool:
    wanted = parse_qs(urlsplit(address).query).get("bodySHA256", [""])[0]
    if not wanted:
        return bool(form) or not body
    return not form and hmac.compare_digest(hashlib.sha256(body).hexdigest(), wanted.lower())


def _addresses(address: str) -> Iterator[str]:
    """The address as it is, without its port, and with the usual one: the provider signs any of these."""
    there = urlsplit(address)
    host = there.hostname or ""
    named = {address}
    usual = _PORTS.get(there.scheme)
    if usual is not None and there.port in {None, usual}:
        for netloc in (host, f"{host}:{usual}"):
            named.add(urlunsplit(there._replace(netloc=netloc)))
    return iter(sorted(named))


def _signature(secret: str, address: str, form: Mapping[str, Sequence[str]], algorithm: str) -> str:
    said = address + "".join(name + value for name in sorted(form) for value in sorted(set(form[name])))
    return base64.b64encode(hmac.digest(secret.encode(), said.encode("utf-8", "surrogateescape"), algorithm)).decode()
