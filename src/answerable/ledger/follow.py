"""How rooms above hear of deeds: followers (`base.follower`), called once for every position, in order.

A follower is safe to hear twice: its work and its bookmark are one transaction, and what it starts outside is a job
deferred in that transaction.
"""

from collections.abc import Mapping, Sequence

from django.db import transaction

from answerable.base.follower import Follower, HeardDeed
from answerable.ledger import actions, queries

Following = Mapping[str, Sequence[Follower]]
"""The followers of each room, as the rooms declare them."""


def bring_up_to_date(following: Following, *, most: int = 500) -> int:
    """Give positions to new deeds and let every follower read on; answers how many deeds were heard."""
    while actions.sequence():
        pass
    heard, stumbled = 0, []
    for room, followers in following.items():
        for follower in followers:
            try:
                while step := _read_on(f"{room}.followers.{follower.name}", follower, most):
                    heard += step
            except Exception as error:  # noqa: BLE001 -- one follower's fault must not stop the others; raised below
                stumbled.append(error)
    if stumbled:
        raise stumbled[0]
    return heard


def _read_on(name: str, follower: Follower, most: int) -> int:
    """Let one follower read one batch; answers how many positions it passed."""
    with transaction.atomic():
        actions.open_bookmark(follower=name)
        position = queries.held_bookmark(name)
        if position is None:
            return 0
        batch = queries.after(position, most=most)
        for _, entry in batch:
            if entry.deed in follower.deeds:
                follower.hear(
                    HeardDeed(entry.id, entry.at, entry.actor, entry.deed, entry.thing, entry.root, entry.facts)
                )
        if batch:
            actions.move_bookmark(follower=name, position=batch[-1][0] + 1)
    return len(batch)
