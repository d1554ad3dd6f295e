"""The tables of this room of which the journal holds every row."""

from typing import Final

from answerable.base.held import HeldTable
from answerable.promises.models import Promise

HELD: Final = (HeldTable(Promise, "promise"),)
