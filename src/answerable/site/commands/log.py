"""`answerable log`: what an operator does about the public log besides letting it run."""

import sys
from contextlib import closing

import click
from django.db import connection

from answerable.base.clock import now
from answerable.base.verdict import NotNowError
from answerable.ledger import auditing, freezing, keys, published, sequencing
from answerable.ledger import queries as ledger_queries
from answerable.ledger.actions import restoring
from answerable.ledger.models import Tree
from answerable_verify.policy import NONE, parse_policy
from answerable_verify.source import UnreachableError, open_source
from answerable_verify.strict import RejectedError
from answerable_verify.tree import EMPTY


@click.group()
def command() -> None:
    """Show, publish, rebuild, compare and restore the public log."""


@command.command()
def show() -> None:
    """Say how the log stands."""
    row = ledger_queries.tree()
    if row is None:
        click.echo("the log has not begun; the sequencer begins it (answerable serve)")
        return
    click.echo(f"log {keys.origin()}: {row.size} entries signed, {row.published_size or 0} published")
    seen = "witnesses made the quorum" if row.witnessed else "witnesses did not make the quorum"
    if parse_policy(keys.policy_text()).quorum == NONE:
        seen = "no witness is asked for"
    click.echo(f"{ledger_queries.unplaced()} wait for their place; {seen}")
    if row.frozen:
        click.echo(f"FROZEN: {row.frozen}")
        sys.exit(2)


@command.command()
def batch() -> None:
    """Let everything that waits go into the next batch, small bodies' entries too."""
    Tree.objects.filter(id=1).update(slow_since=now() - sequencing.LATE)
    click.echo("the sequencer takes all that waits within seconds")


def _leaves_changed() -> list[str]:
    """The rows of leaves that are not what was published, in sentences; files that don't hold what was signed, too."""
    head, found = published.head(), list[str]()
    try:
        for finding in () if head is None else auditing.differing(head.checkpoint):
            found.append(finding.text)
    except (RejectedError, UnreachableError) as fault:
        found.append(f"{fault.where}: {fault.why}.")
    return found


@command.command()
def rebuild() -> None:
    """Write every published file again from the database. Refuses where its rows are not what was published."""
    row = ledger_queries.tree()
    if row is None or row.frozen:
        raise click.ClickException("there is no log to publish, or it is frozen")
    if why := sequencing.unlike_what_was_signed():
        raise click.ClickException(f"{why}. The files stay as they are: they may be the good ones")
    one = sequencing.of_this_installation()
    size = row.size if row.published_size is None else row.published_size
    click.echo(f"{one.write_files(size, since=0)} files written for {size} entries")
    if row.published_note is not None:
        one.folder.write("checkpoint", bytes(row.published_note))
    one.folder.write("keys", keys.policy_text())


@command.command()
def compare() -> None:
    """Compare the database with everything outside, and let a frozen log go on if nothing newer is found."""
    one = sequencing.of_this_installation()
    row = ledger_queries.tree()
    held = one.outside.home / freezing.HELD
    kept = held.read_bytes() if held.exists() else None
    held.unlink(missing_ok=True)
    size, root = (0, EMPTY) if row is None else (row.size, bytes(row.root))
    why = one.outside.reason(size, root, unmarked=True)
    if why:
        if kept is not None:
            held.write_bytes(kept)
        raise click.ClickException(f"{why}. Bring it back: answerable log restore --mirror PATH")
    if row is not None:
        one.outside.remember(bytes(row.note))
    restoring.thaw()
    click.echo(f"nobody holds anything newer than {size} entries; the log goes on")


@command.command()
@click.option("--mirror", required=True, help="Folder or address of a copy of this log.")
@click.option("--unwitnessed", is_flag=True, help="Believe the log's own signature where the quorum is missing.")
def restore(mirror: str, *, unwitnessed: bool) -> None:
    """Bring back from a mirror what the database has forgotten, and let the log go on."""
    from answerable_verify.checkpoint import without_quorum

    policy = keys.log_policy()
    try:
        with closing(open_source(mirror)) as source:
            done = restoring.restore_tree(
                source=source,
                policy=without_quorum(policy) if unwitnessed else policy,
                origin=keys.origin(),
                at=now(),
            )
    except (RejectedError, UnreachableError) as fault:
        raise click.ClickException(f"{fault.where}: {fault.why}") from None
    (keys.home() / freezing.HELD).unlink(missing_ok=True)
    outside, row = sequencing.of_this_installation().outside, ledger_queries.tree()
    if row is not None and not outside.is_marked():
        outside.remember(bytes(row.note))  # one that is there is never written back
    click.echo(f"{done.size} entries; {done.placed} found their place again, {done.renumbered} acts were numbered anew")
    for idx, thing in done.stubs:
        click.echo(f"  entry {idx} on {thing}: its contents are lost; the sender's receipt has them")
    connection.close()


@command.command()
def levels() -> None:
    """Compute anew, from the last year, how finely the log tells places and kinds; announce it in the log."""
    from answerable.appeals.actions import announcing

    click.echo("announced" if announcing.set_levels(at=now()) else "they are as they were")


@command.command()
@click.confirmation_option(prompt="Is the clock of this server right now, by one that you trust?")
def clock() -> None:
    """Say that the clock is right although the log bears a later instant: recorded, and a leaf of the public log."""
    from answerable.ledger.actions.clocks import mend_clock

    try:
        newest = mend_clock(at=now())
    except NotNowError:
        raise click.ClickException("the log bears no instant later than the clock shows") from None
    click.echo(
        f"the log had run ahead to {newest:%Y-%m-%d %H:%M} UTC; every process learns within a minute that it was wrong"
    )


@command.command()
def audit() -> None:
    """Do the nightly audit now: every file, every rule, the witnesses' words, every row against its tile."""
    from answerable.ledger import auditing

    row = auditing.nightly_audit(at=now(), home=keys.home())
    for _, code, sentence, _ in row.findings:
        click.echo(f"{code}: {sentence}")
    if not row.good:
        sys.exit(2)
    click.echo(f"{row.size} entries: nothing wrong")


@command.command()
def verify() -> None:
    """Compare every record with what the log committed to, every row with what its last deed left, every leaf with its tile."""
    from answerable.appeals import verifying

    found = [*verifying.altered(most=1000), *verifying.unlike_the_journal(most=1000), *_leaves_changed()]
    for sentence in found:
        click.echo(sentence)
    if found:
        sys.exit(2)
    click.echo("every record is what the log committed to")
