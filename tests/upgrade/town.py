"""A running installation of some version, and the people who come to its pages: only what any version has."""

import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

import httpx

PATIENCE = 600.0  # seconds for a start on a loaded machine
NEW_PASSWORD = "lantern gravel ohm sycamore nine"


@dataclass(frozen=True)
class Version:
    """A checkout with the Python that its lock wants."""

    root: Path
    python: Path

    def order(self, *words: str, module: str = "answerable.site.cli") -> list[str]:
        """One of its commands."""
        return [str(self.python), "-m", module, *words]

    def environment(self, settings: Mapping[str, str]) -> dict[str, str]:
        """Nothing of ours but what is said; its source comes before whatever its Python has installed."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("ANSWERABLE_", "DATABASE_"))}
        return {**kept, "PYTHONPATH": str(self.root / "src"), **settings}


@dataclass
class Town:
    """A state folder, opened by a version."""

    version: Version
    home: Path
    port: int = 0
    log: Path = field(init=False)

    def __post_init__(self) -> None:
        """Find a port; say where its words go."""
        if not self.port:
            with socket.create_server(("127.0.0.1", 0)) as probe:
                self.port = probe.getsockname()[1]
        self.log = self.home.parent / f"{self.version.root.name}.log"

    @property
    def base(self) -> str:
        """The address of its pages."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """What its commands are started with."""
        return self.version.environment({"ANSWERABLE_HOME": str(self.home), "ANSWERABLE_PORT": str(self.port)})

    def run(self, *words: str, module: str = "answerable.site.cli") -> str:
        """Run one of its commands to its end; what it says."""
        done = subprocess.run(
            self.version.order(*words, module=module), env=self.environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise AssertionError(f"{' '.join(words)}: status {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    @contextmanager
    def open(self) -> Iterator[None]:
        """Let it serve, until it is told to end in order."""
        with self.log.open("ab") as log:
            running = subprocess.Popen(
                self.version.order("serve"), env=self.environment, cwd=self.version.root, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
        try:
            self._until_ready(running)
            yield
        finally:
            running.send_signal(signal.SIGTERM)
            running.wait(PATIENCE)

    def _until_ready(self, running: "subprocess.Popen[bytes]") -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and running.poll() is None:
            try:
                if httpx.get(f"{self.base}/readyz", timeout=20, trust_env=False).text == "ready\n":
                    return
            except httpx.HTTPError:
                pass
            time.sleep(0.5)
        raise AssertionError(f"it did not open:\n{self.log.read_text()[-4000:]}")

    def visitor(self) -> httpx.Client:
        """A browser of somebody new."""
        heads = {"Accept-Language": "en"}
        return httpx.Client(base_url=self.base, follow_redirects=True, timeout=120, headers=heads, trust_env=False)


def hidden(page: str) -> dict[str, str]:
    """What the forms of a page carry unseen."""
    found = {}
    for tag in re.findall(r"<input\b[^>]*>", page):
        said = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if said.get("type") == "hidden" and "name" in said:
            found[said["name"]] = unescape(said.get("value", ""))
    return found


@dataclass(frozen=True)
class Letter:
    """What a resident wrote, and what they hold of it."""

    mark: str
    kind: str
    number: str
    code: str


def write(visitor: httpx.Client, *, mark: str, kind: str) -> Letter:
    """Write as a resident without scripts, by both screens of the form."""
    form = hidden(visitor.get("/en/write/").text)
    first = {"kind": kind, "text": f"{mark}: the lamp at the school is dark.", "about": "unsure", "go": "check"}
    checked = visitor.post("/en/write/", data={**form, **first}).text
    page = visitor.post("/en/write/", data={**hidden(checked), "go": "send"}).text
    number = re.search(r"<dd>([A-Z0-9]+-\d{4}-\d+)</dd>", page)
    code = re.search(r'name="code" value="(\d{24})"', page)
    if number is None or code is None:
        raise AssertionError(f"the letter was not taken:\n{re.sub(r'<[^>]+>', ' ', page)[-2000:]}")
    return Letter(mark, kind, number[1], code[1])


def followed(town: Town, letter: Letter) -> httpx.Client:
    """The sender, come in by the code."""
    sender = town.visitor()
    sender.post("/en/follow/", data={**hidden(sender.get("/en/follow/").text), "code": letter.code})
    return sender


def signed_in(town: Town, login: str, password: str) -> httpx.Client:
    """Somebody of the staff, signed in with a first password and another one since."""
    person = town.visitor()
    for path, said in (
        ("/desk/sign-in/", {"login": login, "password": password}),
        ("/desk/me/password/", {"present": password, "new": NEW_PASSWORD, "repeated": NEW_PASSWORD}),
    ):
        page = person.post(path, data={**hidden(person.get(path).text), **said})
        if page.status_code != 200 or page.url.path == path:
            raise AssertionError(f"{login} was not let past {path}: {re.sub(r'<[^>]+>', ' ', page.text)[-1500:]}")
    return person


def read_case(person: httpx.Client, number: str, key_password: str) -> str:
    """The page of a case for somebody who holds a key: a purpose, the key's password, the words. Empty: not theirs."""
    case = f"/desk/appeals/{number}/"
    page = person.get(case)
    if page.status_code == 404:
        return ""
    if page.url.path.endswith("/purpose/"):
        said = {**hidden(page.text), "purpose": "handle", "next": case}
        page = person.post(page.url.path, data=said)
    if page.url.path == "/desk/keys/open/":
        page = person.post(page.url.path, data={**hidden(page.text), "password": key_password, "next": case})
    return page.text
