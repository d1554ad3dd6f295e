"""The figures: what each counts. All are functions of the acts on appeals up to the last day of a period, by group.

A cell always has `n`, of what it speaks, and `parts` that say what became of them all: nothing that is unanswered,
disputed or withdrawn leaves a denominator. A share is `parts[of]` of n, with Wilson's interval. Numbers that are not whole
are written with six digits behind the point, so that every machine writes the same bytes.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from answerable_verify.leaf import LogLeaf
from answerable_verify.numbers import closing, leading, survival
from answerable_verify.numbers.cells import ALL, Cell, Parts, count_cells, fixed, share_cell, shares
from answerable_verify.numbers.matters import (
    LATE,
    ON_TIME,
    OTHERWISE,
    OWN,
    UNANSWERED,
    WITHDRAWN,
    Book,
    FirstBook,
    Matter,
    Round,
)
from answerable_verify.numbers.periods import Period

DAYS: Final = (5, 15, 30)
"""The days by which the share of answered is said beside the median."""
TAKEN_DOWN: Final = "taken-down"
"""The part of what an operator wrote down for the sender."""
CURVE: Final = tuple(range(61))
"""The days of the curve."""


@dataclass(slots=True)
class Acts:
    """What is counted act by act in a period: by kind, group and code."""

    period: Period
    counts: dict[str, Parts]

    def add(self, leaf: LogLeaf, group: str) -> None:
        """Count an act of the period."""
        name = COUNTED.get(leaf.kind)
        if name is None or leaf.on is None or leaf.on < self.period.first:
            return
        for code in _codes(leaf):
            self.counts[name][ALL][code] += 1
            self.counts[name][group][code] += 1


COUNTED: Final[Mapping[str, str]] = {
    "registered": "received",
    "escalated": "escalated",
    "instructed": "instructed",
    "measure": "measures",
    "closed": "endings",
    "commended": "commended",
}
UNTOLD: Final = "untold"
"""Of an act from before its leaf said such a code."""


def _codes(leaf: LogLeaf) -> Iterable[str]:
    extra = leaf.extra
    if leaf.kind == "registered":
        return (f"ch.{leaf.channel or extra.get('ch', UNTOLD)}", f"g.{leaf.group}")
    if leaf.kind == "commended":
        return (leaf.kind,)
    name = {"escalated": "rule", "instructed": "basis", "measure": "rule", "closed": "e"}[leaf.kind]
    code = str(extra.get(name, UNTOLD))
    return () if leaf.kind == "escalated" and code in leading.PUT else (code,)


def _by_round(matters: Iterable[Matter], period: Period, part: Callable[[Round], str]) -> Parts:
    """The rounds whose date lies in the period, by what `part` says of them."""
    found: Parts = defaultdict(Counter)
    for matter in matters:
        for one in matter.rounds:
            if one.due is not None and period.first <= one.due <= period.last:
                found[ALL][part(one)] += 1
                found[one.group][part(one)] += 1
    return found


def received(book: Book, acts: Acts) -> dict[str, Cell]:
    """Appeals that came, by channel and by group of matters."""
    del book
    return count_cells(acts.counts["received"], "ch.")


def counted(name: str) -> Callable[[Book, Acts], dict[str, Cell]]:
    """Acts of the period, by the code that says why or what."""
    return lambda book, acts: count_cells(acts.counts[name])  # noqa: ARG005 -- one signature for all


def _led(cells: Callable[[leading.Leading, Period], dict[str, Cell]]) -> Callable[[Book, Acts], dict[str, Cell]]:
    """Cells of what is done above a body, and of promises."""
    return lambda book, acts: cells(book.leading, acts.period)


def _closed(cells: Callable[[Book, Period], dict[str, Cell]]) -> Callable[[Book, Acts], dict[str, Cell]]:
    """Cells of the calendar of closing."""
    return lambda book, acts: cells(book, acts.period)


def on_time(book: Book, acts: Acts) -> dict[str, Cell]:
    """Of the dates that came, how many saw an answer by then."""
    return shares(_by_round(book.matters.values(), acts.period, _ended), ON_TIME)


def _ended(one: Round) -> str:
    """What became of a date; a withdrawal that an operator took down stands apart."""
    return f"{one.ended}-{TAKEN_DOWN}" if one.taken_down else one.ended


def _on_time_first(book: Book, acts: Acts) -> dict[str, Cell]:
    return shares(_by_round(book.matters.values(), acts.period, lambda one: one.ended), ON_TIME)


def extended(book: Book, acts: Acts) -> dict[str, Cell]:
    """Of the dates that came, how many had been moved before."""
    found = _by_round(book.matters.values(), acts.period, lambda one: "moved" if one.extended else "kept")
    return shares(found, "moved")


def forwarded(book: Book, acts: Acts) -> dict[str, Cell]:
    """Of the appeals that came, how many were sent on to another authority by the period's end."""
    found: Parts = defaultdict(Counter)
    for matter in book.matters.values():
        if matter.registered >= acts.period.first:
            part = "sent-on" if matter.forwarded else "stayed"
            found[ALL][part] += 1
            found[matter.spells[0].group][part] += 1
    return shares(found, "sent-on")


