"""`answerable translations`: find phrases, make and check a catalogue of another language, compile."""

import sys

import click

from answerable.base.packs.row import LANGUAGES
from answerable.site import catalogues, translations
from answerable_host import config, spoken


@click.group()
def command() -> None:
    """Find what is to be translated, make a catalogue of another language, say what is missing, compile."""


@command.command()
def extract() -> None:
    """Bring the product's own catalogues up to date with its source (for those who change it)."""
    click.echo(f"{translations.extract()} new phrases")


@command.command()
@click.argument("language")
def scaffold(language: str) -> None:
    """Make or bring up to date the catalogue of LANGUAGE in the home: every phrase that has no translation yet."""
    if not spoken.CODE.fullmatch(language):
        raise click.ClickException(f"{language!r} is no code of a language: {spoken.cure_for(language)}")
    if language not in LANGUAGES:
        raise click.ClickException(
            f"{language!r} is no language that CLDR knows, and no pack could name it: {spoken.LIKE}"
        )
    path, waiting = catalogues.scaffold(language, spoken.catalogues(config.load_config().home))
    click.echo(f"{path}: {waiting} phrases wait for a translation")


@command.command(name="compile")
def compile_() -> None:
    """Compile catalogues: the product's and the home's. A start does it, too."""
    settings = config.load_config()
    done = len(translations.compile_all())
    done += catalogues.compile_in(spoken.catalogues(settings.home), settings.languages)
    click.echo(f"{done} catalogues compiled")


@command.command()
@click.argument("languages", nargs=-1)
def check(languages: tuple[str, ...]) -> None:
    """Say what is untranslated or wrong: in the product, and in LANGUAGES (or what this home offers or translates)."""
    settings = config.load_config()
    home = spoken.catalogues(settings.home)
    wrong = [] if languages else translations.translation_faults()
    offered = {*settings.languages, *catalogues.languages_in(home), *translations.translated()}
    for language in languages or sorted(offered - {*translations.whole()}):
        found = catalogues.standing(language, [home])
        click.echo(f"{language}: {found.of - found.lacking} of {found.of} phrases are translated")
        for door, (lacking, of) in found.by_door.items():
            click.echo(f"  {door:8}{of - lacking} of {of}")
        wrong += [line for line in found.wrong if line not in wrong]
    for line in wrong:
        click.echo(line)
    click.echo(f"{len(wrong)} faults")
    sys.exit(1 if wrong else 0)
