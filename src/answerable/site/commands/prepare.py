"""`answerable prepare`: what has to be done before pages can be served; `serve` does it at every start."""

import logging
import sys
from itertools import count
from pathlib import Path

import click

from answerable.base import measures
from answerable.base.clock import now
from answerable.site import catalogues, checks, place, translations, typefaces
from answerable_host import config, second_place, spoken
from answerable_host.backups import erasures

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
        click.echo("\n".join(["Answerable will not open:", *(f"  - {fault}" for fault in faults)]), err=True)
        sys.exit(1)
    _load_pack(settings.pack)
    if of_pack := place.setting("languages"):
        spoken.keep(settings.home, of_pack)  # for whoever is started next
    catalogues.compile_in(spoken.catalogues(settings.home), config.load_config().languages)
    _second_place(settings)
    from answerable.ledger import keys, sequencing
    from answerable.site.backups import numbers, replaying

    try:
        keys.ensure(at=now())  # before anybody is served: a promise is given with the first appeal
        one = sequencing.of_this_installation()
        if one.is_behind():
            done = replaying.catch_up([settings.home, settings.second_place])
            log.critical("the database is an old one: all sessions are ended, %d ends and erasures done again", done)
        if one.hold_if_older(at=now()):
            numbers.begin_new_series()  # at once: the next number given would be one that somebody has
    except keys.NoKeysError as no:
        raise click.ClickException(str(no)) from None
    except replaying.BehindError as behind:
        raise click.ClickException(f"the database is older than what is remembered of it: {behind}") from None


def _second_place(settings: config.Config) -> None:
    """Make the folder that remembers how far this home had come, outside of it; in it where nothing else may be written."""
    place = settings.second_place
    _set_aside(settings, place)
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as fault:
        if settings.log_highwater_to is not None:
            raise click.ClickException(f"log_highwater_to: {place} cannot be made: {fault.strerror}") from None
        place = settings.home / second_place.INSIDE
        place.mkdir(mode=0o700, exist_ok=True)
        log.warning("the log's high-water mark lies in the home: %s; name another place (log_highwater_to)", place)
    try:
        erasures.keep_copies([settings.home, place])
    except erasures.BrokenRecordError as broken:
        raise click.ClickException(str(broken)) from None


def _set_aside(settings: config.Config, place: Path) -> None:
    """A home that begins has nothing to remember: what an earlier home of this name left there is kept under another name."""
    if (settings.home / "log-keys").exists() or not place.is_dir() or not any(place.iterdir()):
        return
    aside = next(name for number in count(1) if not (name := place.with_name(f"{place.name}.{number}")).exists())
    place.rename(aside)
    click.echo(f"{place} remembers an earlier installation, and this one begins: it is kept as {aside}", err=True)


def _migrate() -> None:
    """Bring the database to this version, and say so in the log."""
    from django.core.management import call_command
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    from answerable.ledger.actions import holding

    executor = MigrationExecutor(connections["default"])
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    call_command("migrate", interactive=False, verbosity=0)
    holding.hold_rows(at=now())
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
