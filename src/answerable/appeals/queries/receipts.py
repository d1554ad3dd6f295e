"""What a sender may keep: the promise given at once, and the receipt once the log has published the act.

Neither is stored. A promise is a signature over what the log holds anyway, a receipt is built from the published files
and the appeal as it stands; so both can be had again at any time, and there is nothing more to steal.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Final

from answerable.appeals.models import Appeal
from answerable.appeals.queries.opening import opening
from answerable.appeals.terms import Deed, Tier, subject_of
from answerable.ledger import keys, published
from answerable.ledger import queries as ledger_queries
from answerable.ledger import wording as ledger_wording
from answerable.ledger.models import Entry, PublicLeaf
from answerable_verify import RejectedError, Signer, build_receipt, parse_leaf, sign_promise
from answerable_verify.commitment import check_opening, withhold
from answerable_verify.source import UnreachableError
from answerable_verify.strict import base64_of

PROMISED: Final = timedelta(hours=24)
"""By then an act is in the log, says the promise: the longest a small body's acts are held is shorter."""
PRIVATE: Final = ("text", "files", "cat", "terr", "actor")
"""What a receipt for other people's eyes keeps to itself: it then shows the number and the time, and proves the rest."""
QR_BYTES: Final = 2_900
"""What the largest QR code takes, with a little room."""


@dataclass(frozen=True, slots=True)
class InLog:
    """One act on an appeal as the public log has it: `place` is nothing while it waits to be entered."""

    n: int
    kind: str
    on: date | None
    due: date | None
    place: int | None


@dataclass(frozen=True, slots=True)
class ReceiptStanding:
    """What a sender can have now.

    ready      the receipt can be made: the act is under the published checkpoint
    witnessed  enough witnesses have signed that checkpoint
    held       the receipt's commitment opens with what is kept here; if not, something was changed
    """

    acts: list[InLog]
    size: int
    ready: bool
    witnessed: bool
    declined: bool
    erased: bool


def in_log(appeal: Appeal) -> ReceiptStanding:
    """How an appeal stands in the public log."""
    rows = ledger_queries.leaves_of(str(subject_of(appeal.id)))
    head = published.head()
    size = 0 if head is None else head.checkpoint.size
    acts = []
    for row in rows:
        leaf = parse_leaf(bytes(row.body))
        place = row.idx if row.idx is not None and row.idx < size else None
        acts.append(InLog(leaf.n, leaf.kind, leaf.on, leaf.due, place))
    return ReceiptStanding(
        acts=acts,
        size=size,
        ready=bool(acts) and acts[0].place is not None,
        witnessed=head is not None and head.enough,
        declined=declined(appeal.id),
        erased=any(act.kind == "erased" for act in acts),
    )


def declined(appeal: int) -> bool:
    """Whether the sender has said that no receipt shall be made."""
    return Entry.objects.filter(thing=str(subject_of(appeal)), deed=Deed.RECEIPT_DECLINED.value).exists()


def promise(leaf: bytes, *, at: datetime, tier: str) -> bytes:
    """The signed promise that this leaf will be in the log, `at` being when it was registered. About 60 microseconds.

    Of a sealed appeal the day of its coming is known and not the hour, so its promise runs a day longer.
    """
    until = at + PROMISED * (2 if tier == Tier.SEALED else 1)
    return sign_promise(_promiser(), leaf=leaf, issued=int(at.timestamp()), by=int(until.timestamp()))


def _promiser() -> Signer:
    """The promise key, read again only when the file of keys has changed: it signs while somebody waits."""
    home = keys.home()
    return _read_promiser(home, (home / keys.FILE).stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _read_promiser(home: Path, changed: int) -> Signer:  # noqa: ARG001 -- what it is true for
    return keys.promiser()


def promise_at_once(leaf: bytes, *, at: datetime) -> str:
    """The promise as an address that is the file itself, for the page that answers the sending; empty without keys."""
    try:
        raw = promise(leaf, at=at, tier=Tier.WORKING) if leaf else b""
    except (keys.NoKeysError, OSError):  # no log yet: the message is registered all the same
        raw = b""
    return f"data:application/octet-stream;base64,{base64_of(raw)}" if raw else ""


def promise_of(appeal: Appeal) -> bytes | None:
    """The promise of an appeal's registration; nothing for one that is not in the public log, or while it has no keys."""
    rows = ledger_queries.leaves_of(str(subject_of(appeal.id)))
    if not rows:
        return None
    try:
        return promise(bytes(rows[0].leaf_hash), at=appeal.registered_at, tier=appeal.tier)
    except (keys.NoKeysError, OSError):  # the sequencer makes them when it first starts
        return None


def receipt_of(appeal: Appeal, *, n: int = 0, hide: Collection[str] = ()) -> bytes | None:
    """The receipt of an act, with the fields of `hide` kept to itself; nothing before the act is published.

    Raises `Rejected` when the files do not lead to what was signed, or when what is kept here is not what was logged:
    that is never handed out as a receipt.
    """
    row = next((row for row in ledger_queries.leaves_of(str(subject_of(appeal.id))) if row.n == n), None)
    head = published.head()
    if row is None or row.idx is None or head is None or row.idx >= head.checkpoint.size:
        return None
    return _built(appeal, row, row.idx, head, hide)


def _built(appeal: Appeal, row: PublicLeaf, index: int, head: published.Head, hide: Collection[str]) -> bytes:
    shown = opening(appeal, row)
    body = bytes(row.body)
    if shown:
        check_opening(parse_leaf(body).h, shown)
    return build_receipt(
        entry=body,
        opening=withhold(shown, *hide),
        index=index,
        proof=published.inclusion(index, head.checkpoint),
        checkpoint=head.checkpoint.raw,
    )


def alarms() -> list[str]:
    """What somebody who answers for the log should look at now, in sentences; nothing when all is well."""
    return [str(ledger_wording.ALARMS[code]) for code in ledger_queries.alarms()]


def faulty(appeal: Appeal) -> bool:
    """Whether a receipt cannot be made because something here is not what was logged."""
    try:
        receipt_of(appeal)
    except (RejectedError, UnreachableError):
        return True
    return False
