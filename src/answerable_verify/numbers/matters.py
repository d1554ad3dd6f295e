"""Appeals as the acts on them leave them: read once, in the order of the log, up to the last day of a period.

A body's appeal is counted with its group: the authority that the published figure names for it, the body itself where it
names none. What is due is a *round*: it begins with the registration or a reopening, has the day by which an answer is
owed, and ends with the answer, with a withdrawal or with the matter's end otherwise.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar, Final

from answerable_verify.kinds import APPEAL
from answerable_verify.leaf import LogLeaf
from answerable_verify.numbers.leading import Leading

OWN: Final = "own"
"""The sender's own word; what an operator took down is counted apart."""

POINTS: Final = ("met", "promised", "refused")
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
    taken_down: bool = False
    """Whether it was ended by what an operator took down."""
    points: Mapping[str, int] = field(default_factory=dict)
    """What the answer says of how many points: met, promised, refused; nothing where its leaf did not tell."""


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
    channel: str = ""
    """The way it came, as its first act says."""
    forwarded: bool = False
    first_answer: date | None = None
    ended_early: date | None = None
    answered: tuple[str, date] | None = None
    """Group and day of the last answer."""
    ratings: set[str] = field(default_factory=set)
    """What the sender said of points by their own word since the last answer."""
    taken_down: int = 0
    """How many ratings were taken down since then and not cancelled."""
    disputed: str = ""
    """Whose word disputes the last answer, or that there was none."""
    closed: bool = False
    withdrawn: tuple[bool, bool] | None = None
    """Of one that is withdrawn: whether that ended its round, and its waiting for a first answer."""


def group_names(groups: Mapping[str, list[str]]) -> dict[str, str]:
    """The group of each body that a figure names."""
    return {body: name for name, bodies in groups.items() for body in bodies}


class Book:
    """The matters of a log, act by act. About a kilobyte of memory a matter.

    What its sender takes back, or says is not their word, is as if it had not been: a withdrawal, a dispute, a rating.
    """

    takes_back: ClassVar[bool] = True

    def __init__(self, groups: Mapping[str, str]) -> None:
        self.matters: dict[str, Matter] = {}
        self._groups = groups
        self.leading = Leading(self.group)

    def group(self, body: str) -> str:
        """The group that a body is counted with."""
        return self._groups.get(body, body)

    def add(self, leaf: LogLeaf) -> Matter | None:
        """Take an act; the matter of one on an appeal, None where it is of none that is known."""
        self.leading.add(leaf)
        if leaf.case is None or leaf.on is None or leaf.subject != APPEAL:
            return None
        if leaf.kind == "registered" and leaf.case not in self.matters:
            group = self.group(leaf.body)
            spell = Spell(group, leaf.on)
            channel = str(leaf.channel or leaf.extra.get("ch", ""))
            self.matters[leaf.case] = Matter(leaf.on, group, [Round(group, leaf.on, leaf.due)], [spell], channel)
        found = self.matters.get(leaf.case)
        if found is not None and leaf.kind != "registered":
            self._changed(found, leaf, leaf.on)
        return found

    def _changed(self, matter: Matter, leaf: LogLeaf, on: date) -> None:
        if self.takes_back and _is_taken_back(leaf):
            _taken_back(matter, leaf)
            return
        self._moved(matter, leaf, on)
        if leaf.kind == "answered":
            _answered(matter, self.group(leaf.body), on)
            told = {part: leaf.extra[part] for part in POINTS if leaf.extra.get(part)}
            matter.rounds[-1].points = told or matter.rounds[-1].points
        elif leaf.kind == "reopened":
            matter.closed, matter.disputed = False, ""
            if matter.rounds[-1].ended != UNANSWERED:
                matter.rounds.append(Round(matter.group, on, leaf.due))
        elif leaf.kind == "withdrawn":
            _withdrawn(matter, leaf, on)
        elif leaf.kind in {"closed", "erased"}:
            _ended(matter, OTHERWISE, on)
        else:
            _judged(matter, leaf)

    def _moved(self, matter: Matter, leaf: LogLeaf, on: date) -> None:
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
    matter.answered, matter.ratings, matter.taken_down, matter.disputed = (group, on), set(), 0, ""
    if matter.first_answer is None and matter.ended_early is None:
        matter.first_answer = on
        matter.spells[-1].until, matter.spells[-1].answered = on, True


class FirstBook(Book):
    """The book of the first definitions: a withdrawal that was taken back stood in it, with one more date after it."""

    takes_back = False


def _judged(matter: Matter, leaf: LogLeaf) -> None:
    """What the sender says of an answer, and by whose word."""
    word = str(leaf.extra.get("w", OWN))
    if leaf.kind == "disputed":
        matter.disputed = word
    elif leaf.kind == "rated" and word == OWN:
        matter.ratings.add(str(leaf.extra.get("rating", "")))
    elif leaf.kind == "rated":
        matter.taken_down += 1


def _withdrawn(matter: Matter, leaf: LogLeaf, on: date) -> None:
    standing = matter.rounds[-1]
    ends = standing.ended == UNANSWERED
    early = matter.first_answer is None and matter.ended_early is None
    _ended(matter, WITHDRAWN, on)
    standing.taken_down = ends and leaf.extra.get("w", OWN) != OWN
    matter.withdrawn = ends, early


def _is_taken_back(leaf: LogLeaf) -> bool:
    """Of these acts only those of the sender say whose word they are."""
    return leaf.kind in {"reopened", "corrected"} and "w" in leaf.extra


def _taken_back(matter: Matter, leaf: LogLeaf) -> None:
    """The sender takes back a withdrawal, or says of what was taken down that it is not their word: it stands as it stood."""
    what = leaf.extra.get("basis")
    if what == "dispute":
        matter.disputed = ""
    elif what == "rating":
        matter.taken_down = max(0, matter.taken_down - 1)
    elif matter.withdrawn is not None:
        ended_round, ended_waiting = matter.withdrawn
        matter.withdrawn, matter.closed = None, False
        standing = matter.rounds[-1]
        if ended_round:
            standing.ended, standing.on, standing.taken_down = UNANSWERED, None, False
            standing.due = leaf.due or standing.due
        if ended_waiting:
            matter.ended_early, matter.spells[-1].until = None, None


def _ended(matter: Matter, how: str, on: date) -> None:
    """The matter is over; where nothing was answered, that ends the waiting, too."""
    standing = matter.rounds[-1]
    if standing.ended == UNANSWERED:
        standing.ended, standing.on = how, on
    if matter.first_answer is None and matter.ended_early is None:
        matter.ended_early = on
        matter.spells[-1].until = on
    matter.closed = True
