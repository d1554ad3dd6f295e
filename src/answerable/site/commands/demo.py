"""`answerable demo`: fill an empty installation with a sample community, clearly marked as one."""

import sys
from typing import Final

import click
from rich.console import Console
from rich.progress import Progress

REFUSALS: Final = {
    "demo.has-appeals": "There are appeals here already: the sample is for an empty installation.",
    "demo.witnessed": (
        "Witnesses have seen the log of this installation, and the sample lives in the past: give it a journal of its own "
        "(ANSWERABLE_HOME=./sample answerable demo)."
    ),
}


@click.command()
@click.pass_context
@click.option("--days", default=90, show_default=True, type=click.IntRange(1, 365), help="How far back it begins.")
def command(ctx: click.Context, days: int) -> None:
    """Add about 90 days of invented appeals, answers, disputes and readings, with dates up to now."""
    from answerable.base.clock import now
    from answerable.base.verdict import NotNowError
    from answerable.people.actions.loading import draw_password
    from answerable.site.commands import prepare
    from answerable.site.demo import counting, living, surveying

    ctx.invoke(prepare.command)  # an installation that was never opened is made first
    try:
        with Progress(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("living the sample", total=days + 1)
            community = living.live(
                now=now(), days=days, progress=lambda done, of: bar.update(task, completed=done, total=of)
            )
    except NotNowError as no:
        click.echo(f"{REFUSALS[no.reason]} Nothing was changed.", err=True)
        sys.exit(1)
    survey = surveying.begin(at=now())
    living.group_incident(community, at=now())
    password = draw_password().password
    keys = living.make_keys(at=now(), password=password)
    click.echo(f"A sample community of {community.sent} appeals lives here now; every page says that it is a sample.")
    click.echo(f"{keys} people hold keys to sealed messages; the password of each of these sample keys: {password}")
    if survey is not None and not surveying.go_on(survey, at=now()):
        click.echo(
            "Its survey waits at the desk for witnesses: start the server, and throw the dice when its page says so."
        )
    if not counting.publish(at=now(), days=days):
        click.echo("Its figures wait for the public log: start the server, then run `answerable figures`.")
    click.echo(f"Follow one at /follow/ with the code {' '.join(community.code[i : i + 4] for i in range(0, 24, 4))}")
