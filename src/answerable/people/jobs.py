"""What this room does by itself: sweep what is over, learn the grammar of new names."""

from procrastinate.contrib.django import app

from answerable.base.clock import now
from answerable.people import actions


@app.periodic(cron="23 * * * *")  # type: ignore[untyped-decorator]  # the library is not read by mypy
@app.task(queueing_lock="people.sweep")  # type: ignore[untyped-decorator]  # as above
def sweep(timestamp: int) -> None:  # noqa: ARG001 -- given to every periodic job
    """Remove rows that no longer mean anything."""
    actions.sweep_sessions(at=now())
    actions.sweep_limits(at=now())


@app.periodic(cron="*/5 * * * *")  # type: ignore[untyped-decorator]  # as above
@app.task(queueing_lock="people.learn_words")  # type: ignore[untyped-decorator]  # as above
def learn_words(timestamp: int) -> None:  # noqa: ARG001 -- as above
    """Learn the forms of names and posts that somebody has written since. One query where there are none."""
    actions.learn_words()
