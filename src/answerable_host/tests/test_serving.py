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


class House:
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
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A running system; ended by force if a test left it so."""
    running = House(tmp_path_factory.mktemp("serving") / "home")
    assert _until(running.listens), running.log.read_text()
    running.rival = running.beside("serve", running.home.with_name("rival"))  # while ours is still being prepared
    assert running.comes_up(), running.log.read_text()
    yield running
    running.supervisor.terminate()
    running.supervisor.wait(90)


@pytest.mark.parametrize("name", ["processes", "database"])
def test_a_killed_part_comes_back(house: House, name: str) -> None:
    killed = house.child(name)
    os.kill(killed, signal.SIGKILL)
    assert _until(lambda: house.child(name) not in {0, killed}), house.log.read_text()
    assert house.comes_up()


@pytest.mark.parametrize("title", ["web", "worker", "sequencer"])
def test_of_those_forked_from_one_a_killed_one_alone_comes_back(house: House, title: str) -> None:
    assert _until(lambda: set(house.forked()) == {"web", "worker", "sequencer"}), house.log.read_text()
    before = house.forked()
    os.kill(before[title], signal.SIGKILL)
    assert _until(lambda: house.forked().get(title) not in {None, before[title]}), house.log.read_text()
    others = {name: pid for name, pid in house.forked().items() if name != title}
    assert others == {name: pid for name, pid in before.items() if name != title}
    assert house.comes_up()


def test_each_forked_process_connects_as_its_own_role(house: House) -> None:
    def connected() -> set[str]:
        found = set()
        for pid in house.children(house.child("database")):
            with contextlib.suppress(OSError):
                found.add(Path(f"/proc/{pid}/cmdline").read_text().split()[1])  # "postgres: role database ..."
        return found & {roles.APP, roles.WORKER, roles.OWNER}

    assert house.comes_up()
    assert _until(lambda: connected() == {roles.APP, roles.WORKER}), connected()


def test_a_second_start_says_that_it_already_runs(house: House) -> None:
    order = [sys.executable, "-m", "answerable.site.cli", "serve"]
    told = subprocess.run(order, env=house.environment, capture_output=True, text=True, check=False)
    assert (told.returncode, told.stdout.split(":")[0]) == (
        0,
        f"Answerable already runs here (process {house.supervisor.pid})",
    )


def _refusal(house: House) -> str:
    return (
        f"Port {house.port} of 127.0.0.1 cannot be used: another program, or another Answerable, listens there "
        "already. Stop that one, or set ANSWERABLE_PORT to a free port.\n"
    )


def test_another_house_on_the_same_port_is_refused_from_the_first_second_on_and_makes_nothing(house: House) -> None:
    assert (house.rival.returncode, house.rival.stderr) == (1, _refusal(house))
    assert [path.name for path in house.home.with_name("rival").iterdir()] == ["answerable.lock"]


@pytest.mark.parametrize("home", ["home", "rival"])
def test_a_web_server_beside_a_running_house_is_refused(house: House, home: str) -> None:
    web = house.forked()["web"]
    told = house.beside("web", house.home.with_name(home))
    assert (told.returncode, told.stderr, house.forked()["web"]) == (1, _refusal(house), web)
    assert house.comes_up(), house.log.read_text()


def test_visitors_who_come_while_the_web_server_is_down_are_answered_when_it_is_back(house: House) -> None:
    assert house.comes_up()
    web = house.forked()["web"]
    workers = house.children(web)
    os.kill(web, signal.SIGKILL)
    assert _until(lambda: not any(processes.is_alive(pid) for pid in workers))
    with urlopen(f"http://127.0.0.1:{house.port}/readyz", timeout=PATIENCE) as answer:
        assert answer.read() == b"ready\n"


def test_a_killed_supervisor_takes_its_children_along_and_the_next_start_just_works(house: House) -> None:
    left = house.children()
    house.supervisor.kill()
    house.supervisor.wait()
    assert _until(lambda: not any(processes.is_alive(pid) for pid in left)), left
    house.supervisor = house.started()
    assert house.comes_up(), house.log.read_text()


def test_told_to_end_it_ends_and_leaves_nothing(house: House) -> None:
    left = house.children()
    house.supervisor.terminate()
    assert (house.supervisor.wait(90), any(processes.is_alive(pid) for pid in left)) == (0, False)
    with pytest.raises(psycopg.OperationalError):
        server.connect(server.ServerFolders(house.home))
    house.supervisor = house.started()
    assert house.comes_up()
