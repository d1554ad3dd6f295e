"""`answerable pack new FOLDER`, `pack check NAME|PATH` and `pack load NAME|PATH`: the data that makes an installation."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

import click


@click.group()
def command() -> None:
    """Begin, check or load a pack: a folder of territories, bodies, categories, terms and wording."""


@command.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "-l", "--language", "languages", multiple=True, default=("en",), help="One of its languages; again for each."
)
@click.option("--zone", default="Europe/Kyiv", show_default=True, help="Its time zone.")
def new(folder: Path, languages: tuple[str, ...], zone: str) -> None:
    """Begin a pack: make FOLDER, named for it, with every file filled so that the check passes."""
    from answerable.base.clock import now
    from answerable.site import packs
    from answerable.site.packs.beginning import begin_pack

    try:
        made = begin_pack(folder, languages=tuple(dict.fromkeys(languages)), zone=zone, on=now().date())
    except packs.PackError as faulty:
        _refuse(faulty)
    click.echo(f"{folder}: {', '.join(made)}")
    click.echo(f"Every text stands there in English. Change it, and ask: answerable pack check {folder}")


@command.command()
@click.argument("pack")
def check(pack: str) -> None:
    """Read PACK (a name or a folder) and name every fault; nothing is changed."""
    from answerable.base.clock import now
    from answerable.site import packs

    try:
        found = packs.check_pack(packs.find(pack), on=now().date())
    except packs.PackError as faulty:
        _refuse(faulty)
    click.echo(f"{found.code}: faultless, {_sizes(found)}")
    _tell_of_languages(packs.find(pack), found)
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
    from answerable_host import config

    before = config.load_config()
    try:
        done = packs.load_pack(
            packs.find(pack), at=now(), replace=replace, progress=lambda said: click.echo(f"  {said} ...")
        )
    except packs.PackError as faulty:
        _refuse(faulty)
    _tell_of_languages(packs.find(pack), done.pack)
    if before.speaks_as_the_pack and before.languages != config.load_config().languages:
        click.echo("note: start Answerable again: pages are offered in other languages from then on")
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


def _tell_of_languages(folder: Path, pack: Any) -> None:
    """Say of each language that we don't ship as a whole how much of the pages it lacks, and what they say instead."""
    from answerable.site import catalogues, translations
    from answerable.site.translated_doors import ReadAt
    from answerable_host import config, spoken

    languages = pack.settings["languages"]
    places = [spoken.catalogues(config.load_config().home), folder / "locale"]
    shipped = {translations.SOURCE_LANGUAGE, *translations.whole()}
    instead = next((each for each in languages if each in shipped), translations.SOURCE_LANGUAGE)
    for language in languages:
        if language not in shipped:
            found = catalogues.standing(language, places)
            if found.lacking:
                of_staff = found.by_door[ReadAt.STAFF][0]
                click.echo(
                    f"note: {language}: {found.lacking} of {found.of} phrases are untranslated, {of_staff} of them read "
                    f"by staff only; they stand in {instead}"
                )
            for line in found.wrong:
                click.echo(f"note: left out: {line}")


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
