"""Reading millions of leaves: the canonical spelling of a case act as one regular expression.

The expression settles everything that is alike in all acts (spelling, codes, ids, the form of the commitment). What is
left are three short pieces - days, kind with number, extras - of which a log has few different combinations; each new
one is judged by `parse_leaf` once and remembered. Acts on appeals, of either version, become one integer: kind (4 bits),
day (16), due day or 0 (16), n (20); days are counted from 1970-01-01. Kinds that no rule tells apart share a number. A
property test holds the quick road and the strict one together.
"""

import re
from array import array
from collections.abc import Sequence
from datetime import date
from typing import Final

from .kinds import APPEAL
from .leaf import CASE_KINDS, Leaf, contradictions, parse_leaf
from .strict import RejectedError

_TOKEN = rb"[A-Za-z0-9._:/+=-]{1,64}+"  # possessive: what follows is a quote, there is nothing to try again
_DAY = rb'"[0-9]{4}-[0-9]{2}-[0-9]{2}"'
_CASE_ACT: Final = re.compile(
    rb'\{"b":"' + _TOKEN + rb'","c":"([A-Za-z0-9_-]{21}[AQgw])",((?:"ch":"' + _TOKEN + rb'",)?"d":' + _DAY
    + rb'(?:,"due":' + _DAY + rb')?),"g":"' + _TOKEN + rb'","h":"[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=","k":"('
    + rb'[a-z]+","n":[0-9]{1,7}),"t":"' + _TOKEN + rb'","v":([12](?:,"x":\{[^{}]{1,1024}\})?)\}'
)  # fmt: skip
match: Final = _CASE_ACT.fullmatch

KIND: Final = {kind.encode(): code for code, kind in enumerate(CASE_KINDS)}
REGISTERED: Final = KIND[b"registered"]
EXTENDED: Final = KIND[b"extended"]
OTHER: Final = len(CASE_KINDS)
"""Kinds of version 2 that only take their turn in the case."""
MOVES: Final = OTHER + 1
"""Those that may move the due day otherwise than by an extension."""
MOVING: Final = frozenset({"corrected", "forwarded"})
EPOCH: Final = date(1970, 1, 1).toordinal()
DAYS: Final = 1 << 16
_MEMORY: Final = 50_000
"""Combinations remembered, about 15 MB."""


class Reader:
    """Reads entries the quick way, remembering the combinations it has seen."""

    def __init__(self) -> None:
        self._seen: dict[tuple[bytes | None, ...], int | None] = {}

    def read(self, entry: bytes) -> tuple[bytes, int] | None:
        """(case, packed act), or None for whatever is not plainly an act on an appeal."""
        found = match(entry)
        if found is None:
            return None
        key = found.group(2, 3, 4)
        number = self._seen.get(key)
        if number is None and (number := self._judged(entry, key)) is None:
            return None
        return found.group(1), number

    def read_all(self, entries: Sequence[bytes], cases: list[bytes], acts: "array[int]") -> list[int]:
        """`read` of many: acts go to `cases` and `acts`, the places of everything else come back."""
        seen, odd = self._seen, []
        for i, entry in enumerate(entries):
            found = match(entry)
            if found is not None:
                number = seen.get(found.group(2, 3, 4)) or self._judged(entry, found.group(2, 3, 4))
                if number is not None:
                    cases.append(found[1])
                    acts.append(number)
                    continue
            odd.append(i)
        return odd

    def _judged(self, entry: bytes, key: tuple[bytes | None, ...]) -> int | None:
        try:
            leaf = parse_leaf(entry)
        except RejectedError:
            return None
        if contradictions(leaf, {}):  # what makes them stands in the key: days, kind, extras
            return None
        number = packed(leaf)
        if len(self._seen) >= _MEMORY:
            self._seen.clear()
        if number is not None:
            self._seen[key] = number
        return number


def packed(leaf: Leaf) -> int | None:
    """The packed act on an appeal of a leaf read the slow way; None for others, and when days or number do not fit."""
    if leaf.on is None or leaf.n >= 1 << 20 or leaf.subject != APPEAL:
        return None
    on = leaf.on.toordinal() - EPOCH
    due = leaf.due.toordinal() - EPOCH if leaf.due else 0
    if not 0 < on < DAYS or not 0 <= due < DAYS:
        return None
    kind = KIND.get(leaf.kind.encode(), MOVES if leaf.kind in MOVING and leaf.due else OTHER)
    return kind | on << 4 | due << 20 | leaf.n << 36


def text_of(number: int) -> str:
    """The day of a day number as YYYY-MM-DD."""
    return date.fromordinal(EPOCH + number).isoformat()
