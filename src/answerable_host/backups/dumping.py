"""Backups of somebody else's server (DATABASE_URL): a dump each time, and the files; no additions between.

Its administrator has better means for that server (replicas, snapshots); this one needs nothing from them but a role
that may read every row. Row-level security holds for the owner of the tables, too, so `DATABASE_OWNER_URL` needs
BYPASSRLS or a superuser for a dump to be whole; pg_dump refuses otherwise, and we say why.
"""

import os
import shutil
import subprocess
import threading
from datetime import UTC, datetime, timedelta
from typing import Final

import psycopg
from psycopg.conninfo import conninfo_to_dict

from answerable_host.backups import keeping, sealing, sets, status, taking
from answerable_host.backups.sets import Set, SetPart
from answerable_host.backups.taking import BackupError, Taker
from answerable_host.cluster import server
from answerable_host.cluster.binaries import NoServerError
from answerable_host.config import Config

NAMES: Final = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE"}
NAME: Final = "dump.gz.age"


def program(name: str) -> str:
    """One of PostgreSQL's programs: ours, which reads every older server, or the system's. Raises CannotBackUp."""
    try:
        ours = server.program(name)
    except NoServerError:
        ours = None
    found = str(ours) if ours is not None and ours.is_file() else shutil.which(name)
    if found is None:
        raise BackupError(f"{name} is not there: install PostgreSQL's client programs (Debian: postgresql-client)")
    return found


def entered(url: str) -> dict[str, str]:
    """The address in libpq's variables, so that no password stands on a command line."""
    words = conninfo_to_dict(url)
    return {**os.environ, **{NAMES[word]: str(value) for word, value in words.items() if word in NAMES}}


def dump_whole(taker: Taker) -> Set:
    """Take a whole set by pg_dump."""
    url = taker.config.database_owner_url or taker.config.database_url
    with psycopg.connect(url, autocommit=True) as owner:
        begun = taking.time_of(owner)
    kept = sets.begin_set(taker.sets, kind="state", at=begun)
    kept.covers = begun.isoformat()
    order = [program("pg_dump"), "--format=custom", "--compress=0", "--no-owner", "--no-password"]
    with subprocess.Popen(order, env=entered(url), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as dumping:
        if dumping.stdout is None or dumping.stderr is None:
            raise BackupError("pg_dump could not be listened to")
        size, sha256 = sealing.seal_part(dumping.stdout, kept.folder / NAME, to=taker.to, told=taker.told)
        said = dumping.stderr.read().decode("utf-8", "replace").strip()
    if dumping.returncode:
        more = " (the role needs BYPASSRLS for a whole dump)" if "row-level security" in said else ""
        raise BackupError(f"pg_dump: {said}{more}")
    kept.parts.append(SetPart(NAME, "dump", size, sha256))
    taking.put_files(taker, kept, carried=set())
    sets.finish(kept, key=taker.config.server_key)
    taking.take_keys(taker, at=begun)
    sets.prune(taker.sets, at=begun, keep_days=taker.config.backup_keep_days)
    return kept


def keep_dumping(taker: Taker, stop: threading.Event) -> None:
    """Dump as often as additions would be made, but not before an hour has passed: a dump is a whole copy."""
    pause = timedelta(minutes=max(taker.config.backup_wal_minutes, 60))
    while True:
        try:
            with taking.alone(taker):
                keeping.noted(taker, dump_whole(taker), base=True)
        except keeping.FAULTS as error:
            words = f"{type(error).__name__}: {error}".splitlines()[0]
            status.write_status(taker.config.home, fault=words, fault_at=datetime.now(UTC).isoformat())
            taker.say(f"the backup failed, it is tried again: {words}")
        if stop.wait(pause.total_seconds()):
            return


def restore_dump(config: Config, kept: Set, *, opened_by: list[object]) -> None:
    """Put a dump into the empty database of DATABASE_OWNER_URL. Raises CannotBackUp over one that holds anything."""
    url = config.database_owner_url or config.database_url
    with psycopg.connect(url, autocommit=True) as owner:
        row = owner.execute(
            "SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        ).fetchone()
    if row is None or row[0]:
        raise BackupError("the database of DATABASE_URL is not empty; a restore never goes over a living one")
    order = [program("pg_restore"), "--no-owner", "--exit-on-error", "--dbname", entered(url).get("PGDATABASE", "")]
    with subprocess.Popen(order, env=entered(url), stdin=subprocess.PIPE, stderr=subprocess.PIPE) as restoring:
        if restoring.stdin is None or restoring.stderr is None:
            raise BackupError("pg_restore could not be fed")
        for part in kept.of("dump"):
            sealing.open_into(kept.folder / part.name, restoring.stdin, keys=opened_by)
        restoring.stdin.close()
        said = restoring.stderr.read().decode("utf-8", "replace").strip()
    if restoring.returncode:
        raise BackupError(f"pg_restore: {said}")
