"""The tables of this room of which the journal holds every row: what was published."""

from typing import Final

from answerable.base.held import HeldTable
from answerable.figures.models import Attested, Figure, Series
from answerable.figures.terms import ATTESTED, FIGURE, SERIES

HELD: Final = (HeldTable(Figure, FIGURE), HeldTable(Series, SERIES), HeldTable(Attested, ATTESTED))
