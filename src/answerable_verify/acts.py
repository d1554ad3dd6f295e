"""Acts on appeals as an auditor needs them, and a short way to read millions of them.

An act is four things: its kind as far as rules tell kinds apart, its day, the due day that it sets, its number in the
case. `act_of` takes them from a leaf that was read strictly. Most leaves of a log differ only in case, commitment and
codes that no rule looks at; so `ActReader` settles those by one regular expression and asks the strict reader once for
each combination of the rest (days, kind with number, extras). A property test holds the short way to the strict one.
"""

import re
from datetime import date
from typing import Final, NamedTuple

from .kinds import APPEAL
from .leaf import CASE_KINDS, LogLeaf, contradictions, parse_leaf
from .strict import RejectedError

_TOKEN = rb"[A-Za-z0-9._:/+=-]{1,64}+"  # possessive: what follows is a quote, there is nothing to try again
_DAY = rb'"[0-9]{4}-[0-9]{2}-[0-9]{2}"'
_CASE_ACT: Final = re.compile(
    rb'\{"b":"' + _TOKEN + rb'","c":"([A-Za-z0-9_-]{21}[AQgw])",((?:"ch":"' + _TOKEN + rb'",)?"d":' + _DAY
    + rb'(?:,"due":' + _DAY + rb')?),"g":"' + _TOKEN + rb'","h":"[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=","k":"('
    + rb'[a-z]+","n":[0-9]{1,7}),"t":"' + _TOKEN + rb'","v":([12](?:,"x":\{[^{}]{1,1024}\})?)\}'
)  # fmt: skip

REGISTERED: Final = "registered"
EXTENDED: Final = "extended"
OTHER: Final = "other"
"""Kinds of version 2 that only take their turn in the case."""
MOVES: Final = "moves"
"""Those that may move the due day otherwise than by an extension."""
_MOVING: Final = frozenset({"corrected", "forwarded"})
EPOCH: Final = date(1970, 1, 1).toordinal()
DAYS: Final = 1 << 16
"""Days of an act are counted from 1970-01-01 and stay below this (the year 2149)."""
MOST_ACTS: Final = 1 << 20
"""Acts of one case stay below this."""
_MEMORY: Final = 50_000
"""Combinations remembered, about 15 MB."""


class Act(NamedTuple):
    """An act on an appeal. `due` is 0 where it sets no due day."""

    kind: str
    on: int
    due: int
    n: int


def act_of(leaf: LogLeaf) -> Act | None:
    """The act of a leaf; None for other leaves, and where day or number are beyond every reasonable range."""
    if leaf.on is None or leaf.n >= MOST_ACTS or leaf.subject != APPEAL:
        return None
    on = leaf.on.toordinal() - EPOCH
    due = leaf.due.toordinal() - EPOCH if leaf.due else 0
    if not 0 < on < DAYS or not 0 <= due < DAYS:
        return None
    if leaf.kind in CASE_KINDS:
        return Act(leaf.kind, on, due, leaf.n)
    return Act(MOVES if leaf.kind in _MOVING and leaf.due else OTHER, on, due, leaf.n)


def text_of(number: int) -> str:
    """The day of a day number as YYYY-MM-DD."""
    return date.fromordinal(EPOCH + number).isoformat()


class ActReader:
    """Reads acts the short way, remembering the combinations it has seen."""

    def __init__(self) -> None:
        self._seen: dict[tuple[bytes | None, ...], Act] = {}

    def read(self, entry: bytes) -> tuple[bytes, Act] | None:
        """(case, act), or None for whatever is not plainly an act on an appeal: then the strict reader must look."""
        found = _CASE_ACT.fullmatch(entry)
        if found is None:
            return None
        key = found.group(2, 3, 4)
        act = self._seen.get(key) or self._judged(entry, key)
        return None if act is None else (found[1], act)

    def _judged(self, entry: bytes, key: tuple[bytes | None, ...]) -> Act | None:
        try:
            leaf = parse_leaf(entry)
        except RejectedError:
            return None
        if contradictions(leaf, {}):  # what makes them stands in the key: days, kind, extras
            return None
        act = act_of(leaf)
        if act is not None:
            if len(self._seen) >= _MEMORY:
                self._seen.clear()
            self._seen[key] = act
        return act
