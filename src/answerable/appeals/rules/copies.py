"""Near copies: one letter sent by many hands is one thing to read and thousands to answer.

A text becomes its *marks*: the least 64 of the keyed digests of its words and pairs of words. Of two texts the marks
say how much the texts share (Broder 1997, bottom-k sketches), and say nothing else: without the server's key a mark
can't be made from a word, so whoever steals the marks learns that two letters are alike, not what they say.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import blake2b
from itertools import pairwise
from typing import Final

Marks = tuple[int, ...]
KEPT: Final = 64  # marks of one text: the share of two texts is then known to about 6 in 100
ALIKE: Final = 0.6  # the share from which two texts are near copies; two letters on one matter share about 0.1
FEW_WORDS: Final = 8  # below that many distinct words only the very same words are a copy
CAMPAIGN: Final = 10  # copies that make a campaign: a family that writes the same is none
WINDOW: Final = timedelta(days=3)  # within which they must come
GOES_ON: Final = timedelta(days=30)  # how long after its last copy a campaign takes another one
_LONGEST: Final = 4000  # words looked at
_WORD: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class LetterMarks:
    """One letter's marks, ascending; `ref` is the appeal, or the campaign whose first letter it is."""

    ref: int
    marks: Marks


@dataclass(slots=True)
class Sorted:
    """What is to be done: letters that join a campaign there is, and groups of letters that make a new one."""

    joins: dict[int, list[int]] = field(default_factory=dict)
    groups: list[list[int]] = field(default_factory=list)


def marks(key: bytes, text: str) -> Marks:
    """The marks of a text, ascending; none for a text without a word. `key` is a subkey of its own."""
    words = _WORD.findall(unicodedata.normalize("NFKC", text).casefold())[:_LONGEST]
    parts = set(words)
    if len(parts) < FEW_WORDS:
        parts = {" ".join(sorted(parts))} if parts else set()
    else:
        parts |= {f"{first} {second}" for first, second in pairwise(words)}
    return tuple(sorted(_mark(key, part) for part in parts)[:KEPT])


def _mark(key: bytes, part: str) -> int:
    digest = blake2b(part.encode("utf-8", "surrogatepass"), key=key[:64], digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def share(one: Marks, other: Marks) -> float:
    """How much two texts share, from 0 to 1: of the least marks of both together, those that are in both."""
    if not one or not other:
        return 0.0
    least = sorted({*one, *other})[: min(KEPT, max(len(one), len(other)))]
    both = set(one) & set(other)
    return sum(mark in both for mark in least) / len(least)


def sort(letters: Iterable[LetterMarks], campaigns: Sequence[LetterMarks], *, enough: int = CAMPAIGN) -> Sorted:
    """Sort letters: to the campaign whose first letter they copy, or into groups of at least `enough`.

    Each letter is compared with the first letters only, so that many copies of one letter cost as much as few. The
    order of the letters is the order in which they came: the first of a group stands for it.
    """
    known = _Firsts(campaigns)
    alone = _Firsts()
    groups: dict[int, list[int]] = {}
    found = Sorted()
    for letter in letters:
        if not letter.marks:
            continue
        campaign = known.like(letter)
        if campaign is not None:
            found.joins.setdefault(campaign, []).append(letter.ref)
            continue
        first = alone.like(letter)
        if first is None:
            alone.add(letter)
            groups[letter.ref] = [letter.ref]
        else:
            groups[first].append(letter.ref)
    found.groups = [group for group in groups.values() if len(group) >= enough]
    return found


class _Firsts:
    """First letters, found by any mark they share with another letter."""

    def __init__(self, letters: Iterable[LetterMarks] = ()) -> None:
        self._marks: dict[int, Marks] = {}
        self._by_mark: Mapping[int, list[int]] = defaultdict(list)
        for letter in letters:
            self.add(letter)

    def add(self, letter: LetterMarks) -> None:
        self._marks[letter.ref] = letter.marks
        for mark in letter.marks:
            self._by_mark[mark].append(letter.ref)

    def like(self, letter: LetterMarks) -> int | None:
        """The first letter that this one copies most closely; of two as close the one that came first."""
        seen = Counter(ref for mark in letter.marks for ref in self._by_mark.get(mark, ()))
        near = [(share(letter.marks, self._marks[ref]), ref) for ref, _ in seen.most_common(5)]
        best = max(near, key=lambda pair: pair[0], default=(0.0, 0))
        return best[1] if best[0] >= ALIKE else None
