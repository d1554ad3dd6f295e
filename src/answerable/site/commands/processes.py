"""`answerable processes`: web server, worker, sequencer and listener for mail, forked from one process that has loaded all.

Each of them takes some 85 MiB by itself; of that they share what never changes.
On several machines the commands of their own (`answerable web`, `worker`, `sequencer`, `mail`) do the same.
"""

import gc
import os
import signal
import time
from typing import Final

import click

from answerable.site.commands import mail, sequencer, web, worker
from answerable_host import config, listening
from answerable_host.children import Child, Fork, stop, told_to_end

LOOK: Final = 0.5  # seconds between two looks whether one has died


@click.command()
def command() -> None:
    """Run them until SIGTERM, and start again what dies. `answerable serve` runs it."""
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")
    settings = config.load_config()
    _load()
    children: list[Child] = [
        # an orphan that ends in order would go on taking visitors beside the next one; what it acknowledged is durable
        Fork("the web server", lambda: web.command.main([]), "web", signal.SIGKILL),
        _unseen("the worker", worker.command, "worker"),
        _unseen("the sequencer", sequencer.command, "sequencer"),
    ]
    if settings.lmtp:
        children.append(_unseen("the listener for mail", mail.command, "mail"))
    ended = told_to_end()
    for child in children:
        child.start()
    while not ended:
        time.sleep(LOOK)
        for child in children:
            if not ended:  # a terminal tells the children, too: they did not die, they obeyed
                child.mend(lambda words: click.echo(words, err=True))
    stop(children)


def _unseen(name: str, runs: click.Command, title: str) -> Fork:
    """One that works unseen: the socket on which visitors come is the web server's alone."""

    def run() -> None:
        if (lent := listening.lent()) is not None:
            lent.close()
        runs.main([])

    return Fork(name, run, title)


def _load() -> None:
    """Load what they need before they are forked, and freeze it: a collection writes to whatever it looks at."""
    web.load()
    from procrastinate.contrib.django import app

    from answerable.base import measures
    from answerable.channels.email import listening as letters
    from answerable.ledger import keys, sequencing, waking
    from answerable.site import observing, scheduling, timekeeping

    _ = app, measures, letters, keys, sequencing, waking, observing, scheduling, timekeeping
    gc.collect()
    gc.freeze()
