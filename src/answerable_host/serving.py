"""The whole system in one tree of processes: database, web and what works unseen, watched by a small supervisor.

The supervisor knows no Django, so it stays small. A child that dies is started again, ever more slowly; SIGTERM ends
everything in order; a kill -9 of the supervisor takes its children along (Linux), so that the next start is clean.
"""

import contextlib
import http.client
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from answerable_host import listening, program
from answerable_host.children import Child, Program, stop, told_to_end
from answerable_host.cluster import processes, roles, server
from answerable_host.config import Config

Say = server.Say
PAUSE_OF_DATABASE: Final = 5.0  # seconds before a database that did not start is tried again
PATIENCE: Final = 30.0  # seconds that the web server of a run that was cut off has to let go of the port
FIRST_PASSWORDS: Final = "first-sign-in.txt"  # written by the loading of a pack
RESTORING: Final = "restoring"  # stands in a home into which a backup is being put back


@dataclass
class ProcessTree:
    """The processes of a running system: the database server, unless it is somebody else's, and our children."""

    config: Config
    say: Say
    ended: list[int]
    listens: socket.socket
    database: "subprocess.Popen[bytes] | None" = None
    children: list[Child] = field(default_factory=list)
    patient_until: float = 0.0  # before this the dead database is left alone

    def start(self) -> None:
        """Prepare the system in a process of its own, then open it."""
        if subprocess.run([*program.COMMAND, "prepare"], check=False, preexec_fn=_tied()).returncode:
            raise server.StuckError("the installation could not be prepared; the lines above say why")
        self.children = [Program("what serves and works", ("processes",), lends=self.listens)]
        if self.config.backup_to is not None:
            self.children.append(Program("the keeper of backups", ("backup", "keep")))
        for child in self.children:
            child.start()

    def watch(self) -> None:
        """Say when it is open, and start again what dies, before that too, until told to end."""
        is_open = False
        while not self.ended:
            time.sleep(0.5 if is_open else 0.1)
            if self.ended:
                break  # a terminal tells the children, too: they did not die, they obeyed
            self._mend_database()
            for child in self.children:
                child.mend(self.say)
            if not is_open and _answers(self.config):
                is_open = True
                _welcome(self.config, say=self.say)

    def _mend_database(self) -> None:
        """Start the database again when it has died. One that cannot start (a full disk) is tried again till it can."""
        if time.monotonic() < self.patient_until:
            return
        try:
            self.database = _mended(self.config, self.database, say=self.say, ended=self.ended)
        except server.StuckError as stuck:
            self.say(f"{stuck}\nThe database is tried again in {PAUSE_OF_DATABASE:.0f} s.")
            self.patient_until = time.monotonic() + PAUSE_OF_DATABASE

    def stop(self) -> None:
        """End everything in order: all that uses the database, then the database."""
        self.say("stopping")
        stop(self.children)
        if self.database is not None:
            server.stop(self.database)


def serve(config: Config, *, say: Say) -> None:
    """Run the system until SIGTERM or SIGINT. Raises AlreadyRuns, PortTakenError, Stuck."""
    with (
        processes.hold(config.home) as cut_off,
        listening.listen(config, patience=PATIENCE if cut_off else 0.0) as listens,
    ):
        tree = ProcessTree(config, say, told_to_end(), listens)
        tree.database = _database(config, say=say, ended=tree.ended)
        try:
            tree.start()
            tree.watch()
        finally:
            tree.stop()


@contextlib.contextmanager
def database_at_hand(config: Config, *, say: Say) -> Iterator[None]:
    """The database for one command: the running system's, or our own server started for as long as it takes."""
    if config.database_url or processes.holder(config.home):
        yield
        return
    with processes.hold(config.home):
        database = _database(config, say=say)
        try:
            yield
        finally:
            if database is not None:
                server.stop(database)


def _welcome(config: Config, *, say: Say) -> None:
    """Say where the doors are and how to come in."""
    say(f"Answerable is open at {config.address}/ (state in {config.home}; end it with Ctrl-C)")
    for door, root, words in (("follow", "follow/", "follow an appeal by its code"), ("desk", "desk/", "the desk")):
        if door in config.doors:
            say(f"  {config.address}/{root}  {words}")
    first = config.home / "secret" / FIRST_PASSWORDS
    if first.is_file() and "desk" in config.doors:
        say(f"  Sign in at the desk with a name and its first password from {first}")


def _tied() -> "processes.Tie":
    return processes.die_with_parent(signal.SIGTERM)


def _database(config: Config, *, say: Say, ended: Sequence[int] = ()) -> "subprocess.Popen[bytes] | None":
    """Start and set up our own server, or set up the one that DATABASE_URL names. A half-restored home stays shut."""
    if (config.home / RESTORING).exists():
        raise server.StuckError(
            f"{(config.home / RESTORING).read_text('utf-8').strip()}. Empty {config.home}, restore again"
        )
    if not config.database_url:
        place = server.ServerFolders(config.home)
        running = server.start(place, say=say, pdeathsig=True, ended=ended)
        roles.set_up(place)
        return running
    login = roles.login_of(config.database_url)
    for short in roles.prepare(config.database_owner_url or config.database_url, login=login):
        say(f"falls short: {short}")
    return None


def _mended(
    config: Config,
    database: "subprocess.Popen[bytes] | None",
    *,
    say: Say,
    ended: Sequence[int],
) -> "subprocess.Popen[bytes] | None":
    """The database server, started again if it was killed."""
    if database is None or database.poll() is None:
        return database
    say(f"the database server ended with status {database.returncode}; starting it again")
    return server.start(server.ServerFolders(config.home), say=say, pdeathsig=True, ended=ended)


def _answers(config: Config) -> bool:
    """Say whether the web server answers anything; that a connection is taken proves nothing, for we listen ourselves."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(config.host, config.host)  # noqa: S104 -- compared, not bound
    link = http.client.HTTPConnection(host, config.port, timeout=1)
    with contextlib.suppress(OSError, http.client.HTTPException), contextlib.closing(link):
        link.request("HEAD", "/healthz")
        link.getresponse()
        return True
    return False
