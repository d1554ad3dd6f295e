"""What the house notes outside of its database: erasures, in the book that a restore reads."""

from typing import Final

from django.conf import settings

from answerable.appeals.terms import Deed
from answerable.base.follower import Follower, HeardDeed, follows
from answerable_host.backups import erasures


@follows(Deed.ERASED, Deed.WITHDRAWN, Deed.CONTACT_CHANGED, critical=True)
def note_an_erasure(entry: HeardDeed) -> None:
    """Write it into the book: in the state folder, and beside the backups where they are made."""
    if entry.deed == Deed.CONTACT_CHANGED and entry.facts.get("way"):
        return  # another address, not none
    places = [settings.ANSWERABLE.home, *filter(None, [settings.ANSWERABLE.backup_to])]
    erasure = erasures.Erasure(entry=entry.id, at=entry.at.isoformat(), deed=entry.deed, thing=entry.thing)
    erasures.write(places, erasure)


FOLLOWERS: Final[tuple[Follower, ...]] = (note_an_erasure,)
