"""The order of a batch, which tells nothing: of whoever wrote first only the acts of their own case know."""

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable
from random import Random
from typing import TypeVar

T = TypeVar("T")


def shuffled(acts: Iterable[T], case: Callable[[T], Hashable], chance: Random) -> list[T]:
    """The acts in an order that betrays no order of arrival, but for that of the acts of one case.

    `chance` should be `random.SystemRandom()`; acts of one case must come in the order of their numbers.
    """
    waiting: defaultdict[Hashable, deque[T]] = defaultdict(deque)
    slots = []
    for act in acts:
        waiting[case(act)].append(act)
        slots.append(case(act))
    chance.shuffle(slots)
    return [waiting[slot].popleft() for slot in slots]
