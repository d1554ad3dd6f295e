"""Addresses of this room: the hooks of its integrations, below /hooks/; the settings of accounts, below /desk/."""

from typing import Final

from django.urls import path

from answerable.channels.integration import Patterns
from answerable.channels.integrations import INTEGRATIONS
from answerable.channels.views import accounts

hooks: Final[Patterns] = [pattern for integration in INTEGRATIONS.values() for pattern in integration.hooks()]
desk: Final[Patterns] = [
    path("channels/", accounts.accounts, name="list"),
    path("channels/<str:channel>/new/", accounts.set_up, name="new"),
    path("channels/<str:channel>/<str:name>/", accounts.set_up, name="one"),
    path("channels/<str:channel>/<str:name>/test/", accounts.test, name="test"),
    path("channels/<str:channel>/<str:name>/shut/", accounts.shut, name="shut"),
]
