"""`answerable web`: the web server alone, for a machine of its own or under the supervisor."""

import gc
import os
from socket import socket
from typing import Any

import click

from answerable.site import databases
from answerable_host import config, listening


@click.command()
def command() -> None:
    """Serve pages. The database must be there and migrated."""
    from granian.constants import Interfaces, Loops
    from granian.log import LogLevels

    settings = config.load_config()
    databases.connect_as(config.POOLED, str(os.getpid()))  # its workers look whether this process still lives
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")
    load()
    server = _serving(
        listening.lent() or listening.listen(settings),
        "answerable.site.wsgi:application",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        loop=Loops.asyncio,
        workers=settings.workers,
        blocking_threads=settings.threads,
        backlog=listening.BACKLOG,
        backpressure=max(settings.threads * 16, 64),
        websockets=False,
        log_access=False,  # no visitor's address on any disk
        log_level=LogLevels.warning,
        log_dictconfig={
            "formatters": {name: {"()": "answerable.site.logs.Discreet"} for name in ("generic", "access")}
        },
        respawn_failed_workers=True,
        workers_kill_timeout=20,
    )
    server.serve()


def load() -> None:
    """Load before the workers are forked, so that they share the memory of what never changes.

    It is frozen, for a collection writes to whatever it looks at, and what is written to is shared no longer.
    """
    import django
    import snowballstemmer  # which rooms import where they use it: not all processes do
    from django.urls import get_resolver

    django.setup()
    _ = snowballstemmer, get_resolver().url_patterns  # with all views
    gc.collect()
    gc.freeze()


def _serving(listens: socket, application: str, **given: Any) -> Any:
    """Granian on a socket that listens already: all its workers take visitors from it, as they do from a Unix socket.

    By itself it binds with SO_REUSEPORT once a worker (Linux), which shares the port with strangers, too.
    """
    from granian import Granian
    from granian.net import SocketHolder

    class Serving(Granian):  # type: ignore[misc] # Granian has no types for us
        def _init_shared_socket(self) -> None:
            listens.set_inheritable(True)
            self._ssp, self._sso, self._sfd = None, listens, listens.fileno()
            self._shd = SocketHolder(self._sfd, False, listening.BACKLOG)

    return Serving(application, **given)
