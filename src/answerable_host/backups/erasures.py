"""The book of erasures: what was erased or taken back, kept outside of every backup, so that no restore revives it.

One line a deed: its id in the ledger, when, which, on what. No names, no words. Each line carries the hash of all
before it, so that a line that was taken out is seen. The book lies in the state folder and, where backups are made,
beside the sets, too, and in the second place (`Config.second_place`); a restore reads all and takes the longest. It is only ever appended to.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Final

BOOK: Final = "erasures.jsonl"
NOTHING: Final = "0" * 64
NEWEST: Final = "erasures.newest"
"""Beside each book: how many lines it has had, and the hash of the last, so that an older copy in its place is seen."""


class BrokenRecordError(Exception):
    """A line of the book was changed or taken out; the text says which."""


@dataclass(frozen=True)
class Erasure:
    """One deed that must hold after a restore, too."""

    entry: int
    at: str
    deed: str
    thing: str

    @property
    def when(self) -> datetime:
        """The instant of the deed."""
        return datetime.fromisoformat(self.at)

    @property
    def ref(self) -> int:
        """The id of the thing."""
        return int(self.thing.rpartition("/")[2])


def _chained(before: str, erasure: Erasure) -> str:
    plain = before + json.dumps(asdict(erasure), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def write_erasure(places: Iterable[Path], erasure: Erasure) -> None:
    """Append to the book in every place, durably; an entry that is there already is passed over.

    A place that has fewer lines than the first is brought up to it: a disk that was away comes back.
    """
    first, *others = [place / BOOK for place in places]
    first.parent.mkdir(parents=True, exist_ok=True)
    with first.open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        lines = _lines(first)
        if erasure.entry not in {each.entry for each, _ in lines}:
            mark = _chained(lines[-1][1] if lines else NOTHING, erasure)
            lines.append((erasure, mark))
            _append(first, lines[-1:])
        for other in others:
            there = _lines(other)
            _append(other, lines[len(there) :])


def keep_copies(places: Iterable[Path]) -> None:
    """Bring every place up to the longest book, and begin an empty one where there is none.

    So a place that has no book lost it. Raises Broken, and when two books tell different stories.
    """
    folders = list(places)
    longest = list(_longest(folders))
    for folder in folders:
        _append(folder / BOOK, longest[len(_lines(folder / BOOK)) :])


def _append(path: Path, lines: Iterable[tuple[Erasure, str]]) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as file:
        for erasure, mark in lines:
            file.write(json.dumps({**asdict(erasure), "chain": mark}).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())
    there = _lines(path)
    _remember(path.with_name(NEWEST), len(there), there[-1][1] if there else NOTHING)


def _remember(path: Path, lines: int, mark: str) -> None:
    """Write down how far a book has come, unless more is known of it already."""
    if lines >= _known(path)[0]:
        fresh = path.with_name(f"{path.name}.new")
        fresh.write_text(f"{lines} {mark}\n", encoding="ascii")
        fresh.replace(path)


def _known(path: Path) -> tuple[int, str]:
    """How far a book had come; nothing where nobody wrote that down."""
    try:
        lines, mark = path.read_text("ascii").split()
        return int(lines), mark
    except (OSError, ValueError):
        return 0, NOTHING


def must_be_newest(places: Iterable[Path]) -> None:
    """Refuse the longest book of these places where one of them knows of a longer, or of another. Raises Broken."""
    folders = list(places)
    lines, mark = max(_known(folder / NEWEST) for folder in folders)
    book = _longest(folders)
    if len(book) < lines:
        raise BrokenRecordError(
            f"{BOOK} has {len(book)} lines, and had {lines}: it is older than the one that is known of"
        )
    if lines and book[lines - 1][1] != mark:
        raise BrokenRecordError(f"{BOOK} is another than the one that is known of")


def _lines(path: Path) -> list[tuple[Erasure, str]]:
    """Read one book. A half-written last line is dropped, for it was never acknowledged. Raises Broken."""
    found: list[tuple[Erasure, str]] = []
    before = NOTHING
    if not path.is_file():
        return found
    whole, _, half = path.read_bytes().rpartition(b"\n")
    if half:
        os.truncate(path, len(whole) + 1 if whole else 0)
    for number, line in enumerate(whole.split(b"\n") if whole else (), 1):
        try:
            said = json.loads(line)
            mark = str(said.pop("chain"))
            erasure = Erasure(**said)
        except (ValueError, TypeError, KeyError) as error:
            raise BrokenRecordError(f"{path.name}, line {number} cannot be read: {error}") from None
        if mark != _chained(before, erasure):
            raise BrokenRecordError(f"{path.name}, line {number}: a line before it was changed or taken out")
        before = mark
        found.append((erasure, mark))
    return found


def read_erasures(places: Iterable[Path]) -> Iterator[Erasure]:
    """Every erasure that any of the places knows. Raises Broken, and when two books tell different stories."""
    yield from (erasure for erasure, _ in _longest(places))


def _longest(places: Iterable[Path]) -> list[tuple[Erasure, str]]:
    books = sorted((_lines(place / BOOK) for place in places), key=len)
    for shorter, longer in pairwise(books):
        if shorter != longer[: len(shorter)]:
            raise BrokenRecordError(f"two copies of {BOOK} differ; compare them by hand before anything is opened")
    return books[-1] if books else []
