"""The tables of this room of which the journal holds every row."""

from typing import Final

from answerable.base.held import WHOLE, HeldTable
from answerable.channels.models import Message

MESSAGES: Final = HeldTable(Message, WHOLE, "thing")
HELD: Final = (MESSAGES,)