def waiting(book: Book, acts: Acts) -> dict[str, Cell]:
    """Who waits for an answer when the period ends, and of those how many beyond the date."""
    found: Parts = defaultdict(Counter)
    for matter in book.matters.values():
        one = matter.rounds[-1]
        if one.ended == UNANSWERED:
            part = "overdue" if one.due is not None and one.due <= acts.period.last else "in-time"
            found[ALL][part] += 1
            found[one.group][part] += 1
    return shares(found, "overdue")


def disputed(book: Book, acts: Acts) -> dict[str, Cell]:
    """Of the appeals answered in the period, how many answers their senders disputed by its end; apart what was taken down."""
    return shares(_by_answer(book, acts.period, _disputed), "disputed")


def _disputed(one: Matter) -> str:
    return {"": "not-disputed", OWN: "disputed"}.get(one.disputed, TAKEN_DOWN)


def _disputed_first(book: Book, acts: Acts) -> dict[str, Cell]:
    return shares(_by_answer(book, acts.period, lambda one: "disputed" if one.disputed else "not-disputed"), "disputed")


def outcome(book: Book, acts: Acts) -> dict[str, Cell]:
    """Of the appeals answered in the period and rated by their senders, how many are solved by the senders' word."""
    cells = {}
    for group, parts in _by_answer(book, acts.period, _said).items():
        rated = sum(count for name, count in parts.items() if name in {"solved", "answered", "not-answered"})
        cells[group] = share_cell(parts, "solved", rated) | {"of": parts.total()}
    return cells


def heard(book: Book, acts: Acts) -> dict[str, Cell]:
    """Of the appeals answered in the period, of how many the sender said by their own word how it ended."""
    said = {"solved": "own", "answered": "own", "not-answered": "own"}
    return shares(_by_answer(book, acts.period, lambda one: said.get(_said(one), _said(one))), "own")


def points(book: Book, acts: Acts) -> dict[str, Cell]:
    """Of the points of the answers given in the period, how many were met; what was promised or refused stands apart."""
    found: Parts = defaultdict(Counter)
    for _, one in closing.answered_rounds(book, acts.period):
        for part, count in one.points.items():
            found[ALL][part] += count
            found[one.group][part] += count
    return shares(found, "met")


def _by_answer(book: Book, period: Period, part: Callable[[Matter], str]) -> Parts:
    found: Parts = defaultdict(Counter)
    for matter in book.matters.values():
        if matter.answered is not None and matter.answered[1] >= period.first:
            found[ALL][part(matter)] += 1
            found[matter.answered[0]][part(matter)] += 1
    return found


def _said(matter: Matter) -> str:
    """The worst that the sender says of a point, by their own word; apart what was taken down."""
    for rating in ("not_answered", "answered", "solved"):
        if rating in matter.ratings:
            return rating.replace("_", "-")
    return TAKEN_DOWN if matter.taken_down else "silent"


def time_to_answer(book: Book, acts: Acts) -> dict[str, Cell]:
    """How long who wrote in the period waits for the first answer: the median over all, those who still wait counted."""
    return _waits(book.matters.values(), acts.period)


def _time_of_sent(book: Book, acts: Acts) -> dict[str, Cell]:
    """The same of what people sent themselves, without what was written in at a desk."""
    return _waits((one for one in book.matters.values() if closing.entered(one) == closing.SENT), acts.period)


def _waits(matters: Iterable[Matter], period: Period) -> dict[str, Cell]:
    found: defaultdict[str, survival.Spells] = defaultdict(survival.Spells)
    last = period.last
    for matter in matters:
        if matter.registered < period.first:
            continue
        end = matter.first_answer or matter.ended_early
        cause = survival.ANSWERED if matter.first_answer else survival.OTHERWISE
        found[ALL].add(0, ((end or last) - matter.registered).days + 1, cause if end else survival.WAITING)
        for one in matter.spells:
            ended = survival.OTHERWISE if one.until else survival.WAITING
            until = ((one.until or last) - matter.registered).days + 1
            since = (one.since - matter.registered).days
            found[one.group].add(since, until, survival.ANSWERED if one.answered else ended)
    return {group: time_cell(spells) for group, spells in found.items()}


