"""Which deed becomes which act of the public log, with which codes beside it. What is not here is inner and has no leaf.

Notes, assignments, looks, letters back and forth, categories: the public sees when a body had to act and did, not how
it works inside. A refusal to examine is an answer in law, and its leaf says on which ground; a merged appeal is closed,
and says so. Nothing but codes goes out: names of extras are those of `answerable_verify.leaf.EXTRAS`.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from answerable.appeals.terms import Deed, Outcome
from answerable.base.leaf_kind import LeafKind
from answerable.ledger.rules import Fact

KIND: Final[Mapping[str, LeafKind]] = {
    Deed.REGISTERED: "registered",
    Deed.IMPORTED: "registered",  # when this log first knew of it; only what was still open there
    Deed.ACCEPTED: "acknowledged",
    Deed.HANDED_ON: "routed",
    Deed.FORWARDED: "forwarded",
    Deed.EXTENDED: "extended",
    Deed.TERM_SET: "corrected",
    Deed.MATTER_SET: "corrected",
    Deed.CORRECTED: "corrected",
    Deed.STEP_DONE: "acknowledged",
    Deed.ANSWERED: "answered",
    Deed.EXAMINATION_REFUSED: "answered",
    Deed.RATED: "rated",
    Deed.DISPUTED: "disputed",
    Deed.REOPENED: "reopened",
    Deed.WITHDRAWN: "withdrawn",
    Deed.TAKEN_UP_AGAIN: "reopened",
    Deed.WORD_CANCELLED: "corrected",
    Deed.CLOSED: "closed",
    Deed.MERGED: "closed",
    Deed.UNMERGED: "reopened",
    Deed.ERASED: "erased",
}
FIRST: Final = (Deed.REGISTERED,)
"""These open a case: without a leaf the database refuses the commit. The others need one where a case is open."""
LATER: Final = tuple(str(deed) for deed in KIND if deed not in (Deed.REGISTERED, Deed.IMPORTED))
SAYS_MORE: Final = frozenset(
    {
        Deed.HANDED_ON,
        Deed.FORWARDED,
        Deed.TERM_SET,
        Deed.MATTER_SET,
        Deed.CORRECTED,
        Deed.STEP_DONE,
        Deed.WITHDRAWN,
        Deed.TAKEN_UP_AGAIN,
        Deed.WORD_CANCELLED,
        Deed.CLOSED,
        Deed.MERGED,
    }
)
"""Written in version 2 of the leaf: they name the authority whose term runs, whose word it is, how the matter ended."""
WITH_DUE: Final = frozenset({"registered", "extended", "reopened", "forwarded", "corrected"})

_BODIES: Final = {
    Deed.HANDED_ON: {"from": "from", "to": "to"},
    Deed.FORWARDED: {"from": "from", "to": "to"},
    Deed.REOPENED: {"to": "to"},
}
_CODES: Final = {
    Deed.FORWARDED: {"ground": "basis"},
    Deed.EXTENDED: {"ground": "basis", "rule": "rule"},
    Deed.TERM_SET: {"rule": "basis"},
    Deed.MATTER_SET: {"matter": "m"},
    Deed.STEP_DONE: {"rule": "rule"},
    Deed.RATED: {"rating": "rating", "word": "w"},
    Deed.DISPUTED: {"word": "w"},
    Deed.CLOSED: {"why": "basis", "ending": "e", "word": "w"},
    Deed.WITHDRAWN: {"word": "w"},  # who spoke with the sender is no word for those who may have pressed them
    Deed.TAKEN_UP_AGAIN: {"word": "w"},
    Deed.WORD_CANCELLED: {"what": "basis", "word": "w"},
    Deed.ERASED: {"basis": "basis"},
}
_FIXED: Final = {
    Deed.CORRECTED: {"basis": "kind"},  # not which: that may be sensitive, and is committed to
    Deed.MERGED: {"basis": "merged", "e": "merged"},
    Deed.UNMERGED: {"basis": "unmerged"},
}


_POINTS: Final = {"met": Outcome.ANSWERED, "promised": Outcome.PROMISED, "refused": Outcome.REFUSED}


def points_by(outcomes: Sequence[str]) -> dict[str, Fact | list[int]]:
    """Of how many points an answer says what: `points` in all, those met, promised and refused."""
    return {"points": len(outcomes), **{name: outcomes.count(outcome) for name, outcome in _POINTS.items()}}


def act_of(deed: str, *, due: date | None, on: date) -> LeafKind:
    """The public act that a deed with a leaf is.

    What goes back to an authority whose own date has passed is set right, not sent on, and so is what stands again where it
    stood, late: the log refuses a new date that lies before the act which sets it.
    """
    kind = KIND[deed]
    back_too_late = deed in (Deed.FORWARDED, Deed.TAKEN_UP_AGAIN) and due is not None and due < on
    return "corrected" if back_too_late else kind


def says_more(deed: str, facts: Mapping[str, Fact | list[int]]) -> bool:
    """Whether a deed's leaf is of version 2: those that always are, and what says whose word it is or how many points were met."""
    return deed in SAYS_MORE or "word" in facts or (deed == Deed.ANSWERED and "points" in facts)


def extras(deed: str, facts: Mapping[str, Fact | list[int]], codes: Mapping[int, str]) -> dict[str, str | int]:
    """The coded extras of an act's leaf. `codes` are the codes of bodies by id; an unknown body is left out."""
    found: dict[str, str | int] = {**_FIXED.get(Deed(deed), {})}
    for fact, name in _BODIES.get(Deed(deed), {}).items():
        body = facts.get(fact)
        if isinstance(body, int) and body in codes:
            found[name] = codes[body]
    for fact, name in _CODES.get(Deed(deed), {}).items():
        if facts.get(fact):
            found[name] = str(facts[fact])
    if deed == Deed.ANSWERED:
        found |= {name: number for name in ("points", *_POINTS) if isinstance(number := facts.get(name), int)}
    if deed == Deed.EXAMINATION_REFUSED:
        found["basis"] = f"refused-{facts.get('ground', '')}"
    return found
