"""Putting a backup back: into an empty home only, checked before and after, and closed until nothing erased is in it.

Order: every part is compared with its fingerprint; the database is unpacked, verified by PostgreSQL's own program, and
its later writes are replayed; files and keys are put in place; then the system's code brings the database to its own
version and does again what the book of erasures says (`answerable replay`). Until then `RESTORING` stands in the
home, and nothing opens it.
"""

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg import sql

from answerable_host import program
from answerable_host.backups import erasures, sealing, sets
from answerable_host.backups.sealing import DamagedError, Told
from answerable_host.backups.sets import Set
from answerable_host.cluster import binaries, processes, roles, server
from answerable_host.cluster.passwords import password
from answerable_host.config import secret_folder
from answerable_host.serving import RESTORING

FETCHED: Final = "restore"  # beside the data folder: PostgreSQL's later writes, opened
FROZEN: Final = "log-frozen"  # the public log signs nothing until it was compared with its witnesses and mirrors
MARK: Final = "newest"  # in the second place: the newest checkpoint that was ever signed
SEGMENTS: Final = 256  # of 16 MiB in one numbering of PostgreSQL's
Say = Callable[[str], None]


class RestoreError(Exception):
    """Nothing is restored; the text says why and what to do."""


@dataclass(frozen=True)
class RestoreOrder:
    """What is to be put back, where, and with what."""

    place: Path  # the folder of backups
    home: Path  # an empty one
    opened_by: list[Any]  # private keys
    keys_from: Path | None = None  # the folder of the sets of keys; none: home/secret is in place already
    name: str = ""  # of the set; empty: the newest
    second_place: Path | None = None  # the folder that remembers how far the lost installation had come
    say: Say = print
    told: Told = sealing.silent


@dataclass
class Restored:
    """What came of it."""

    kept: Set
    seconds: float = 0.0
    files: int = 0
    replayed: str = ""
    faults: list[str] = field(default_factory=list)


def restore_backup(order: RestoreOrder) -> Restored:
    """Put a backup back. Raises Refused and Damaged; the home then keeps its mark and does not open."""
    began = time.monotonic()
    kept, mac = chosen(order)
    with processes.hold(_empty(order.home)):
        mark = order.home / RESTORING
        mark.write_text(f"{kept.name} is being restored here, or was not restored to its end\n", encoding="ascii")
        key = put_back_keys(order)
        order.say("comparing every part with its fingerprint")
        if found := [*sets.set_faults(kept, mac, key=key, told=order.told), *gaps(kept)]:
            raise DamagedError("\n".join(["the backup is damaged:", *(f"  - {fault}" for fault in found)]))
        restored = Restored(kept)
        _database(order, kept)
        order.say("putting files back")
        restored.files = sum(
            sealing.unpack(kept.folder / part.name, order.home, keys=order.opened_by) for part in kept.of("files")
        )
        _recover(order)
        (order.home / FROZEN).write_text(f"restored from the backup {kept.name}\n", encoding="ascii")
        restored.replayed = _replayed(order)
        mark.unlink()
    restored.seconds = time.monotonic() - began
    return restored


def chosen(order: RestoreOrder) -> tuple[Set, str]:
    """The set that was named, or the newest."""
    place = order.place / "sets"
    if not order.name:
        folders = sorted(place.glob("*Z")) if place.is_dir() else []
        if not folders:
            raise RestoreError(f"there is no backup in {order.place}")
        return _read(folders[-1])
    if not (place / Path(order.name).name).is_dir():
        raise RestoreError(f"there is no backup {order.name} in {order.place}; there are: {', '.join(_names(place))}")
    return _read(place / Path(order.name).name)


def _names(place: Path) -> list[str]:
    return [folder.name for folder in sorted(place.glob("*Z"))] or ["none"]


def _read(folder: Path) -> tuple[Set, str]:
    try:
        return sets.read_set(folder)
    except ValueError as error:
        raise DamagedError(str(error)) from None


def _empty(home: Path) -> Path:
    """The home, which must not live and must hold nothing that a restore would write over."""
    if pid := processes.holder(home):
        raise RestoreError(
            f"Answerable runs in {home} (process {pid}); a restore never goes over a running installation"
        )
    there = [name for name in ("cluster", "files") if (home / name).exists() and any((home / name).iterdir())]
    if there:
        raise RestoreError(
            f"{home} already holds {' and '.join(there)}; restore into an empty folder and change over after"
        )
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    return home


def put_back_keys(order: RestoreOrder) -> bytes:
    """Open the newest set of keys into `home/secret`; returns the server key. Keys that lie there already stay."""
    secret = secret_folder(order.home)
    key = secret / "server.key"
    if order.keys_from is not None and not key.is_file():
        kept = sets.latest(order.keys_from)
        if kept is None:
            raise RestoreError(f"there is no backup of keys in {order.keys_from}")
        for part in kept.of("keys"):
            sealing.unpack(kept.folder / part.name, secret, keys=order.opened_by)
        for path in secret.rglob("*"):
            path.chmod(0o700 if path.is_dir() else 0o600)
        order.say(f"put back the keys of {kept.name}")
    if not key.is_file():
        raise RestoreError(
            "the server key is missing: without it no name and no address can be read. "
            f"Give --keys FOLDER (the backup of keys), or put server.key into {secret}"
        )
    return key.read_bytes()


