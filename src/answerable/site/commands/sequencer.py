"""`answerable sequencer`: gives deeds their places in the public log, signs and publishes it. One at a time."""

import logging
import signal
import sys
import threading
from datetime import timedelta

import click

from answerable.site import databases
from answerable_host import config

log = logging.getLogger(__name__)
PAUSE = 1.0  # seconds between two rounds at least: while nothing is told and nothing is due, nothing is asked
ANOTHER = 3  # status of ending because another one is at work


@click.command()
def command() -> None:
    """Run the sequencer until SIGTERM. `answerable serve` runs it; on several machines one of them is enough."""
    databases.connect_as(config.AS_WORKER)
    import django

    django.setup()
    from answerable.site import timekeeping

    stop = timekeeping.keep_time()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    sys.exit(_run(stop))


def _run(stop: threading.Event) -> int:
    """Work until told to end; any fault that leaves it open what is in the database ends the process, too."""
    from answerable.base import measures, row_scope
    from answerable.base.clock import now
    from answerable.ledger import keys, sequencing, waking

    row_scope.set_process_scope(row_scope.EVERYWHERE)
    keys.ensure(at=now())
    measures.begin(config.load_config().home, "sequencer")
    log.info("the sequencer starts")
    one, ear = sequencing.of_this_installation(), waking.Ear()
    try:
        one.start(at=now())
        ear.open()  # on the session that holds the lock: when that is gone, the next step says so
        while not stop.wait(PAUSE):
            with measures.measured(measures.CountedKind.STEP, "sequencer"):
                one.step(at=now())
            at = now()
            ear.wait(stop, seconds=(one.next_step(at=at) - at) / timedelta(seconds=1))
    except sequencing.NotTheSequencerError as other:
        click.echo(f"the sequencer ends: {other}", err=True)
        return ANOTHER
    except sequencing.UnclearCommitError as broken:
        click.echo(f"the sequencer ends and reads anew: the database broke off ({broken})", err=True)
        return 1
    log.info("the sequencer ends")
    return 0
