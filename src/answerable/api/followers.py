"""News of appeals for other people's programs."""

from typing import Final

from answerable.api import actions, queries, rules
from answerable.api.terms import EVENTS
from answerable.appeals.queries import programs
from answerable.base.follower import Follower, HeardDeed, follows
from answerable.base.subject import Subject


@follows(*EVENTS)
def tell_programs(entry: HeardDeed) -> None:
    """Write a call for each webhook of the body that has the appeal, and of the one that gave it away.

    Of what is sealed, or about somebody who serves there, no program is told. What is told is codes: how it stands by now.
    """
    told = programs.told_of(Subject.parse(entry.thing).id, before=entry.facts.get("from"))
    if told is None:
        return
    for row in queries.open_for(told.bodies):
        if rules.is_heard(entry.deed, row.events):
            actions.write_call(row, entry=entry.id, event=entry.deed, data=told.data, at=entry.at)


FOLLOWERS: Final[tuple[Follower, ...]] = (tell_programs,)
