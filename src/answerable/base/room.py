"""What a room says of itself: one value in its `room.py`, read by the site and by the rooms below. Nothing is guessed.

A `Room` is made before Django's apps are ready, because the settings read the tuple of them (`site/rooms.py`). What
needs tables, views or wording is therefore given as a function that imports it when it is asked: a misspelt name is
seen by mypy, a call that goes up by import-linter. No room is ever looked up by the name of a module or an attribute.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from answerable.base.follow_note import FollowNote
from answerable.base.follower import Follower, HeardDeed
from answerable.base.held import HeldTable
from answerable.base.incoming import Take, Wish, Words
from answerable.base.leaf_kind import LeafKind
from answerable.base.menu import MenuEntry
from answerable.base.packs.part import PackPart
from answerable.base.place_slot import PlaceSlot
from answerable.base.row_policy import Guarded, Unguarded
from answerable.base.sealed import SealedField, SealedOtherwise
from answerable.base.subject import Subject, SubjectKind

if TYPE_CHECKING:
    from django.db.models import Model
    from django.urls import URLPattern, URLResolver

    Patterns = Sequence[URLPattern | URLResolver]
    Tables = tuple[type[Model], ...]
else:
    Patterns = Sequence[Any]
    Tables = tuple[Any, ...]
Rows = tuple[Guarded | Unguarded, ...]
Held = tuple[HeldTable, ...]


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


def _always(heard: HeardDeed) -> bool:  # noqa: ARG001 -- the signature of a declaration
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class LastingDeed:
    """A deed that holds after a restore of an older backup, too: noted outside of the database, and then done again.

    deed    the deed of the journal
    again   does it again on a subject of a restored installation; False when there was nothing to do
    lasts   whether this very entry is to be noted; all are, unless a room says otherwise
    """

    deed: StrEnum
    again: Callable[[Subject, datetime], bool]
    lasts: Callable[[HeardDeed], bool] = _always


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredPower:
    """A power of a seat that a room adds to those of `people.terms`, for the roles of a pack.

    name           as packs write it; a member of an enumeration of the room's terms, so that a slip is a type error
    title          what it lets somebody do, as a lazy translation
    needs_two      a second person must grant it, too
    needs_passkey  whoever has it signs in with a passkey
    never_lent     it is personal: no substitute gets it
    """

    name: StrEnum
    title: object
    needs_two: bool = False
    needs_passkey: bool = False
    never_lent: bool = False


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


def _no_rows() -> Rows:
    return ()


def _none_held() -> Held:
    return ()


def _no_tables() -> Tables:
    return ()


def _takes_nothing() -> Take | None:
    return None


def _no_wishes() -> Mapping[str, Wish]:
    return {}


def _no_notes(subject: Subject, at: datetime) -> Sequence[FollowNote]:  # noqa: ARG001 -- the signature of a declaration
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """One room. What it does not say it does not have.

    name       of the Django app `answerable.<name>`, and before its tables
    subjects   the kinds of subject that it brings
    leaves     the kinds of leaf of the public log that it writes, of the closed list (`answerable_verify.kinds`)
    rows       every table of it: guarded, or why not
    held       its tables of which the journal holds every row as its last deed left it
    sealed     every column of it that holds ciphertext
    no_rows    why none of its tables needs a guard; said by a room that lists no tables
    urls       its addresses by door
    menu       which of its pages stand in the menus of the base pages
    slots      what it says on the page of a place
    pack       what it reads of a pack, in files of its own
    powers     powers of a seat that it adds for the roles of packs
    refusals   reason -> sentence, for each no of its policies and rules
    gauges     numbers for operators, by name; the site puts the room's name before it
    red_lines  why an operator should look now, in words; nothing when all is well
    followers  whoever of it hears of deeds below
    jobs       every job of it, the periodic ones too
    lasting    deeds that no restore may undo
    counted    tables of which no row may be missing after a restore
    take       how it takes the words that come by the channels; one room of an installation does
    wishes     what it does that a conversation asks for by a fact, before any words are taken
    notes      what it has to say to whoever follows a subject of another room
    """

    name: str
    subjects: tuple[SubjectKind, ...] = ()
    leaves: tuple[LeafKind, ...] = ()
    rows: Callable[[], Rows] = _no_rows
    held: Callable[[], Held] = _none_held
    sealed: tuple[SealedField | SealedOtherwise, ...] = ()
    no_rows: str = ""
    urls: Callable[[], Urls] = _no_urls
    menu: tuple[MenuEntry, ...] = ()
    slots: tuple[PlaceSlot, ...] = ()
    pack: tuple[PackPart, ...] = ()
    powers: tuple[DeclaredPower, ...] = ()
    refusals: Callable[[], Mapping[str, object]] = _no_words
    gauges: Callable[[], Mapping[str, float]] = _no_numbers
    red_lines: Callable[[datetime], Iterable[str]] = _well
    followers: Callable[[], Sequence[Follower]] = _nobody
    jobs: Callable[[], tuple[object, ...]] = _nothing
    lasting: tuple[LastingDeed, ...] = ()
    counted: Callable[[], Tables] = _no_tables
    take: Callable[[], Take | None] = _takes_nothing
    wishes: Callable[[], Mapping[str, Wish]] = _no_wishes
    notes: Callable[[Subject, datetime], Sequence[FollowNote]] = _no_notes

    @property
    def app(self) -> str:
        """The Django app."""
        return f"answerable.{self.name}"


def installed() -> tuple[Room, ...]:
    """The rooms of this installation, lowest first: what `site/rooms.py` lists, for whoever stands below the site."""
    from django.conf import settings

    rooms: tuple[Room, ...] = settings.ROOMS
    return rooms


def followers_by_room() -> Mapping[str, Sequence[Follower]]:
    """The rooms that hear of deeds, with their followers, in the order of the floors.

    Raises ValueError where two followers of a room have one name: by it is known what each has heard.
    """
    found = {room.name: followers for room in installed() if (followers := room.followers())}
    for room, followers in found.items():
        if len({follower.name for follower in followers}) < len(followers):
            raise ValueError(f"two followers of the room {room} have one name: the first of them would hear nothing")
    return found


def taker() -> Take | None:
    """How the words that come by the channels are taken: by the lowest room that declares it."""
    return next((found for room in installed() if (found := room.take()) is not None), None)


def wished(words: Words) -> tuple[str, Wish] | None:
    """The fact by which words ask a room for something, and what that room does then."""
    asked = ((fact, wish) for room in installed() for fact, wish in room.wishes().items() if fact in words.facts)
    return next(asked, None)


def follow_notes(subject: Subject, at: datetime) -> list[FollowNote]:
    """What the rooms have to say to whoever follows a subject, lowest room first."""
    return [note for room in installed() for note in room.notes(subject, at)]


def subject_kinds() -> tuple[SubjectKind, ...]:
    """The kinds of subject that there are in this installation, lowest room first."""
    return tuple(kind for room in installed() for kind in room.subjects)
