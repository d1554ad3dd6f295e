"""`answerable worker`: jobs, and news from below for the rooms above. As many as wanted, on any machine."""

import asyncio
import logging
import threading
from typing import Final

import click

from answerable.site import databases
from answerable_host import config

log = logging.getLogger(__name__)
# Seconds between two looks for jobs that nobody told of. PostgreSQL tells of each at its commit; what is told just while the
# worker looks the library forgets again, and what waits for a lock is told by nobody.
NET: Final = 20.0


@click.command()
def command() -> None:
    """Run jobs and let followers read the journal."""
    databases.connect_as(config.AS_WORKER)
    import django

    django.setup()
    from answerable.base import measures, row_scope
    from answerable.ledger import waking
    from answerable.site import scheduling, timekeeping

    row_scope.set_process_scope(row_scope.EVERYWHERE)  # jobs and followers work for everybody

    stop = timekeeping.keep_time()
    waking.begin()
    measures.begin(config.load_config().home, "worker")
    log.info("the worker starts")
    reader = threading.Thread(target=scheduling.run_followers, args=(stop,), name="followers")
    reader.start()
    try:
        asyncio.run(_work(config.load_config().jobs))
    finally:
        stop.set()
        reader.join(20)
        log.info("the worker ends")


async def _work(concurrency: int) -> None:
    """Run jobs until SIGTERM; those begun are finished, those cut off are tried again by the next worker."""
    from procrastinate.contrib.django import app

    from answerable.site import alone, observing

    with app.replace_connector(app.connector.get_worker_connector()) as working:
        async with working.open_async():
            await working.run_worker_async(
                concurrency=concurrency,
                fetch_job_polling_interval=NET,
                shutdown_graceful_timeout=15.0,
                delete_jobs="successful",
                task_middleware=[alone.job, observing.job],
            )
