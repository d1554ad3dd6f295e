"""`answerable erase NUMBER`: erase the words and keys of an appeal for good, on the record."""

import click

from answerable.appeals import actions as appeals_actions
from answerable.appeals.models import Appeal
from answerable.base.actor import SYSTEM
from answerable.base.clock import now


@click.command()
@click.argument("number")
@click.option("--basis", required=True, help="Code of the decision, shown in the public log: law, court, sender ...")
@click.confirmation_option(prompt="Nothing brings it back, but backups that are still kept. Erase it?")
def command(number: str, basis: str) -> None:
    """Erase the words of an appeal, its files and every key to them. That there was an appeal stays."""
    found = list(Appeal.objects.filter(number=number.strip().upper()).values_list("id", flat=True))
    if len(found) != 1:
        raise click.ClickException(f"{len(found)} appeals bear this number")
    done = appeals_actions.erase(by=SYSTEM, at=now(), ref=found[0], basis=basis)
    click.echo("erased" if done else "it was erased before")
