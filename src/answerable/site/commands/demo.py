"""`answerable demo`: fill an empty installation with a sample community, clearly marked as one."""

import sys
import time
from typing import TYPE_CHECKING, Final

import click
from rich.console import Console
from rich.progress import Progress

from answerable_host.commands.demo_reset import MARK

if TYPE_CHECKING:
    from answerable.site.demo.threads import Community

REFUSALS: Final = {
    "demo.has-appeals": "There are appeals here already: the sample is for an empty installation.",
    "demo.other-pack": "The sample lives in the pack `raion`, and another one is loaded here.",
    "demo.witnessed": (
        "Witnesses have seen the log of this installation, and the sample lives in the past: give it a journal of its own "
        "(ANSWERABLE_HOME=./sample answerable demo)."
    ),
}
MOMENTS: Final = {
    "answered": "answered, and waits for the sender's word",
    "climbed": "was not answered, or badly, and climbed",
    "told": "the chair told a body to answer it",
    "sealed": "sealed: a complaint about the police",
}


@click.command()
@click.pass_context
@click.option("--days", default=90, show_default=True, type=click.IntRange(1, 90), help="How far back it begins.")
def command(ctx: click.Context, days: int) -> None:
    """Add about 90 days of invented appeals, answers, disputes and readings, with dates up to now."""
    from answerable.base.clock import now
    from answerable.people.actions.loading import draw_password
    from answerable.site.commands import prepare
    from answerable.site.demo import counting, living, surveying

    started = time.monotonic()
    ctx.invoke(prepare.command)  # an installation that was never opened is made first
    community = _lived(days)
    survey = surveying.begin(at=now())
    living.group_incidents(community, at=now())
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
    _told(community)
    click.echo(f"It took {time.monotonic() - started:.0f} seconds. `make demo-reset` begins anew.")


def _lived(days: int) -> "Community":
    """Live it, or say why not."""
    from django.conf import settings

    from answerable.base.clock import now
    from answerable.base.verdict import NotNowError
    from answerable.site.demo import living

    try:
        with Progress(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("living the sample", total=days + 1)
            community = living.live(
                now=now(), days=days, progress=lambda done, of: bar.update(task, completed=done, total=of)
            )
    except NotNowError as no:
        click.echo(f"{REFUSALS[no.reason]} Nothing was changed.", err=True)
        sys.exit(1)
    (settings.ANSWERABLE.home / MARK).write_text("Everything here is invented.\n", encoding="utf-8")
    return community


def _told(community: "Community") -> None:
    """Whom to sign in as, and what to follow."""
    from answerable.base.clock import now
    from answerable.site.demo import showing
    from answerable.site.packs.loading import password_file

    click.echo(f"\nSign in at /desk/ with a password from {password_file()} as")
    for seat in showing.seats(at=now()):
        click.echo(f"  {seat.login:<13} {seat.who}\n                {seat.sees}")
    click.echo("\nFollow a letter at /follow/ with its code")
    for moment, code in showing.moments(community).items():
        click.echo(f"  {' '.join(code[at : at + 4] for at in range(0, 24, 4))}  {MOMENTS[moment]}")
    click.echo("")
