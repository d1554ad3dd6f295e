"""Every read of this room, actor first, already scoped; split by noun."""

from answerable.appeals.queries.case import case, followed
from answerable.appeals.queries.choices import (
    bodies_to_forward,
    categories,
    ground,
    grounds,
    people_to_assign,
    setting,
    templates,
    territories,
)
from answerable.appeals.queries.dates import disputable_until, due_day, extension_limit, extension_rule, since_here
from answerable.appeals.queries.law import StandingOrder, standing_order
from answerable.appeals.queries.opening import opening
from answerable.appeals.queries.points import points_of, suggest_points
from answerable.appeals.queries.scope import (
    by_id_for,
    contact_of,
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
    Row,
    WorkView,
    counts,
    in_incident,
    like_these_words,
    load_of,
    search,
    worklist,
)

__all__ = [
    "Filters",
    "Load",
    "Page",
    "Row",
    "StandingOrder",
    "WorkView",
    "bodies_to_forward",
    "by_id_for",
    "case",
    "categories",
    "contact_of",
    "counts",
    "disputable_until",
    "due_day",
    "extension_limit",
    "extension_rule",
    "followed",
    "ground",
    "grounds",
    "in_incident",
    "is_seen_by",
    "like_these_words",
    "load_of",
    "one_for",
    "opening",
    "people_to_assign",
    "points_of",
    "purpose_of",
    "search",
    "seen_by",
    "setting",
    "since_here",
    "standing",
    "standing_order",
    "suggest_points",
    "templates",
    "territories",
    "worklist",
]
