"""The guard of what is published: what of a text may not be read by everybody, found before anybody reads it. Pure.

It stops and shows where; a person decides. So it would rather find too much than too little: on a labelled sample it is held
to a recall of 0.95 at a precision of 0.7 (docs/security/guard.md lists every miss). Names come last, in what no form has taken.
"""

from collections.abc import Mapping

from answerable.people.rules.guard.hits import GuardHit, HitKind, WordKind
from answerable.people.rules.guard.marks import (
    Overruled,
    Redaction,
    pieces,
    redactions,
    strike_out,
    unknown_marks,
    without_marks,
)
from answerable.people.rules.guard.names import birthdays, names
from answerable.people.rules.guard.patterns import PATTERNS, found_by_form
from answerable.people.rules.guard.words import WORD, is_capitalised, is_title

__all__ = [
    "GuardHit",
    "HitKind",
    "Overruled",
    "Redaction",
    "WordKind",
    "hits",
    "pieces",
    "redactions",
    "strike_out",
    "unknown_marks",
    "without_marks",
    "words_to_ask",
]


def words_to_ask(text: str) -> frozenset[str]:
    """The words of a text of which `hits` wants to know the kind: those that may be names."""
    found = [match[0] for match in WORD.finditer(text)]
    if text == text.lower():
        return frozenset(found)
    beside = (word for at, word in enumerate(found) if any(map(is_title, found[max(0, at - 2) : at])))
    return frozenset((*filter(is_capitalised, found), *beside))


def hits(text: str, kinds: Mapping[str, WordKind]) -> list[GuardHit]:
    """What may not be read by everybody, in the order of the text; no two of them overlap.

    kinds  of the words that `words_to_ask` gives; one that lacks there is an unknown one
    """
    taken = bytearray(len(text))
    found: list[GuardHit] = []

    def put(start: int, end: int, kind: HitKind, *, everybodys: bool = False) -> None:
        if start < end and not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            if not everybodys:
                found.append(GuardHit(start, end, kind))

    for kind, pattern in PATTERNS:
        for start, end, everybodys in found_by_form(text, kind, pattern):
            put(start, end, kind, everybodys=everybodys)
    for start, end in names(text, taken, kinds):
        put(start, end, HitKind.NAME)
    for start, end in birthdays(text, [hit.end for hit in found if hit.kind is HitKind.NAME]):
        put(start, end, HitKind.BIRTH)
    return sorted(found)
