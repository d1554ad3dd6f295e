"""`answerable drill`: does the backup restore? Tried for real, in a scratch folder."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from answerable_host import config
from answerable_host.backups import drilling, restoring, sealing, status
from answerable_verify.checkpoint import Checkpoint


@click.command()
@click.option("--key", type=click.Path(path_type=Path, exists=True, dir_okay=False), required=True,
              help="The file with a private key.")  # fmt: skip
@click.option("--from", "place", type=click.Path(path_type=Path, exists=True, file_okay=False),
              help="The folder of backups; otherwise backup_to.")  # fmt: skip
@click.option("--keys", "keys_from", type=click.Path(path_type=Path, exists=True, file_okay=False),
              help="The folder of the backups of keys; otherwise the keys of this installation are used.")  # fmt: skip
@click.option("--checkpoint", "note", default="",
              help="A witnessed checkpoint of the log: a file or an address; otherwise the one this installation has published.")  # fmt: skip
@click.option("--name", default="", help="Which backup; otherwise the newest.")
def command(key: Path, place: Path | None, keys_from: Path | None, note: str, name: str) -> None:
    """Restore the backup into a scratch folder, verify, count, open a sample, compare the log; say RPO and RTO."""
    settings = config.load_config()
    folder = place or settings.backup_to
    if folder is None:
        raise click.ClickException("say where the backups are: --from FOLDER, or backup_to in the configuration")
    settings.home.mkdir(parents=True, exist_ok=True)
    try:
        order = restoring.RestoreOrder(
            place=folder,
            home=settings.home,
            opened_by=sealing.identities(key),
            keys_from=keys_from,
            name=name,
            say=lambda words: click.echo(words, err=True),
        )
        note = note or next((str(path) for path in [settings.home / "log" / "checkpoint"] if path.is_file()), "")
        outcome = drilling.drill(settings, order, at=datetime.now(UTC), checkpoint=_witnessed(note) if note else None)
    except sealing.DamagedError as error:
        raise click.ClickException(str(error)) from None
    status.write_status(settings.home, drill_at=datetime.now(UTC).isoformat(), drill_held=outcome.held)
    _show(outcome)
    sys.exit(0 if outcome.held else 1)


def _witnessed(note: str) -> Checkpoint:
    """Read the checkpoint from a file or from an address."""
    if not note.startswith(("https://", "http://")):
        return drilling.witnessed(Path(note).read_text(encoding="utf-8"))
    import httpx

    try:
        return drilling.witnessed(httpx.get(note, timeout=20).raise_for_status().text)
    except httpx.HTTPError as error:
        raise sealing.DamagedError(f"the checkpoint at {note} cannot be fetched: {type(error).__name__}") from None


def _show(outcome: drilling.DrillOutcome) -> None:
    """The table that a person reads."""
    table = Table("", "looked at", "found", title="The drill held" if outcome.held else "THE DRILL FAILED")
    for line in outcome.lines:
        table.add_row("held" if line.held else "RED", line.what, line.figures, style=None if line.held else "red")
    Console(width=None if sys.stdout.isatty() else 140).print(table)
