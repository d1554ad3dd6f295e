"""Who has passed which step of signing in: decorators for views, below `@door`."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from answerable.base.clock import now
from answerable.base.request import DoorRequest
from answerable.people import queries, signing

P = ParamSpec("P")
SIGN_IN: Final = "/desk/sign-in/"
AGAIN: Final = "/desk/me/again/"
HOME: Final = "/desk/"


def signed_in(
    view: Callable[Concatenate[DoorRequest, P], HttpResponse],
) -> Callable[Concatenate[DoorRequest, P], HttpResponse]:
    """Let only a signed-in person in, whether or not they have a seat or a second factor yet.

    For the pages on which those are set up; they stand outside the guard (`@door("public")`).
    """

    @wraps(view)
    def guarded(request: DoorRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return _to(SIGN_IN, request.path_info)
        request.actor = queries.person(request.user.pk, now())
        return view(request, *args, **kwargs)

    return guarded


def stepped_up(
    view: Callable[Concatenate[DoorRequest, P], HttpResponse],
) -> Callable[Concatenate[DoorRequest, P], HttpResponse]:
    """Ask for the proof again when the last one is older than five minutes: exports, roles, keys, originals.

    A form sent too late is not carried over: the person proves, comes back to the page and sends it again.
    """

    @wraps(view)
    def guarded(request: DoorRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if signing.is_fresh(request, now()):
            return view(request, *args, **kwargs)
        return _to(AGAIN, next_page(request) if request.method == "POST" else request.get_full_path())

    return guarded


def _to(page: str, after: str) -> HttpResponse:
    return HttpResponseRedirect(f"{page}?{urlencode({'next': after})}")


def next_page(request: HttpRequest) -> str:
    """Where to go afterwards: a page of ours for staff that was asked for, else the desk."""
    wanted: Any = request.POST.get("next") or request.GET.get("next") or HOME
    ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if ours and wanted.startswith(("/desk/", "/chair/", "/care/")) else HOME
