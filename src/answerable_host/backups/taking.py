"""Taking backups while the system runs: a whole set, and additions to it.

Nobody is kept waiting. Order matters: first PostgreSQL's writes up to an instant, then the files: a row is committed
after its file was put on disk, so every file that a row names is there.
"""

import contextlib
import fcntl
import subprocess
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import psycopg

from answerable_host import second_place
from answerable_host.backups import sealing, sets
from answerable_host.backups.sealing import Told
from answerable_host.backups.sets import Set, SetPart
from answerable_host.cluster import roles, server
from answerable_host.config import Config, secret_folder

SLOT: Final = "answerable_backup"
SEGMENT: Final = 16 * 1024 * 1024  # bytes; PostgreSQL's and ours never differ: initdb is called without another
LEFT_OUT: Final = (
    "cluster",
    "secret",
    "backup",
    "mail",
    second_place.INSIDE,
    "drill-",
)  # beginnings of names in the state
TAKEN: Final = ("log-keys", "log-policy")  # files right in it: public keys, and who witnesses the log
COUNTED: Final = "counted after a restore"  # comment on a table; who puts it there knows the rooms (`migrate`)
PATIENCE: Final = 600  # seconds that PostgreSQL may take to hand over what it wrote since
Say = Callable[[str], None]


class BackupError(Exception):
    """A backup could not be made; the text says what to do."""


@dataclass(frozen=True)
class Taker:
    """What taking needs to know. `told` hears how many bytes went by."""

    config: Config
    say: Say
    told: Told = sealing.silent

    @property
    def place(self) -> server.ServerFolders:
        """Our own server."""
        return server.ServerFolders(self.config.home)

    @property
    def sets(self) -> Path:
        """The folder of sets."""
        return self.folder / "sets"

    @property
    def folder(self) -> Path:
        """Where backups go. Raises CannotBackUp where nobody has said."""
        if self.config.backup_to is None:
            raise BackupError("backup_to is not set: say where backups go (docs/operating/backup.md)")
        return self.config.backup_to

    @property
    def to(self) -> list[Any]:
        """To whom they are sealed."""
        return sealing.recipients(self.config.backup_recipients)

    @property
    def spool(self) -> Path:
        """What came from PostgreSQL and is not sealed yet; and what is carried already."""
        return self.config.home / "backup"


