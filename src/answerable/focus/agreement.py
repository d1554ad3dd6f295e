"""How far two or more coders agree on a text, for each code and for all together.

    percent, Jaccard   turns that both marked, of those that one of them marked at least
    kappa              on turns (Cohen 1960), with the interval of Fleiss, Cohen, Everitt (1969)
    alpha              on turns (Krippendorff 2019, 12.3)
    u-alpha            on the whole continuum, silence counted (Krippendorff 2019, 12.6)
    |u-alpha           marked against not marked, whatever the code
    cu-alpha           which code, where several marked

Silence raises kappa and u-alpha by itself: a report gives Jaccard and cu-alpha beside them. Positions are codepoints, an end
stands behind the last one.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

GAP: Final = ""
Z95: Final = 1.959963984540054


Distance = Callable[[float, float], float]


def differs(one: float, other: float) -> float:
    """Nominal: 1 where two values are not the same."""
    return float(one != other)


def squared(one: float, other: float) -> float:
    """Interval: the difference, squared."""
    return (one - other) ** 2


@dataclass(frozen=True, slots=True, order=True)
class CodedStretch:
    """One stretch of the text that a coder gave a code."""

    start: int
    end: int
    code: str


@dataclass(frozen=True, slots=True)
class Units:
    """Turns of speech by who marked them with a code: both, one, the other, nobody."""

    both: int
    first: int
    second: int
    none: int

    @property
    def jaccard(self) -> float | None:
        """Both, of those that somebody marked; None where nobody marked any."""
        marked = self.both + self.first + self.second
        return self.both / marked if marked else None

    @property
    def percent(self) -> float | None:
        """The share of all turns on which they agree."""
        whole = self.both + self.first + self.second + self.none
        return (self.both + self.none) / whole if whole else None

    @property
    def kappa(self) -> tuple[float, float, float] | None:
        """Cohen's kappa with its 95 % interval; None where chance alone agrees."""
        n = self.both + self.first + self.second + self.none
        if not n:
            return None
        a, b, c, d = (each / n for each in (self.both, self.first, self.second, self.none))
        by_chance = (a + b) * (a + c) + (c + d) * (b + d)
        if by_chance >= 1:
            return None
        kappa = (a + d - by_chance) / (1 - by_chance)
        keep = a * (1 - (2 * a + b + c) * (1 - kappa)) ** 2 + d * (1 - (2 * d + b + c) * (1 - kappa)) ** 2
        variance = (keep + (1 - kappa) ** 2 * _cross(a, b, c, d) - (kappa - by_chance * (1 - kappa)) ** 2) / (
            n * (1 - by_chance) ** 2
        )
        half = Z95 * sqrt(max(variance, 0.0))
        return kappa, kappa - half, kappa + half


def _cross(a: float, b: float, c: float, d: float) -> float:
    """The part of the turns on which they differ: sum over them of p_ij (p_.i + p_j.)^2."""
    rows, columns = (a + b, c + d), (a + c, b + d)
    return b * (columns[0] + rows[1]) ** 2 + c * (columns[1] + rows[0]) ** 2


def units_of(
    turns: Sequence[tuple[int, int]], code: str, first: Sequence[CodedStretch], second: Sequence[CodedStretch]
) -> Units:
    """The turns by who marked any of them with the code."""
    marks = [[mark for mark in each if mark.code == code] for each in (first, second)]
    found = [tuple(any(m.start < end and start < m.end for m in each) for each in marks) for start, end in turns]
    return Units(*(found.count(each) for each in ((True, True), (True, False), (False, True), (False, False))))


def characters_of(length: int, code: str, first: Sequence[CodedStretch], second: Sequence[CodedStretch]) -> Units:
    """The characters by who marked them with the code."""
    covered = [
        {at for mark in each if mark.code == code for at in range(mark.start, mark.end)} for each in (first, second)
    ]
    both = len(covered[0] & covered[1])
    one, other = len(covered[0]) - both, len(covered[1]) - both
    return Units(both, one, other, length - both - one - other)


