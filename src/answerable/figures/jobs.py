"""What this room does by itself: publish the figures of what has ended, and their errata."""

from procrastinate.contrib.django import app

from answerable.base.actor import SYSTEM
from answerable.base.clock import now
from answerable.figures import publishing, publishing_cells
from answerable.law.queries import standing_order


@app.periodic(cron="37 3 2-8 * *")  # type: ignore[untyped-decorator]  # the library is not read by mypy
@app.task(queueing_lock="figures.publish", lock="figures.publish")  # type: ignore[untyped-decorator]  # as above
def publish_figures(timestamp: int) -> tuple[int, int]:
    """Publish the month before: on the second, and later where that was missed; look at the last ones again."""
    del timestamp
    at = now()
    return publishing.publish(by=SYSTEM, at=at, today=standing_order().today(at))


@app.periodic(cron="12 4 2-8 * *")  # type: ignore[untyped-decorator]  # as above
@app.task(queueing_lock="figures.attest", lock="figures.attest")  # type: ignore[untyped-decorator]  # as above
def attest_cells(timestamp: int) -> tuple[int, int]:
    """Attest the counts by matter and place of the quarter before; look at the last two again."""
    del timestamp
    at = now()
    return publishing_cells.publish_cells(at=at, today=standing_order().today(at))
