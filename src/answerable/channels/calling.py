"""Asking another's server by HTTP: what a broken line means for what was being said, and which files are fetched from where.

An address may bear a token, so no address is ever logged or told: a fault is told by its code alone.
"""

import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin, urlsplit

from answerable.base import outside
from answerable.channels.terms import SendingRefusedError, SendingUnknownError, SendLaterError

if TYPE_CHECKING:  # httpx takes 7 MiB with its command line: it is loaded by who asks, once they do
    import httpx

PATIENCE: Final = 20.0  # seconds between two pieces of an answer
PATIENCE_TO_REACH: Final = 5.0
LONGEST_FETCH: Final = 120.0  # seconds for a file, however slowly it drips
LARGEST: Final = 20_000_000  # bytes of a file that is fetched
MOST_REDIRECTS: Final = 3
LONGEST_WAIT: Final = 86_400  # seconds that another's server may make us wait


def ask(method: str, address: str, *, begun: bool = False, **said: Any) -> "httpx.Response":
    """Ask a server; its answer, whatever that says. `said` as httpx has it.

    begun  a part of the same thing is out already: where nobody is reached, half of it was said

    Raises SendLaterError where nobody was reached, SendingUnknownError where the line broke after the words went out.
    """
    import httpx

    try:
        return httpx.request(method, address, timeout=httpx.Timeout(PATIENCE, connect=PATIENCE_TO_REACH), **said)
    except (httpx.ConnectError, httpx.ConnectTimeout):
        raise (SendingUnknownError if begun else SendLaterError)("no-connection") from None
    except (httpx.HTTPError, httpx.InvalidURL):
        raise SendingUnknownError("no-answer") from None


def object_in(answer: "httpx.Response") -> dict[str, Any]:
    """The JSON object that an answer holds. Raises SendingUnknownError for anything else: a proxy spoke, and nobody knows for whom."""
    try:
        found = answer.json()
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise SendingUnknownError("no-answer")
    return found


def wanted_wait(answer: "httpx.Response") -> timedelta | None:
    """For how long a server wants to be left alone (RFC 9110, 10.2.3, in seconds); None where it does not say."""
    said = answer.headers.get("Retry-After", "")
    return timedelta(seconds=min(int(said), LONGEST_WAIT)) if said.isdecimal() else None


def is_ours_to_fetch(address: str, *, base: str, hosts: str) -> bool:
    """Say whether a file lies where this channel keeps files: at `base`, or by https on one of `hosts` or below it.

    hosts  names with commas between them. Whatever else a message names is an address that somebody chose.
    """
    known = urlsplit(base)
    try:
        there = urlsplit(address)
        if (there.scheme, there.netloc) == (known.scheme, known.netloc):
            return True
        name = there.hostname or ""
        plain = there.scheme == "https" and there.port in {None, 443} and there.username is None
    except ValueError:
        return False
    wanted = [host.strip().lower() for host in hosts.split(",") if host.strip()]
    return plain and any(name == host or name.endswith(f".{host}") for host in wanted)


def fetch(address: str, *, base: str, hosts: str = "", auth: tuple[str, str] | None = None) -> bytes:
    """A file of a channel, through its redirects. `auth` goes to `base` alone.

    Raises SendingRefusedError for one that is too large, gone, or elsewhere than this channel keeps files.
    """
    for _ in range(MOST_REDIRECTS):
        if not is_ours_to_fetch(address, base=base, hosts=hosts):
            raise SendingRefusedError("elsewhere")
        own = outside.origin_of(address) == outside.origin_of(base)
        found = _got(address, auth if own else None, base)
        if isinstance(found, bytes):
            return found
        address = urljoin(address, found)
    raise SendingRefusedError("elsewhere")


def _got(address: str, auth: tuple[str, str] | None, base: str) -> bytes | str:
    """The bytes that lie there, or the address to which it leads; at a machine that was looked at, unpacked, within a time."""
    import httpx

    content, until = bytearray(), time.monotonic() + LONGEST_FETCH
    patience = httpx.Timeout(PATIENCE, connect=PATIENCE_TO_REACH)
    try:
        there = outside.pin(address, trusted=[base])
        headers = {**there.headers, "Accept-Encoding": "identity"}
        with (
            httpx.Client(timeout=patience, trust_env=False) as client,
            client.stream("GET", there.url, headers=headers, auth=auth, extensions=dict(there.extensions)) as answer,
        ):
            if answer.is_redirect:
                return str(answer.headers.get("Location", ""))
            _must_give(answer)
            for piece in answer.iter_raw():
                content += piece
                if len(content) > LARGEST:
                    raise SendingRefusedError("too-large")
                if time.monotonic() > until:
                    raise SendLaterError("too-slow")
    except outside.UnsafeAddressError as unsafe:
        raise SendingRefusedError(unsafe.code) from None
    except (httpx.HTTPError, httpx.InvalidURL, OSError):
        raise SendLaterError("no-connection") from None
    return bytes(content)


@dataclass(frozen=True, slots=True)
class Told:
    """What a server said to something that was told to it; its words are nobody's concern. `wait`: for how long it wants peace."""

    status: int
    wait: timedelta | None = None


def tell(address: str, content: bytes, headers: Mapping[str, str], *, trusted: Collection[str]) -> Told:
    """POST something to an address that somebody chose, at a machine that was looked at; redirects are not followed.

    Raises SendingRefusedError for an address that is not asked, SendLaterError where nobody is reached, SendingUnknownError
    where the line breaks after the words went out.
    """
    import httpx

    patience = httpx.Timeout(PATIENCE, connect=PATIENCE_TO_REACH)
    try:
        there = outside.pin(address, trusted=trusted)
        with (
            httpx.Client(timeout=patience, trust_env=False) as client,
            client.stream(
                "POST",
                there.url,
                content=content,
                headers={**there.headers, **headers},
                extensions=dict(there.extensions),
            ) as answer,
        ):
            return Told(answer.status_code, wanted_wait(answer))
    except outside.UnsafeAddressError as unsafe:
        raise SendingRefusedError(unsafe.code) from None
    except (httpx.ConnectError, httpx.ConnectTimeout, OSError):
        raise SendLaterError("no-connection") from None
    except (httpx.HTTPError, httpx.InvalidURL):
        raise SendingUnknownError("no-answer") from None


def _must_give(answer: "httpx.Response") -> None:
    """Raise what an answer without a file means; one that is packed after all could be a thousand times as large."""
    if answer.status_code >= 500 or answer.status_code == 429:
        raise SendLaterError(f"http-{answer.status_code}", wanted_wait(answer))
    if answer.status_code != 200:
        raise SendingRefusedError(f"http-{answer.status_code}")
    if answer.headers.get("Content-Encoding", "identity") != "identity":
        raise SendingRefusedError("packed")


def split(text: str, *, longest: int) -> list[str]:
    """A long text in pieces of at most `longest` characters, cut where a paragraph, a line or a word ends."""
    pieces, left = [], text.strip() or "…"
    while len(left) > longest:
        head = left[:longest]
        cut = next((at for mark in ("\n\n", "\n", " ") if (at := head.rfind(mark)) > longest // 2), longest)
        pieces.append(left[:cut].rstrip())
        left = left[cut:].lstrip()
    return [*pieces, left]