def time_cell(spells: survival.Spells) -> Cell:
    """The median and the curve. Days are counted after that of registration: an answer on it is on day 0."""
    steps = survival.steps(spells)
    middle = survival.median(steps)
    parts = {"answered": 0, "waiting": 0, "otherwise": 0}
    for (_, cause), count in spells.ends.items():
        parts[("waiting", "answered", "otherwise")[cause]] += count
    cell: Cell = {"n": spells.n, "parts": parts, "curve": _curve(spells, steps)}
    for name, time in (("value", middle.time), ("low", middle.low), ("high", middle.high)):
        if time is not None:
            cell[name] = str(time - 1)
    return cell


def _curve(spells: survival.Spells, steps: list[survival.SurvivalStep]) -> list[list[str | int]]:
    """[day, who still waited when it began, share answered by then, low, high], as far as somebody was watched."""
    watched = max((time for time, _ in spells.ends), default=0)
    curve: list[list[str | int]] = []
    for day in CURVE:
        if day >= watched:
            break
        standing = survival.at(steps, day + 1)
        value, error = (standing.answered, standing.answered_error) if standing else (0.0, 0.0)
        low, high = survival.interval(value, error)
        at_risk = sum(count for entry, count in spells.entries.items() if entry <= day)
        at_risk -= sum(count for (time, _), count in spells.ends.items() if time <= day)
        curve.append([day, at_risk, fixed(value), fixed(low), fixed(high)])
    return curve


@dataclass(frozen=True, slots=True)
class Definition:
    """A figure: its code, its version, its unit (`share`, `days`, `count`), and what computes its cells."""

    name: str
    version: int
    unit: str
    cells: Callable[[Book, Acts], dict[str, Cell]]
    part: str = ""
    """Of a share: the part that is the figure."""
    good: str = ""
    """Whether more is better (`more`), worse (`less`), or neither: only what is one of the two is ever compared."""
    book: type[Book] = Book
    """How it reads the acts on an appeal."""


DEFINITIONS: Final[Mapping[str, Definition]] = {
    one.name: one
    for one in (
        Definition("time-to-answer", 2, "days", time_to_answer, good="less"),
        Definition("on-time", 2, "share", on_time, "on-time", "more"),
        Definition("outcome", 2, "share", outcome, "solved", "more"),
        Definition("heard", 1, "share", heard, "own"),
        Definition("waiting", 2, "share", waiting, "overdue", "less"),
        Definition("received", 1, "count", received),
        Definition("points", 1, "share", points, "met"),
        Definition("extended", 2, "share", extended, "moved"),
        Definition("forwarded", 2, "share", forwarded, "sent-on"),
        Definition("disputed", 2, "share", disputed, "disputed"),
        Definition("closing", 2, "count", _closed(closing.by_days_left)),
        Definition("closing-days", 1, "count", _closed(closing.by_day_of_month)),
        Definition("reopened", 2, "share", _closed(closing.reopened), "reopened"),
        Definition("entered", 1, "share", _closed(closing.by_entry), closing.DESK),
        Definition("time-to-answer-sent", 1, "days", _time_of_sent, good="less"),
        Definition("endings", 1, "count", counted("endings")),
        Definition("escalated", 1, "count", counted("escalated")),
        Definition("chair-reading", 1, "share", _led(leading.read_in_time), "within-a-day", "more"),
        Definition("instructed", 1, "count", counted("instructed")),
        Definition("instructions-done", 1, "share", _led(leading.done_in_time), "in-time", "more"),
        Definition("measures", 1, "count", counted("measures")),
        Definition("commended", 1, "count", counted("commended")),
        Definition("promises", 1, "share", _led(leading.promises_kept), "kept", "more"),
    )
}
"""In the order in which pages show them."""
_FIRST_CELLS: Final = {"on-time": _on_time_first, "disputed": _disputed_first}
FIRST: Final[Mapping[str, Definition]] = {
    name: replace(one, version=1, book=FirstBook, cells=_FIRST_CELLS.get(name, one.cells))
    for name, one in DEFINITIONS.items()
    if one.version == 2
}
"""Figures as they were defined first, to compute again what was published so. The second definitions count apart what was taken
down for a sender, and take as never said what the sender took back."""


def definition_of(name: str, version: int | None = None) -> Definition | None:
    """A figure by the version of its definition, or as it is defined now; None for what is not known."""
    known = (DEFINITIONS.get(name), FIRST.get(name))
    return next((one for one in known if one is not None and version in {None, one.version}), None)


PARTS: Final = (ON_TIME, LATE, UNANSWERED, WITHDRAWN, OTHERWISE)
"""What becomes of a date, in the order in which it is told."""
