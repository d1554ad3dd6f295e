"""Addresses of this room, by door."""

from typing import Final

from django.urls import URLPattern, path

from answerable.api import interface
from answerable.api.views import desk as programs
from answerable.api.views import document
from answerable.base.doors import door


def _operations() -> list[URLPattern]:
    """The operations, each at the public door: a key is asked for behind it. Ninja's own root page is none of ours."""
    found = [each for each in interface.api.urls[0] if isinstance(each, URLPattern) and each.name != "api-root"]
    return [path(f"api/v1/{each.pattern}", door("public")(each.callback), name=each.name) for each in found]


plain: Final[list[URLPattern]] = [
    path("api/openapi.json", document.openapi, name="openapi"),
    *_operations(),
    path("api/<path:rest>", door("public")(interface.missing), name="none"),
]
desk: Final[list[URLPattern]] = [
    path("programs/", programs.programs, name="list"),
    path("programs/keys/new/", programs.give_key, name="give-key"),
    path("programs/keys/<int:key>/confirm/", programs.confirm_key, name="confirm-key"),
    path("programs/keys/<int:key>/revoke/", programs.revoke_key, name="revoke-key"),
    path("programs/webhooks/new/", programs.set_webhook, name="set-webhook"),
    path("programs/webhooks/<int:webhook>/", programs.webhook, name="webhook"),
    path("programs/webhooks/<int:webhook>/test/", programs.test_webhook, name="test-webhook"),
    path("programs/webhooks/<int:webhook>/shut/", programs.shut_webhook, name="shut-webhook"),
    path("programs/webhooks/<int:webhook>/calls/<int:call>/", programs.retry_call, name="retry-call"),
]
