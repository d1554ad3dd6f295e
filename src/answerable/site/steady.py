"""One order of things for the whole of a request: the revision of bodies and law is asked for once."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from answerable.people.queries import steady


class Steady:
    """Hold the revision still while a page is made. A pack that is loaded meanwhile holds from the next request on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer within one revision."""
        with steady():
            return self.get_response(request)
