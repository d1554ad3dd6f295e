"""News of this room's own deeds, for what may happen a moment after the sender has been answered."""

from answerable.appeals import actions
from answerable.appeals.terms import Deed
from answerable.ledger.follow import follows
from answerable.ledger.models import Entry


@follows(Deed.REGISTERED)
def take_marks(entry: Entry) -> None:
    """Keep the marks of a new appeal, by which near copies of one letter are known."""
    actions.sketch(at=entry.at, ref=int(entry.thing.partition("/")[2]))
