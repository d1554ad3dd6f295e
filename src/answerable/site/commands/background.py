"""`answerable background`: worker, sequencer and listener for mail, forked from one process that has loaded them all.

Each of them takes some 85 MiB by itself; of that they share what never changes, as the workers of the web server do.
On several machines the commands of their own (`answerable worker`, `answerable sequencer`, `answerable mail`) do the same.
"""

import gc
import os
import time
from typing import Final

import click

from answerable.site.commands import mail, sequencer, worker
from answerable_host import config
from answerable_host.children import Child, Fork, stop, told_to_end

LOOK: Final = 0.5  # seconds between two looks whether one has died


@click.command()
def command() -> None:
    """Run what works unseen until SIGTERM, and start again what dies. `answerable serve` runs it."""
    os.environ[config.AS_WORKER] = "yes"  # before the settings are read
    settings = config.load_config()
    _load()
    children: list[Child] = [
        Fork("the worker", lambda: worker.command.main([]), "worker"),
        Fork("the sequencer", lambda: sequencer.command.main([]), "sequencer"),
    ]
    if settings.lmtp:
        children.append(Fork("the listener for mail", lambda: mail.command.main([]), "mail"))
    ended = told_to_end()
    for child in children:
        child.start()
    while not ended:
        time.sleep(LOOK)
        for child in children:
            if not ended:  # a terminal tells the children, too: they did not die, they obeyed
                child.mend(lambda words: click.echo(words, err=True))
    stop(children)


def _load() -> None:
    """Load what they need before they are forked, and freeze it: a collection writes to whatever it looks at."""
    import django

    django.setup()
    from procrastinate.contrib.django import app

    from answerable.base import measures
    from answerable.channels.email import listening
    from answerable.ledger import keys, sequencing, waking
    from answerable.site import observing, scheduling, timekeeping

    _ = app, measures, listening, keys, sequencing, waking, observing, scheduling, timekeeping
    gc.collect()
    gc.freeze()
