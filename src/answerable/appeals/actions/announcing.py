"""Telling the public log by which rules it is to be read: places, days off, terms, categories, and how finely it tells.

Each is a document with its digest in a `config` leaf; a change without such a leaf would be a silent change of the
rules, which monitors look for. The documents are public (`ledger.queries.announced`) and hold nothing of any person.
"""

import json
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Count

from answerable.appeals.models import Appeal
from answerable.law.models import Category, Profile
from answerable.law.queries import StandingOrder, standing_order
from answerable.law.rules import levels
from answerable.ledger import leaves
from answerable.ledger import queries as ledger_queries
from answerable.ledger.actions.announcing import announce
from answerable.people.actions.loading import locked_revision, move_revision
from answerable.people.models import Body
from answerable.places.models import Calendar, Territory

YEAR: Final = timedelta(days=365)
MONTH: Final = timedelta(days=30)


def announce_rules(*, at: datetime) -> list[str]:
    """Announce what changed since it was announced last; returns the names. New levels when a year is over."""
    changed = [name for name, read in DOCUMENTS.items() if announce(name=name, document=_written(read()), at=at)]
    if _levels_are_old(at) and set_levels(at=at):
        changed.append(levels.NAME)
    return changed


@transaction.atomic
def set_levels(*, at: datetime) -> bool:
    """Compute from the trailing year how finely each body's appeals are told, and announce it; False when it is as it was."""
    found = levels.computed(counted(standing_order(), at=at), _parents())
    if not announce(name=levels.NAME, document=_written(found.as_document()), at=at):
        return False
    move_revision(locked_revision())  # every process reads its order anew
    return True


def counted(order: StandingOrder, *, at: datetime) -> Counter[tuple[str, str, str]]:
    """The trailing year's appeals by body, place and group, in the codes of leaves."""
    rows = Appeal.objects.filter(registered_at__gt=at - YEAR, registered_at__lte=at)
    counts: Counter[tuple[str, str, str]] = Counter()
    for body, place, category, count in rows.values_list("body", "territory", "category").annotate(count=Count("id")):
        where = leaves.token(order.place_codes[place]) if place in order.place_codes else ""
        counts[order.bodies[body].code, where, order.group_of(category)] += count
    return counts


def _levels_are_old(at: datetime) -> bool:
    """A year is over, or a month for an installation that had too little to tell anything apart."""
    said = ledger_queries.announced_at(levels.NAME)
    if said is None:
        return True
    empty = not (ledger_queries.announced(levels.NAME) or {}).get("bodies")
    return at - said > (MONTH if empty else YEAR)


def _parents() -> dict[str, str | None]:
    codes = dict(Territory.objects.values_list("id", "code"))
    rows = Territory.objects.values_list("code", "parent_id")
    return {leaves.token(code): leaves.token(codes[parent]) if parent else None for code, parent in rows}


def _written(document: Any) -> bytes:
    return json.dumps(document, sort_keys=True, separators=(",", ":"), default=str).encode()


def _rows(model: Any, *columns: str) -> list[dict[str, Any]]:
    return list(model.objects.order_by(*columns[:2]).values(*columns))


_TERM: Final = ("step", "clock_from", "count", "unit", "first_day", "day_off", "extend", "applies_to", "channels")
DOCUMENTS: Final[dict[str, Callable[[], Any]]] = {
    "territories": lambda: _rows(Territory, "code", "parent__code", "kind", "zone", "retired_on"),
    "calendar": lambda: _rows(Calendar, "code", "year", "weekend", "holidays", "working"),
    "deadlines": lambda: _rows(Profile, "code", "valid_from", "valid_to", "basis", "bodies", *_TERM),
    "bodies": lambda: _rows(Body, "code", "parent__code", "kind", "territory__code", "calendar", "retired_on"),
    "categories": lambda: _rows(Category, "code", "parent__code", "sensitive", "retired_on"),
}
