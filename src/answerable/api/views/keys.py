"""Who comes: a program with a key, held to what the key was given for and to how often it may ask."""

from django.http import HttpRequest
from ninja.errors import AuthenticationError, HttpError
from ninja.security import HttpBearer

from answerable.api.problems import TooManyError
from answerable.base.clock import now
from answerable.people import actions as people_actions
from answerable.people.queries import api_keys
from answerable.people.queries.api_keys import ApiProgram
from answerable.people.terms import ApiScope


class BodyKey(HttpBearer):
    """The guard of an operation: `Authorization: Bearer KEY` with a key that was given for one of `scopes`; none named: any."""

    def __init__(self, *scopes: ApiScope) -> None:
        super().__init__()
        self.scopes = scopes

    def __call__(self, request: HttpRequest) -> ApiProgram:
        """The program, or what ninja's handlers say to whoever is none."""
        found = super().__call__(request)
        if not isinstance(found, ApiProgram):
            raise AuthenticationError
        return found

    def authenticate(self, request: HttpRequest, token: str) -> ApiProgram | None:  # noqa: ARG002 -- the library's signature
        """The program that comes with a key. Raises HttpError with 403 where it was given for something else."""
        at = now()
        key = api_keys.key_of(token, at)
        if key is None:
            return None
        if not people_actions.take_request(key.id, at=at):
            raise TooManyError
        found = api_keys.program_of(key)
        if self.scopes and not any(found.may(scope) for scope in self.scopes):
            raise HttpError(403, "scope")
        return found


def program(request: HttpRequest) -> ApiProgram:
    """The program that a guarded operation is asked by."""
    found: ApiProgram = request.auth  # type: ignore[attr-defined] # the library puts there what the guard gave
    return found


def count_stranger(request: HttpRequest) -> None:
    """Count a request without a key by its address. Raises TooManyError."""
    place = request.META.get("REMOTE_ADDR", "")
    if place and not people_actions.take_request(place, at=now()):
        raise TooManyError
