"""Every read of this room, actor first, already scoped; split by noun."""

from answerable.appeals.queries.case import case, followed
from answerable.appeals.queries.choices import bodies_to_forward, people_to_assign, territories
from answerable.appeals.queries.closing import is_contested, over
from answerable.appeals.queries.dates import disputable_until, due_day, extension_limit, extension_rule, since_here
from answerable.appeals.queries.finding import like_these_words, search
from answerable.appeals.queries.holders import (
    Holders,
    bar_of,
    holders,
    is_kept,
    key_bodies,
    monitors,
    readers_of,
    sealed_with,
    would_open,
)
from answerable.appeals.queries.opening import opening
from answerable.appeals.queries.points import points_of, suggest_points
from answerable.appeals.queries.scope import (
    by_id_for,
    contact_of,
    into,
    is_seen_by,
    one_for,
    purpose_of,
    seen_by,
    standing,
)
from answerable.appeals.queries.worklist import (
    Filters,
    Load,
    Page,
    WorklistRow,
    WorkView,
    counts,
    in_incident,
    load_of,
    worklist,
)

__all__ = [
    "Filters",
    "Holders",
    "Load",
    "Page",
    "WorkView",
    "WorklistRow",
    "bar_of",
    "bodies_to_forward",
    "by_id_for",
    "case",
    "contact_of",
    "counts",
    "disputable_until",
    "due_day",
    "extension_limit",
    "extension_rule",
    "followed",
    "holders",
    "in_incident",
    "into",
    "is_contested",
    "is_kept",
    "is_seen_by",
    "key_bodies",
    "like_these_words",
    "load_of",
    "monitors",
    "one_for",
    "opening",
    "over",
    "people_to_assign",
    "points_of",
    "purpose_of",
    "readers_of",
    "sealed_with",
    "search",
    "seen_by",
    "since_here",
    "standing",
    "suggest_points",
    "territories",
    "worklist",
    "would_open",
]
