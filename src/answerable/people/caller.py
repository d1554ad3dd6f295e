"""From where a request comes, only to count tries; never stored."""

import re
from ipaddress import ip_address
from typing import Final

from django.conf import settings
from django.http import HttpRequest

# An address with the port of one connection, as some proxies write it down: "203.0.113.7:4711", "[2001:db8::1]:443".
_WITH_PORT: Final = re.compile(r"\[(?P<six>[0-9A-Fa-f:.]+)(?:%[^\]]*)?\](?::\d+)?|(?P<four>\d+(?:\.\d+){3}):\d+")


def address_of(request: HttpRequest) -> str:
    """The caller's address: of the connection, or as our own proxies wrote it down; of IPv6 the network, a /64.

    Each trusted proxy appends one address, so the last ones are theirs and what stands before was the caller's claim.
    Whoever has one address of IPv6 has all of its network, so the network is what is counted. A port is left out: it
    is another for each connection, and whoever connects anew would be somebody new.
    """
    proxies: int = settings.ANSWERABLE.trusted_proxies
    written = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if proxies and len(written) >= proxies:
        return _network(written[-proxies])
    return _network(str(request.META.get("REMOTE_ADDR", "")))


def _network(address: str) -> str:
    ported = _WITH_PORT.fullmatch(address)
    bare = (ported["six"] or ported["four"]) if ported else address.partition("%")[0]
    try:
        found = ip_address(bare)
    except ValueError:
        return address
    if found.version == 4 or found.is_loopback:
        return str(found)
    mapped = found.ipv4_mapped
    return str(mapped) if mapped is not None else str(ip_address(int(found) >> 64 << 64))