def gaps(kept: Set) -> list[str]:
    """Which of PostgreSQL's writes are missing between the first and the last that the set should hold."""
    there = {part.name.removesuffix(".gz.age") for part in kept.of("wal") if len(part.name) == 24 + len(".gz.age")}
    if not there:
        return ["every later write of the database is missing"] if kept.end else []
    numbers = {int(name[8:16], 16) * SEGMENTS + int(name[16:], 16) for name in there}
    high, low = kept.end.split("/") if kept.end else ("0", "0")
    last = (((int(high, 16) << 32) + int(low, 16)) // (16 * 1024 * 1024)) - 1 if kept.end else max(numbers)
    missing = sorted(set(range(min(numbers), last + 1)) - numbers)
    return [f"{len(missing)} pieces of the database's later writes are missing"] if missing else []


def _database(order: RestoreOrder, kept: Set) -> None:
    """Unpack the database, let PostgreSQL verify it, and lay its later writes beside it."""
    place = server.ServerFolders(order.home)
    draft = place.folder / "data.restored"
    draft.mkdir(mode=0o700, parents=True)
    place.folder.chmod(0o700)
    order.say("unpacking the database")
    for part in kept.of("base"):
        sealing.unpack(kept.folder / part.name, draft, keys=order.opened_by)
    order.say("verifying the database (pg_verifybackup)")
    program = [str(server.program("pg_verifybackup")), "--quiet", str(draft)]
    done = subprocess.run(program, capture_output=True, text=True, check=False, env={**os.environ, "LC_ALL": "C"})
    if done.returncode:
        raise DamagedError(f"the database is damaged:\n{(done.stderr or done.stdout).strip()}")
    fetched = place.folder / FETCHED
    fetched.mkdir(mode=0o700)
    for part in kept.of("wal"):
        with (fetched / part.name.removesuffix(".gz.age")).open("wb") as sink:
            sealing.open_into(kept.folder / part.name, sink, keys=order.opened_by)
    (draft / "recovery.signal").touch(mode=0o600)
    who = binaries.runner(place.data)
    for path in (place.folder, draft, fetched, *draft.rglob("*"), *fetched.rglob("*")):
        if path.is_dir() or path.parent == fetched:
            path.chmod(0o700)
        if who.dropped:
            os.chown(path, who.uid, who.gid)
    draft.rename(place.data)


def _recover(order: RestoreOrder) -> None:
    """Let PostgreSQL replay its later writes, and give the superuser the password that belongs to this home."""
    place = server.ServerFolders(order.home)
    order.say("replaying later writes")
    running = server.start(
        place,
        say=order.say,
        restoring={
            "restore_command": f'cp "../{FETCHED}/%f" "%p"',
            "recovery_target_timeline": "latest",
            "hot_standby": "off",  # it answers when it is through, not before
        },
    )
    try:
        with server.connect(place) as boss:
            own = sql.Literal(password(order.home, server.SUPERUSER))
            boss.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(server.SUPERUSER), own))
    except psycopg.Error as error:
        raise DamagedError(f"the restored database does not answer: {error}") from None
    finally:
        server.stop(running)
    shutil.rmtree(place.folder / FETCHED)


def _replayed(order: RestoreOrder) -> str:
    """Bring the book of erasures here, and let the system do again what it says. Raises Damaged."""
    second = [] if order.second_place is None else [order.second_place]
    try:
        for erasure in erasures.read_erasures([order.home, order.place, *second]):
            erasures.write_erasure([order.home], erasure)
    except erasures.BrokenRecordError as error:
        raise DamagedError(str(error)) from None
    with opened_database(order.home) as place:
        if order.second_place is not None:
            _must_have_newest_book(order, order.second_place, place)
        order.say("doing again what was erased or taken back since")
        return run_in_home(order.home, "replay", second_place=order.second_place)


def _must_have_newest_book(order: RestoreOrder, second: Path, place: server.ServerFolders) -> None:
    """Refuse to go on where more was signed than this backup holds and the book of that time is missing. Raises Damaged.

    What was erased, closed or dismissed since would live again. The second place keeps both, the mark and the book; and
    how far the book had come, so that an older one in its place is refused, too.
    """
    try:
        erasures.must_be_newest([order.home, order.place, second])
    except erasures.BrokenRecordError as fault:
        raise DamagedError(f"{fault}. Put the newest one into {second}; until then nothing opens") from None
    try:
        marked = (second / MARK).read_bytes().decode("utf-8", "replace").split("\n")[1]
    except (FileNotFoundError, IndexError):
        return
    with server.connect(place, dbname=roles.DATABASE) as boss:
        known = boss.execute("SELECT to_regclass('ledger_tree')").fetchone() != (None,)
        size = boss.execute("SELECT max(size) FROM ledger_tree").fetchone() if known else None
    restored = int(size[0] or 0) if size else 0
    if int(marked) > restored and not (second / erasures.BOOK).is_file():
        raise DamagedError(
            f"{second} knows {marked} entries of the public log, this backup only {restored}, and the book of what was "
            f"erased or ended since is not there. Put the newest {erasures.BOOK} into {second} (there is one in the lost "
            "home, and one beside the backups); until then nothing opens"
        )


@contextmanager
def opened_database(home: Path) -> Iterator[server.ServerFolders]:
    """The database of a restored home, running for as long as this takes; the caller holds the home."""
    place = server.ServerFolders(home)
    running = server.start(place, say=_quiet, pdeathsig=True)
    try:
        roles.set_up(place)
        yield place
    finally:
        server.stop(running)


def run_in_home(home: Path, *words: str, second_place: Path | None = None) -> str:
    """Run one of our commands on a home whose database runs, and answer what it says. Raises Damaged."""
    named = {} if second_place is None else {"ANSWERABLE_LOG_HIGHWATER_TO": str(second_place)}
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ANSWERABLE_", "DATABASE_"))}
    done = subprocess.run(
        [*program.COMMAND, *words],
        env={**kept, **named, "ANSWERABLE_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise DamagedError(f"answerable {words[0]} stumbled:\n{done.stderr.strip()[-2000:]}")
    return done.stdout


def _quiet(_words: str) -> None:
    """Say nothing."""
