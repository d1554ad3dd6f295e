"""New numbers after the database went back: which series was begun last is remembered outside of it."""

from pathlib import Path
from typing import Final

from django.conf import settings

from answerable.appeals.actions import numbering
from answerable.ledger import freezing
from answerable_verify.mirror import write_durably

SERIES: Final = "series"
"""In the second place: the number of the series that was begun last."""


def begin_new_series() -> int | None:
    """Begin a series that no earlier database of this installation had; None where one was begun since the log froze."""
    noted, held = settings.ANSWERABLE.second_place / SERIES, settings.ANSWERABLE.home / freezing.HELD
    if noted.exists() and held.exists() and noted.stat().st_mtime_ns >= held.stat().st_mtime_ns:
        return None
    series = numbering.begin_series(least=_last(noted) + 1)
    write_durably(noted, f"{series}\n".encode())
    return series


def _last(noted: Path) -> int:
    """The series that was begun last; 0 before the first."""
    try:
        return int(noted.read_text("ascii"))
    except (FileNotFoundError, ValueError):
        return 0
