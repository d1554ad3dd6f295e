"""Whether what somebody writes says that somebody is in danger now, by the shipped lists of words and the pack's own."""

from functools import lru_cache

from answerable.law import learned
from answerable.law.queries.order import standing_order
from answerable.law.rules import urgent


def sounds_urgent(text: str) -> bool:
    """Say whether a page should ask to call first. Never a reason to refuse or to hold back what is sent."""
    own = standing_order().settings.get("urgent_words") or {}
    lists, theirs = _lists(tuple((kind, tuple(lines)) for kind, lines in sorted(own.items())))
    return urgent.is_urgent(text, lists, learned.URGENT.weights(), own=theirs.urgent)


@lru_cache(maxsize=2)
def _lists(own: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[urgent.UrgentLists, urgent.UrgentLists]:
    """All lists together, and the place's own."""
    return urgent.read([*learned.URGENT.lists(), dict(own)]), urgent.read([dict(own)])
