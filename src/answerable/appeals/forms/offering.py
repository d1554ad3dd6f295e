"""The lists of the first screen, in the reader's language."""

from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Any, Final

from django.utils.translation import gettext as _

from answerable.appeals.forms.fields import Offered
from answerable.appeals.queries import public as offered
from answerable.base import dates
from answerable.law import queries as law_queries
from answerable.law.models import Category
from answerable.places.rules import name_in

UNSURE: Final = "unsure"


def choices(at: datetime) -> dict[str, Offered]:
    """The lists of screen 1 in the reader's language, as they are on a day."""
    return _kept_choices(dates.language(), law_queries.standing_order().revision, at.date())


@lru_cache(maxsize=24)
def _kept_choices(language: str, revision: int, day: date) -> dict[str, Offered]:  # noqa: ARG001 -- what they are true for
    """The lists, made once for a language, a revision and a day: every message that is sent is checked against them."""
    none, noon = ("", "—"), datetime.combine(day, time(12), tzinfo=UTC)
    bodies = [(str(one.id), "\u2003" * one.depth + one.name) for one in offered.bodies_to_name(language)]
    officers = [
        (str(one.id), f"{one.name}, {one.post}" if one.post else one.name)
        for one in offered.officers_to_name(language, noon)
    ]
    lists = {
        "about": [none, (UNSURE, _("I am not sure")), *bodies],
        "officer": [none, *officers],
        "territory": [none, *((str(one.id), one.name) for one in offered.places_to_pick(language))],
        "category": [none, *_categories(language)],
        "addressed_to": [none, *((str(one.id), one.name) for one in offered.bodies_to_address(language))],
    }
    return {name: Offered(options) for name, options in lists.items()}


def _categories(language: str) -> list[tuple[str, Any]]:
    """Categories for a list, those that stand under another grouped by it."""
    rows = law_queries.categories()
    children: dict[int, list[Category]] = {}
    for row in rows:
        if row.parent_id is not None:
            children.setdefault(row.parent_id, []).append(row)
    found: list[tuple[str, Any]] = []
    for row in rows:
        if row.parent_id is not None:
            continue
        own = (str(row.id), name_in(row.name, language))
        below = [(str(one.id), name_in(one.name, language)) for one in children.get(row.id, [])]
        found.append(
            (own[1], [(own[0], _("%(category)s, in general") % {"category": own[1]}), *below]) if below else own
        )
    return found
