"""`answerable keys`: the keys of the public log. Seeds lie in home/secret/log, outside the database and its backups."""

from collections.abc import Callable

import click

from answerable.base.clock import now
from answerable.ledger import keys
from answerable.ledger import queries as ledger_queries


@click.group()
def command() -> None:
    """Create, rotate and show the keys of the public log."""


@command.command()
@click.option("--origin", default="", help="Name of the log for ever: host/tlog/name, never used before.")
def create(origin: str) -> None:
    """Draw the first keys of the log."""
    _done(lambda: keys.create_keys(at=now(), origin=origin))


@command.command()
def rotate() -> None:
    """Draw the next checkpoint key; both sign for at least 30 days."""
    _done(lambda: keys.rotate_keys(at=now()))
    click.echo("Send the new key to your witnesses and mirrors now; then: answerable keys retire")


@command.command()
@click.option("--early", is_flag=True, help="Before the 30 days are over: the old key is lost or no longer trusted.")
def retire(*, early: bool) -> None:
    """End the old key at the present size; what it signed stays valid up to there."""
    tree = ledger_queries.tree()
    _done(lambda: keys.retire_key(at=now(), size=0 if tree is None else tree.size, early=early))


@command.command()
def show() -> None:
    """Show the public keys with their fingerprints; compare them by telephone, not by e-mail."""
    _done(keys.ring)


def _done(act: Callable[[], keys.Ring]) -> None:
    try:
        ring = act()
    except keys.NoKeysError as no:
        raise click.ClickException(str(no)) from None
    click.echo(f"log {ring.origin}")
    for kind, held in (("checkpoint", ring.log), ("promise", ring.promise)):
        for key in held:
            state = "signs" if key.until is None else f"retired at {key.until} entries"
            click.echo(f"  {kind} key {key.name}, since {key.since[:10]}, {state}")
            click.echo(f"    fingerprint {keys.verifier_key_fingerprint(key)}")
            click.echo(f"    {key.vkey}")
