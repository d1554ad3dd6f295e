"""What a room says of itself: one value in its `room.py`, read by the site and by the rooms below. Nothing is guessed.

A `Room` is made before Django's apps are ready, because the settings read the tuple of them (`site/rooms.py`). What
needs tables, views or wording is therefore given as a function that imports it when it is asked: a misspelt name is
seen by mypy, a call that goes up by import-linter. No room is ever looked up by the name of a module or an attribute.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from answerable.base.follower import Follower
from answerable.base.row_policy import Guarded, Unguarded

if TYPE_CHECKING:
    from django.urls import URLPattern, URLResolver

    Patterns = Sequence[URLPattern | URLResolver]
else:
    Patterns = Sequence[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Urls:
    """A room's addresses, by the door under whose root they stand; each is named `door:room:name`.

    public  below the language                 plain   without a language, for programs (`/log/`, `/open311/`)
    follow  below /follow/                     desk    below /desk/
    chair   below /chair/                      hooks   below /hooks/
    """

    plain: Patterns = ()
    public: Patterns = ()
    follow: Patterns = ()
    desk: Patterns = ()
    chair: Patterns = ()
    hooks: Patterns = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectKind:
    """A kind of subject that a room brings: what can be recorded, sealed, opened, and whose rows are guarded.

    name   the word before the stroke: `appeal/123`
    table  the guarded table whose own policy decides who reaches a subject of this kind
    """

    name: str
    table: str


def _no_urls() -> Urls:
    return Urls()


def _no_words() -> Mapping[str, object]:
    return {}


def _no_numbers() -> Mapping[str, float]:
    return {}


def _well(at: datetime) -> Iterable[str]:  # noqa: ARG001 -- the signature of a declaration
    return ()


def _nobody() -> Sequence[Follower]:
    return ()


def _nothing() -> tuple[object, ...]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """One room. What it does not say it does not have.

    name       of the Django app `answerable.<name>`, and before its tables
    subjects   the kinds of subject that it brings
    leaves     the kinds of leaf of the public log that it writes, of the closed list (`answerable_verify.kinds`)
    rows       every table of it: guarded, or why not
    no_rows    why none of its tables needs a guard; said by a room that lists no tables
    urls       its addresses by door
    refusals   reason -> sentence, for each no of its policies and rules
    gauges     numbers for operators, by name; the site puts the room's name before it
    red_lines  why an operator should look now, in words; nothing when all is well
    followers  whoever of it hears of deeds below
    jobs       every job of it, the periodic ones too
    counted    tables of which no row may be missing after a restore
    """

    name: str
    subjects: tuple[SubjectKind, ...] = ()
    leaves: tuple[str, ...] = ()
    rows: tuple[Guarded | Unguarded, ...] = ()
    no_rows: str = ""
    urls: Callable[[], Urls] = _no_urls
    refusals: Callable[[], Mapping[str, object]] = _no_words
    gauges: Callable[[], Mapping[str, float]] = _no_numbers
    red_lines: Callable[[datetime], Iterable[str]] = _well
    followers: Callable[[], Sequence[Follower]] = _nobody
    jobs: Callable[[], tuple[object, ...]] = _nothing
    counted: tuple[str, ...] = ()

    @property
    def app(self) -> str:
        """The Django app."""
        return f"answerable.{self.name}"


def installed() -> tuple[Room, ...]:
    """The rooms of this installation, lowest first: what `site/rooms.py` lists, for whoever stands below the site."""
    from django.conf import settings

    rooms: tuple[Room, ...] = settings.ROOMS
    return rooms
