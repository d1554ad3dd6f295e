"""From where a request comes, only to count tries; never stored."""

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The caller's address: of the connection, or as our own proxies wrote it down.

    Each trusted proxy appends one address, so the last ones are theirs and what stands before was the caller's claim.
    """
    proxies: int = settings.ANSWERABLE.trusted_proxies
    written = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if proxies and len(written) >= proxies:
        return written[-proxies]
    return str(request.META.get("REMOTE_ADDR", ""))
