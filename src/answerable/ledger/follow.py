"""How rooms above hear of deeds: followers, called once for every position, in order.

A follower is a function marked `@follows("appeal.rated")` in a room's `followers.py`. It is safe to hear twice: its
work and its bookmark are one transaction, and what it starts outside is a job deferred in that transaction.
"""

from collections.abc import Callable
from typing import Final

from django.db import transaction

from answerable.ledger import actions, queries
from answerable.ledger.models import Entry

Follower = Callable[[Entry], None]
_FOLLOWERS: Final[dict[str, tuple[frozenset[str], Follower]]] = {}


def follows(*deeds: str) -> Callable[[Follower], Follower]:
    """Mark a function as the follower of these deeds."""

    def mark(function: Follower) -> Follower:
        name = f"{function.__module__.removeprefix('answerable.')}.{function.__name__}"
        _FOLLOWERS[name] = (frozenset(deeds), function)
        return function

    return mark


def bring_up_to_date(*, most: int = 500) -> int:
    """Give positions to new deeds and let every follower read on; answers how many deeds were heard."""
    while actions.sequence():
        pass
    heard, stumbled = 0, []
    for name, (deeds, function) in _FOLLOWERS.items():
        try:
            while step := _read_on(name, deeds, function, most):
                heard += step
        except Exception as error:  # noqa: BLE001 -- one follower's fault must not stop the others; raised below
            stumbled.append(error)
    if stumbled:
        raise stumbled[0]
    return heard


def _read_on(name: str, deeds: frozenset[str], function: Follower, most: int) -> int:
    """Let one follower read one batch; answers how many positions it passed."""
    with transaction.atomic():
        actions.open_bookmark(follower=name)
        position = queries.held_bookmark(name)
        if position is None:
            return 0
        batch = queries.after(position, most=most)
        for _, entry in batch:
            if entry.deed in deeds:
                function(entry)
        if batch:
            actions.move_bookmark(follower=name, position=batch[-1][0] + 1)
    return len(batch)
