"""The keeper of backups: a small process of the running system that adds every few minutes and begins anew every few days.

What goes wrong is said once, noted for operators (`status`), and tried again at the next turn.
"""

import threading
from datetime import UTC, datetime, timedelta
from typing import Final

import psycopg

from answerable_host.backups import sealing, sets, status, taking
from answerable_host.backups.taking import BackupError, Taker

FAULTS: Final = (BackupError, sealing.DamagedError, OSError, psycopg.Error)


def keep_backups(taker: Taker, stop: threading.Event) -> None:
    """Take backups by the plan of the configuration until told to stop."""
    said = ""
    while True:
        try:
            turn(taker)
            said = ""
        except FAULTS as error:
            words = f"{type(error).__name__}: {error}".strip().splitlines()[0]
            status.write_status(taker.config.home, fault=words, fault_at=datetime.now(UTC).isoformat())
            if words != said:
                taker.say(f"the backup failed, it is tried again: {words}")
            said = words
        if stop.wait(taker.config.backup_wal_minutes * 60):
            return


def turn(taker: Taker) -> sets.Set:
    """One turn: an addition, or a whole set when one is due or the additions have a gap."""
    with taking.alone(taker):
        last = sets.latest(taker.sets)
        if last is not None and not _due(taker, last):
            try:
                return noted(taker, taking.take_addition(taker, last))
            except BackupError as error:
                taker.say(f"{error}")
        return noted(taker, taking.take_whole(taker), base=True)


def _due(taker: Taker, last: sets.Set) -> bool:
    return sets.instant(last.begun) + timedelta(days=taker.config.backup_base_days) <= datetime.now(UTC)


def noted(taker: Taker, kept: sets.Set, *, base: bool = False) -> sets.Set:
    """Note for operators what was made."""
    said = {"covers_at": kept.covers, "set": kept.name, "fault": "", "parts": len(kept.parts)}
    if base:
        said["base_at"] = kept.begun
        if taker.config.backup_keys_to is not None:
            said["keys_at"] = kept.begun
    status.write_status(taker.config.home, **said)
    return kept
