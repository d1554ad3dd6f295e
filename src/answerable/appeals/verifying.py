"""Does what the appeals hold still open what the log committed to? Words, days and numbers, one act after another.

The tree proves that no leaf was changed; this proves that the record beside it wasn't either (security case S10). What
is sealed to people can't be opened by the system and is passed over, and so is what was erased. Besides, everything that
the journal holds is compared with its seals (`ledger.queries.held`), whatever room it is of.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Final

from answerable.appeals import queries
from answerable.appeals.models import Appeal
from answerable.appeals.queries.opening import opening
from answerable.appeals.queries.proving import is_erased
from answerable.appeals.terms import APPEAL, Deed, State, subject_of
from answerable.base.verdict import MissingError
from answerable.ledger.models import Case, Entry, PublicLeaf
from answerable.ledger.queries import held, leaves_of
from answerable.ledger.terms import NO_TERM
from answerable.vault.terms import KeyWantedError, UnreadableError
from answerable_verify.commitment import check_opening
from answerable_verify.leaf import parse_leaf
from answerable_verify.strict import RejectedError

STATES: Final[Mapping[str, frozenset[State]]] = {
    "answered": frozenset({State.ANSWERED, State.REFUSED}),
    "disputed": frozenset({State.DISPUTED}),
    "withdrawn": frozenset({State.WITHDRAWN}),
    "closed": frozenset({State.CLOSED, State.MERGED}),
}
"""In which states an appeal can be after such an act of the log, until the next that moves it."""
MOVES: Final = frozenset({*STATES, "acknowledged", "corrected", "forwarded", "reopened", "routed"})
"""The acts of the log that may move a state or a term; of some the leaf does not say to what."""


def altered(*, most: int = 50) -> list[str]:
    """Acts whose record is not what was committed to, in sentences, the oldest first."""
    return list(islice(_altered(), most))


def _altered() -> Iterator[str]:
    for ref in Appeal.objects.order_by("id").values_list("id", flat=True).iterator():
        code = Case.objects.filter(thing=str(subject_of(ref))).values_list("code", flat=True).first()
        if code is None:
            continue
        appeal = Appeal.objects.get(id=ref)
        leaves = list(PublicLeaf.objects.filter(case=code).order_by("n"))
        for why in _unlike(appeal, leaves):
            yield f"Appeal {appeal.number} (leaf {_place(leaves)}): {why}."
        for leaf in leaves:
            if why := _fault(appeal, leaf):
                place = "that waits for its place" if leaf.idx is None else f"at {leaf.idx}"
                yield f"Act {leaf.n} of appeal {appeal.number} (leaf {place}): {why}."


def _place(leaves: Sequence[PublicLeaf]) -> str:
    return "that waits for its place" if not leaves or leaves[0].idx is None else f"at {leaves[0].idx}"


def _unlike(appeal: Appeal, leaves: Sequence[PublicLeaf]) -> Iterator[str]:
    """What the row of an appeal says otherwise than its leaves do: the day it came, its term, its state."""
    acts = [parse_leaf(bytes(leaf.body)) for leaf in leaves]
    moving = [act for act in acts if act.kind in MOVES]
    states = STATES.get(moving[-1].kind) if moving else None
    if states and State(appeal.state) not in states:
        yield f"its state is {appeal.state}, and the log's is another"
    moved = max((act.n for act in acts if act.kind in MOVES - STATES.keys() and act.due is None), default=-1)
    terms = [act for act in acts if act.due is not None]
    if terms and terms[-1].n > moved and terms[-1].due != (queries.due_day(appeal) or NO_TERM):
        yield f"it is due on {queries.due_day(appeal)}, and by the log on {terms[-1].due}"
    first = Entry.objects.filter(id=leaves[0].id, deed=Deed.REGISTERED).first() if leaves else None
    if first is not None and first.at != appeal.registered_at:
        yield "it was registered at another instant than the log committed to"


def unlike_the_journal(*, most: int = 50) -> list[str]:
    """Everything, of any room, that is not as its last deed left it, in sentences with the appeal's number and leaf."""
    found = list(islice(held.everything(), most))
    named: dict[str, str] = {}
    for thing in {each.thing for each in found}:
        kind, _, ref = thing.partition("/")
        number = Appeal.objects.filter(id=ref).values_list("number", flat=True).first() if kind == APPEAL else None
        leaf = f" (leaf {_place(leaves_of(thing))})" if number else ""
        named[thing] = f"Appeal {number}{leaf}" if number else thing or "The journal"
    return [f"{named[each.thing]}: {each.what}." for each in found]


def _fault(appeal: Appeal, leaf: PublicLeaf) -> str:
    """What is wrong with one act's record; nothing when it opens, can't be opened by us, or was done on another thing."""
    entry = Entry.objects.filter(id=leaf.id).first()
    if entry is None:
        return "its deed is gone"
    if entry.thing != str(subject_of(appeal.id)) or entry.deed == "log.recovered" or leaf.n is None:
        return ""
    try:
        shown = opening(appeal, leaf)
        if shown:
            check_opening(parse_leaf(bytes(leaf.body)).h, shown)
    except KeyWantedError:
        return ""
    except (UnreadableError, MissingError):
        return "its words can't be opened any more"
    except RejectedError:
        return "the words, the day, the number or the author are not those that were recorded"
    away = "the key of its words is away, and no deed says that they were erased"
    return "" if shown or is_erased(entry.thing) else away
