"""`answerable restore`: put a backup back into an empty home."""

import sys
from pathlib import Path

import click

from answerable_host import config
from answerable_host.backups import dumping, restoring, sealing, sets, taking
from answerable_host.cluster import processes


@click.command()
@click.option("--from", "place", type=click.Path(path_type=Path, exists=True, file_okay=False), required=True,
              help="The folder of backups (backup_to).")  # fmt: skip
@click.option("--key", type=click.Path(path_type=Path, exists=True, dir_okay=False), required=True,
              help="The file with a private key.")  # fmt: skip
@click.option("--keys", "keys_from", type=click.Path(path_type=Path, exists=True, file_okay=False),
              help="The folder of the backups of keys (backup_keys_to).")  # fmt: skip
@click.option("--name", default="", help="Which backup; otherwise the newest.")
def command(place: Path, key: Path, keys_from: Path | None, name: str) -> None:
    """Put a backup back into ANSWERABLE_HOME, which must be empty. The system is started afterwards as always."""
    settings = config.load_config()
    try:
        order = restoring.RestoreOrder(
            place=place,
            home=settings.home,
            opened_by=sealing.identities(key),
            keys_from=keys_from,
            name=name,
            second_place=settings.second_place,
            say=_say,
        )
        done = _dump(settings, order) if settings.database_url else restoring.restore_backup(order)
    except (restoring.RestoreError, sealing.DamagedError, taking.BackupError, processes.AlreadyRunsError) as error:
        raise click.ClickException(str(error)) from None
    _say(done.replayed.strip())
    _say(f"restored {done.kept.name} ({done.files} files) into {settings.home} in {done.seconds:.0f} s; it holds what")
    _say(f"was done until {done.kept.covers}. Now: answerable check, then answerable serve.")
    _say("The public log signs nothing until it was compared with its witnesses: answerable log compare.")


def _dump(settings: config.Config, order: restoring.RestoreOrder) -> restoring.Restored:
    """The same for another's server: a dump into its empty database."""
    kept, mac = restoring.chosen(order)
    key = restoring.put_back_keys(order)
    if found := sets.set_faults(kept, mac, key=key, told=order.told):
        raise sealing.DamagedError("\n".join(["the backup is damaged:", *(f"  - {fault}" for fault in found)]))
    dumping.restore_dump(settings, kept, opened_by=order.opened_by)
    files = sum(sealing.unpack(kept.folder / part.name, order.home, keys=order.opened_by) for part in kept.of("files"))
    return restoring.Restored(kept, files=files, replayed="Run `answerable replay` before you open the installation.")


def _say(words: str) -> None:
    click.echo(words)
    sys.stdout.flush()
