"""The tables of this room of which the journal holds every row: who has an account and a place, and who stands in."""

from typing import Final

from answerable.base.held import HeldTable
from answerable.people.models import Absence, Account, Seat

HELD: Final = (HeldTable(Account, "account"), HeldTable(Seat, "seat"), HeldTable(Absence, "absence"))
