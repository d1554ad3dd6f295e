"""Whose turn it is to run the slow hash: at most two at once in a process, and one of them is kept for the innocent.

A slow hash takes 128 MiB and 0.3 s of a core. A locator at which somebody has just failed several times may use only
one of the two places, so that guessing at one code does not make everybody else wait.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from answerable.base.verdict import NotNow

PLACES: Final = 2
_LONGEST_QUEUE: Final = 24  # waiting threads of one process; more would only fill the server
_PATIENCE: Final = 20.0  # seconds


class Turns:
    """The places and who waits for them."""

    def __init__(self) -> None:
        self._door = threading.Condition()
        self._running = 0
        self._worn = 0
        self._waiting = 0
        self.most = 0  # the most that ever ran at once, for tests and metrics

    def _free(self, *, worn: bool) -> bool:
        return self._running < PLACES and not (worn and self._worn)

    @contextmanager
    def turn(self, *, worn: bool) -> Iterator[None]:
        """Wait for a place and hold it. Raises NotNow("code.busy") rather than letting a queue grow without end."""
        with self._door:
            if self._waiting >= _LONGEST_QUEUE:
                raise NotNow("code.busy")
            self._waiting += 1
            try:
                if not self._door.wait_for(lambda: self._free(worn=worn), timeout=_PATIENCE):
                    raise NotNow("code.busy")
            finally:
                self._waiting -= 1
            self._running += 1
            self._worn += worn
            self.most = max(self.most, self._running)
        try:
            yield
        finally:
            with self._door:
                self._running -= 1
                self._worn -= worn
                self._door.notify_all()


SLOW_HASH: Final = Turns()
