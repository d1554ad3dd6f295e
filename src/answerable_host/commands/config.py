"""`answerable config`: what is set, and from where."""

import click

from answerable_host import config


@click.command()
def command() -> None:
    """Print every setting with its value, where it came from and what it is for."""
    rows = config.load_config().shown()
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for row in rows:
        words = [word.ljust(width) for word, width in zip(row[:3], widths, strict=True)]
        click.echo("  ".join([*words, row[3]]))
