"""What this room does by itself: sweep sessions and limits that are over."""

from procrastinate.contrib.django import app

from answerable.base.clock import now
from answerable.people import actions


@app.periodic(cron="23 * * * *")  # type: ignore[untyped-decorator]  # the library is not read by mypy
@app.task(queueing_lock="people.sweep")  # type: ignore[untyped-decorator]  # as above
def sweep(timestamp: int) -> None:  # noqa: ARG001 -- given to every periodic job
    """Remove rows that no longer mean anything."""
    actions.sweep_sessions(at=now())
    actions.sweep_limits(at=now())
