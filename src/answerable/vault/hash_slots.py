"""Who may run the slow hash: two at once on a machine, and one of them is kept for the innocent.

A slow hash takes 128 MiB and 0.3 s of a core, so a machine of 1 GiB runs two, however many processes serve it. A
locator at which somebody has just failed several times may use only one of the two places, so that guessing at one
code does not make everybody else wait. Threads of a process queue here; processes share two locked files.
"""

import fcntl
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from answerable.base.verdict import NotNowError
from answerable.vault import keys

SLOTS: Final = 2
_LONGEST_QUEUE: Final = 24  # waiting threads of one process; more would only fill the server
_PATIENCE: Final = 20.0  # seconds
_LOOK_AGAIN: Final = 0.01  # seconds between looks at the places that other processes hold


class HashSlots:
    """The places, and who waits for them. `folder` says where the two files of the machine are."""

    def __init__(self, folder: Callable[[], Path]) -> None:
        self._folder = folder
        self._door = threading.Condition()
        self._running = 0
        self._worn = 0
        self._waiting = 0

    def _free(self, *, worn: bool) -> bool:
        return self._running < SLOTS and not (worn and self._worn)

    @contextmanager
    def slot(self, *, worn: bool, patience: float = _PATIENCE) -> Iterator[None]:
        """Wait for a place and hold it. Raises NotNow("code.busy") rather than letting a queue grow without end.

        `patience` is in seconds; whoever has another way than waiting brings little of it.
        """
        until = time.monotonic() + patience
        with self._door:
            if self._waiting >= _LONGEST_QUEUE:
                raise NotNowError("code.busy")
            self._waiting += 1
            try:
                if not self._door.wait_for(lambda: self._free(worn=worn), timeout=patience):
                    raise NotNowError("code.busy")
            finally:
                self._waiting -= 1
            self._running += 1
            self._worn += worn
        try:
            with self._place(worn=worn, until=until):
                yield
        finally:
            with self._door:
                self._running -= 1
                self._worn -= worn
                self._door.notify_all()

    @contextmanager
    def _place(self, *, worn: bool, until: float) -> Iterator[None]:
        """Hold one of the machine's places: the second is anybody's, the first only for locators without failures."""
        folder = self._folder()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        names = ("slow-hash-1",) if worn else ("slow-hash-0", "slow-hash-1")
        handles = [os.open(folder / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600) for name in names]
        try:
            while not any(_locked(handle) for handle in handles):
                if time.monotonic() > until:
                    raise NotNowError("code.busy")
                time.sleep(_LOOK_AGAIN)
            yield
        finally:
            for handle in handles:
                os.close(handle)  # and with it the lock, as at the end of a killed process


def _locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


SLOW_HASH: Final = HashSlots(lambda: keys.files_home().parent / "run")
