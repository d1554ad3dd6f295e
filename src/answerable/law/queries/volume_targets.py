"""Whether what somebody writes makes a goal of how many people are stopped, fined, registered or placed."""

from functools import cache

from answerable.law import learned
from answerable.law.rules import targets


def sets_volume_target(text: str) -> bool:
    """Say whether a text must not stand as an instruction, a promise, a priority or a plan."""
    return targets.sets_target(text, _lists(), learned.TARGETS.weights())


@cache
def _lists() -> targets.TargetLists:
    return targets.read(learned.TARGETS.lists())
