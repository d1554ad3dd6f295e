"""`answerable pack check NAME|PATH` and `answerable pack load NAME|PATH`: the data that makes an installation."""

import sys
from collections.abc import Mapping
from typing import Any, NoReturn

import click


@click.group()
def command() -> None:
    """Check or load a pack: a folder of territories, bodies, categories, terms and wording."""


@command.command()
@click.argument("pack")
def check(pack: str) -> None:
    """Read PACK (a name or a folder) and name every fault; nothing is changed."""
    from answerable.base.clock import now
    from answerable.site import packs

    try:
        found = packs.check(packs.find(pack), on=now().date())
    except packs.FaultyPack as faulty:
        _refuse(faulty)
    click.echo(f"{found.code}: faultless, {_sizes(found)}")
    for note in found.notes:
        click.echo(f"note: {note}")


@command.command()
@click.argument("pack")
@click.option("--replace", is_flag=True, help="Load it though the installation runs another pack.")
def load(pack: str, *, replace: bool) -> None:
    """Make the installation that of PACK (a name or a folder). Faults change nothing; a second time changes nothing."""
    from answerable.base.clock import now
    from answerable.site import packs
    from answerable.site.packs.loading import password_file

    try:
        done = packs.load(
            packs.find(pack), at=now(), replace=replace, progress=lambda said: click.echo(f"  {said} ...")
        )
    except packs.FaultyPack as faulty:
        _refuse(faulty)
    if not done.changed:
        click.echo(f"{done.pack.code}: nothing has changed")
        return
    for verb, counts in (("new", done.tally.made), ("changed", done.tally.changed), ("ended", done.tally.ended)):
        if counts:
            click.echo(f"{verb}: {_counted(counts)}")
    for note in done.pack.notes:
        click.echo(f"note: {note}")
    if done.passwords:
        click.echo(f"first passwords, to be changed at the first sign-in, are in {password_file()}")


def _refuse(faulty: Exception) -> NoReturn:
    """Print every fault and leave with 1."""
    faults = str(faulty).splitlines()
    for fault in faults:
        click.echo(fault, err=True)
    click.echo(f"{len(faults)} {'fault' if len(faults) == 1 else 'faults'}; nothing was changed", err=True)
    sys.exit(1)


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{kind} {count}" for kind, count in counts.items())


def _sizes(pack: Any) -> str:
    law = pack.law
    return _counted(
        {
            "territories": len(pack.territories),
            "bodies": len(pack.bodies),
            "categories": len(law.categories),
            "terms": len(law.profiles),
            "grounds": len(law.grounds),
            "people": len(pack.people),
        }
    )
