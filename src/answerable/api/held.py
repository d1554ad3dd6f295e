"""The tables of this room of which the journal holds every row: whom we tell."""

from typing import Final

from answerable.api.models import Webhook
from answerable.base.held import HeldTable

HELD: Final = (HeldTable(Webhook, "webhook"),)
