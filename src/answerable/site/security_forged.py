"""Forms forged by other sites, refused without making our own pages tell where the reader comes from.

Our pages say `Referrer-Policy: no-referrer`, and browsers then send `Origin: null` with our own forms (Fetch standard,
"append a request Origin header"). Django takes that for a foreign origin. What tells the two apart is `Sec-Fetch-Site`,
which no page can set; where a browser is too old to send it, the token and the SameSite cookie still have to be right.

The pages of whoever follows have no token before the code is typed, and yet a form there begins or ends a session: a
foreign page could let its reader write into a stranger's appeal. So below `/follow/` nothing is taken from elsewhere.
"""

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponseForbidden
from django.middleware.csrf import REASON_BAD_ORIGIN

from answerable.base.doors import is_follow_page
from answerable.site.doors import DoorCsrf

OURS: Final = "same-origin"
BY_HAND: Final = "none"  # asked for by the person, not by a page: a form sent again from the history


class Forged(DoorCsrf):
    """The guard against forged forms, for pages that send no referrer."""

    def process_view(
        self,
        request: HttpRequest,
        callback: Callable[..., Any],
        callback_args: tuple[Any, ...],
        callback_kwargs: dict[str, Any],
    ) -> HttpResponseForbidden | None:
        """Refuse what another site sends to the pages of whoever follows; ask the rest for its token."""
        if request.method == "POST" and is_follow_page(request.path_info) and self._is_foreign(request):
            refusal: HttpResponseForbidden = self._reject(request, REASON_BAD_ORIGIN % request.headers.get("Origin"))  # type: ignore[attr-defined] # not in the stubs
            return refusal
        return super().process_view(request, callback, callback_args, callback_kwargs)

    def _is_foreign(self, request: HttpRequest) -> bool:
        """Say whether the browser tells that another site sent a form; one that is too old to tell is believed."""
        site = request.headers.get("Sec-Fetch-Site")
        if site is not None:
            return site not in {OURS, BY_HAND}
        return "Origin" in request.headers and not self._origin_verified(request)

    def _origin_verified(self, request: HttpRequest) -> bool:
        """Say whether a form comes from our own pages; the token is looked at besides."""
        if request.headers.get("Origin") == "null":
            return request.headers.get("Sec-Fetch-Site", OURS) == OURS
        verified: bool = super()._origin_verified(request)  # type: ignore[misc] # not in the stubs
        return verified
