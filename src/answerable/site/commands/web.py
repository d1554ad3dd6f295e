"""`answerable web`: the web server alone, for a machine of its own or under the supervisor."""

import os
from typing import Final

import click

from answerable.site import databases
from answerable_host import config

BACKLOG: Final = 512


@click.command()
def command() -> None:
    """Serve pages. The database must be there and migrated."""
    from granian import Granian
    from granian.constants import Interfaces, Loops
    from granian.log import LogLevels

    settings = config.load()
    os.environ[databases.POOLED] = str(os.getpid())  # its workers look whether this process still lives
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")
    Granian(
        "answerable.site.wsgi:application",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        loop=Loops.asyncio,
        workers=settings.workers,
        blocking_threads=settings.threads,
        backlog=BACKLOG,
        backpressure=max(settings.threads * 16, 64),
        websockets=False,
        log_access=False,  # no visitor's address on any disk
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=20,
    ).serve()
