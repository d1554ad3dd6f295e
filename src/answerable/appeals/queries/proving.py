"""Is what a page about one appeal shows what was recorded? Asked on every opening, by whoever opens it.

Two nets: each row as its last deed left it, by the seals of the journal (`ledger.queries.held`), which stops whoever has the
database; and of a sealed appeal, each public act against what the log committed to, which stops whoever has the server's
key besides. Of a working appeal the second is asked every night (`appeals.verifying`).
"""

from collections.abc import Sequence
from datetime import datetime

from answerable.appeals.held import OF_A_CASE
from answerable.appeals.models import Answer, Appeal
from answerable.appeals.queries.opening import opening
from answerable.appeals.terms import OPEN, Deed, Tier, subject_of
from answerable.channels.models import Message
from answerable.channels.terms import MessageKind
from answerable.ledger.models import Entry, PublicLeaf
from answerable.ledger.queries import clocks, held, leaves_of
from answerable.vault.terms import UnreadableError
from answerable_verify.commitment import check_opening
from answerable_verify.leaf import parse_leaf
from answerable_verify.strict import RejectedError

Row = tuple[str, int]


def changed_in(appeal: Appeal) -> frozenset[Row]:
    """What of an appeal is not as it was recorded, as table and row; the caller may read it."""
    subject = subject_of(appeal.id)
    found = held.changed_on(subject, OF_A_CASE)
    if appeal.tier != Tier.SEALED:
        return found
    return found | {_row_of(appeal, leaf) for leaf in leaves_of(str(subject)) if not is_what_was_logged(appeal, leaf)}


def is_what_was_logged(appeal: Appeal, leaf: PublicLeaf) -> bool:
    """Whether an act opens with what is kept of it; one that was recovered, or erased openly, counts as such."""
    entry = Entry.objects.filter(id=leaf.id).first()
    if entry is None:
        return False
    if entry.thing != str(subject_of(appeal.id)) or entry.deed == "log.recovered" or leaf.n is None:
        return True
    try:
        shown = opening(appeal, leaf)
        if not shown:
            return is_erased(entry.thing)
        check_opening(parse_leaf(bytes(leaf.body)).h, shown)
    except (RejectedError, UnreadableError):
        return False
    return True


def is_erased(thing: str) -> bool:
    """Whether the words of a thing were erased by a deed of this system: that their key is away says nothing by itself."""
    told = Entry.objects.filter(thing=thing, deed=Deed.ERASED).values_list("id", flat=True)
    return any(not any(held.deeds_changed({entry})) for entry in told)


def late_by_the_log(
    appeal: Appeal, answers: Sequence[Answer], entries: Sequence[Entry], *, at: datetime
) -> tuple[int, datetime] | None:
    """The last answer, where it bears an instant within the term and the log proves a later one; and that.

    A clock that was set back makes a late answer look timely; what the witnesses had seen before it does not follow it.
    """
    term = appeal.due_at
    if not answers or term is None or at <= term or appeal.state in OPEN or answers[-1].late:
        return None
    last = answers[-1].id
    entry = next((one.id for one in entries if one.deed == Deed.ANSWERED and one.facts.get("answer") == last), None)
    proven = None if entry is None else clocks.proven_after(entry)
    return (last, proven) if proven is not None and proven > term else None


def _row_of(appeal: Appeal, leaf: PublicLeaf) -> Row:
    """Where the words of an act stand."""
    if leaf.n == 0:
        first = Message.objects.filter(
            thing=str(subject_of(appeal.id)), kind=MessageKind.APPEAL.value, incoming=True
        ).order_by("id")
        return "channels_message", first.values_list("id", flat=True).first() or 0
    entry = Entry.objects.filter(id=leaf.id).first()
    if entry is None:
        return held.DEEDS, leaf.id
    if entry.deed == Deed.ANSWERED:
        return "appeals_answer", int(entry.facts.get("answer", 0))
    return "appeals_reason", entry.id
