"""The tables of this room of which the journal holds every row: where bodies answer, and which days count."""

from typing import Final

from answerable.base.held import PACK, HeldTable
from answerable.places.models import Calendar, Territory

HELD: Final = (
    HeldTable(Territory, "territory", also=PACK, watched=True),
    HeldTable(Calendar, "calendar", also=PACK, watched=True),
)
