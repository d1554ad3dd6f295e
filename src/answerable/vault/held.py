"""The tables of this room of which the journal holds every row: who has which key, what is open to whom."""

from typing import Final

from answerable.base.held import ANY, BESIDE, WHOLE, HeldTable
from answerable.vault.models import File, FormerCode, KeyPair, QuorumRequest, Record, Share, Slot, Wrap

_BOUND: Final = "sealed for its row alone: what is put in its place does not open, and the page says so"
_WORKING: Final = (
    "how far the cleaning has come; the original stays on the shelf, and a page says what can be had of it"
)

_SUBJECT: Final = str(FormerCode._meta.get_field("subject_id").column)  # noqa: SLF001 -- Django's way to a column's name

KEY_PAIRS: Final = HeldTable(KeyPair, "key")
RECORDS: Final = HeldTable(Record, BESIDE)
WRAPS: Final = HeldTable(Wrap, BESIDE, "record_id")
REQUESTS: Final = HeldTable(QuorumRequest, "quorum")
SHARES: Final = HeldTable(Share, "key", "pair_id", also=ANY)
SLOTS: Final = HeldTable(
    Slot, "key", "pair_id", also=ANY, passed=dict.fromkeys(("kind", "salt", "params", "sealed"), _BOUND)
)
FORMER_CODES: Final = HeldTable(
    FormerCode,
    BESIDE,
    _SUBJECT,
    _SUBJECT,
    passed={
        "maker": "in which browser the new code was made: it says when the slip ends, and opens nothing",
        "heard_tries": "a count of wrong tries, each of which costs a slow hash",
    },
)
FILES: Final = HeldTable(
    File,
    WHOLE,
    "thing",
    where="thing <> ''",
    passed=dict.fromkeys(("name", "key", "epoch"), _BOUND)
    | dict.fromkeys(("state", "reason", "tries", "copy_media", "copy_size", "thumb_size", "scan"), _WORKING),
)
HELD: Final = (KEY_PAIRS, RECORDS, WRAPS, REQUESTS, SHARES, SLOTS, FORMER_CODES, FILES)
