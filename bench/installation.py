"""An installation of the benchmark: its own state folder, its own server, and what its processes cost.

Costs are read from `/proc`, so this is Linux only; nothing of another house on the machine is counted.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

TICK: Final = os.sysconf("SC_CLK_TCK")
CODE: Final = Path(__file__).parent.parent / "src"
COMMAND: Final = (sys.executable, "-m", "answerable.site.cli")


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def served(home: Path, port: int) -> Iterator[int]:
    """`answerable serve` on that folder and port; gives its process id. Raises SystemExit when it does not open."""
    environment = {**os.environ, "ANSWERABLE_HOME": str(home), "ANSWERABLE_PORT": str(port)}
    environment["ANSWERABLE_LOG_HIGHWATER_TO"] = str(home / "log-highwater")  # nothing is left beside it
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # compiled once, as where it is installed
    subprocess.run([sys.executable, "-m", "compileall", "-q", str(CODE)], env=environment, check=True)
    with (home / "serve.log").open("wb") as log:
        process = subprocess.Popen([*COMMAND, "serve"], env=environment, stdout=log, stderr=log)
    try:
        _until_open(process, port, home)
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(90)


def _until_open(process: "subprocess.Popen[bytes]", port: int, home: Path, *, patience: float = 240) -> None:
    until = time.monotonic() + patience
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/en/write/", timeout=20):
            return
        time.sleep(0.2)
    raise SystemExit(f"the house did not open:\n{(home / 'serve.log').read_text(errors='replace')[-2000:]}")


@contextlib.contextmanager
def database(home: Path) -> Iterator[None]:
    """The system's database alone, migrated and with its pack, for measuring inside this process."""
    os.environ["ANSWERABLE_HOME"] = str(home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "answerable.site.settings"
    from answerable.base import row_scope
    from answerable_host.cluster import processes, roles, server

    with processes.hold(home):
        place = server.ServerFolders(home)
        running = server.start(place, say=lambda _: None)
        try:
            roles.set_up(place)
            subprocess.run([*COMMAND, "prepare"], check=True, stdout=subprocess.DEVNULL)
            row_scope.set_process_scope(
                row_scope.EVERYWHERE
            )  # what is measured here without a door stands for the system
            yield
        finally:
            server.stop(running)


@contextlib.contextmanager
def folder(kept: Path | None) -> Iterator[Path]:
    """The state folder: a temporary one that goes away, or the one that was named, which stays."""
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept.absolute()
        return
    with tempfile.TemporaryDirectory(prefix="answerable-bench-", ignore_cleanup_errors=True) as made:
        yield Path(made)


@dataclass(frozen=True, slots=True)
class Seen:
    """One process: its name, its words, its parent, its ticks of processor time, and those of its children that ended."""

    pid: int
    parent: int
    name: str
    words: str
    cwd: str
    ticks: int
    ended: int


def processes_now() -> dict[int, Seen]:
    """Every process that can be read."""
    found = {}
    for path in Path("/proc").iterdir():
        if not path.name.isdecimal():
            continue
        with contextlib.suppress(OSError):
            named, after = (path / "stat").read_text().rsplit(")", 1)
            name, stat = named.split("(", 1)[1], after.split()
            words = (path / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
            pid = int(path.name)
            cwd = str((path / "cwd").readlink())
            found[pid] = Seen(
                pid, int(stat[1]), name, words, cwd, int(stat[11]) + int(stat[12]), int(stat[13]) + int(stat[14])
            )
    return found


def below(root: int, seen: dict[int, Seen]) -> set[int]:
    """A process and all its descendants."""
    found = {root}
    grown = True
    while grown:
        more = {one.pid for one in seen.values() if one.parent in found} - found
        found |= more
        grown = bool(more)
    return found


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds of processor time so far: of the web processes, of the database without the worker's backends."""

    web: float
    database: float

    def __sub__(self, other: "Spent") -> "Spent":
        """What was spent between two looks."""
        return Spent(self.web - other.web, self.database - other.database)

    @property
    def total(self) -> float:
        """Web and database."""
        return self.web + self.database


def spent(supervisor: int) -> Spent:
    """What the system below that supervisor has spent. The worker and its backends are left out."""
    seen = processes_now()
    tree = below(supervisor, seen)
    roots = [pid for pid in tree if seen.get(pid) and seen[pid].name == "web"]
    web = set().union(*(below(pid, seen) for pid in roots)) if roots else set()
    server = {pid for pid in tree if pid in seen and "/cluster/data" in seen[pid].cwd}
    ours = [seen[pid] for pid in server if "answerable_worker" not in seen[pid].words]
    masters = [one.pid for one in ours if one.parent not in server]
    ticks = sum(one.ticks for one in ours) + sum(seen[pid].ended for pid in masters)  # ended: backends that left
    return Spent(sum(seen[pid].ticks for pid in web if pid in seen) / TICK, ticks / TICK)


def memory(supervisor: int) -> dict[str, float]:
    """MiB of the whole tree by role, as proportional set size: what several processes share is counted once."""
    seen = processes_now()
    found: dict[str, float] = {}
    for pid in below(supervisor, seen):
        with contextlib.suppress(OSError, KeyError):
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            kib = next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
            role = _role(seen, pid)
            found[role] = found.get(role, 0.0) + kib / 1024
    return found


def _role(seen: dict[int, Seen], pid: int) -> str:
    if "/cluster/data" in seen[pid].cwd:
        return "database"
    while pid in seen:
        if seen[pid].name in {"web", "worker", "sequencer", "mail"}:  # forked: they have their parent's words
            return seen[pid].name
        last = seen[pid].words.rsplit(" ", 1)[-1]
        if last in {"processes", "serve"}:
            return last
        pid = seen[pid].parent
    return "other"
