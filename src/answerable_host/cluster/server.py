"""The life of our database server: made, started, waited for however long a recovery takes, stopped.

As root the server runs as another user with its working folder inside the data folder and names everything from
there (`/proc/self/cwd`), so that no folder above needs to let that user through.
"""

import contextlib
import hashlib
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psycopg

from answerable_host.cluster import binaries, processes
from answerable_host.cluster.passwords import password

SOCKET: Final = ".s.PGSQL.5432"
LONGEST_SOCKET: Final = 107  # bytes of sun_path on Linux, less the closing NUL
SUPERUSER: Final = "postgres"
HERE: Final = "/proc/self/cwd"
STARTING: Final = Path("log", "database-start.log")  # below the home
RETRY_SECONDS: Final = 60  # how long leftovers of a killed server may hold the data folder
Say = Callable[[str], None]

# Given on the command line, where neither a file nor ALTER SYSTEM can undo them: what must not be lost or written down.
HELD: Final = {
    "listen_addresses": "",
    "unix_socket_directories": ".",
    "unix_socket_permissions": "0700",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "password_encryption": "scram-sha-256",
    "log_statement": "none",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_min_duration_statement": "-1",
    "log_min_duration_sample": "-1",
    "log_duration": "off",
    "debug_print_parse": "off",
    "debug_print_rewritten": "off",
    "debug_print_plan": "off",
}
# Fit for a machine of 1 GiB; an operator may change these by ALTER SYSTEM.
TUNED: Final = {
    "max_connections": "60",
    "shared_buffers": "128MB",
    "effective_cache_size": "512MB",
    "work_mem": "6MB",
    "maintenance_work_mem": "64MB",
    "wal_level": "replica",
    "wal_compression": "on",
    "min_wal_size": "160MB",
    "max_wal_size": "1GB",
    "max_slot_wal_keep_size": "2GB",  # a backup that stopped must not fill the disk
    "checkpoint_timeout": "10min",
    "random_page_cost": "1.1",
    "jit": "off",
    "io_workers": "2",
    "max_parallel_workers_per_gather": "1",
    "idle_in_transaction_session_timeout": "60s",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    "logging_collector": "on",
    "log_filename": "postgresql-%a.log",
    "log_truncate_on_rotation": "on",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "log_line_prefix": "%m [%p] ",
    "log_startup_progress_interval": "5s",
}
HBA: Final = """# Written at every start by answerable: the socket is the only way in, and every role needs its password.
local all all scram-sha-256
local replication answerable_backup scram-sha-256
"""


RESTORED_HBA: Final = """# Only while a backup is restored: its passwords are not ours. The socket's folder is the server's alone.
local all postgres trust
"""


class StuckError(Exception):
    """The server did not start; the text holds the last lines of its log."""


@dataclass(frozen=True, slots=True)
class ServerFolders:
    """The folders of the server inside the state folder."""

    home: Path

    @property
    def folder(self) -> Path:
        """Ours and the server user's alone, mode 0700."""
        return self.home / "cluster"

    @property
    def data(self) -> Path:
        """PostgreSQL's data folder; the socket lies in it."""
        return self.folder / "data"

    @property
    def host(self) -> str:
        """What clients give as host: the socket's folder, or a short link to it where the path is too long."""
        return str(self.data) if fits(self.data) else str(_short(self.data))


def fits(folder: Path) -> bool:
    """Say whether a socket in that folder has a name short enough for the system."""
    return len(os.fsencode(folder / SOCKET)) <= LONGEST_SOCKET


def _short(data: Path) -> Path:
    """A short link to the folder, in a folder that nobody else can write."""
    base = Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()) / f"answerable-{os.geteuid()}"
    base.mkdir(mode=0o700, exist_ok=True)
    seen = base.lstat()
    if base.is_symlink() or seen.st_uid != os.geteuid() or seen.st_mode & 0o077:
        raise binaries.NoServerError(f"{base} is not ours alone; remove it or choose a shorter ANSWERABLE_HOME")
    link = base / hashlib.sha256(os.fsencode(data)).hexdigest()[:16]
    if not link.is_symlink() or link.readlink() != data:
        draft = base / f"{link.name}.{os.getpid()}"
        draft.symlink_to(data)
        draft.replace(link)
    return link


def connect(place: ServerFolders, *, role: str = SUPERUSER, dbname: str = "postgres") -> psycopg.Connection[Any]:
    """A connection of our own to the server, for set-up and for operators."""
    secret = password(place.home, role)
    return psycopg.connect(host=place.host, port=5432, user=role, password=secret, dbname=dbname, autocommit=True)


