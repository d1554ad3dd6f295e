"""Reading millions of leaves: the canonical spelling of a case act as one regular expression.

An entry that the expression matches, with days that exist, is exactly one that `parse_leaf` accepts as an act on a
case; everything else takes the slow road. A property test holds the two together. Acts become one integer:
kind (4 bits), day (16), due day or 0 (16), n (20); days are counted from 1970-01-01.
"""

import re
from datetime import date
from typing import Final

from .leaf import CASE_KINDS, EXTRAS, WITH_DUE, Leaf, parse_leaf
from .strict import Rejected

_TOKEN = rb"[A-Za-z0-9._:/+=-]{1,64}"
_DAY = rb"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_CASE_ACT: Final = re.compile(
    rb'\{"b":"' + _TOKEN + rb'","c":"([A-Za-z0-9_-]{21}[AQgw])",(?:"ch":"(' + _TOKEN + rb')",)?"d":"(' + _DAY
    + rb')",(?:"due":"(' + _DAY + rb')",)?"g":"' + _TOKEN + rb'","h":"[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=","k":"('
    + "|".join(CASE_KINDS).encode() + rb')","n":(0|[1-9][0-9]{0,5}),"t":"' + _TOKEN + rb'","v":1(?:,"x":(\{[^{}]*\}))?\}'
)  # fmt: skip
match: Final = _CASE_ACT.fullmatch

KIND: Final = {kind.encode(): code for code, kind in enumerate(CASE_KINDS)}
REGISTERED: Final = KIND[b"registered"]
EXTENDED: Final = KIND[b"extended"]
_LAWFUL: Final = frozenset((code, kind != b"registered", kind.decode() not in WITH_DUE) for kind, code in KIND.items())
"""(kind, without a channel, without a due day), as `parse_leaf` wants them."""
EPOCH: Final = date(1970, 1, 1).toordinal()
DAYS: Final = 1 << 16
_EXTRA_CODES: Final = re.compile(
    rb'\{(?:"(?:' + "|".join(EXTRAS).encode() + rb')":(?:"' + _TOKEN + rb'"|0|[1-9][0-9]{0,14}),?)+\}'
)
_MEMORY: Final = 65536


def day_number(text: bytes) -> int:
    """Days from 1970-01-01, or 0 when there is no such day or it does not fit in 16 bits."""
    try:
        number = date.fromisoformat(text.decode("ascii")).toordinal() - EPOCH
    except ValueError:
        return 0
    return number if 0 < number < DAYS else 0


class Reader:
    """Reads entries the quick way, remembering the days and extras it has seen."""

    def __init__(self) -> None:
        self._days: dict[bytes, int] = {}
        self._extras: dict[bytes, bool] = {}

    def read(self, entry: bytes) -> tuple[bytes, int] | None:
        """(case, packed act), or None for whatever is not plainly an act on a case."""
        found = match(entry)
        if found is None:
            return None
        case, channel, on_text, due_text, kind_text, n, extra = found.groups()
        kind, due = KIND[kind_text], 0
        if (kind, channel is None, due_text is None) not in _LAWFUL:
            return None
        on = self._days.get(on_text) or self._day(on_text)
        if due_text is not None:
            due = self._days.get(due_text) or self._day(due_text)
            on = on and due and on
        if not on or (extra is not None and not self._plain(entry, extra)):
            return None
        return case, kind | on << 4 | due << 20 | int(n) << 36

    def _day(self, text: bytes) -> int:
        if len(self._days) > _MEMORY:
            self._days.clear()
        number = self._days[text] = day_number(text)
        return number

    def _plain(self, entry: bytes, extra: bytes) -> bool:
        good = self._extras.get(extra)
        if good is None:
            good = len(extra) <= 1024 and _EXTRA_CODES.fullmatch(extra) is not None and _parses(entry)
            if len(self._extras) < _MEMORY:
                self._extras[extra] = good
        return good


def _parses(entry: bytes) -> bool:
    try:
        parse_leaf(entry)
    except Rejected:
        return False
    return True


def packed(leaf: Leaf) -> int | None:
    """The packed act of a leaf read the slow way; None when its days or number do not fit."""
    if leaf.on is None or leaf.n >= 1 << 20:
        return None
    on = leaf.on.toordinal() - EPOCH
    due = leaf.due.toordinal() - EPOCH if leaf.due else 0
    if not 0 < on < DAYS or not 0 <= due < DAYS:
        return None
    return KIND[leaf.kind.encode()] | on << 4 | due << 20 | leaf.n << 36


def text_of(number: int) -> str:
    """The day of a day number as YYYY-MM-DD."""
    return date.fromordinal(EPOCH + number).isoformat()
