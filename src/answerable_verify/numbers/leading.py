"""What is done above a body, and promises, as their acts leave them: readings, instructions to answer, promises.

A letter is before a reader from the day on which it climbed to that body or was put before it, and read with the next
reading of what was passed up to the same body; the log has days, so within a day is by the end of the next one.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from answerable_verify.leaf import LogLeaf
from answerable_verify.numbers.cells import ALL, Cell, Parts, shares
from answerable_verify.numbers.periods import Period

PUT: Final = frozenset({"addressed", "thanks"})
"""Rules of `escalated` by which a letter is before the reader though nothing climbed: not counted among what went up."""
A_DAY: Final = timedelta(days=1)


@dataclass(slots=True)
class Before:
    """A letter before a reader."""

    group: str
    to: str
    on: date
    read: date | None = None


@dataclass(slots=True)
class InstructionActs:
    """An instruction to answer by a day."""

    group: str
    until: date
    answered: date | None = None
    ended: bool = False


@dataclass(slots=True)
class PromiseActs:
    """A promise, by the day that stands."""

    group: str
    due: date
    kept: date | None = None
    broken: bool = False


class Leading:
    """All of them, act by act; what has none of these costs nothing."""

    def __init__(self, group: Callable[[str], str]) -> None:
        self.letters: defaultdict[str, list[Before]] = defaultdict(list)
        self.instructions: defaultdict[str, list[InstructionActs]] = defaultdict(list)
        self.promises: dict[str, PromiseActs] = {}
        self.group = group

    def add(self, leaf: LogLeaf) -> None:
        """Take an act on a case."""
        if leaf.case is None or leaf.on is None:
            return
        take = _TAKEN.get(leaf.kind)
        if take is not None:
            take(self, leaf, leaf.case, leaf.on)


def _escalated(leading: Leading, leaf: LogLeaf, case: str, on: date) -> None:
    to = str(leaf.extra.get("to", ""))
    if to:
        leading.letters[case].append(Before(leading.group(to), to, on))


def _read(leading: Leading, leaf: LogLeaf, case: str, on: date) -> None:
    for one in leading.letters.get(case, ()):
        if one.read is None and one.to == leaf.extra.get("to"):
            one.read = on
            return


def _instructed(leading: Leading, leaf: LogLeaf, case: str, on: date) -> None:
    del on
    if leaf.extra.get("basis") == "answer" and "until" in leaf.extra:
        until = date.fromisoformat(str(leaf.extra["until"]))
        leading.instructions[case].append(InstructionActs(leading.group(str(leaf.extra.get("to", ""))), until))


def _answered(leading: Leading, leaf: LogLeaf, case: str, on: date) -> None:
    del leaf
    for one in leading.instructions.get(case, ()):
        if one.answered is None and not one.ended:
            one.answered = on


def _over(leading: Leading, leaf: LogLeaf, case: str, on: date) -> None:
    del leaf, on
    for one in leading.instructions.get(case, ()):
        one.ended = one.answered is None


def _taken_up_again(leading: Leading, leaf: LogLeaf, case: str, on: date) -> None:
    """A withdrawal that the sender takes back ended nothing."""
    del on
    if "w" in leaf.extra:
        for one in leading.instructions.get(case, ()):
            one.ended = False


def _promised(leading: Leading, leaf: LogLeaf, case: str, on: date) -> None:
    leading.promises[case] = PromiseActs(leading.group(leaf.body), leaf.due or on)


def _of_promise(leading: Leading, leaf: LogLeaf, case: str, on: date) -> None:
    one = leading.promises.get(case)
    if one is None:
        return
    if leaf.kind == "promise-moved" and leaf.due is not None:
        one.due = leaf.due
    one.kept = on if leaf.kind == "promise-kept" else None
    one.broken = leaf.kind == "promise-ended"


_TAKEN: Final[dict[str, Callable[[Leading, LogLeaf, str, date], None]]] = {
    "escalated": _escalated,
    "read": _read,
    "instructed": _instructed,
    "answered": _answered,
    "withdrawn": _over,
    "closed": _over,
    "reopened": _taken_up_again,
    "erased": _over,
    "promise-made": _promised,
    "promise-moved": _of_promise,
    "promise-kept": _of_promise,
    "promise-contested": _of_promise,
    "promise-ended": _of_promise,
}


def _counted(parts: Iterable[tuple[str, str]]) -> Parts:
    """(group, part) counted, and everybody."""
    found: Parts = defaultdict(Counter)
    for group, part in parts:
        found[ALL][part] += 1
        found[group][part] += 1
    return found


def read_in_time(leading: Leading, period: Period) -> dict[str, Cell]:
    """Of the letters whose day to be read ended in the period, how many were read by then."""
    found = [
        (one.group, _by(one.read, one.on + A_DAY, good="within-a-day", late="later", none="unread"))
        for letters in leading.letters.values()
        for one in letters
        if period.first <= one.on + A_DAY <= period.last
    ]
    return shares(_counted(found), "within-a-day")


def done_in_time(leading: Leading, period: Period) -> dict[str, Cell]:
    """Of the instructions to answer whose day came in the period, how many were followed by then."""
    found = [
        (one.group, _by(one.answered, one.until, good="in-time", late="late", none="ended" if one.ended else "open"))
        for instructions in leading.instructions.values()
        for one in instructions
        if period.first <= one.until <= period.last
    ]
    return shares(_counted(found), "in-time")


def promises_kept(leading: Leading, period: Period) -> dict[str, Cell]:
    """Of the promises whose day came in the period, how many were kept by then."""
    found = [
        (one.group, _by(one.kept, one.due, good="kept", late="kept-late", none="broken" if one.broken else "open"))
        for one in leading.promises.values()
        if period.first <= one.due <= period.last
    ]
    return shares(_counted(found), "kept")


def _by(done: date | None, day: date, *, good: str, late: str, none: str) -> str:
    if done is None:
        return none
    return good if done <= day else late
