"""The follower of the toy room."""

from typing import Final

from answerable.base.actor import SYSTEM
from answerable.base.follower import Follower, HeardDeed, follows
from answerable.base.subject import Subject
from answerable.toy import actions
from answerable.toy.terms import FindDeed


@follows(FindDeed.HANDED_IN)
def acknowledge_a_find(heard: HeardDeed) -> None:
    """What was handed in is acknowledged a moment later."""
    actions.acknowledge(by=SYSTEM, at=heard.at, ref=Subject.parse(heard.thing).id)


FOLLOWERS: Final[tuple[Follower, ...]] = (acknowledge_a_find,)
