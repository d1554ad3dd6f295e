"""Does what the appeals hold still open what the log committed to? Words, days and numbers, one act after another.

The tree proves that no leaf was changed; this proves that the record beside it wasn't either (security case S10). What
is sealed to people can't be opened by the system and is passed over, and so is what was erased.
"""

from collections.abc import Iterator
from itertools import islice

from answerable.appeals.models import Appeal
from answerable.appeals.queries.opening import opening
from answerable.appeals.terms import subject_of
from answerable.base.verdict import MissingError
from answerable.ledger.models import Case, Entry, PublicLeaf
from answerable.vault.terms import KeyWantedError, UnreadableError
from answerable_verify.commitment import check_opening
from answerable_verify.leaf import parse_leaf
from answerable_verify.strict import RejectedError


def altered(*, most: int = 50) -> list[str]:
    """Acts whose record is not what was committed to, in sentences, the oldest first."""
    return list(islice(_altered(), most))


def _altered() -> Iterator[str]:
    appeals = Appeal.objects.filter(tier="W")
    for ref in appeals.order_by("id").values_list("id", flat=True).iterator():
        code = Case.objects.filter(thing=str(subject_of(ref))).values_list("code", flat=True).first()
        if code is None:
            continue
        appeal = Appeal.objects.get(id=ref)
        for leaf in PublicLeaf.objects.filter(case=code).order_by("n"):
            if why := _fault(appeal, leaf):
                place = "that waits for its place" if leaf.idx is None else f"at {leaf.idx}"
                yield f"Act {leaf.n} of appeal {appeal.number} (leaf {place}): {why}."


def _fault(appeal: Appeal, leaf: PublicLeaf) -> str:
    """What is wrong with one act's record; nothing when it opens, can't be opened by us, or was done on another thing."""
    entry = Entry.objects.filter(id=leaf.id).first()
    if entry is None:
        return "its deed is gone"
    if entry.thing != str(subject_of(appeal.id)) or entry.deed == "log.recovered":
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
    return ""
