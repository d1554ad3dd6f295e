"""The tables of this room of which the journal holds every row: who has an account and a place, who stands in, whose programs come in."""

from typing import Final

from answerable.base.held import HeldTable
from answerable.people.models import Absence, Account, ApiKey, Seat

API_KEYS: Final = HeldTable(ApiKey, "api_key")
HELD: Final = (HeldTable(Account, "account"), HeldTable(Seat, "seat"), HeldTable(Absence, "absence"), API_KEYS)
