"""Addresses outside that somebody else chose: which may be asked at all, and at which machine exactly (OWASP: SSRF).

A name is resolved once, every address that it has is looked at, and the connection goes to the one that was looked at: a
name server that answers otherwise a second later changes nothing. What an operator set (`trusted`) is theirs to choose.
"""

import ipaddress
import re
import socket
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit, urlunsplit

Resolve = Callable[[str, int], Sequence[str]]
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_NUMBER: Final = re.compile(
    r"(?:\d+|0x[0-9a-f]*)\.?$", re.IGNORECASE
)  # a last label by which a host is read as a number
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052
_NAT64_LOCAL: Final = ipaddress.IPv6Network("64:ff9b:1::/48")  # RFC 8215
_COMPATIBLE: Final = ipaddress.IPv6Network("::/96")  # RFC 4291, 2.5.5.1


class UnsafeAddressError(ValueError):
    """An address that is not asked. `code` says why, without the address."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Target:
    """What is asked: an address with the machine's number in it, and the name that it is to show in TLS and be asked by."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    extensions: Mapping[str, Any] = field(default_factory=dict)


def origin_of(address: str) -> str:
    """Scheme, host and port of an address, in small letters; empty for what is none."""
    try:
        there = urlsplit(address)
        port = there.port or {"https": 443, "http": 80}.get(there.scheme, 0)
    except ValueError:
        return ""
    return f"{there.scheme}://{there.hostname}:{port}" if there.hostname else ""


def pin(address: str, *, trusted: Collection[str] = (), resolve: Resolve | None = None) -> Target:
    """How an address is asked safely. `trusted` are addresses whose origin an operator set: those are asked as they stand.

    Raises UnsafeAddressError for anything but https on port 443 to a machine that everybody can reach, and OSError where
    the name is nobody's.
    """
    origin = origin_of(address)
    if origin and origin in {origin_of(each) for each in trusted}:
        return Target(url=address)
    there = _plain(address)
    host = there.hostname or ""
    found = [_number(host)] if _number(host) else (resolve or _resolved)(host, 443)
    if not found or not all(is_public(each) for each in found):
        raise UnsafeAddressError("inner-address")
    number = f"[{found[0]}]" if ":" in found[0] else found[0]
    named = f"[{host}]" if ":" in host else host
    return Target(
        url=urlunsplit(("https", number, there.path or "/", there.query, "")),
        headers={"Host": named},
        extensions={"sni_hostname": host},
    )


def is_askable(address: str, *, trusted: Collection[str] = ()) -> bool:
    """Whether an address could be asked at all, by how it is written: nobody is looked up. `trusted` as in `pin`."""
    if (origin := origin_of(address)) and origin in {origin_of(each) for each in trusted}:
        return True
    try:
        host = _plain(address).hostname or ""
    except UnsafeAddressError:
        return False
    return not _number(host) or is_public(host)


def _plain(address: str) -> SplitResult:
    """An address in parts. Raises UnsafeAddressError for one that says more than a place: another port, a name with a password."""
    try:
        there = urlsplit(address)
        port = there.port
    except ValueError:
        raise UnsafeAddressError("no-address") from None
    if there.scheme != "https" or port not in {None, 443} or there.username is not None:
        raise UnsafeAddressError("elsewhere")
    host = there.hostname or ""
    odd = _NUMBER.search(host.rpartition(".")[2] if not host.endswith(".") else host.rstrip(".").rpartition(".")[2])
    if not host or not host.isascii() or "%" in host or (odd and not _number(host)):
        raise UnsafeAddressError("no-address")
    return there


def _number(host: str) -> str:
    """The address that a host is, where it is written as one plainly; empty for a name."""
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        return ""


def _resolved(host: str, port: int) -> list[str]:
    """Every address that a name has."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def is_public(written: str) -> bool:
    """Whether an address is one that everybody can reach: also not by an inner one that is wrapped in it."""
    try:
        address: Address = ipaddress.ip_address(written.partition("%")[0])
    except ValueError:
        return False
    return all(_is_public(each) for each in (address, *_wrapped(address)))


def _is_public(address: Address) -> bool:
    reserved = address.is_multicast or address.is_reserved or address.is_unspecified
    local = isinstance(address, ipaddress.IPv6Address) and (address.is_site_local or address in _NAT64_LOCAL)
    is_bridge = isinstance(address, ipaddress.IPv6Address) and address in _NAT64  # judged by what it wraps
    return is_bridge or (address.is_global and not reserved and not local)


def _wrapped(address: Address) -> list[Address]:
    """The older addresses that a newer one leads to (mapped, compatible, 6to4, Teredo, NAT64)."""
    if isinstance(address, ipaddress.IPv4Address):
        return []
    found: list[Address | None] = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _NAT64 or address in _COMPATIBLE:
        found.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [each for each in found if each is not None]
