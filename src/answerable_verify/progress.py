"""A line that tells how far the work is, on a terminal only: a log file gets none."""

import sys
import time
from typing import TextIO


class Progress:
    """Done of total, redrawn at most ten times a second."""

    def __init__(self, label: str, total: int, stream: TextIO | None = None) -> None:
        self._label, self._total = label, total
        self._stream = stream or sys.stderr
        self._shown = self._stream.isatty() and total > 0
        self._next = 0.0

    def at(self, done: int) -> None:
        """Show that this much is done."""
        if not self._shown or (time.monotonic() < self._next and done < self._total):
            return
        self._next = time.monotonic() + 0.1
        filled = 30 * done // self._total
        bar = "#" * filled + "." * (30 - filled)
        self._stream.write(f"\r{self._label} [{bar}] {done:,} / {self._total:,}".replace(",", "\u202f"))
        self._stream.flush()

    def end(self) -> None:
        """Leave the line behind."""
        if self._shown:
            self._stream.write("\n")
            self._shown = False
