"""The second place: a folder outside of the home that remembers how far it had come.

In it lie the log's high-water mark, a copy of the book of what was erased or ended, and the number of the last series of
numbers. A home that is brought back from yesterday does not bring it along, and so is told from the one of today.
"""

from pathlib import Path
from typing import Final

INSIDE: Final = "log-highwater"
"""In the home, where installations of before have their mark, and those that may write nowhere else."""


def folder(home: Path, *, named: Path | None) -> Path:
    """Where it is: as somebody named it, else beside the home, or in it where it lies there already and not beside."""
    beside, inside = home.with_name(f"{home.name}-highwater"), home / INSIDE
    return named or (inside if inside.is_dir() and not beside.is_dir() else beside)
