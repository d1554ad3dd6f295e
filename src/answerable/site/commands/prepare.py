"""`answerable prepare`: what has to be done before pages can be served; `serve` does it at every start."""

import logging
import sys

import click

from answerable.base import measures
from answerable.base.clock import now
from answerable.site import catalogues, checks, place, translations, typefaces
from answerable_host import config, spoken

log = logging.getLogger(__name__)


@click.command()
def command() -> None:
    """Compile translations, cut the type, migrate, check the database, and load the pack into an empty installation."""
    settings = config.load_config()
    measures.clear(settings.home)
    translations.compile_all()
    typefaces.cut_typefaces()
    _migrate()
    faults = checks.opening_faults()
    if faults:
        click.echo("\n".join(["The house will not open:", *(f"  - {fault}" for fault in faults)]), err=True)
        sys.exit(1)
    _load_pack(settings.pack)
    if of_pack := place.setting("languages"):
        spoken.keep(settings.home, of_pack)  # for whoever is started next
    catalogues.compile_in(spoken.catalogues(settings.home), config.load_config().languages)
    from answerable.ledger import keys

    try:
        keys.ensure(at=now())  # before anybody is served: a promise is given with the first appeal
    except keys.NoKeysError as no:
        raise click.ClickException(str(no)) from None


def _migrate() -> None:
    """Bring the database to this version, and say so in the log."""
    from django.core.management import call_command
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connections["default"])
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    call_command("migrate", interactive=False, verbosity=0)
    if waiting:
        log.info("%d migrations were applied", waiting)


def _load_pack(name: str) -> None:
    """Load the pack when there is no body yet; an installation is otherwise changed by `pack load` alone."""
    from answerable.people.models import Body
    from answerable.site import packs

    if not name or Body.objects.exists():
        return
    click.echo(f"loading the pack {name}")
    try:
        packs.load_pack(packs.find(name), at=now())
    except packs.PackError as faulty:
        click.echo(f"{faulty}\nThe pack was not loaded. Mend it, or name another by ANSWERABLE_PACK.", err=True)
        sys.exit(1)
