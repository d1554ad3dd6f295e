"""`answerable mail`: takes letters by LMTP from the mail server beside us. `answerable serve` runs it where `lmtp` is set."""

import ipaddress
import logging
import signal
from typing import Any, Final

import click

from answerable.site import databases
from answerable_host import config

log = logging.getLogger(__name__)
WANTED: Final = "lmtp must be a socket's path, or host:port of this machine (127.0.0.1:8024)"


@click.command()
def command() -> None:
    """Listen for letters until SIGTERM. Only on this machine: whoever can speak to it is believed."""
    databases.connect_as(config.AS_WORKER)
    import django

    django.setup()
    from answerable.base import clock, row_scope
    from answerable.channels.email import listening
    from answerable.site import timekeeping

    row_scope.set_process_scope(row_scope.EVERYWHERE)
    place = place_of(config.load_config().lmtp)
    stop = timekeeping.keep_time()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    listener = listening.listen(now=clock.now, **place)
    log.info("the listener for mail starts")
    try:
        stop.wait()
    finally:
        listener.stop()
        log.info("the listener for mail ends")


def place_of(written: str) -> dict[str, Any]:
    """Where to listen, as `lmtp` says it: a socket's path or host:port. Refuses what others than this machine can reach."""
    if written.startswith("/"):
        return {"socket": written}
    host, _, port = written.strip().rpartition(":")
    host = host.strip("[]")
    try:
        near = host == "localhost" or ipaddress.ip_address(host).is_loopback
        number = int(port)
    except ValueError as fault:
        raise click.ClickException(f"{WANTED}, not {written!r}") from fault
    if not near or not 0 < number < 65536:
        raise click.ClickException(f"{WANTED}, not {written!r}")
    return {"host": host, "port": number}