def filled(marks: Sequence[CodedStretch], length: int) -> list[CodedStretch]:
    """A coder's marks with the gaps between them. Raises ValueError where they overlap or leave the text."""
    found, at = [], 0
    for mark in sorted(marks):
        if not at <= mark.start < mark.end <= length:
            raise ValueError(f"a mark overlaps another, is empty, or lies beyond the text: {mark.start}-{mark.end}")
        if mark.start > at:
            found.append(CodedStretch(at, mark.start, GAP))
        found.append(mark)
        at = mark.end
    if at < length:
        found.append(CodedStretch(at, length, GAP))
    return found


@dataclass(frozen=True, slots=True)
class Alphas:
    """The family of u-alphas; None where nothing could be told apart."""

    u: float | None
    binary: float | None
    coding: float | None


def alphas(coders: Sequence[Sequence[CodedStretch]], length: int) -> Alphas:
    """The alphas of two coders or more, whose own marks do not overlap."""
    whole = [filled(each, length) for each in coders]
    binary = [[CodedStretch(m.start, m.end, m.code and "marked") for m in each] for each in whole]
    return Alphas(_alpha(whole), _alpha(binary), _coding_alpha(whole))


def alpha_of_code(code: str, coders: Sequence[Sequence[CodedStretch]], length: int) -> float | None:
    """The u-alpha of one code against everything else: overlapping marks of other codes are no matter."""
    return _alpha([filled(merged(each, code), length) for each in coders])


def merged(marks: Sequence[CodedStretch], code: str) -> list[CodedStretch]:
    """A coder's marks with one code, those that overlap made one."""
    found: list[CodedStretch] = []
    for mark in sorted(each for each in marks if each.code == code):
        if found and mark.start < found[-1].end:
            found[-1] = CodedStretch(found[-1].start, max(found[-1].end, mark.end), code)
        else:
            found.append(mark)
    return found


def _pairs(coders: Sequence[Sequence[CodedStretch]]) -> Iterator[tuple[CodedStretch, CodedStretch, int]]:
    """Every overlap of a mark of one coder with a mark of another, in both orders, and its length."""
    for one, first in enumerate(coders):
        for other, second in enumerate(coders):
            if one == other:
                continue
            at = 0
            for mark in first:
                while at < len(second) and second[at].end <= mark.start:
                    at += 1
                ahead = at
                while ahead < len(second) and second[ahead].start < mark.end:
                    there = second[ahead]
                    yield mark, there, min(mark.end, there.end) - max(mark.start, there.start)
                    ahead += 1


def _alpha(coders: Sequence[Sequence[CodedStretch]]) -> float | None:
    observed: dict[tuple[str, str], float] = defaultdict(float)
    for mark, there, length in _pairs(coders):
        observed[mark.code, there.code] += length / (len(coders) - 1)
    terms: dict[str, float] = defaultdict(float)
    for each in coders:
        for mark in each:
            size = mark.end - mark.start
            terms[mark.code] += size if mark.code == GAP else size**2
    return _one_less(observed, terms)


def _coding_alpha(coders: Sequence[Sequence[CodedStretch]]) -> float | None:
    observed: dict[tuple[str, str], float] = defaultdict(float)
    shared: dict[tuple[int, CodedStretch], float] = defaultdict(float)
    owner = {id(mark): place for place, each in enumerate(coders) for mark in each}
    for mark, there, length in _pairs(coders):
        if GAP not in {mark.code, there.code}:
            observed[mark.code, there.code] += length / (len(coders) - 1)
            shared[owner[id(mark)], mark] += length / (len(coders) - 1)
    terms: dict[str, float] = defaultdict(float)
    for (_, mark), together in shared.items():
        terms[mark.code] += together**2
    return _one_less(observed, terms)


def _one_less(observed: Mapping[tuple[str, str], float], terms: Mapping[str, float]) -> float | None:
    """1 less observed over expected disagreement; None where nothing is expected to differ."""
    sums: dict[str, float] = defaultdict(float)
    for (code, _), length in observed.items():
        sums[code] += length
    whole = sum(sums.values())
    scale = whole - sum(terms.values()) / whole if whole else 0.0
    if scale <= 0:
        return None
    expected = sum(sums[c] * sums[k] for c in sums for k in sums if c != k) / scale
    seen = sum(length for (c, k), length in observed.items() if c != k)
    return 1 - seen / expected if expected > 0 else None


