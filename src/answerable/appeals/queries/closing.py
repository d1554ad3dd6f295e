"""What may be closed because nobody disputes it any more, and what somebody has to look at first."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from answerable.appeals.models import Appeal, Point
from answerable.appeals.queries.dates import DISPUTE_DAYS
from answerable.appeals.terms import Rating, State
from answerable.law.queries import standing_order

BATCH = 500


def is_contested(appeal: Appeal) -> bool:
    """Say whether the sender wrote back and nobody has looked, or found a point of the answer wanting."""
    wanting = Point.objects.filter(appeal=appeal, rating=Rating.NOT_ANSWERED)
    return appeal.replied_at is not None or wanting.exists()


def over(*, at: datetime) -> Iterator[int]:
    """Answered and refused appeals whose time to dispute has passed uncontested, the oldest first."""
    days = int(standing_order().settings.get("dispute_days", DISPUTE_DAYS))
    wanting = Point.objects.filter(appeal=OuterRef("id"), rating=Rating.NOT_ANSWERED)
    rows = (
        Appeal.objects.filter(state__in=[State.ANSWERED, State.REFUSED], answered_at__lte=at - timedelta(days=days))
        .filter(replied_at=None)
        .exclude(Exists(wanting))
    )
    yield from rows.order_by("answered_at", "id").values_list("id", flat=True).iterator(chunk_size=BATCH)
