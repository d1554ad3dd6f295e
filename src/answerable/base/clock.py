"""The one place that reads the clock. Nobody below views and jobs calls it: time comes in as an argument."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present instant, in UTC."""
    return datetime.now(UTC)
