"""`answerable demo-reset`: throw a sample community away, so that it can begin anew."""

import shutil

import click

from answerable_host import config
from answerable_host.cluster import processes

MARK = "sample"  # a file in the home, written by `answerable demo`: everything here is invented


@click.command()
def command() -> None:
    """Empty the state folder of a sample community. Refuses one that is none, one that runs, and a database elsewhere."""
    settings = config.load_config()
    if settings.database_url:
        raise click.ClickException(
            "DATABASE_URL names a database of its own: empty that one yourself. Nothing was changed."
        )
    if not (settings.home / MARK).is_file():
        raise click.ClickException(f"{settings.home} holds no sample community. Nothing was changed.")
    with processes.hold(settings.home):
        for path in settings.home.iterdir():
            if path.name == "answerable.lock":
                continue
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
    click.echo(f"The sample community in {settings.home} is gone.")
