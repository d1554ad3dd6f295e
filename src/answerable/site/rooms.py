"""The rooms of the system by their floors, the lowest first. A new room is its folder and its line here.

Everything else is read from what each room declares (`base.room`): see docs/decisions/0090-rooms-declare-themselves.md.
"""

from typing import Final

from answerable.api.room import API
from answerable.appeals.room import APPEALS
from answerable.base.room import Room
from answerable.channels.room import CHANNELS
from answerable.figures.room import FIGURES
from answerable.focus.room import FOCUS
from answerable.law.room import LAW
from answerable.ledger.room import LEDGER
from answerable.oversight.room import OVERSIGHT
from answerable.people.room import PEOPLE
from answerable.places.room import PLACES
from answerable.promises.room import PROMISES
from answerable.site.room import SITE
from answerable.surveys.room import SURVEYS
from answerable.vault.room import VAULT

FLOORS: Final[tuple[tuple[Room, ...], ...]] = (
    (LEDGER,),
    (PLACES,),
    (PEOPLE,),
    (VAULT, LAW),
    (CHANNELS,),
    (PROMISES,),
    (SURVEYS, APPEALS),
    (FOCUS, OVERSIGHT),
    (FIGURES,),
    (API,),
    (SITE,),
)
"""A room imports only rooms of lower floors; those of one floor do not know each other (tests/architecture/floors.py)."""

ROOMS: Final[tuple[Room, ...]] = tuple(room for floor in FLOORS for room in floor)
