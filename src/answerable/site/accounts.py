"""The entrance behind the guard: nobody works with a password that others know, nor without a second factor.

And what allauth asks of an installation: how seeds are sealed and for which host passkeys are made.
"""

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlsplit

from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation

from answerable.base.actor import STRANGER, Actor
from answerable.base.clock import now
from answerable.base.doors import MARK, Door
from answerable.people import sealing, signing
from answerable.people.keys import server_key
from answerable.people.views import passkeys
from answerable.vault import queries as vault_queries
from answerable.vault.policy import can_enrol
from answerable.vault.terms import Holder

STAFF: Final = frozenset({Door.DESK, Door.CHAIR, Door.CARE})
FRONT: Final = "/desk/"


class Entrance:
    """Speaks the person's language, and leads to a new password and a second factor before anything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Choose the language of pages for staff: asked for, the person's, else what the browser says."""
        if request.path_info.startswith(("/desk/", "/chair/", "/care/")):
            known = dict(settings.LANGUAGES)
            asked = request.GET.get("language", "")
            own = getattr(request.user, "language", "")
            chosen = next((code for code in (asked, own) if code in known), "")
            if chosen:
                translation.activate(chosen)
                request.LANGUAGE_CODE = chosen
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., Any],
        args: tuple[Any, ...],  # noqa: ARG002 -- Django's signature
        kwargs: dict[str, Any],  # noqa: ARG002 -- Django's signature
    ) -> HttpResponse | None:
        """Refuse the working pages until the person's sign-in is what it must be."""
        if getattr(view, MARK, None) not in STAFF or not request.user.is_authenticated:
            return None
        if getattr(request.user, "must_change_password", False):
            return HttpResponseRedirect("/desk/me/password/")
        if settings.ANSWERABLE.require_second_factor and not request.session.get("second"):
            return HttpResponseRedirect("/desk/me/")
        if settings.ANSWERABLE.require_passkey and passkeys.lacks(request, now()):
            return HttpResponseRedirect("/desk/me/")
        return self._to_first_key(request)

    def _to_first_key(self, request: HttpRequest) -> HttpResponse | None:
        """Lead a key holder without a key to making one: on arriving at the desk from signing in, not ever after."""
        if request.path_info != FRONT or not request.session.pop(signing.ARRIVED, False):
            return None
        actor: Actor = getattr(request, "actor", STRANGER)
        if not can_enrol(actor):
            return None
        return (
            None
            if vault_queries.pair_of(Holder.ACCOUNT, actor.id)
            else HttpResponseRedirect(reverse("desk:vault:keys"))
        )


class Factors(DefaultMFAAdapter):  # type: ignore[misc] # allauth has no types
    """Seeds are sealed under the server key, which is outside the database; passkeys belong to the public address."""

    def encrypt(self, text: str) -> str:
        """Seal a seed."""
        return sealing.seal_box_text(server_key(), sealing.SEED, text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open a seed. Raises Unopened when it was changed or the server key is another."""
        return sealing.open_box_text(server_key(), sealing.SEED, encrypted_text)

    def get_totp_issuer(self) -> str:
        """The name that stands in the authenticator app."""
        return host()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The host for which passkeys are made: the configured one, whatever the request says."""
        return {"id": host(), "name": host()}


def host() -> str:
    """The host of the public address."""
    return urlsplit(settings.ANSWERABLE.address).hostname or "localhost"
