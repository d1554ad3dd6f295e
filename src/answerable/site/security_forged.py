"""Forms forged by other sites, refused without making our own pages tell where the reader comes from.

Our pages say `Referrer-Policy: no-referrer`, and browsers then send `Origin: null` with our own forms (Fetch standard,
"append a request Origin header"). Django takes that for a foreign origin. What tells the two apart is `Sec-Fetch-Site`,
which no page can set; where a browser is too old to send it, the token and the SameSite cookie still have to be right.
"""

from typing import Final

from django.http import HttpRequest

from answerable.site.doors import DoorCsrf

OURS: Final = "same-origin"


class Forged(DoorCsrf):
    """The guard against forged forms, for pages that send no referrer."""

    def _origin_verified(self, request: HttpRequest) -> bool:
        """Say whether a form comes from our own pages; the token is looked at besides."""
        if request.headers.get("Origin") == "null":
            return request.headers.get("Sec-Fetch-Site", OURS) == OURS
        verified: bool = super()._origin_verified(request)  # type: ignore[misc] # not in the stubs
        return verified
