"""`answerable typefaces`: cut the letters that pages are shown in."""

import click

from answerable.site import typefaces


@click.group()
def command() -> None:
    """The letters that pages are shown in."""


@command.command()
def cut() -> None:
    """Cut them from the packages that bring them, unless that is done. A start does it, too."""
    made = typefaces.cut_typefaces()
    for path in made:
        click.echo(f"{path.name}: {path.stat().st_size} bytes")
    if not made:
        click.echo("nothing to cut" if typefaces.is_cut() else "nothing could be cut")
