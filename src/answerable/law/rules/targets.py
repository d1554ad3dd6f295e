"""Whether words make a goal of how many people are stopped, checked, fined, registered or placed.

No count of people to whom police or institutions do something may be aimed at: such a goal finds its people (design 5.8;
UN Convention on the Rights of the Child, GC24, 2019, paragraph 30; the Philippine and French quotas are the known cases). Goals
for help, speed, things mended, lessons held stay free, so do counts that report, limits that protect, and complaints.

A text is read sentence by sentence, each with the one before. A sentence sets such a target where it names what is done to people
(`counted`) and, near by, that it is wanted so many, more, or before others (`goal`), unless it names what takes that back
(`other`): somebody refuses, forbids, complains, or means something else. Lists by language: `law/targets/*.yaml`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from answerable.law.rules import phrases, weighing
from answerable.law.rules.phrases import Group, Pattern

NEAR: Final = 9  # words from the first group of a phrase to any other
BY_PATTERN: Final = 0.5  # what a find of the lists adds
ASKS_FROM: Final = 0.5
NUMBER: Final = "0"  # how a pattern names any number, in digits or in words
KINDS: Final = ("counted", "goal", "alone", "other", "numbers")  # the lists


@dataclass(frozen=True, slots=True)
class TargetLists:
    """The lists of one or several languages: what is done to people, what makes a goal of it, phrases that are a target
    alone, what takes it back, and words for numbers.
    """

    counted: tuple[Pattern, ...]
    goal: tuple[Pattern, ...]
    alone: tuple[Pattern, ...]
    other: tuple[Pattern, ...]
    numbers: Group
    known: frozenset[str]


def read(sources: Iterable[Mapping[str, Sequence[str]]]) -> TargetLists:
    """Lists as their files spell them, put together. Raises KeyError for a name that no list has, ValueError for no word."""
    lists, known = phrases.read(sources, KINDS)
    numbers = frozenset(word for (group,) in lists.pop("numbers") for word in group)
    return TargetLists(known=known | {NUMBER}, numbers=numbers, **lists)


def sets_target(text: str, lists: TargetLists, weights: Mapping[str, float]) -> bool:
    """Say whether a text seems to set a volume target."""
    sentences = phrases.sentences(text)
    where = [_where(words, lists) for words in sentences]
    with_next = [before + hits for before, hits in pairwise(where)]
    found = any(_sets(hits, lists) for hits in (*where, *with_next))
    return weighing.weight_of(sentences, weights) + BY_PATTERN * found > ASKS_FROM


def _where(words: Sequence[str], lists: TargetLists) -> list[Group]:
    """What the lists know of each word; a number in any form is `NUMBER` as well."""
    hits = (phrases.hits(word, lists.known) for word in words)
    return [
        hit | {NUMBER} if word[:1].isdigit() or hit & lists.numbers else hit
        for word, hit in zip(words, hits, strict=True)
    ]


def _sets(hits: Sequence[Group], lists: TargetLists) -> bool:
    if _any(hits, lists.other):
        return False
    return _any(hits, lists.alone) or (_any(hits, lists.counted) and _any(hits, lists.goal))


def _any(hits: Sequence[Group], patterns: Iterable[Pattern]) -> bool:
    return next(phrases.finds(hits, patterns, near=NEAR), None) is not None
