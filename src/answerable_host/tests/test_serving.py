"""The whole system as a tree of processes: killed part by part, it comes back; told to end, it ends."""

import contextlib
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import psycopg
import pytest

from answerable_host.cluster import processes, roles, server

pytestmark = [
    pytest.mark.machine_clock,
    pytest.mark.chaos,
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc").is_dir(), reason="asks the system by /proc who is whose child"),
]
PATIENCE = 150.0  # seconds


class Installation:
    """An installation of our own, started by the command that operators use."""

    rival: "subprocess.CompletedProcess[str]"

    def __init__(self, home: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.home = home
        kept = {name: value for name, value in os.environ.items() if not name.startswith("ANSWERABLE_")}
        self.environment = {
            **kept,
            "ANSWERABLE_HOME": str(home),
            "ANSWERABLE_PORT": str(self.port),
            "ANSWERABLE_PACK": "",
        }
        self.log = home.parent / "serve.log"
        self.supervisor = self.started()

    def started(self) -> "subprocess.Popen[bytes]":
        """Start it (again)."""
        order = [sys.executable, "-m", "answerable.site.cli", "serve"]
        with self.log.open("ab") as log:
            return subprocess.Popen(order, env=self.environment, stdout=log, stderr=log, start_new_session=True)

    def beside(self, command: str, home: Path) -> "subprocess.CompletedProcess[str]":
        """Run another of our commands on the same port, to its end."""
        order = [sys.executable, "-m", "answerable.site.cli", command]
        environment = {**self.environment, "ANSWERABLE_HOME": str(home)}
        return subprocess.run(order, env=environment, capture_output=True, text=True, check=False, timeout=PATIENCE)

    def listens(self) -> bool:
        """Say whether the port is taken."""
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def is_ready(self) -> bool:
        """Say whether a page that needs the database is answered."""
        try:
            with urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=30) as answer:
                return bool(answer.read() == b"ready\n")
        except OSError:
            return False

    def comes_up(self) -> bool:
        """Wait until it is ready."""
        return _until(self.is_ready)

    def children(self, of: int = 0) -> dict[int, str]:
        """The children of the supervisor, or of another process, and what they run."""
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
                words = (folder / "cmdline").read_text().split("\0")
            except (OSError, IndexError):
                continue
            if parent == (of or self.supervisor.pid) and len(words) > 1:  # one that has ended has no words left
                found[int(folder.name)] = "database" if "postgres" in words[0] else words[-2]
        return found

    def child(self, name: str) -> int:
        """The process of one child of the supervisor, 0 when there is none now."""
        return next((pid for pid, words in self.children().items() if words == name), 0)

    def forked(self) -> dict[str, int]:
        """The processes forked from the one that has loaded everything, by name."""
        found = {}
        for pid in self.children(self.child("processes")):
            with contextlib.suppress(OSError):  # it may have ended just now
                found[Path(f"/proc/{pid}/comm").read_text().strip()] = pid
        return found


