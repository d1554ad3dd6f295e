"""What the log knows of the time, which no clock of this system can be made to unsay.

The witnesses sign with their own clocks when they saw a checkpoint. So no act of an office lies before the newest that
they saw (`floor`), and an act that stands in the log behind what they saw on a day was not done before that day
(`proven_after`). Getting out of a future that was never (a fast clock signed it) is an operator's word, with a leaf.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from answerable.ledger import keys, published
from answerable.ledger.models import Entry, PublicLeaf, Tree
from answerable.ledger.queries import held
from answerable_verify.checkpoint import verify_checkpoint, without_quorum
from answerable_verify.leaf import parse_leaf
from answerable_verify.strict import RejectedError

CLOCK: Final = "log/clock"
MENDED: Final = "log.clock_mended"
BEHIND: Final = timedelta(minutes=1)
"""By so much a clock may stand before the log's last checkpoint: machines that keep time differ by less."""
SLOWEST: Final = timedelta(hours=24)
"""Within so long every leaf has its place (contract 3.6): by so much a place may come after its act."""
FEW: Final = 20
"""Leaves of the log itself that are looked through for an anchor: of those before any leaf many are one."""


def newest_instant() -> datetime | None:
    """The latest instant that the log bears: as its witnesses saw it, and as it was signed here."""
    signed = Tree.objects.filter(id=1).values_list("signed_at", flat=True).first()
    return max((at for at in (signed, published.newest_witnessed()) if at is not None), default=None)


def mended_from() -> datetime | None:
    """Up to which instant the journal had run ahead, by the last word of an operator that the journal vouches for."""
    row = Entry.objects.filter(thing=CLOCK, deed=MENDED).order_by("-id").first()
    if row is None or any(held.deeds_changed({row.id})):
        return None
    return datetime.fromisoformat(str(row.facts["over"]))


def floor(at: datetime) -> datetime | None:
    """The instant before which no act of an office can lie: what witnesses saw, unless an operator overruled that."""
    seen = published.newest_witnessed()
    if seen is None or seen <= at:
        return seen
    mended = mended_from()
    return None if mended is not None and seen <= mended else seen


def troubles(at: datetime) -> Iterator[str]:
    """Why an operator should look at the clock now; nothing when it agrees with the log."""
    shown, seen = published.witnessed_at(), published.newest_witnessed()
    if seen is not None and (shown is None or shown < seen):
        yield (
            f"witnesses saw the log at {seen:%Y-%m-%d %H:%M} UTC, and what is published now does not say so: its checkpoint is "
            "away, older, or without their words"
        )
    newest = newest_instant()
    if newest is None or newest - at <= BEHIND:
        return
    mended = mended_from()
    if mended is None or newest > mended:
        yield (
            f"the clock stands {newest - at} before the log's last checkpoint: it was set back, or had run ahead; believe no "
            "date of today. Set it right; where it is right, say so: answerable log clock"
        )


def proven_after(entry: int) -> datetime | None:
    """An instant after which an act was done, as witnesses prove: they had seen what stands before its leaf by then.

    A day before that is taken off, since a leaf waits for its place up to that long. None where nothing proves anything.
    """
    place = PublicLeaf.objects.filter(id=entry).values_list("idx", flat=True).first()
    if place is None:
        return None
    before = PublicLeaf.objects.filter(idx__lt=place, case=None).order_by("-idx")[:FEW]
    for body in before.values_list("body", flat=True):
        leaf = parse_leaf(bytes(body))
        if leaf.kind == "anchor" and leaf.note and (seen := _seen(leaf.note)):
            return seen - SLOWEST
    return None


def _seen(note: str) -> datetime | None:
    """When the witnesses of the policy saw an anchor's checkpoint."""
    policy = keys.log_policy()
    try:
        return published.quorum_time(verify_checkpoint(note.encode(), without_quorum(policy)), policy)
    except RejectedError:
        return None
