"""Where somebody has served: seats that ended, too."""

from datetime import datetime, timedelta

from answerable.people.models import Seat


def bodies_served(account_id: int, *, since: datetime, at: datetime) -> set[int]:
    """The bodies in which somebody had a seat of their own at any time since then, whether it has ended meanwhile or not."""
    held = Seat.objects.filter(account=account_id, from_on__lte=at.date() + timedelta(days=1))
    held = held.exclude(ended_at__lt=since).exclude(until_on__lt=since.date())
    return set(held.values_list("body", flat=True))
