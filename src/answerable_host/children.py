"""The processes below a supervisor: one that runs a program of its own, one that is forked and shares what is loaded.

Either is started again when it dies, ever more slowly, and gets SIGTERM when its supervisor dies (Linux).
"""

import abc
import contextlib
import multiprocessing
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing.context import ForkProcess
from typing import Final

from answerable_host import program
from answerable_host.cluster import processes
from answerable_host.config import LENT_SOCKET

LONGEST_PAUSE: Final = 30.0  # seconds before a child that keeps dying is tried again
SETTLED: Final = 60.0  # seconds after which a child is taken to have started well: its next death is a first one
AT_ONCE: Final = 3  # quick deaths after which it is started again without a pause
GRACE: Final = 25.0  # seconds that children have to end what they are doing
FORKING: Final = multiprocessing.get_context("fork")
TOLD_TO_END: Final = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


@dataclass
class Deaths:
    """How often one process has died soon after its start. Instants are seconds of a clock that never goes back."""

    quick: int = 0  # one after the other
    seen: float | None = None  # when the present death was seen

    def pause(self) -> float:
        """Seconds before the next start: none at first, ever more afterwards.

        Who kills it must not close a door by that, and what cannot start must not eat the machine.
        """
        return 0.0 if self.quick <= AT_ONCE else min(2.0 ** (self.quick - AT_ONCE), LONGEST_PAUSE)

    def is_over(self, *, started: float, at: float) -> bool:
        """Note a death, when it is a new one, and say whether the pause after it has passed."""
        if self.seen is None:
            self.seen, self.quick = at, self.quick + 1 if at - started < SETTLED else 1
        if at - self.seen < self.pause():
            return False
        self.seen = None
        return True


@dataclass
class Child(abc.ABC):
    """One process of the system. Owned by the supervisor's only thread."""

    name: str
    started: float = field(default=0.0, init=False)
    deaths: Deaths = field(default_factory=Deaths, init=False)

    @abc.abstractmethod
    def begin(self) -> None:
        """Start it."""

    @abc.abstractmethod
    def status(self) -> int | None:
        """How it has ended; nothing while it runs or was never started."""

    @abc.abstractmethod
    def ask(self) -> None:
        """Ask a running one to end (SIGTERM)."""

    @abc.abstractmethod
    def end(self, grace: float) -> None:
        """Wait so many seconds for the end of one that was asked, then end it (SIGKILL)."""

    def start(self) -> None:
        """Start it, and note when."""
        self.started = time.monotonic()
        self.begin()

    def mend(self, say: Callable[[str], None]) -> None:
        """Start it again when it has died and the pause that it has earned is over."""
        status = self.status()
        if status is None or not self.deaths.is_over(started=self.started, at=time.monotonic()):
            return
        say(f"{self.name} ended with status {status}; starting it again")
        self.start()


@dataclass
class Program(Child):
    """A child that runs one of our commands and shares nothing with its parent but, perhaps, a socket that listens."""

    words: tuple[str, ...]
    lends: socket.socket | None = None
    process: "subprocess.Popen[bytes] | None" = field(default=None, init=False)

    def begin(self) -> None:
        """Start the command."""
        lent = () if self.lends is None else (self.lends.fileno(),)
        self.process = subprocess.Popen(
            [*program.COMMAND, *self.words],
            env={**os.environ, "MALLOC_ARENA_MAX": "2", LENT_SOCKET: " ".join(map(str, lent))},
            pass_fds=lent,
            stdin=subprocess.DEVNULL,
            preexec_fn=processes.die_with_parent(signal.SIGTERM),  # noqa: PLW1509 -- the supervisor has one thread
        )

    def status(self) -> int | None:
        """Ask for its end without waiting."""
        return None if self.process is None else self.process.poll()

    def ask(self) -> None:
        """Send the signal, unless it has ended."""
        if self.process is not None:
            self.process.terminate()

    def end(self, grace: float) -> None:
        """Wait, then kill."""
        if self.process is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(grace)
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


@dataclass
class Fork(Child):
    """A child that goes on from what its parent has loaded: pages of memory that nobody writes to stand there once.

    The parent must have one thread and no connection. `run` is called in the child, whose end is its end.
    """

    run: Callable[[], None]
    title: str  # what /proc and `ps` call it, up to fifteen letters
    orphaned: signal.Signals = signal.SIGTERM  # what it gets when its parent was killed
    process: ForkProcess | None = field(default=None, init=False)

    def begin(self) -> None:
        """Fork."""
        self.process = FORKING.Process(target=_forked, args=(self.run, self.title, os.getpid(), self.orphaned))
        self.process.start()

    def status(self) -> int | None:
        """Ask for its end without waiting."""
        return None if self.process is None else self.process.exitcode

    def ask(self) -> None:
        """Send the signal, unless it has ended."""
        if self.process is not None:
            self.process.terminate()

    def end(self, grace: float) -> None:
        """Wait, then kill."""
        if self.process is None:
            return
        self.process.join(grace)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()


def _forked(run: Callable[[], None], title: str, parent: int, orphaned: signal.Signals) -> None:
    """In the new process: none of the parent's ways to hear of an end, its own name, tied to the parent's life."""
    for number in TOLD_TO_END:
        signal.signal(number, signal.SIG_DFL)
    processes.die_with_this_parent(orphaned, parent=parent)
    processes.call_it(title)
    run()


def stop(children: Sequence[Child]) -> None:
    """End all of them at once: each is asked before any is waited for."""
    for child in children:
        child.ask()
    until = time.monotonic() + GRACE
    for child in children:
        child.end(max(until - time.monotonic(), 0.0))


def told_to_end() -> list[int]:
    """A list that holds something once this process was told to end by SIGTERM, SIGINT or SIGHUP."""
    ended: list[int] = []
    for number in TOLD_TO_END:
        signal.signal(number, lambda told, _: ended.append(told))
    return ended