def _until(done: Callable[[], bool]) -> bool:
    """Look again and again; a pipe that nobody writes to is the clock."""
    reader, writer = os.pipe()
    try:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if done():
                return True
            select.select([reader], [], [], 0.05)
    finally:
        os.close(reader)
        os.close(writer)
    return False


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A running system; ended by force if a test left it so."""
    running = Installation(tmp_path_factory.mktemp("serving") / "home")
    assert _until(running.listens), running.log.read_text()
    running.rival = running.beside("serve", running.home.with_name("rival"))  # while ours is still being prepared
    assert running.comes_up(), running.log.read_text()
    yield running
    running.supervisor.terminate()
    running.supervisor.wait(90)


@pytest.mark.parametrize("name", ["processes", "database"])
def test_a_killed_part_comes_back(installation: Installation, name: str) -> None:
    killed = installation.child(name)
    os.kill(killed, signal.SIGKILL)
    assert _until(lambda: installation.child(name) not in {0, killed}), installation.log.read_text()
    assert installation.comes_up()


@pytest.mark.parametrize("title", ["web", "worker", "sequencer"])
def test_of_those_forked_from_one_a_killed_one_alone_comes_back(installation: Installation, title: str) -> None:
    assert _until(lambda: set(installation.forked()) == {"web", "worker", "sequencer"}), installation.log.read_text()
    before = installation.forked()
    os.kill(before[title], signal.SIGKILL)
    assert _until(lambda: installation.forked().get(title) not in {None, before[title]}), installation.log.read_text()
    others = {name: pid for name, pid in installation.forked().items() if name != title}
    assert others == {name: pid for name, pid in before.items() if name != title}
    assert installation.comes_up()


def test_each_forked_process_connects_as_its_own_role(installation: Installation) -> None:
    def connected() -> set[str]:
        found = set()
        for pid in installation.children(installation.child("database")):
            with contextlib.suppress(OSError):
                found.add(Path(f"/proc/{pid}/cmdline").read_text().split()[1])  # "postgres: role database ..."
        return found & {roles.APP, roles.WORKER, roles.OWNER}

    assert installation.comes_up()
    assert _until(lambda: connected() == {roles.APP, roles.WORKER}), connected()


def test_a_second_start_says_that_it_already_runs(installation: Installation) -> None:
    order = [sys.executable, "-m", "answerable.site.cli", "serve"]
    told = subprocess.run(order, env=installation.environment, capture_output=True, text=True, check=False)
    assert (told.returncode, told.stdout.split(":")[0]) == (
        0,
        f"Answerable already runs here (process {installation.supervisor.pid})",
    )


def _refusal(installation: Installation) -> str:
    return (
        f"Port {installation.port} of 127.0.0.1 cannot be used: another program, or another Answerable, listens there "
        "already. Stop that one, or set ANSWERABLE_PORT to a free port.\n"
    )


def test_another_installation_on_the_same_port_is_refused_from_the_first_second_on_and_makes_nothing(
    installation: Installation,
) -> None:
    assert (installation.rival.returncode, installation.rival.stderr) == (1, _refusal(installation))
    assert [path.name for path in installation.home.with_name("rival").iterdir()] == ["answerable.lock"]


@pytest.mark.parametrize("home", ["home", "rival"])
def test_a_web_server_beside_a_running_installation_is_refused(installation: Installation, home: str) -> None:
    web = installation.forked()["web"]
    told = installation.beside("web", installation.home.with_name(home))
    assert (told.returncode, told.stderr, installation.forked()["web"]) == (1, _refusal(installation), web)
    assert installation.comes_up(), installation.log.read_text()


def test_visitors_who_come_while_the_web_server_is_down_are_answered_when_it_is_back(
    installation: Installation,
) -> None:
    assert installation.comes_up()
    web = installation.forked()["web"]
    workers = installation.children(web)
    os.kill(web, signal.SIGKILL)
    assert _until(lambda: not any(processes.is_alive(pid) for pid in workers))
    with urlopen(f"http://127.0.0.1:{installation.port}/readyz", timeout=PATIENCE) as answer:
        assert answer.read() == b"ready\n"


def test_a_killed_supervisor_takes_its_children_along_and_the_next_start_just_works(installation: Installation) -> None:
    left = installation.children()
    installation.supervisor.kill()
    installation.supervisor.wait()
    assert _until(lambda: not any(processes.is_alive(pid) for pid in left)), left
    installation.supervisor = installation.started()
    assert installation.comes_up(), installation.log.read_text()


def test_told_to_end_it_ends_and_leaves_nothing(installation: Installation) -> None:
    left = installation.children()
    installation.supervisor.terminate()
    assert (installation.supervisor.wait(90), any(processes.is_alive(pid) for pid in left)) == (0, False)
    with pytest.raises(psycopg.OperationalError):
        server.connect(server.ServerFolders(installation.home))
    installation.supervisor = installation.started()
    assert installation.comes_up()