@contextlib.contextmanager
def alone(taker: Taker) -> Iterator[None]:
    """Hold the place of backups, so that a command and the running system never write one set together."""
    taker.spool.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (taker.spool / "lock").open("w", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupError("another backup is being made just now; try again in a minute") from None
        yield


def take_whole(taker: Taker) -> Set:
    """Take a whole set, and one of the keys where a place for them is set; remove sets that are too old."""
    if (last := sets.latest(taker.sets)) is not None and last.of("base"):
        with contextlib.suppress(BackupError):
            take_addition(taker, last)  # so that the last set reaches to where this one begins
    with server.connect(taker.place, dbname=roles.DATABASE) as boss:
        _slot(boss)
        begun, rows = time_of(boss), counts(boss)
    kept = sets.begin_set(taker.sets, kind="state", at=begun)
    kept.counts, kept.covers, kept.version = rows, begun.isoformat(), _version()
    _base(taker, kept)
    carried = put_files(taker, kept, carried=set())
    sets.finish(kept, key=taker.config.server_key)
    _remember(taker, kept, carried)
    take_keys(taker, at=begun)
    for name in sets.prune(taker.sets, at=begun, keep_days=taker.config.backup_keep_days):
        taker.say(f"removed the old backup {name}")
    return take_addition(taker, kept)


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("answerable")
    except PackageNotFoundError:
        return "a checkout"


def _base(taker: Taker, kept: Set) -> None:
    """The database as one stream of `pg_basebackup`, with what is needed to make it whole."""
    order = [
        str(server.program("pg_basebackup")), "--pgdata=-", "--format=tar", "--wal-method=fetch", "--checkpoint=fast",
        "--label=answerable", "--no-password",
    ]  # fmt: skip
    env = server.environment(taker.place, role=roles.BACKUP, dbname="postgres")
    with subprocess.Popen(order, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as copying:
        if copying.stdout is None or copying.stderr is None:
            raise BackupError("pg_basebackup could not be listened to")
        name = "base.tar.gz.age"
        try:
            size, sha256 = sealing.seal_part(copying.stdout, kept.folder / name, to=taker.to, told=taker.told)
        except BaseException:
            copying.kill()
            raise
        said = copying.stderr.read().decode("utf-8", "replace").strip()
    if copying.returncode:
        raise BackupError(f"pg_basebackup: {said}")
    kept.parts.append(SetPart(name, "base", size, sha256))


def take_addition(taker: Taker, kept: Set) -> Set:
    """Add to a set what was written and put on disk since."""
    with server.connect(taker.place, dbname=roles.DATABASE) as boss:
        if not _slot_is_whole(boss):
            raise BackupError("PostgreSQL has thrown away writes that were not backed up yet: a whole backup is due")
        at, rows = time_of(boss), counts(boss)
        end = _switched(boss, kept.end)
    if end != kept.end:
        _receive(taker, end)
        for path in sorted((taker.spool / "wal").iterdir()):
            if path.suffix != ".partial":
                _keep_segment(taker, kept, path)
    carried = put_files(taker, kept, carried=_carried(taker, kept))
    kept.covers, kept.end, kept.counts = at.isoformat(), end, rows
    sets.save(kept, key=taker.config.server_key)
    _remember(taker, kept, carried)  # only now: the manifest names what holds them
    for part in kept.of("wal"):
        (taker.spool / "wal" / part.name.removesuffix(".gz.age")).unlink(missing_ok=True)
    return kept


def time_of(boss: "psycopg.Connection[Any]") -> datetime:
    """The database's time: the one clock by which backups are dated."""
    row = boss.execute("SELECT clock_timestamp()").fetchone()
    if row is None or not isinstance(row[0], datetime):
        raise BackupError("the database does not tell the time")
    return row[0]


def counts(boss: "psycopg.Connection[Any]", *, also: Iterable[str] = ()) -> dict[str, int]:
    """Rows of the tables by which a restore is judged: those marked in the database, and those that are named.

    As superuser: row security would count nothing.
    """
    marked = boss.execute("SELECT relname FROM pg_class WHERE obj_description(oid, 'pg_class') = %s", [COUNTED])
    found = {}
    for table in sorted({name for (name,) in marked}.union(also)):
        if boss.execute("SELECT to_regclass(%s)", [table]).fetchone() != (None,):
            row = boss.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 -- names of our own tables
            found[table] = int(row[0]) if row else 0
    return found


def _slot(boss: "psycopg.Connection[Any]") -> None:
    """Let PostgreSQL keep its writes until they are fetched; a slot that fell too far behind is made anew."""
    if not _slot_is_whole(boss):
        boss.execute(
            "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = %s", [SLOT]
        )
        boss.execute("SELECT pg_create_physical_replication_slot(%s, true)", [SLOT])


def _slot_is_whole(boss: "psycopg.Connection[Any]") -> bool:
    row = boss.execute("SELECT wal_status FROM pg_replication_slots WHERE slot_name = %s", [SLOT]).fetchone()
    return row is not None and row[0] not in {None, "lost"}


def _switched(boss: "psycopg.Connection[Any]", end: str) -> str:
    """Close the segment that is being written, unless nothing was written since; returns where the next begins."""
    row = boss.execute(
        "SELECT pg_current_wal_insert_lsn()::text, (pg_current_wal_insert_lsn() - '0/0')::numeric"
    ).fetchone()
    if row is None:
        raise BackupError("the database does not say how far it has written")
    here = int(row[1])
    if end and here - _place(end) <= 64:  # the head of a page, and nothing in it
        return end
    if here % SEGMENT > 64:
        boss.execute("SELECT pg_switch_wal()")
        here = -(-here // SEGMENT) * SEGMENT
    return f"{here >> 32:X}/{here // SEGMENT * SEGMENT & 0xFFFFFFFF:X}"


def _place(lsn: str) -> int:
    high, low = lsn.split("/")
    return (int(high, 16) << 32) + int(low, 16)


def _receive(taker: Taker, end: str) -> None:
    """Fetch whole segments up to a place, one short of which the program stops by itself."""
    folder = taker.spool / "wal"
    taker.spool.mkdir(mode=0o700, exist_ok=True)  # 0700 for each: what lies here an instant is in clear
    folder.mkdir(mode=0o700, exist_ok=True)
    last = _place(end) - 1
    order = [
        str(server.program("pg_receivewal")), f"--directory={folder}", f"--slot={SLOT}", "--no-loop", "--no-password",
        "--status-interval=1", f"--endpos={last >> 32:X}/{last & 0xFFFFFFFF:X}",
    ]  # fmt: skip
    env = server.environment(taker.place, role=roles.BACKUP, dbname="postgres")
    try:
        done = subprocess.run(order, env=env, capture_output=True, text=True, check=False, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        raise BackupError("PostgreSQL did not hand over its writes in time") from None
    if done.returncode:
        raise BackupError(f"pg_receivewal: {done.stderr.strip()}")


def _keep_segment(taker: Taker, kept: Set, path: Path) -> None:
    """Seal one segment into the set; one that is there already is kept as it was."""
    name = f"{path.name}.gz.age"
    if name in {part.name for part in kept.of("wal")}:
        return
    with path.open("rb") as source:
        size, sha256 = sealing.seal_part(source, kept.folder / name, to=taker.to, told=taker.told)
    kept.parts.append(SetPart(name, "wal", size, sha256))


def put_files(taker: Taker, kept: Set, *, carried: set[str]) -> set[str]:
    """Seal the files of the state folder that the set does not hold yet; returns what it holds then."""
    found = dict(_listed(taker.config.home))
    fresh = sorted(name for line, name in found.items() if line not in carried)
    if fresh:
        name = f"files-{len(kept.of('files')) + 1:05}.tar.gz.age"
        size, sha256 = sealing.seal_files(taker.config.home, fresh, kept.folder / name, to=taker.to, told=taker.told)
        kept.parts.append(SetPart(name, "files", size, sha256))
    return carried | set(found)


def _listed(home: Path) -> Iterator[tuple[str, str]]:
    """Every file of the state but the database, secrets and drafts: a line that changes with it, and its name."""
    for top in sorted(home.iterdir()):
        if top.is_symlink() or top.name.startswith(LEFT_OUT) or not (top.is_dir() or top.name in TAKEN):
            continue
        for path in top.rglob("*") if top.is_dir() else [top]:
            if path.is_file() and not path.is_symlink() and not path.name.endswith(("-draft", ".log")):
                with contextlib.suppress(FileNotFoundError):
                    seen = path.stat()
                    name = str(path.relative_to(home))
                    yield f"{name}\t{seen.st_size}\t{seen.st_ctime_ns}", name


def _carried(taker: Taker, kept: Set) -> set[str]:
    """What the set holds already. Kept in the state folder: the names would tell a thief when files came."""
    path = taker.spool / f"{kept.begun.replace(':', '')}.carried"
    return set(path.read_text(encoding="utf-8").splitlines()) if path.is_file() else set()


def _remember(taker: Taker, kept: Set, lines: set[str]) -> None:
    path = taker.spool / f"{kept.begun.replace(':', '')}.carried"
    taker.spool.mkdir(mode=0o700, exist_ok=True)
    for old in taker.spool.glob("*.carried"):
        if old != path:
            old.unlink()
    draft = path.with_suffix(".draft")
    draft.write_text("\n".join(sorted(lines)), encoding="utf-8")
    draft.replace(path)


def take_keys(taker: Taker, *, at: datetime) -> Set | None:
    """Take a set of the keys, apart from what they open; nothing where no place for it is set.

    Passwords of the database's roles are not in it: a restore draws new ones.
    """
    place = taker.config.backup_keys_to
    if place is None:
        return None
    kept = sets.begin_set(place, kind="keys", at=at)
    kept.covers, kept.version = at.isoformat(), _version()
    root = secret_folder(taker.config.home)
    names = sorted(
        str(path.relative_to(root))
        for path in root.rglob("*")
        if path.is_file() and not path.name.startswith(("database.", ".", "first-sign-in"))
    )
    size, sha256 = sealing.seal_files(root, names, kept.folder / "keys.tar.gz.age", to=taker.to)
    kept.parts.append(SetPart("keys.tar.gz.age", "keys", size, sha256))
    sets.finish(kept, key=taker.config.server_key)
    sets.prune(place, at=at, keep_days=taker.config.backup_keys_keep_days)
    return kept
