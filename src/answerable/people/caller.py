"""From where a request comes, only to count tries; never stored."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The caller's address: of the connection, or as our own proxies wrote it down; of IPv6 the network, a /64.

    Each trusted proxy appends one address, so the last ones are theirs and what stands before was the caller's claim.
    Whoever has one address of IPv6 has all of its network, so the network is what is counted.
    """
    proxies: int = settings.ANSWERABLE.trusted_proxies
    written = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if proxies and len(written) >= proxies:
        return _network(written[-proxies])
    return _network(str(request.META.get("REMOTE_ADDR", "")))


def _network(address: str) -> str:
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if found.version == 4 or found.is_loopback:
        return str(found)
    mapped = found.ipv4_mapped
    return str(mapped) if mapped is not None else str(ip_address(int(found) >> 64 << 64))
