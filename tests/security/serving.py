"""An installation that serves, as an operator runs it, and a sender who asks it over a real socket, one connection a request."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from answerable_host.cluster import server
from answerable_host.testing import ready_home

FORWARDED: Final = "203.0.113.77"  # a documentation address
DIRECT: Final = "127.203.113.77"  # a loopback one of our own
PATIENCE: Final = 150.0
ROOT: Final = Path(__file__).parents[2]


@dataclass
class Page:
    """What came back."""

    status: int
    headers: list[tuple[str, str]]
    body: str

    @property
    def hidden(self) -> dict[str, str]:
        """The hidden fields of its forms."""
        found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', self.body)
        return {name: unescape(value) for name, value in found}


@dataclass
class Sender:
    """A browser full of marks. Each request is a connection of its own, from an address of its own."""

    port: int
    marks: dict[str, str]
    pages: list[Page] = field(default_factory=list)
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, given: dict[str, str] | None = None) -> Page:
        """One request; the page is kept for looking at later."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60, source_address=(DIRECT, 0))
        headers = {
            "User-Agent": f"Mozilla/5.0 {self.marks['agent']}",
            "Accept-Language": f"xx-{self.marks['language']}, en;q=0.1",
            "Referer": f"https://{self.marks['referrer']}.example/page?{self.marks['referrer']}",
            "X-Forwarded-For": FORWARDED,
            "Forwarded": f"for={FORWARDED}",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        body = None
        if given is not None:
            body, headers["Content-Type"] = urlencode(given), "application/x-www-form-urlencoded"
        link.request(method, path, body, headers)
        answer = link.getresponse()
        page = Page(answer.status, answer.getheaders(), answer.read().decode("utf-8", "replace"))
        link.close()
        for name, value in page.headers:
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        self.pages.append(page)
        return page


@dataclass
class Installation:
    """The system as an operator runs it."""

    home: Path
    port: int
    said: Path
    spare: Path

    @property
    def place(self) -> server.ServerFolders:
        """Its database."""
        return server.ServerFolders(self.home)

    def is_ready(self) -> bool:
        """Say whether pages that need the database are answered."""
        try:
            link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            link.request("GET", "/readyz")
            return link.getresponse().read() == b"ready\n"
        except OSError:
            return False


@contextmanager
def served(folder: Path) -> Iterator[Installation]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    installation = Installation(folder / "home", port, folder / "said.log", folder / "spare")
    installation.spare.mkdir()
    ready_home(installation.home)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ANSWERABLE_", "DATABASE_"))}
    words = {
        "ANSWERABLE_HOME": str(installation.home),
        "ANSWERABLE_PORT": str(port),
        "ANSWERABLE_TRUSTED_PROXIES": "1",
        "ANSWERABLE_PACK": "raion",
        "TMPDIR": str(installation.spare),
    }
    with installation.said.open("wb") as out:
        order = [sys.executable, "-m", "answerable.site.cli", "serve"]
        running = subprocess.Popen(
            order, env={**kept, **words}, cwd=ROOT, stdout=out, stderr=out, start_new_session=True
        )
    try:
        until = time.monotonic() + PATIENCE
        while not installation.is_ready():
            assert time.monotonic() < until, installation.said.read_text()
            assert running.poll() is None, installation.said.read_text()
            time.sleep(0.2)
        yield installation
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait(120)
