"""Kill -9 of web and database in the middle of intake, again and again: nothing acknowledged is lost, nothing is doubled.

Residents write all the while. Whoever got no answer sends the very same form again, as a browser does on reload; whoever
got one has a number and a code, and both must be there in the end, once.
"""

import contextlib
import http.client
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from answerable_host.cluster import server
from answerable_host.testing import ready_home

pytestmark = [
    pytest.mark.machine_clock,
    pytest.mark.chaos,
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc").is_dir(), reason="asks the system by /proc who is whose child"),
]
RESIDENTS = 4
NUMBER = re.compile(r"[A-Z]{3}-20\d\d-\d{5}")
CODE = re.compile(r"\d{4}")
PATIENCE = 120.0  # seconds for the system to come back by itself


class Resident(threading.Thread):
    """Sends one message after another; the same form again and again until it is answered."""

    def __init__(self, port: int, ended: threading.Event) -> None:
        super().__init__(daemon=True)
        self.port, self.ended = port, ended
        self.acknowledged: list[tuple[str, str]] = []  # token, number
        self.unanswered: list[str] = []

    def run(self) -> None:
        """Write until the end."""
        while not self.ended.is_set():
            token = secrets.token_urlsafe(32)
            number = None
            while number is None and not self.ended.is_set():
                number = self.answered(token)
            if number is None:
                self.unanswered.append(token)
            else:
                self.acknowledged.append((token, number))

    def answered(self, token: str) -> str | None:
        """Send the last screen once; the number, or nothing when no whole page came back."""
        first = '{"text": "Somebody should look at the lamp.", "kind": "report", "about": "unsure"}'
        form = {"token": token, "safe": "", "first": first, "screen": "second", "contact": "", "go": "send"}
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            link.request(
                "POST",
                "/en/write/",
                body=urllib.parse.urlencode(form),
                headers={"Content-Type": "application/x-www-form-urlencoded"},
            )
            answer = link.getresponse()
            page = answer.read().decode()
        except (OSError, http.client.HTTPException):
            self.ended.wait(0.05)
            return None
        finally:
            link.close()
        found = NUMBER.search(page) if answer.status == 200 else None
        return found.group() if found else None


class Installation:
    """The whole system, started by the operators' command, with the pack `raion`."""

    def __init__(self, home: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.place = server.ServerFolders(home)
        ready_home(home)
        kept = {name: value for name, value in os.environ.items() if not name.startswith("ANSWERABLE_")}
        self.environment = kept | {"ANSWERABLE_HOME": str(home), "ANSWERABLE_PORT": str(self.port)}
        self.log = home.parent / "serve.log"
        self.supervisor = self.started()

    def started(self) -> "subprocess.Popen[bytes]":
        """Start it (again)."""
        order = [sys.executable, "-m", "answerable.site.cli", "serve"]
        with self.log.open("ab") as log:
            return subprocess.Popen(order, env=self.environment, stdout=log, stderr=log, start_new_session=True)

    def is_ready(self) -> bool:
        """Say whether a page that needs the database is answered."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            link.request("GET", "/readyz")
            return link.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            link.close()

    def comes_up(self) -> bool:
        """Wait until it is ready again, without hands."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if self.is_ready():
                return True
            threading.Event().wait(0.1)
        return False

    def kill_database(self) -> None:
        """Kill -9 the server; the supervisor starts it again."""
        os.kill(int((self.place.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)

    def kill_everything(self) -> None:
        """Kill -9 supervisor, web and worker at one go, then a new start on what is left."""
        for pid in (self.supervisor.pid, *_children_of(self.supervisor.pid)):
            with contextlib.suppress(ProcessLookupError):  # it went with the supervisor already
                os.kill(pid, signal.SIGKILL)
        self.supervisor.wait()
        self.supervisor = self.started()

    def stop(self) -> None:
        """End it in order."""
        self.supervisor.terminate()
        try:
            self.supervisor.wait(60)
        except subprocess.TimeoutExpired:
            self.supervisor.kill()


def _children_of(parent: int) -> list[int]:
    """The processes that a process has started."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            above = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
        except (OSError, IndexError):
            continue
        if above == parent:
            found.append(int(folder.name))
    return found


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    mine = Installation(tmp_path / "home")
    try:
        assert mine.comes_up(), mine.log.read_text()
        yield mine
    finally:
        mine.stop()


@pytest.mark.parametrize("kills", [8, pytest.param(20, marks=pytest.mark.long)])
def test_s36_nothing_acknowledged_is_lost_and_nothing_is_doubled(installation: Installation, kills: int) -> None:
    ended = threading.Event()
    residents = [Resident(installation.port, ended) for _ in range(RESIDENTS)]
    for resident in residents:
        resident.start()
    for kill in range(kills):
        ended.wait(0.5 + 0.07 * kill)  # the blow falls at another point of the work each time
        if kill % 4 == 3:
            installation.kill_everything()
        else:
            installation.kill_database()
        assert installation.comes_up(), f"kill {kill}: {installation.log.read_text()[-3000:]}"
    ended.wait(1.0)
    ended.set()
    for resident in residents:
        resident.join(120)
    acknowledged = [row for resident in residents for row in resident.acknowledged]
    numbers = [number for _, number in acknowledged]
    unanswered = sum(len(resident.unanswered) for resident in residents)
    with server.connect(installation.place, dbname="answerable") as boss:
        kept = [number for (number,) in boss.execute("SELECT number FROM appeals_appeal").fetchall()]
        whole = _whole(boss)
    assert len(acknowledged) > kills
    assert len(set(numbers)) == len(numbers), "one number was given twice"
    assert set(numbers) - set(kept) == set(), "an acknowledged appeal is lost"
    assert len(kept) - len(numbers) <= unanswered, "an appeal was made twice"
    assert whole == [len(kept)] * 5, "an appeal is there by half"


def _whole(boss: "psycopg.Connection[tuple[int]]") -> list[int]:
    """How many of each part there are: words, tokens, deeds, leaves, codes."""
    counts = []
    for part in (
        "channels_message WHERE kind = 'appeal'",
        "appeals_tokens",
        "ledger_entry WHERE deed = 'appeal.registered'",
        "ledger_entry e JOIN ledger_leaf l ON l.entry = e.id WHERE e.deed = 'appeal.registered'",
        "vault_follow_up_code",
    ):
        row = boss.execute(f"SELECT count(*) FROM {part}").fetchone()
        assert row is not None
        counts.append(row[0])
    return counts
