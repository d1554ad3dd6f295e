"""Whether words say that somebody is in danger now: then a page asks the writer to call, before anything is sent.

Not a verdict: whoever is asked needlessly goes on with one tap, so in doubt it asks. Two things are added up. Weights of
words and of parts of words, learned from some five thousand texts (`tests/samples/learn.py`), since people in
danger say what they see and seldom say "help". And lists of words by language (`law/urgent/*.yaml`), to which a place
adds its own: a line is a pattern of groups that stand near each other; words of the past and of habit near by take a
find back, unless a word of now stands there too. All are used on every text, since people mix languages.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from answerable.law.rules import phrases, weighing
from answerable.law.rules.phrases import Pattern

NEAR: Final = 7  # words from the first group of a find to any other
AROUND: Final = 14  # words to either side in which a mark of the past or of now counts
BY_PATTERN: Final = 2.0  # what a find of the lists adds
ASKS_FROM: Final = 0.5

KINDS: Final = ("urgent", "now", "past", "other")  # the lists


@dataclass(frozen=True, slots=True)
class UrgentLists:
    """The lists of one or several languages: what is urgent, what makes it present or past, what means something else."""

    urgent: tuple[Pattern, ...]
    now: tuple[Pattern, ...]
    past: tuple[Pattern, ...]
    other: tuple[Pattern, ...]
    known: frozenset[str]  # every word of them, as written there: with its star


def read(sources: Iterable[Mapping[str, Sequence[str]]]) -> UrgentLists:
    """Lists as their files spell them, put together. Raises KeyError for a name that no list has, ValueError for no word."""
    lists, known = phrases.read(sources, KINDS)
    return UrgentLists(known=known, **lists)


def is_urgent(text: str, lists: UrgentLists, weights: Mapping[str, float], *, own: Sequence[Pattern] = ()) -> bool:
    """Say whether somebody seems to be in danger at the moment of writing.

    `own` are what the place added, in the lists as well: a find of these is enough, since the weights may never have
    seen the language that they are in, and would speak against all of it.
    """
    sentences = sentences_of(text, lists)
    if own and any(_says(words, replace(lists, urgent=tuple(own))) for words in sentences):
        return True
    found = any(_says(words, lists) for words in sentences)
    return weighing.weight_of(sentences, weights) + BY_PATTERN * found > ASKS_FROM


def sentences_of(text: str, lists: UrgentLists) -> list[list[str]]:
    """The sentences of a text as folded words, without those that mean something else: a fire hydrant burns nobody."""
    return [meant for words in phrases.sentences(text) if (meant := _meant(words, lists))]


def _meant(words: list[str], lists: UrgentLists) -> list[str]:
    hits = [phrases.hits(word, lists.known) for word in words]
    other = {place for found in phrases.finds(hits, lists.other, near=NEAR) for place in found}
    return [word for place, word in enumerate(words) if place not in other]


def _says(words: list[str], lists: UrgentLists) -> bool:
    hits = [phrases.hits(word, lists.known) for word in words]
    found = list(phrases.finds(hits, lists.urgent, near=NEAR))
    if not found:
        return False
    now, past = (
        [place for one in phrases.finds(hits, marks, near=NEAR) for place in one] for marks in (lists.now, lists.past)
    )
    return any(_near(one, now) or not _near(one, past) for one in found)


def _near(found: Sequence[int], marks: Iterable[int]) -> bool:
    return any(min(found) - AROUND <= mark <= max(found) + AROUND for mark in marks)
