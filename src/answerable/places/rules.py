"""Arithmetic of working days. Pure: a calendar is what a pack says of a year, never a rule of thumb.

A year that the pack doesn't cover has a name of its own, `Uncovered`. Who must have the truth asks `days_of`, which
raises it; who must go on (a due date can't be left out) asks `is_working`, which takes the plain weekend, and
`guessed` then says so, and the page says so too.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from answerable.base import foreign

ONE: Final = timedelta(days=1)
PLAIN_WEEKEND: Final = frozenset({6, 7})  # ISO weekdays
LONGEST_REST: Final = 60  # days; a longer row of days off is a fault of the data, not a holiday


class UncoveredYearError(LookupError):
    """The calendar has no data for this year."""

    def __init__(self, code: str, year: int) -> None:
        super().__init__(f"the calendar {code} says nothing of {year}")
        self.code = code
        self.year = year


class EndlessCalendarError(ValueError):
    """No working day within `LONGEST_REST` days: the data is wrong."""


@dataclass(frozen=True, slots=True)
class YearDays:
    """One year's days off: ISO weekdays of the weekend, dates that are off besides, weekend dates that are worked."""

    weekend: frozenset[int] = PLAIN_WEEKEND
    holidays: frozenset[date] = frozenset()
    working: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Calendar:
    """The working days of one jurisdiction, year by year."""

    code: str
    years: Mapping[int, YearDays] = field(default_factory=dict)

    def days_of(self, year: int) -> YearDays:
        """What the data says of a year. Raises Uncovered when it says nothing."""
        try:
            return self.years[year]
        except KeyError:
            raise UncoveredYearError(self.code, year) from None

    def why_off(self, day: date) -> str:
        """Why nobody works on that day: `holiday`, `weekend`, or empty for a working day."""
        known = self.years.get(day.year, YearDays())
        if day in known.working:
            return ""
        if day in known.holidays:
            return "holiday"
        return "weekend" if day.isoweekday() in known.weekend else ""

    def is_working(self, day: date) -> bool:
        """Say whether it is a working day; by the plain weekend in a year without data."""
        return not self.why_off(day)

    def guessed(self, first: date, last: date) -> bool:
        """Say whether any year from one day to the other has no data."""
        return any(year not in self.years for year in range(first.year, last.year + 1))


def next_working(calendar: Calendar, day: date) -> date:
    """That day, or the first working day after it. Raises Endless when the data has none."""
    for ahead in range(LONGEST_REST):
        if calendar.is_working(day + ahead * ONE):
            return day + ahead * ONE
    raise EndlessCalendarError(f"no working day within {LONGEST_REST} days after {day} in the calendar {calendar.code}")


def previous_working(calendar: Calendar, day: date) -> date:
    """That day, or the last working day before it. Raises Endless when the data has none."""
    for back in range(LONGEST_REST):
        if calendar.is_working(day - back * ONE):
            return day - back * ONE
    raise EndlessCalendarError(
        f"no working day within {LONGEST_REST} days before {day} in the calendar {calendar.code}"
    )


def add_working_days(calendar: Calendar, day: date, count: int) -> date:
    """The `count`-th working day after a day; the day itself is never counted. `count` is 1 or more."""
    if count < 1:
        raise ValueError(f"{count} working days can't be counted")
    for _ in range(count):
        day = next_working(calendar, day + ONE)
    return day


def tree_order(parents: Mapping[str, str | None]) -> list[str]:
    """Codes so that each stands after its parent. Raises ValueError naming the codes of a ring."""
    placed: dict[str, None] = {}
    waiting = dict(parents)
    while waiting:
        ready = [
            code for code, parent in waiting.items() if parent is None or parent in placed or parent not in parents
        ]
        if not ready:
            raise ValueError(", ".join(sorted(waiting)))
        for code in ready:
            placed[code] = None
            del waiting[code]
    return list(placed)


@dataclass(frozen=True)
class TerritoryNode:
    """One territory as pickers and routing see it."""

    id: int
    code: str
    parent: int | None
    kind: str
    name: Mapping[str, str]
    zone: str


@dataclass(frozen=True)
class TerritoryTree:
    """All territories, by id."""

    places: Mapping[int, TerritoryNode]

    def outwards(self, place: int) -> list[int]:
        """The place, what it lies in, and so on to the widest; a ring, which only a damaged row can make, is gone round once."""
        line = [place]
        while (parent := self.places[line[-1]].parent) is not None and parent not in line:
            line.append(parent)
        return line

    def within(self, place: int) -> frozenset[int]:
        """The place and everything that lies in it."""
        return frozenset(one for one in self.places if place in self.outwards(one))

    def path(self, place: int, language: str) -> list[str]:
        """Names from the place outwards: "Kochetok, Chuhuiv community, Chuhuiv raion"."""
        return [name_in(self.places[one].name, language) for one in self.outwards(place)]


def name_in(names: Mapping[str, str], language: str) -> str:
    """The name in a language, else in English, else whatever there is."""
    return foreign.in_language(names, language)


@lru_cache(maxsize=1 << 17)
@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """Text as it is compared: no case, one kind of apostrophe and of hyphen, single spaces."""
    for odd in "\u2019\u02bc`\u2018":
        text = text.replace(odd, "'")
    for odd in "\u2010\u2011\u2013\u2014":
        text = text.replace(odd, "-")
    return " ".join(text.casefold().replace("ё", "е").split())


def ending_off(word: str) -> str:
    """A name without its last letters, so that "у Чугуєві" finds "Чугуїв": declension changes the end of a word."""
    keep = max(4, len(word) - 2)
    return word[:keep]


def mentioned(places: Iterable[TerritoryNode], text: str) -> list[int]:
    """Places whose name stands in an address that somebody typed, the longest name first, then the smallest place."""
    spoken = folded(text)
    words = [word.strip(".,;:!?()\"«»'") for word in spoken.split()]
    found: list[tuple[int, int, int]] = []
    for place in places:
        names = [folded(name) for name in place.name.values() if folded(name)[:3] in spoken]
        if exact := max((len(name) for name in names if _stands_in(name, spoken)), default=0):
            found.append((0, -exact, place.id))
        elif loose := max((len(name) for name in names if _declined_in(name, words)), default=0):
            found.append((1, -loose, place.id))
    return [place for _, _, place in sorted(found)]


def _stands_in(name: str, text: str) -> bool:
    """Say whether a name stands in a text as whole words."""
    start = text.find(name)
    while name and start >= 0:
        before, after = text[start - 1 : start], text[start + len(name) : start + len(name) + 1]
        if not before.isalnum() and not after.isalnum():
            return True
        start = text.find(name, start + 1)
    return False


def _declined_in(name: str, words: list[str]) -> bool:
    """Say whether a row of words could be the name in another case."""
    parts = name.split()
    if not parts or any(len(part) < 4 for part in parts):
        return False
    stems = [ending_off(part) for part in parts]
    for first in range(len(words) - len(parts) + 1):
        row = words[first : first + len(parts)]
        if all(_could_be(word, stem, part) for word, stem, part in zip(row, stems, parts, strict=True)):
            return True
    return False


def _could_be(word: str, stem: str, part: str) -> bool:
    return word.startswith(stem) and abs(len(word) - len(part)) <= 2
