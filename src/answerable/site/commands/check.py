"""`answerable check`: would the system open, and what is waiting."""

import sys
from collections.abc import Iterator

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
    for note in (*_of_settings(settings), *_of_log()):
        click.echo(f"NOTE   {note}")
    click.echo(f"{len(found)} faults" if found else "all is well")
    sys.exit(1 if found else 0)


def _of_settings(settings: config.Config) -> Iterator[str]:
    """What is set so that it is fit for trying out only."""
    if not settings.require_second_factor:
        yield "officers may sign in without a second factor (require_second_factor)"
    if not settings.secure:
        yield "pages are not served by https (public_url); fit for this machine only"
    if settings.backup_to is None:
        yield "no backups are made (backup_to, docs/operating/backup.md)"
    elif settings.backup_keys_to is None:
        yield "the keys are in no backup (backup_keys_to): without them no name can be read again"


def _of_log() -> Iterator[str]:
    """What the public log lacks so that a lost database, or one brought back from yesterday, is noticed and made whole."""
    from django.conf import settings as configured

    from answerable.ledger import freezing, published

    settings: config.Config = configured.ANSWERABLE
    place, tree = settings.second_place, _log_size()
    if tree and not (place / freezing.MARK).exists():
        yield f"the log's high-water mark is gone from {place}: answerable log compare (docs/operating/log.md)"
    if place.is_relative_to(settings.home):
        yield f"the log's high-water mark lies in the home ({place}): a home brought back from yesterday brings it along; move it (log_highwater_to)"
    if not settings.log_mirrors:
        yield "no copy of the log is kept elsewhere (log_mirrors): what a lost database had could not be brought back"
    if not published.published_policy().witnesses:
        yield "no witness has seen the log (answerable witness): two people can be shown two of it"


def _log_size() -> int:
    """How many entries the log has signed; 0 before it began."""
    from django.db import DatabaseError

    from answerable.ledger import queries

    try:
        tree = queries.tree()
    except DatabaseError:  # before the first migration
        return 0
    return 0 if tree is None else tree.size
