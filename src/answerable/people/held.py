"""The tables of this room of which the journal holds every row: who may do what, who commands whom, whose programs come in."""

from typing import Final

from answerable.base.held import PACK, HeldTable
from answerable.people.models import Absence, Account, ApiKey, Body, Identity, Role, Seat

API_KEYS: Final = HeldTable(ApiKey, "api_key", watched=True)
HELD: Final = (
    HeldTable(Account, "account", watched=True),
    HeldTable(Seat, "seat", watched=True),
    HeldTable(Absence, "absence", watched=True),
    HeldTable(Role, "role", also=PACK, watched=True),
    HeldTable(Body, "body", also=PACK, watched=True),
    HeldTable(Identity, "account", "account_id", "digest", named=True, watched=True),
    API_KEYS,
)
