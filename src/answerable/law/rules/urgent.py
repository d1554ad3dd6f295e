"""Whether words say that somebody is in danger now: then a page asks the writer to call, before anything is sent.

Not a verdict: whoever is asked needlessly goes on with one tap, so in doubt it asks. Two things are added up. Weights of
words and of parts of words, learned from some five thousand texts (`tests/samples/train_urgent.py`), since people in
danger say what they see and seldom say "help". And lists of words by language (`law/urgent/*.yaml`), to which a place
adds its own: a line is a pattern of groups that stand near each other; words of the past and of habit near by take a
find back, unless a word of now stands there too. All are used on every text, since people mix languages.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt
from typing import Final

NEAR: Final = 7  # words from the first group of a find to any other
AROUND: Final = 14  # words to either side in which a mark of the past or of now counts
LONGEST: Final = 20_000  # signs that are read
WINDOW: Final = 14  # words that are weighed together at least: whole sentences
WIDEST: Final = 40  # and at most
STEP: Final = 20
BIAS: Final = "*"  # the name of the weight that every text has
PER_WINDOW: Final = 0.6  # what a window costs: in a long text one of many is high by chance
BY_PATTERN: Final = 2.0  # what a find of the lists adds
ASKS_FROM: Final = 0.5
_CUT: Final = re.compile(r"[.!?;…\n]+")
_WORD: Final = re.compile(r"\w+")
_HIDDEN: Final = re.compile(r"['’ʼ`´‘\u00ad\u200b-\u200f\u2060\ufeff\u0300\u0301]")
_LATIN: Final = str.maketrans("aceiopxykmtbhё", "асеіорхукмтвне")
_CYRILLIC: Final = re.compile(r"[а-яіїєґ]")
_STRETCHED: Final = re.compile(r"(.)\1{2,}")

KINDS: Final = ("urgent", "now", "past", "other")  # the lists

Group = frozenset[str]
Pattern = tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists of one or several languages: what is urgent, what makes it present or past, what means something else."""

    urgent: tuple[Pattern, ...]
    now: tuple[Pattern, ...]
    past: tuple[Pattern, ...]
    other: tuple[Pattern, ...]
    known: frozenset[str]  # every word of them, as written there: with its star


def read(sources: Iterable[Mapping[str, Sequence[str]]]) -> Lists:
    """Lists as their files spell them, put together. Raises KeyError for a name that no list has, ValueError for no word."""
    kinds: dict[str, list[Pattern]] = {kind: [] for kind in KINDS}
    for source in sources:
        for kind, lines in source.items():
            kinds[kind] += [_pattern(line) for line in lines]
    known = frozenset(
        word for patterns in kinds.values() for pattern in patterns for group in pattern for word in group
    )
    return Lists(known=known, **{kind: tuple(patterns) for kind, patterns in kinds.items()})


def _pattern(line: str) -> Pattern:
    groups = tuple(
        frozenset("".join(_folded(word)) + "*" * word.endswith("*") for word in map(str.strip, group.split("|")))
        for group in line.split("+")
    )
    if any(not word.strip("*") for group in groups for word in group):
        raise ValueError(line)
    return groups


def _folded(text: str) -> list[str]:
    """The words of a text in one spelling: small, without apostrophes and accents, stretched and look-alike letters mended."""
    plain = _HIDDEN.sub("", unicodedata.normalize("NFC", text).lower())
    words = _WORD.findall(_STRETCHED.sub(r"\1", plain).replace("ё", "е"))
    return [word.translate(_LATIN) if _CYRILLIC.search(word) else word for word in words]


def is_urgent(text: str, lists: Lists, weights: Mapping[str, float]) -> bool:
    """Say whether somebody seems to be in danger at the moment of writing."""
    sentences = sentences_of(text, lists)
    found = any(_says(words, lists) for words in sentences)
    together = windows(sentences)
    if not together:
        return False
    most = max(_weight(features(words), weights) for words in together)
    return most - PER_WINDOW * log(len(together)) + BY_PATTERN * found > ASKS_FROM


def sentences_of(text: str, lists: Lists) -> list[list[str]]:
    """The sentences of a text as folded words, without those that mean something else: a fire hydrant burns nobody."""
    return [words for part in _CUT.split(text[:LONGEST]) if (words := _meant(_folded(part), lists))]


def _meant(words: list[str], lists: Lists) -> list[str]:
    hits = [_hits(word, lists.known) for word in words]
    other = {place for found in _found(hits, lists.other) for place in found}
    return [word for place, word in enumerate(words) if place not in other]


def windows(sentences: Sequence[list[str]]) -> list[list[str]]:
    """What is weighed together: from each sentence on as many as make `WINDOW` words; of a long one, pieces that overlap."""
    found: list[list[str]] = []
    for first in range(len(sentences)):
        words: list[str] = []
        last = first
        while last < len(sentences) and len(words) < WINDOW:
            words = words + sentences[last]
            last += 1
        pieces = range(0, len(words) - STEP, STEP) if len(words) > WIDEST else range(1)
        found += [words[begin : begin + WIDEST] for begin in pieces]
        if last == len(sentences):
            break
    return found


def features(words: Sequence[str]) -> set[str]:
    """What is weighed of words: each one's beginning, pairs of them, whole words, and runs of three and four letters."""
    found: set[str] = set()
    before = "^"
    for word in words:
        begins = "0" if word.isdigit() else word[:5]
        found |= {f"w {begins}", f"b {before} {begins}"}
        if len(word) > 5:
            found.add(f"W {word}")
        edged = f"<{begins if word.isdigit() else word}>"
        found |= {f"c{edged[at : at + long]}" for long in (3, 4) for at in range(len(edged) - long + 1)}
        before = begins
    return found


def _weight(found: set[str], weights: Mapping[str, float]) -> float:
    known = [weights[each] for each in found if each in weights]
    return weights.get(BIAS, 0.0) + sum(known) / sqrt(len(known) or 1)


def _says(words: list[str], lists: Lists) -> bool:
    hits = [_hits(word, lists.known) for word in words]
    found = list(_found(hits, lists.urgent))
    if not found:
        return False
    now, past = ([place for one in _found(hits, marks) for place in one] for marks in (lists.now, lists.past))
    return any(_near(one, now) or not _near(one, past) for one in found)


def _near(found: Sequence[int], marks: Iterable[int]) -> bool:
    return any(min(found) - AROUND <= mark <= max(found) + AROUND for mark in marks)


def _hits(word: str, known: frozenset[str]) -> Group:
    """The words of the lists that this one is."""
    starts = {f"{word[:length]}*" for length in range(1, len(word) + 1)}
    return frozenset((starts | {word}) & known)


def _found(hits: Sequence[Group], patterns: Iterable[Pattern]) -> Iterator[list[int]]:
    """Where each pattern stands: the places of its groups, different words, all within `NEAR` of the first."""
    everywhere = frozenset().union(*hits)
    for first, *others in patterns:
        if first & everywhere and all(group & everywhere for group in others):
            for place, hit in enumerate(hits):
                if hit & first and (whole := _with_others(hits, place, others)):
                    yield whole


def _with_others(hits: Sequence[Group], place: int, others: Iterable[Group]) -> list[int]:
    """The places of a pattern whose first group stands here; none where another group does not stand near."""
    taken = [place]
    around = range(max(0, place - NEAR), min(len(hits), place + NEAR + 1))
    for group in others:
        found = next((spot for spot in around if spot not in taken and hits[spot] & group), None)
        if found is None:
            return []
        taken.append(found)
    return taken
