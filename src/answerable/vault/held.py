"""The tables of this room of which the journal holds every row: who has which key, what is open to whom."""

from typing import Final

from answerable.base.held import BESIDE, HeldTable
from answerable.vault.models import KeyPair, QuorumRequest, Record, Wrap

KEY_PAIRS: Final = HeldTable(KeyPair, "key")
RECORDS: Final = HeldTable(Record, BESIDE)
WRAPS: Final = HeldTable(Wrap, BESIDE, "record_id")
REQUESTS: Final = HeldTable(QuorumRequest, "quorum")
HELD: Final = (KEY_PAIRS, RECORDS, WRAPS, REQUESTS)
