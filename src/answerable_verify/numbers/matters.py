"""Appeals as the acts on them leave them: read once, in the order of the log, up to the last day of a period.

A body's appeal is counted with its group: the authority that the published figure names for it, the body itself where it
names none. What is due is a *round*: it begins with the registration or a reopening, has the day by which an answer is
owed, and ends with the answer, with a withdrawal or with the matter's end otherwise.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from answerable_verify.kinds import APPEAL
from answerable_verify.leaf import Leaf

ALL: Final = "all"
"""The group of everybody."""
OWN: Final = "own"
"""The sender's own word; what an operator took down is counted apart."""

ON_TIME, LATE, UNANSWERED, WITHDRAWN, OTHERWISE = "on-time", "late", "unanswered", "withdrawn", "otherwise"


@dataclass(slots=True)
class Round:
    """One date that an answer was owed by, and what came of it."""

    group: str
    began: date
    due: date | None
    extended: bool = False
    ended: str = UNANSWERED
    on: date | None = None


@dataclass(slots=True)
class Spell:
    """The time that a group had the appeal, before its first answer."""

    group: str
    since: date
    until: date | None = None
    answered: bool = False


@dataclass(slots=True)
class Matter:
    """One appeal."""

    registered: date
    group: str
    rounds: list[Round]
    spells: list[Spell]
    forwarded: bool = False
    first_answer: date | None = None
    ended_early: date | None = None
    answered: tuple[str, date] | None = None
    """Group and day of the last answer."""
    ratings: set[tuple[str, str]] = field(default_factory=set)
    """(rating, whose word) since the last answer; a point each."""
    disputed: bool = False
    """Since the last answer, or because there was none."""
    closed: bool = False


def group_names(groups: Mapping[str, list[str]]) -> dict[str, str]:
    """The group of each body that a figure names."""
    return {body: name for name, bodies in groups.items() for body in bodies}


class Book:
    """The matters of a log, act by act. About a kilobyte of memory a matter."""

    def __init__(self, groups: Mapping[str, str]) -> None:
        self.matters: dict[str, Matter] = {}
        self._groups = groups

    def group(self, body: str) -> str:
        """The group that a body is counted with."""
        return self._groups.get(body, body)

    def add(self, leaf: Leaf) -> Matter | None:
        """Take an act on an appeal; its matter, None where the act is of none that is known."""
        if leaf.case is None or leaf.on is None or leaf.subject != APPEAL:
            return None
        if leaf.kind == "registered" and leaf.case not in self.matters:
            group = self.group(leaf.body)
            spell = Spell(group, leaf.on)
            self.matters[leaf.case] = Matter(leaf.on, group, [Round(group, leaf.on, leaf.due)], [spell])
        found = self.matters.get(leaf.case)
        if found is not None and leaf.kind != "registered":
            self._changed(found, leaf, leaf.on)
        return found

    def _changed(self, matter: Matter, leaf: Leaf, on: date) -> None:
        self._moved(matter, leaf, on)
        if leaf.kind == "answered":
            _answered(matter, self.group(leaf.body), on)
        elif leaf.kind == "reopened":
            matter.closed, matter.disputed = False, False
            if matter.rounds[-1].ended != UNANSWERED:
                matter.rounds.append(Round(matter.group, on, leaf.due))
        elif leaf.kind in {"withdrawn", "closed", "erased"}:
            _ended(matter, WITHDRAWN if leaf.kind == "withdrawn" else OTHERWISE, on)
        elif leaf.kind == "rated":
            matter.ratings.add((str(leaf.extra.get("rating", "")), str(leaf.extra.get("w", OWN))))
        elif leaf.kind == "disputed":
            matter.disputed = True

    def _moved(self, matter: Matter, leaf: Leaf, on: date) -> None:
        """A new date, and another authority: what an act says of either."""
        standing = matter.rounds[-1]
        if leaf.due is not None and standing.ended == UNANSWERED:
            standing.due = leaf.due
            standing.extended |= leaf.kind == "extended"
        if "to" not in leaf.extra or leaf.kind not in {"routed", "forwarded", "corrected", "reopened"}:
            return
        group = self.group(str(leaf.extra["to"]))
        if group == matter.group:
            return
        matter.forwarded, matter.group = True, group
        if standing.ended == UNANSWERED:
            standing.group = group
        if matter.spells[-1].until is None:
            matter.spells[-1].until = on
            matter.spells.append(Spell(group, on))


def _answered(matter: Matter, group: str, on: date) -> None:
    standing = matter.rounds[-1]
    if standing.ended == UNANSWERED:
        standing.on, standing.group = on, group
        standing.ended = ON_TIME if standing.due is None or on <= standing.due else LATE
    matter.answered, matter.ratings, matter.disputed = (group, on), set(), False
    if matter.first_answer is None and matter.ended_early is None:
        matter.first_answer = on
        matter.spells[-1].until, matter.spells[-1].answered = on, True


def _ended(matter: Matter, how: str, on: date) -> None:
    """The matter is over; where nothing was answered, that ends the waiting, too."""
    standing = matter.rounds[-1]
    if standing.ended == UNANSWERED:
        standing.ended, standing.on = how, on
    if matter.first_answer is None and matter.ended_early is None:
        matter.ended_early = on
        matter.spells[-1].until = on
    matter.closed = True
