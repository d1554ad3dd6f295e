"""The law of the room: quotas of recruitment, who may be quoted, which turns two people code, where a mark may lie."""

import hmac
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from answerable.focus.terms import Consent
from answerable.focus.transcript import SpeechTurn

MOST_CELLS: Final = 60
DOUBLE: Final = 5
"""One turn of five, at least, is coded by two (contract 5.5)."""
GOOD: Final = 0.8
TENTATIVE: Final = 0.667  # Krippendorff


class FocusError(ValueError):
    """What is not taken: a key of the room's wording, and the line in question."""

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(f"{reason}, line {line}")
        self.reason, self.line = reason, line


@dataclass(frozen=True, slots=True)
class QuotaCell:
    """A cell of the quota, how many are wanted, and how many sit there."""

    name: str
    wanted: int
    taken: int = 0

    @property
    def is_full(self) -> bool:
        """Nobody else is recruited for it."""
        return self.taken >= self.wanted


def read_cells(text: str) -> list[tuple[str, int]]:
    """Lines "women of 18 to 35: 4". Raises FocusError for a line that is none, and a cell that stands there twice."""
    found: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        name, _, count = line.rpartition(":")
        name, count = " ".join(name.split()), count.strip()
        if not name or not (count.isascii() and count.isdecimal()) or not 0 < int(count) < 1000 or len(name) > 100:
            raise FocusError("focus.cell-line", number)
        if name in found or len(found) >= MOST_CELLS:
            raise FocusError("focus.cell-twice", number)
        found[name] = int(count)
    return list(found.items())


def cells_of(wanted: Iterable[tuple[str, int]], taken: Mapping[str, int]) -> list[QuotaCell]:
    """The cells with how many sit in each."""
    return [QuotaCell(name, count, taken.get(name, 0)) for name, count in wanted]


def may_quote(consents: Mapping[str, bool], *, withdrawn: bool) -> bool:
    """Whether words of this participant may stand in a report."""
    return not withdrawn and bool(consents.get(Consent.TAKE_PART)) and bool(consents.get(Consent.QUOTATION))


def double_coded(count: int, *, seed: int) -> frozenset[int]:
    """Which of so many turns two people code: a fifth of them, drawn by the seed before anybody codes."""
    order = sorted(range(count), key=lambda place: hmac.digest(str(seed).encode(), str(place).encode(), sha256))
    return frozenset(order[: math.ceil(count / DOUBLE)])


def turns_within(turns: Sequence[SpeechTurn], start: int, end: int) -> list[int]:
    """The places of the turns that a stretch touches; empty for a stretch that is none or leaves the text."""
    if not 0 <= start < end:
        return []
    return [place for place, turn in enumerate(turns) if turn.start < end and start < turn.end]


def judged(alpha: float | None) -> str:
    """How an agreement is read: a key of the room's wording."""
    if alpha is None:
        return "none"
    if alpha >= GOOD:
        return "good"
    return "tentative" if alpha >= TENTATIVE else "poor"