def alpha_of_units(coders: Sequence[Sequence[float | None]], distance: Distance = differs) -> float | None:
    """Krippendorff's alpha of values that coders gave to units, None where a coder gave none (2019, 12.3); None: nothing varies.

    coders    of each its values, in the order of the units
    distance  how far two values are apart: `differs` for names, `squared` for numbers, and for grades with `ranked(coders)`
    """
    together: dict[tuple[float, float], float] = defaultdict(float)
    for unit in zip(*coders, strict=True):
        values = [value for value in unit if value is not None]
        for place, one in enumerate(values):
            for other in values[:place] + values[place + 1 :]:
                together[one, other] += 1 / (len(values) - 1)
    sums: dict[float, float] = defaultdict(float)
    for (one, _), weight in together.items():
        sums[one] += weight
    whole = sum(sums.values())
    expected = sum(sums[a] * sums[b] * distance(a, b) for a in sums for b in sums)
    seen = sum(weight * distance(a, b) for (a, b), weight in together.items())
    return 1 - (whole - 1) * seen / expected if expected > 0 else None


def ranked(coders: Sequence[Sequence[float | None]]) -> list[list[float | None]]:
    """Grades as their middle rank among all values that stand beside another coder's.

    Krippendorff's ordinal difference, the sum of n_g from one value to the other less half of both ends, is the difference of
    these ranks (2019, 12.3.4), so that `squared` of them gives the ordinal alpha.
    """
    units = [[value for value in unit if value is not None] for unit in zip(*coders, strict=True)]
    counts = Counter(value for unit in units if len(unit) > 1 for value in unit)
    rank, below = {}, 0.0
    for value in sorted(counts):
        rank[value] = below + counts[value] / 2
        below += counts[value]
    return [[None if value is None else rank.get(value, 0.0) for value in coder] for coder in coders]


def alpha_of_turns(
    turns: Sequence[tuple[int, int]], code: str, coders: Sequence[Sequence[CodedStretch]]
) -> float | None:
    """The nominal alpha of one code on turns, of two coders or more: whether each marked any of a turn with it."""
    return alpha_of_units(
        [
            [float(any(m.code == code and m.start < end and start < m.end for m in each)) for start, end in turns]
            for each in coders
        ]
    )


def interval(
    turns: Sequence[tuple[int, int]],
    code: str,
    coders: Sequence[Sequence[CodedStretch]],
    *,
    seed: int,
    draws: int = 1000,
) -> tuple[float, float] | None:
    """The interval of the u-alpha of a code: turns drawn again with replacement, from the 2.5th to the 97.5th of a hundred."""
    chance = random.Random(seed)  # noqa: S311 -- a seed that is published, so that anybody gets the same interval
    parts = [[_within(each, code, start, end) for each in coders] for start, end in turns]
    found = []
    for _ in range(draws):
        drawn = [chance.randrange(len(turns)) for _ in turns]
        at, again = 0, [[] for _ in coders]  # type: tuple[int, list[list[CodedStretch]]]
        for place in drawn:
            for coder, marks in enumerate(parts[place]):
                again[coder] += [CodedStretch(at + mark.start, at + mark.end, code) for mark in marks]
            at += turns[place][1] - turns[place][0]
        alpha = _alpha([filled(each, at) for each in again])
        if alpha is not None:
            found.append(alpha)
    if len(found) < draws / 2:
        return None
    found.sort()
    return found[int(0.025 * len(found))], found[min(int(0.975 * len(found)), len(found) - 1)]


def _within(marks: Sequence[CodedStretch], code: str, start: int, end: int) -> list[CodedStretch]:
    return [
        CodedStretch(max(mark.start, start) - start, min(mark.end, end) - start, code)
        for mark in merged(marks, code)
        if mark.start < end and start < mark.end
    ]
