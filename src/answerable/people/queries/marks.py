"""Places where somebody works at a desk, known by a digest for a day (`people.desk_marks`)."""

from datetime import datetime

from answerable.people.keys import server_key
from answerable.people.models import Limit
from answerable.people.rules import limit_key


def is_marked_place(key: str, *, since: datetime, at: datetime) -> bool:
    """Say whether a place was marked (`actions.mark_place`) after an instant; it is forgotten after a day."""
    keys = [limit_key(server_key(), day=day, words=key) for day in {since.date(), at.date()}]
    return Limit.objects.filter(key__in=keys, filled_at__gt=since).exists()
