"""`answerable witness`: who signs that they saw our log, and how many of them must have."""

import sys
from dataclasses import replace

import click

from answerable.ledger import files, witness_file
from answerable_host import config
from answerable_verify.strict import RejectedError


@click.group()
def command() -> None:
    """Add, remove and list the witnesses of the public log (docs/operating/witness.md)."""


def _said(fault: RejectedError) -> click.ClickException:
    return click.ClickException(f"{fault.where}: {fault.why}.")


def _kept(wanted: witness_file.Witnessing) -> None:
    witness_file.write_file(config.load_config().home, wanted)
    count = len(wanted.witnesses)
    click.echo(f"{count} witnesses; {wanted.quorum} of them must have seen a checkpoint before it is published")


@command.command()
@click.argument("vkey")
@click.argument("url", required=False, default="")
@click.option("--name", default="", help="a short name for it; by default the first word of its key's name")
def add(vkey: str, url: str, name: str) -> None:
    """Rely on the witness with the key VKEY.

    URL is where it listens (c2sp.org/tlog-witness); without one it fetches the log by itself, from cron.
    """
    try:
        short = name or vkey.partition("+")[0].partition("/")[0].replace(":", "-").lower()
        _kept(
            witness_file.with_witness(witness_file.read_file(config.load_config().home), name=short, vkey=vkey, url=url)
        )
    except RejectedError as fault:
        raise _said(fault) from None


@command.command()
@click.argument("name")
def remove(name: str) -> None:
    """Rely no longer on the witness NAME. The log says so, too."""
    from django.db import transaction

    from answerable.base.clock import now
    from answerable.ledger.actions import announcing

    try:
        home = config.load_config().home
        head = files.DurableFolder(home / "log").head()  # what it saw so far stays its word
        size, was = 0 if head is None else head.size, witness_file.read_file(home)
        wanted = witness_file.without_witness(was, name=name, size=size)
        with transaction.atomic():  # neither without the other
            for one in was.witnesses:
                if one[0] == name:
                    announcing.retire_witness(vkey=one[1].vkey, size=size, at=now())
            _kept(wanted)
    except RejectedError as fault:
        raise _said(fault) from None


@command.command()
@click.argument("count", type=int)
def quorum(count: int) -> None:
    """Ask for COUNT witnesses before a checkpoint is published; 0 asks for none."""
    try:
        was = witness_file.read_file(config.load_config().home)
        _kept(replace(was, quorum=count))
    except RejectedError as fault:
        raise _said(fault) from None


@command.command(name="list")
def list_() -> None:
    """Show every witness, when it signed last, and what is wrong with it; exits with 1 when something is."""
    from answerable.ledger import queries as ledger_queries

    try:
        policy = witness_file.policy_of(witness_file.whole_policy(config.load_config().home, ""))
    except RejectedError as fault:
        raise _said(fault) from None
    rows = ledger_queries.witnesses(policy)
    for row in rows:
        when = f"signed {row.size} entries at {row.signed_at:%Y-%m-%d %H:%M UTC}" if row.signed_at else "never signed"
        click.echo(
            f"{row.name}  {row.key}  {row.url or 'fetches by itself'}\n    {when}"
            + (f"; {row.fault}" if row.fault else "")
        )
    if not rows:
        click.echo("no witness yet: add one with `answerable witness add KEY [ADDRESS]`")
    sys.exit(1 if any(row.fault or not row.signed_at for row in rows) else 0)