def start(
    place: ServerFolders,
    *,
    say: Say,
    pdeathsig: bool = False,
    ended: Sequence[int] = (),
    restoring: Mapping[str, str] | None = None,
) -> "subprocess.Popen[bytes]":
    """Start the server, making it first where there is none, and return when it answers.

    A kill -9 before is no matter: leftovers are cleared away, and a recovery may take as long as it takes.
    `pdeathsig` ties the server to this thread's life (Linux): it then stops cleanly even if we are killed. `ended` is a
    list that a signal handler fills: waiting is given up (Stuck) when there is something in it. `restoring` are settings
    for the recovery of a backup, during which nobody but the superuser gets in, and without a password.
    """
    who = binaries.runner(place.data)
    programs = binaries.reachable(binaries.binaries(), who)
    _make(place, programs=programs, who=who, say=say)
    _clear(place, say=say)
    _write_settings(place, who, restoring)
    began = time.monotonic()
    while True:
        server = _launch(place, programs=programs, who=who, pdeathsig=pdeathsig)
        if _answers(place, server, say=say, ended=ended):
            return server
        if ended:
            stop(server)
            raise StuckError("told to end while the database was starting")
        words = _first_words(place)  # by these alone: the daily log is long and holds an earlier server's words too
        leftovers = "shared memory" in words or "lock file" in words
        killed = (server.returncode or 0) < 0  # killed again while it recovered: that is no reason to give up
        if not (leftovers or killed) or time.monotonic() - began > RETRY_SECONDS:
            raise StuckError(f"the database server did not start:\n{_last_lines(place)}")
        say("waiting for what a killed database server left behind")
        time.sleep(1)


def stop(server: "subprocess.Popen[bytes]", *, patience: float = 60) -> None:
    """Stop the server: cleanly, and if that takes too long at once, which loses nothing but takes a recovery later."""
    for order, seconds in ((signal.SIGINT, patience), (signal.SIGQUIT, 10.0)):
        if server.poll() is None:
            server.send_signal(order)
            with contextlib.suppress(subprocess.TimeoutExpired):
                server.wait(seconds)
    if server.poll() is None:
        server.kill()
        server.wait()


def _as(who: binaries.Runner) -> dict[str, Any]:
    """What makes a child process run as the server's user, without our groups and our environment."""
    env = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
    return {"env": env, **({"user": who.uid, "group": who.gid, "extra_groups": []} if who.dropped else {})}


def _own(path: Path, who: binaries.Runner) -> None:
    if who.dropped:
        os.chown(path, who.uid, who.gid)


def _inside(who: binaries.Runner, data: Path) -> str:
    """How the server names its data folder: from within when it may not pass the folders above."""
    return HERE if who.dropped and sys.platform == "linux" else str(data)


