"""What the system notes outside of its database: erasures, in the journal that a restore reads."""

from typing import Final

from django.conf import settings

from answerable.base.follower import Follower, HeardDeed, follows
from answerable.ledger.actions.restoring import FROZEN
from answerable.site import rooms
from answerable.site.backups import numbers
from answerable_host.backups import erasures

_DECLARED: Final = [each for room in rooms.ROOMS for each in room.lasting]
LASTING: Final = {str(each.deed): each for each in _DECLARED}


@follows(*(each.deed for each in _DECLARED), critical=True)
def note_an_erasure(entry: HeardDeed) -> None:
    """Write it into the book: in the state folder, in the second place, and beside the backups where they are made."""
    if not LASTING[entry.deed].lasts(entry):
        return
    config = settings.ANSWERABLE
    places = [config.home, config.second_place, *filter(None, [config.backup_to])]
    erasure = erasures.Erasure(entry=entry.id, at=entry.at.isoformat(), deed=entry.deed, thing=entry.thing)
    erasures.write_erasure(places, erasure)


@follows(FROZEN, critical=True)
def begin_new_numbers(entry: HeardDeed) -> None:
    """A log that froze says that this database has gone back: it doesn't know which numbers it gave since."""
    del entry
    numbers.begin_new_series()


FOLLOWERS: Final[tuple[Follower, ...]] = (note_an_erasure, begin_new_numbers)
