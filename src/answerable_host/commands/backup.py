"""`answerable backup`: take a backup now, make a key to open backups, list what there is."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import pyrage
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

from answerable_host import config, serving
from answerable_host.backups import dumping, keeping, sealing, sets, taking


@click.group(invoke_without_command=True)
@click.pass_context
def command(context: click.Context) -> None:
    """Take a whole backup now. The system may run meanwhile; it takes backups by itself when backup_to is set."""
    if context.invoked_subcommand is None:
        settings = config.load_config()
        with _plainly(), serving.database_at_hand(settings, say=_say), _bar() as told:
            taker = taking.Taker(settings, _say, told)
            with taking.alone(taker):
                kept = dumping.dump_whole(taker) if settings.database_url else taking.take_whole(taker)
                keeping.noted(taker, kept, base=True)
        _say(f"backup {kept.name}: {len(kept.parts)} parts, {_size(kept)}, in {kept.folder}")


@command.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def key(file: Path) -> None:
    """Make a key pair that opens backups: the private key goes into FILE, its public key is printed.

    Do this on the machine or stick where the private key is to stay, twice, for two people. Keep no copy on the server.
    """
    identity = pyrage.x25519.Identity.generate()
    public = str(identity.to_public())
    words = f"# Opens backups of Answerable. Keep it away from the server, and on paper.\n# public key: {public}\n"
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as out:
            out.write(f"{words}{identity}\n")
    except FileExistsError:
        raise click.ClickException(f"{file} is there already; it is not written over") from None
    click.echo(public)


@command.command()
def add() -> None:
    """Add to the last whole backup what was written since (the running system does this by itself)."""
    settings = config.load_config()
    with _plainly(), serving.database_at_hand(settings, say=_say):
        kept = keeping.turn(taking.Taker(settings, _say))
    _say(f"backup {kept.name} reaches to {kept.covers}")


@command.command("list")
def list_() -> None:
    """Say which backups there are."""
    settings = config.load_config()
    with _plainly():
        for place in (taking.Taker(settings, _say).sets, settings.backup_keys_to):
            for kept in sets.there(place) if place else ():
                click.echo(f"{kept.kind:6} {kept.name}  {len(kept.parts):4} parts  {_size(kept):>10}  to {kept.covers}")


@command.command(hidden=True)
def keep() -> None:
    """Take backups by the plan until told to stop; `serve` starts this."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    taker = taking.Taker(config.load_config(), _say)
    if taker.config.database_url:
        dumping.keep_dumping(taker, stop)
    else:
        keeping.keep_backups(taker, stop)


def _size(kept: sets.Set) -> str:
    return f"{sum(part.size for part in kept.parts) / 1e6:,.1f} MB"


def _say(words: str) -> None:
    click.echo(words)
    sys.stdout.flush()


@contextmanager
def _plainly() -> Iterator[None]:
    """Say what went wrong without a traceback."""
    try:
        yield
    except (taking.BackupError, sealing.DamagedError) as error:
        raise click.ClickException(str(error)) from None


@contextmanager
def _bar() -> Iterator[sealing.Told]:
    """A bar on a terminal, nothing elsewhere; the whole is not known beforehand, so it shows amount and speed."""
    columns = (TextColumn("taking"), BarColumn(pulse_style="cyan"), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, transient=True, disable=not sys.stdout.isatty()) as progress:
        task = progress.add_task("taking", total=None)
        yield lambda size: progress.advance(task, size)