def _make(place: ServerFolders, *, programs: Path, who: binaries.Runner, say: Say) -> None:
    """Make the data folder, whole or not at all: a draft is renamed when initdb is through."""
    if (place.data / "PG_VERSION").is_file():
        return
    say("making the database (once)")
    place.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _own(place.folder, who)
    draft, key = place.folder / "data.new", place.folder / "password.new"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    _own(draft, who)
    key.unlink(missing_ok=True)
    with os.fdopen(os.open(key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(password(place.home, SUPERUSER) + "\n")
    _own(key, who)
    order = [
        str(programs / "initdb"), "--pgdata", _inside(who, draft), "--username", SUPERUSER, "--pwfile", f"../{key.name}",
        "--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C", "--locale-provider", "builtin",
        "--builtin-locale", "C.UTF-8", "--data-checksums", "--no-instructions",
    ]  # fmt: skip
    made = subprocess.run(order, cwd=draft, capture_output=True, text=True, check=False, **_as(who))
    key.unlink()
    if made.returncode:
        raise StuckError(f"the database could not be made:\n{made.stderr.strip() or made.stdout.strip()}")
    if place.data.exists():
        place.data.rmdir()  # an empty one; anything else is not ours to remove
    draft.rename(place.data)


def _write_settings(place: ServerFolders, who: binaries.Runner, restoring: Mapping[str, str] | None) -> None:
    """Write the tuned settings and the door-keeper's list anew; what an operator sets by ALTER SYSTEM wins."""
    lines = ["# Written at every start by answerable. Change by ALTER SYSTEM (docs/operating/configuration.md)."]
    lines += [f"{name} = '{value}'" for name, value in {**TUNED, **(restoring or {})}.items()]
    door = HBA if restoring is None else RESTORED_HBA
    for name, text in (("postgresql.conf", "\n".join(lines) + "\n"), ("pg_hba.conf", door)):
        draft = place.data / f"{name}.{secrets.token_hex(4)}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
        _own(draft, who)
        draft.replace(place.data / name)


def _launch(
    place: ServerFolders, *, programs: Path, who: binaries.Runner, pdeathsig: bool
) -> "subprocess.Popen[bytes]":
    order = [str(programs / "postgres"), "-D", _inside(who, place.data)]
    for name, value in HELD.items():
        order += ["-c", f"{name}={value}"]
    (place.home / "log").mkdir(exist_ok=True)
    with (place.home / STARTING).open("wb") as log:
        return subprocess.Popen(
            order,
            cwd=place.data,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=processes.die_with_parent(signal.SIGINT) if pdeathsig else None,  # noqa: PLW1509 -- one thread
            **_as(who),
        )


def _answers(place: ServerFolders, server: "subprocess.Popen[bytes]", *, say: Say, ended: Sequence[int]) -> bool:
    """Wait until the server answers; False when it has ended or we were told to end.

    There is no other limit: a recovery must not be cut off.
    """
    began = told = time.monotonic()
    while server.poll() is None and not ended:
        try:
            connect(place).close()
        except psycopg.OperationalError:
            if time.monotonic() - told > 5:
                told = time.monotonic()
                lines = _last_lines(place).splitlines()
                say(
                    f"the database is not ready after {told - began:.0f} s, still waiting: {lines[-1] if lines else ''}"
                )
            time.sleep(0.05)
        else:
            return True
    return False


def _first_words(place: ServerFolders) -> str:
    """What the server last launched said before it took up its daily log."""
    return (place.home / STARTING).read_text("utf-8", "replace")


def _last_lines(place: ServerFolders, count: int = 12) -> str:
    """The end of what the servers wrote: the daily log and what the last one said at its start, the newer one last."""
    texts = [path for path in (place.home / STARTING, *(place.data / "log").glob("*.log")) if path.is_file()]
    newest = sorted(texts, key=lambda path: path.stat().st_mtime)[-2:]
    words = [line for path in newest for line in path.read_text("utf-8", "replace").splitlines()]
    return "\n".join(words[-count:])


def _clear(place: ServerFolders, *, say: Say) -> None:
    """Stop the server of an earlier run, and remove marks that name a process which is somebody else by now.

    The caller holds the lock of the state folder, so a server found here belongs to a supervisor that was killed.
    A dead server's own mark stays: by it PostgreSQL sees whether a last child still holds the shared memory.
    """
    mark = place.data / "postmaster.pid"
    try:
        pid = int(mark.read_text(encoding="ascii").split("\n", 1)[0])
    except (OSError, ValueError):
        pid = 0
    for order, patience in ((signal.SIGINT, 30), (signal.SIGQUIT, 30), (signal.SIGKILL, 10)):
        if not processes.is_server_of(pid, place.data):
            break
        say("stopping the database server of an earlier run")
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, order)
        _until_gone(pid, place.data, patience)
    else:
        raise StuckError(f"the database server of an earlier run (process {pid}) does not end")
    if pid and processes.is_alive(pid):
        mark.unlink(missing_ok=True)
    for left in (place.data / SOCKET, place.data / f"{SOCKET}.lock"):
        left.unlink(missing_ok=True)


def _until_gone(pid: int, data: Path, patience: float) -> None:
    ends = time.monotonic() + patience
    while processes.is_server_of(pid, data) and time.monotonic() < ends:
        time.sleep(0.05)


def program(name: str) -> Path:
    """One of PostgreSQL's client programs (psql, pg_dump, pg_basebackup, ...), for operators and backups."""
    return binaries.binaries() / name


def environment(place: ServerFolders, *, role: str, dbname: str) -> dict[str, str]:
    """What such a program needs to know; the password goes by the environment, never by the command line."""
    words = {"PGHOST": place.host, "PGPORT": "5432", "PGUSER": role, "PGDATABASE": dbname}
    return {**os.environ, **words, "PGPASSWORD": password(place.home, role)}


def run_program(place: ServerFolders, order: Sequence[str], *, role: str, dbname: str) -> int:
    """Run one of PostgreSQL's programs on our server and answer its exit status."""
    done = subprocess.run(
        [str(program(order[0])), *order[1:]], env=environment(place, role=role, dbname=dbname), check=False
    )
    return done.returncode
