"""`answerable figures`: publish what is due, or a period that somebody wants; correct what reads otherwise now."""

import sys

import click
from rich.console import Console
from rich.progress import Progress


@click.command()
@click.argument("periods", nargs=-1, metavar="[2026-10 | 2026-Q3 | 2026]...")
def command(periods: tuple[str, ...]) -> None:
    """Publish the figures of the month that ended last, and of each period named here; correct what came late."""
    from answerable.base.actor import SYSTEM
    from answerable.base.clock import now
    from answerable.figures import publishing
    from answerable.law.queries import standing_order
    from answerable_verify.numbers.periods import parse_period
    from answerable_verify.strict import RejectedError

    try:
        also = tuple(parse_period(code) for code in periods)
    except RejectedError as fault:
        click.echo(f"{fault}", err=True)
        sys.exit(2)
    at = now()
    today = standing_order().today(at)
    if unended := [period.code for period in also if period.last >= today]:
        click.echo(f"{', '.join(unended)} has not ended: a figure is of a whole period.", err=True)
        sys.exit(2)
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("counting the log")
        frozen, corrected = publishing.publish(
            by=SYSTEM,
            at=at,
            today=today,
            also=also,
            progress=lambda done, of: bar.update(task, completed=done, total=of),
        )
    click.echo(f"{frozen} figures published, {corrected} corrected. Their hashes go into the log with its next batch.")
