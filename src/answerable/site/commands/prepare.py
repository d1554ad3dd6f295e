"""`answerable prepare`: what has to be done before pages can be served; `serve` does it at every start."""

import sys
from pathlib import Path

import click

from answerable.base.clock import now
from answerable.site import checks, config, translations


@click.command()
def command() -> None:
    """Compile translations, migrate, check the database, and load the pack into an empty house."""
    from django.core.management import call_command

    settings = config.load()
    translations.compile_all()
    call_command("migrate", interactive=False, verbosity=0)
    faults = checks.faults()
    if faults:
        click.echo("\n".join(["The house will not open:", *(f"  - {fault}" for fault in faults)]), err=True)
        sys.exit(1)
    _load_pack(settings.pack)


def pack_folder(name: str) -> Path:
    """The folder of a pack: a path, or the name of one that ships with the house."""
    if (given := Path(name)).is_dir():
        return given
    return Path(__file__).resolve().parents[4] / "packs" / name


def _load_pack(name: str) -> None:
    """Load the pack when there is no body yet; an installation is otherwise changed by `pack load` alone."""
    from answerable.people.models import Body
    from answerable.site import packs

    if name and not Body.objects.exists():
        click.echo(f"loading the pack {name}")
        packs.load(pack_folder(name), at=now())
