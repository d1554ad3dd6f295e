"""What we ask the system about processes: who lives, who is our server, who dies with whom, who holds the state."""

import ctypes
import fcntl
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

PR_SET_PDEATHSIG: Final = 1  # prctl(2)
PR_SET_NAME: Final = 15
Tie = Callable[[], None] | None


class AlreadyRunsError(Exception):
    """Another process holds the state folder; the text names it."""


def is_alive(pid: int) -> bool:
    """Say whether a process of that number lives, whoever owns it."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def is_server_of(pid: int, data: Path) -> bool:
    """Say whether that process is a PostgreSQL server on that data folder, and not a newcomer with its old number."""
    if pid <= 1 or not is_alive(pid):
        return False
    try:
        if Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] == "Z":
            return False
        return Path(f"/proc/{pid}/cwd").resolve() == data.resolve()
    except (OSError, IndexError):
        # no /proc (not Linux): trust the number only while the server's socket is there, too
        return not Path("/proc").is_dir() and (data / ".s.PGSQL.5432").exists()


def die_with_parent(order: signal.Signals) -> Tie:
    """What a child runs before its program, so that it gets that signal when its parent's thread dies (Linux)."""
    if sys.platform != "linux":
        return None
    libc, parent = ctypes.CDLL(None, use_errno=True), os.getpid()

    def tie() -> None:
        libc.prctl(PR_SET_PDEATHSIG, order, 0, 0, 0)
        if os.getppid() != parent:  # the parent died in between
            os._exit(1)

    return tie


def die_with_this_parent(order: signal.Signals, *, parent: int) -> None:
    """The same, asked for by the child itself, which another program started; ends at once when the parent is gone."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, order, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)


def call_it(title: str) -> None:
    """Give this process the name that `ps -o comm` shows, up to fifteen bytes (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_NAME, title.encode(), 0, 0, 0)


@contextmanager
def hold(home: Path) -> Iterator[bool]:
    """Take the state folder for this process; say whether its last holder was cut off. Raises AlreadyRuns."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / "answerable.lock").open("a+", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise AlreadyRunsError(lock.read().strip() or "unknown") from None
        lock.seek(0)
        cut_off = bool(lock.read().strip())
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        try:
            yield cut_off
        finally:
            lock.truncate(0)  # an end in order leaves no name behind


def holder(home: Path) -> int:
    """The process that holds the state folder, 0 when nobody does."""
    path = home / "answerable.lock"
    if not path.is_file():
        return 0
    with path.open("r", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return int(lock.read().strip() or 0)
    return 0
