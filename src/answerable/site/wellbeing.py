"""What makes health red: a clock that is off, a disk that is full, a database that is silent, a backup that is old, a log that is frozen."""

import logging
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from django.db import DatabaseError, connection

from answerable.base import clock
from answerable.site import place, rooms
from answerable_host.backups import status
from answerable_host.config import Config

log = logging.getLogger(__name__)
SILENT: Final = (
    "the database does not answer: is its server running, its disk full? Its own last words are in the log before"
)
KEPT: Final = 0.05  # of a disk: what the audit and PostgreSQL's log of writes need to end in order
ENOUGH: Final = 1 << 30  # bytes; on a large disk less than a twentieth is enough
VOLUMES: Final = {  # what may lie on a disk of its own
    "state": ".",
    "media": "files",
    "keys": "secret",
    "log": "log",
    "database": "cluster/data",
    "writes": "cluster/data/pg_wal",
}


def red_lines(config: Config, *, at: datetime) -> list[str]:
    """Why an operator should look now, in plain words; nothing when all is well."""
    silent = [*_of_database()]
    of_rooms = [] if silent else [*of_languages(config), *_of_rooms(at)]  # each would wait for it and say the same
    found = [*silent, *_of_clock(), *_of_disks(config), *of_rooms]
    wanted = config.backup_to is not None
    return found + status.backup_faults(
        status.read_status(config.home), wanted=wanted, rpo_minutes=config.rpo_minutes, at=at
    )


def gauges(config: Config, *, at: datetime) -> dict[str, float]:
    """The same as numbers."""
    free = {f'disk_free_share{{volume="{name}"}}': share for name, share, _ in _disks(config)}
    red = red_lines(config, at=at)
    backups = status.gauges(status.read_status(config.home), wanted=config.backup_to is not None, at=at)
    return {
        "healthy": float(not red),
        "database_answers": float(SILENT not in red),
        "clock_skew_seconds": clock.skew(),
        "clock_leap_seconds": clock.leap(),
        **free,
        **backups,
    }


def _of_database() -> Iterator[str]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        yield SILENT


def _of_rooms(at: datetime) -> Iterator[str]:
    """What each room says; one that cannot say it is red for that alone, and keeps no other from being heard."""
    for room in rooms.ROOMS:
        try:
            yield from list(room.red_lines(at))
        except Exception as error:
            log.exception("the room %s could not say whether it is well", room.name)
            yield (
                f"the room {room.name} cannot say whether it is well ({type(error).__name__}; the log says more): "
                "was a right or a table of the database taken away?"
            )


def of_languages(config: Config) -> Iterator[str]:
    """Whether this process offers what the pack names: languages are read when a process starts."""
    of_pack = tuple(place.setting("languages", config.languages))
    if config.speaks_as_the_pack and of_pack != config.languages:
        yield (
            f"the pack that is loaded names the languages {', '.join(of_pack)}, "
            f"and this process was started with {', '.join(config.languages)}: start Answerable again"
        )


def _of_clock() -> Iterator[str]:
    if abs(skew := clock.skew()) > clock.TOLERABLE:
        yield f"this machine's clock is {skew:+.0f} s off the database's; terms go by the database's; let NTP set it"
    if leap := clock.leap():
        yield f"the database's clock was set by {leap:+.0f} s within the last hour; see why before you trust today's dates"


def _of_disks(config: Config) -> Iterator[str]:
    for name, share, free in _disks(config):
        if share < KEPT and free < ENOUGH:
            yield f"the disk of {name} is full: {free / 1e6:.0f} MB are free; make room, or move it to a larger one"


def _disks(config: Config) -> Iterator[tuple[str, float, int]]:
    """Name, free share and free bytes of each disk that we write to; one that two names share is told once."""
    seen = set()
    for name, below in VOLUMES.items():
        try:
            folder = Path(config.home / below).resolve(strict=True)
            disk, told = folder.stat().st_dev, os.statvfs(folder)
        except OSError:
            continue  # not there, or another user's: whoever can see it tells of it
        if disk not in seen and told.f_blocks:
            seen.add(disk)
            yield name, told.f_bavail / told.f_blocks, told.f_bavail * told.f_frsize
