"""`answerable check`: would the system open, and what is waiting."""

import sys

import click

from answerable.site import checks, place, wellbeing
from answerable_host import config


@click.command()
def command() -> None:
    """Check the configuration, the database's durability and discretion, the roles, and that migrations are done."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    settings = config.load_config()
    found = checks.opening_faults()
    executor = MigrationExecutor(connection)
    found += [f"migration {step} waits" for step, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    found += wellbeing.of_languages(settings)
    for fault in found:
        click.echo(f"FAULT  {fault}")
    offered = {*place.setting("languages", ())}
    if strange := [language for language in settings.languages if offered and language not in offered]:
        click.echo(f"NOTE   the pack has no texts in {', '.join(strange)} (languages); pages show others of its texts")
    for library in checks.unknown_libraries():
        click.echo(f"NOTE   the database server has loaded {library}; see that it writes no statements down")
    if not settings.require_second_factor:
        click.echo("NOTE   officers may sign in without a second factor (require_second_factor)")
    if not settings.secure:
        click.echo("NOTE   pages are not served by https (public_url); fit for this machine only")
    if settings.backup_to is None:
        click.echo("NOTE   no backups are made (backup_to, docs/operating/backup.md)")
    elif settings.backup_keys_to is None:
        click.echo("NOTE   the keys are in no backup (backup_keys_to): without them no name can be read again")
    click.echo(f"{len(found)} faults" if found else "all is well")
    sys.exit(1 if found else 0)
