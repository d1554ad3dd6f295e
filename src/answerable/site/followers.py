"""What the system notes outside of its database: erasures, in the journal that a restore reads."""

from typing import Final

from django.conf import settings

from answerable.base.follower import Follower, HeardDeed, follows
from answerable.site import rooms
from answerable_host.backups import erasures

LASTING: Final = {str(each.deed): each for room in rooms.ROOMS for each in room.lasting}


@follows(*LASTING, critical=True)
def note_an_erasure(entry: HeardDeed) -> None:
    """Write it into the journal: in the state folder, and beside the backups where they are made."""
    if not LASTING[entry.deed].lasts(entry):
        return
    places = [settings.ANSWERABLE.home, *filter(None, [settings.ANSWERABLE.backup_to])]
    erasure = erasures.Erasure(entry=entry.id, at=entry.at.isoformat(), deed=entry.deed, thing=entry.thing)
    erasures.write_erasure(places, erasure)


FOLLOWERS: Final[tuple[Follower, ...]] = (note_an_erasure,)
