"""The table of this room of which the journal holds every row."""

from typing import Final

from answerable.base.held import HeldTable
from answerable.focus.models import Study
from answerable.focus.terms import STUDY

HELD: Final = (HeldTable(Study, STUDY),)
