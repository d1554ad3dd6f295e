"""Lists of phrases as files spell them, and where they stand in a text that is written carelessly.

A line is groups joined by `+` that stand near each other in any order; a group is words between `|`, any of which will do;
a star at the end of a word stands for any ending. Words are compared in one spelling: small, without apostrophes, accents
and hidden marks, with stretched and look-alike letters mended.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

LONGEST: Final = 20_000  # signs that are read
_CUT: Final = re.compile(r"[.!?;…\n]+")
_WORD: Final = re.compile(r"\w+")
_HIDDEN: Final = re.compile(r"['’ʼ`´‘\u00ad\u200b-\u200f\u2060\ufeff\u0300\u0301]")
_LATIN: Final = str.maketrans("aceiopxykmtbhё", "асеіорхукмтвне")
_CYRILLIC: Final = re.compile(r"[а-яіїєґ]")
_STRETCHED: Final = re.compile(r"(.)\1{2,}")

Group = frozenset[str]
Pattern = tuple[Group, ...]


def read(
    sources: Iterable[Mapping[str, Sequence[str]]], kinds: Iterable[str]
) -> tuple[dict[str, tuple[Pattern, ...]], frozenset[str]]:
    """The lists of several files put together, and every word of them as written there, with its star.

    Raises KeyError for a name that no list has, ValueError for a line without a word.
    """
    lists: dict[str, list[Pattern]] = {kind: [] for kind in kinds}
    for source in sources:
        for kind, lines in source.items():
            lists[kind] += [pattern(line) for line in lines]
    known = frozenset(word for patterns in lists.values() for each in patterns for group in each for word in group)
    return {kind: tuple(patterns) for kind, patterns in lists.items()}, known


def pattern(line: str) -> Pattern:
    """One line of a list. Raises ValueError where a group has an empty word."""
    groups = tuple(
        frozenset("".join(folded(word)) + "*" * word.endswith("*") for word in map(str.strip, group.split("|")))
        for group in line.split("+")
    )
    if any(not word.strip("*") for group in groups for word in group):
        raise ValueError(line)
    return groups


def folded(text: str) -> list[str]:
    """The words of a text in one spelling."""
    plain = _HIDDEN.sub("", unicodedata.normalize("NFC", text).lower())
    words = _WORD.findall(_STRETCHED.sub(r"\1", plain).replace("ё", "е"))
    return [word.translate(_LATIN) if _CYRILLIC.search(word) else word for word in words]


def parts(text: str) -> list[str]:
    """The sentences of a text as they stand there; what is longer than `LONGEST` signs is not read."""
    return _CUT.split(text[:LONGEST])


def sentences(text: str) -> list[list[str]]:
    """The sentences of a text as folded words."""
    return [words for part in parts(text) if (words := folded(part))]


def hits(word: str, known: frozenset[str]) -> Group:
    """The words of the lists that this one is."""
    starts = {f"{word[:length]}*" for length in range(1, len(word) + 1)}
    return frozenset((starts | {word}) & known)


def finds(where: Sequence[Group], patterns: Iterable[Pattern], *, near: int) -> Iterator[list[int]]:
    """Where each pattern stands: the places of its groups, different words, all within so many words of the first."""
    everywhere = frozenset().union(*where)
    for first, *others in patterns:
        if first & everywhere and all(group & everywhere for group in others):
            for place, hit in enumerate(where):
                if hit & first and (whole := _with_others(where, place, others, near)):
                    yield whole


def _with_others(where: Sequence[Group], place: int, others: Iterable[Group], near: int) -> list[int]:
    """The places of a pattern whose first group stands here; none where another group does not stand near."""
    taken = [place]
    around = range(max(0, place - near), min(len(where), place + near + 1))
    for group in others:
        found = next((spot for spot in around if spot not in taken and where[spot] & group), None)
        if found is None:
            return []
        taken.append(found)
    return taken
