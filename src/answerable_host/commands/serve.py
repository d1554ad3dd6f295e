"""`answerable serve`: everything in one tree of processes."""

import sys

import click

from answerable_host import config, serving
from answerable_host.cluster.processes import AlreadyRunsError


@click.command()
def command() -> None:
    """Run the whole system: database (unless DATABASE_URL), migrations, pack, web server and worker."""
    settings = config.load_config()
    try:
        serving.serve(settings, say=_say)
    except AlreadyRunsError as error:
        click.echo(
            f"Answerable already runs here (process {error}): {settings.address}/ with its state in {settings.home}"
        )


def _say(words: str) -> None:
    click.echo(words)
    sys.stdout.flush()
