"""Addresses of this room: the hooks of its integrations, below /hooks/."""

from typing import Final

from answerable.channels.integration import Patterns
from answerable.channels.integrations import INTEGRATIONS

hooks: Final[Patterns] = [pattern for integration in INTEGRATIONS.values() for pattern in integration.hooks()]
