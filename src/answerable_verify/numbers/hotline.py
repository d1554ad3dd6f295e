"""What the hotline of quality heard in a week: estimates of the senders whose matters ended, from counts that were frozen.

The counts are a table of UTF-8 lines, each ended by LF, of the columns `COLUMNS`: one line for a body, the last for all
bodies of which too few answered to be told apart (`REST`). So the lines add up to the whole, and nothing that is left out
can be got back. `prompt` and `respect` are how many of the answers gave four or five of five.

A tenth of each body's endings is asked, five at least, so that a small body's answers weigh less than a large one's: the
share of a week is that of each line weighted by the endings that it stands for (Kish 1965, 3.3), and its interval is Wilson's
with as many answers as a plain sample would need to be as sure (Kish 1965, 11.7: n over 1 + the squared variation of the
weights). Who was not reached or refused is not in the shares; how many that were stands beside them, always.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Final

from answerable_verify.numbers.intervals import ShareInterval, Z
from answerable_verify.strict import LIMIT, RejectedError, decimal, utf8

REST: Final = "rest"
"""The line of the bodies that are not told apart; a code of a body is never this one alone."""
MEASURES: Final = ("prompt", "respect", "solved")
MOST: Final = 1 << 20
"""Bytes of the longest table."""


@dataclass(frozen=True, slots=True)
class HotlineCounts:
    """A line of a week's counts.

    endings   matters of the body that ended in the week and could be asked about
    drawn     of these, asked        attempts  invitations and calls        reached  who answered or refused
    answered  who said how it was    refused   who did not want to          called   who answered in a call
    prompt, respect, solved, unsolved          how many of the answered said so
    """

    endings: int
    drawn: int
    attempts: int
    reached: int
    answered: int
    refused: int
    called: int
    prompt: int
    respect: int
    solved: int
    unsolved: int

    def __add__(self, other: "HotlineCounts") -> "HotlineCounts":
        """Both together."""
        return HotlineCounts(*(getattr(self, name) + getattr(other, name) for name in NAMES))


NAMES: Final = tuple(one.name for one in fields(HotlineCounts))
COLUMNS: Final = ("body", *NAMES)
NONE: Final = HotlineCounts(*(0 for _ in NAMES))


def write_counts(rows: Mapping[str, HotlineCounts]) -> bytes:
    """The bytes of a week's counts, in the order of the bodies' codes, the rest last."""
    order = sorted(rows, key=lambda code: (code == REST, code))
    lines = [",".join((code, *(str(getattr(rows[code], name)) for name in NAMES))) for code in order]
    return "".join(f"{line}\n" for line in [",".join(COLUMNS), *lines]).encode()


def parse_counts(raw: bytes) -> dict[str, HotlineCounts]:
    """Read a week's counts. Refuses every spelling but the one, and what no week can be."""
    if len(raw) > MOST or not raw.endswith(b"\n"):
        raise RejectedError("counts", "too long, or the last line does not end")
    head, *lines = raw[:-1].split(b"\n")
    if head != ",".join(COLUMNS).encode():
        raise RejectedError("counts, line 1", f"not the columns {','.join(COLUMNS)}")
    found: dict[str, HotlineCounts] = {}
    for number, line in enumerate(lines, 2):
        where = f"counts, line {number}"
        code, *values = line.split(b",")
        if len(values) != len(NAMES) or utf8(code, where) in found:
            raise RejectedError(where, "not one value for each column, or a body that stands here twice")
        one = HotlineCounts(*(decimal(value, where, limit=LIMIT) for value in values))
        if not _can_be(one):
            raise RejectedError(where, "a part is larger than what it is a part of")
        found[utf8(code, where)] = one
    if write_counts(found) != raw:
        raise RejectedError("counts", "not in the order of the codes")
    return found


def _can_be(one: HotlineCounts) -> bool:
    parts = (one.prompt, one.respect, one.solved + one.unsolved, one.called)
    return one.answered + one.refused == one.reached <= one.drawn <= one.endings and max(parts) <= one.answered


def told_apart(counts: Mapping[str, HotlineCounts], *, fewest: int) -> dict[str, HotlineCounts]:
    """The lines that are published: bodies of which at least `fewest` answered, and all others together.

    Where the others together are fewer, the smallest that could be told apart joins them, so that neither line nor sum
    tells what one sender said; a week in which fewer than that answered in all is told without its answers.
    """
    able = sorted((code for code in counts if counts[code].answered >= fewest), key=lambda code: counts[code].answered)
    rest = [code for code in counts if code not in able]
    while able and rest and 0 < sum(counts[code].answered for code in rest) < fewest:
        rest.append(able.pop(0))
    found = {code: counts[code] for code in able}
    if rest:
        found[REST] = total(counts[code] for code in rest)
        if 0 < found[REST].answered < fewest:
            found[REST] = _without_answers(found[REST])
    return found


def _without_answers(one: HotlineCounts) -> HotlineCounts:
    return HotlineCounts(one.endings, one.drawn, one.attempts, *(0 for _ in NAMES[3:]))


def total(rows: Iterable[HotlineCounts]) -> HotlineCounts:
    """All together."""
    found = NONE
    for one in rows:
        found += one
    return found


def share(rows: Sequence[HotlineCounts], measure: str) -> ShareInterval | None:
    """The share of the senders whose matters ended who would say so, by the rows that answered; None where none did."""
    said = [(one.endings, one.answered, getattr(one, measure)) for one in rows if one.answered]
    if not said:
        return None
    weights = sum(endings for endings, _, _ in said)
    value = sum(endings * count / answered for endings, answered, count in said) / weights
    n = weights**2 / sum(endings**2 / answered for endings, answered, _ in said)
    middle = (value + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z * math.sqrt(value * (1 - value) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n)
    low, high = max(0.0, middle - half), min(1.0, middle + half)
    return ShareInterval(value, min(low, value), max(high, value))
