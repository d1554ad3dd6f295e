"""The folder of sealed files: written whole, on disk before the database says so, with no times that tell anything.

Own by this room; one writer a part. A file is written under a draft name, fsynced, renamed, and its folder fsynced, so
that a crash leaves a whole part, or a draft that the sweep takes away.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from answerable.base.verdict import MissingError, NotNowError
from answerable.vault import keys

PARTS: Final = ("original", "copy", "thumb")


def _path(file: int, part: str) -> Path:
    """Where a part lies; spread over 256 folders by the low bits of the id."""
    return keys.files_home() / f"{file & 0xFF:02x}" / f"{file:016x}.{part}"


def store_part(file: int, part: str, sealed: Iterable[bytes]) -> None:
    """Write one sealed part durably. Raises NotNow("file.disk") when the disk refuses; nothing is left then."""
    path = _path(file, part)
    draft = path.with_suffix(f".{part}-draft")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            out.writelines(sealed)
            out.flush()
            os.fsync(out.fileno())
        os.utime(draft, (0, 0))  # the day it came is in the row; the minute is nobody's business
        draft.replace(path)
        _sync(path.parent)
    except OSError as error:
        with suppress(OSError):
            draft.unlink()
        raise NotNowError("file.disk") from error


def _sync(folder: Path) -> None:
    """Make the names in a folder, and the folder's own name, durable."""
    for each in (folder, folder.parent):
        handle = os.open(each, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def read_part(file: int, part: str) -> bytes:
    """Read one sealed part. Raises Missing when it is not there."""
    try:
        return _path(file, part).read_bytes()
    except FileNotFoundError:
        raise MissingError from None


def remove_parts(file: int) -> None:
    """Remove every part of a file, and drafts of parts. The key in the row is what really destroys it."""
    for part in PARTS:
        _path(file, part).unlink(missing_ok=True)
        _path(file, f"{part}-draft").unlink(missing_ok=True)


def drop_drafts(*, before: float) -> int:
    """Remove drafts of parts last written before that second since 1970: their writer was killed; returns how many."""
    count = 0
    for path in keys.files_home().glob("[0-9a-f][0-9a-f]/*-draft"):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < before:
                path.unlink()
                count += 1
    return count


def stored_files() -> Iterator[int]:
    """Give the id of every file that has a part or a draft of one on the shelf."""
    seen: set[int] = set()
    for path in keys.files_home().glob("[0-9a-f][0-9a-f]/*"):
        try:
            seen.add(int(path.name.partition(".")[0], 16))
        except ValueError:
            continue
    yield from sorted(seen)
