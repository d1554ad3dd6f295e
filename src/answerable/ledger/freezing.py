"""Before every signature: is what the database says the newest that anybody has seen of this log?

A database restored from an old backup would sign a second history of sizes that were signed before; that can never be
undone. So the tree is compared with a high-water mark in a file of its own, with the checkpoint in our own folder, with
what every witness holds, and with mirrors. Anything larger that our key signed, or the same size with another root,
freezes the log: nothing is signed until somebody has brought the missing entries back (`answerable log restore`).
"""

import hashlib
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from answerable_verify.checkpoint import Checkpoint, verify_checkpoint, without_quorum
from answerable_verify.mirror import write_durably
from answerable_verify.policy import Policy
from answerable_verify.source import (
    CHECKPOINT,
    CHECKPOINT_LIMIT,
    FolderSource,
    MissingEntryError,
    UnreachableError,
    Web,
    open_source,
)
from answerable_verify.strict import RejectedError

MARK: Final = "newest"
HELD: Final = "log-frozen"
"""A file of this name in the home freezes the log whatever else is the case; its text says why."""
PATIENCE: Final = 5.0
"""Seconds that a witness or a mirror has to answer; who does not answer cannot freeze us."""


@dataclass(frozen=True, slots=True)
class SeenCheckpoint:
    """A checkpoint of ours that somebody holds."""

    where: str
    head: Checkpoint
    apart: bool = False  # held by somebody else: a witness, a mirror


@dataclass(frozen=True, slots=True)
class Outside:
    """Where to look for what was published before: everything but the database."""

    home: Path
    mark: Path
    policy: Policy
    origin: str
    mirrors: tuple[str, ...] = ()

    def reason(self, size: int, root: bytes, *, unmarked: bool = False) -> str:
        """Why the tree of this size and root must not be signed on; empty when it may.

        A mark that is gone is not taken for one that never was: then somebody outside must vouch for the tree, or an
        operator who has compared it (`unmarked`).
        """
        held = self.home / HELD
        if held.exists():
            return held.read_text("utf-8", "replace").strip()[:300] or "the log was frozen by hand"
        vouched = unmarked or not size
        for seen in self.seen():
            if why := _newer(seen, size, root):
                return why
            vouched = vouched or seen.apart
        if vouched or self.is_marked():
            return ""
        return f"the high-water mark {self.mark / MARK} is gone, and no witness and no mirror told how far the log had come"

    def is_marked(self) -> bool:
        """Say whether the high-water mark is there."""
        return (self.mark / MARK).exists()

    def files_say(self, size: int, root: bytes) -> str:
        """The same by files alone, which are at hand before anybody is served: asks nobody outside."""
        return next(filter(None, (_newer(seen, size, root) for seen in self._in_files())), "")

    def seen(self) -> Iterator[SeenCheckpoint]:
        """Every checkpoint of ours that can be had now and verifies: files first, then those who must be asked."""
        yield from self._in_files()
        places = list(self._places())
        if places:
            with ThreadPoolExecutor(len(places)) as threads:
                for found in threads.map(self._asked, places):
                    yield from found

    def _in_files(self) -> Iterator[SeenCheckpoint]:
        yield from self._read(f"the file {self.mark / MARK}", FolderSource(str(self.mark)), MARK)
        yield from self._read("our own folder", FolderSource(str(self.home / "log")), CHECKPOINT)

    def _places(self) -> Iterator[tuple[str, str, str]]:
        held = f"{hashlib.sha256(self.origin.encode()).hexdigest()}/checkpoint"
        for name, known in self.policy.witnesses.items():
            if known.url:
                yield f"the witness {name}", known.url, held
        for where in self.mirrors:
            yield f"the mirror {where}", where, CHECKPOINT

    def _asked(self, place: tuple[str, str, str]) -> list[SeenCheckpoint]:
        said, where, path = place
        try:
            source = Web(where, timeout=PATIENCE, total=2 * PATIENCE) if "://" in where else open_source(where)
        except RejectedError:
            return []
        with closing(source):
            return list(self._read(said, source, path, apart=True))

    def _read(
        self, said: str, source: FolderSource | Web, path: str, *, apart: bool = False
    ) -> Iterable[SeenCheckpoint]:
        """A checkpoint that our key signed; whatever does not verify proves nothing and is passed over."""
        try:
            raw = source.read(path, CHECKPOINT_LIMIT)
            head = verify_checkpoint(raw, without_quorum(self.policy), origin=self.origin)
        except (MissingEntryError, UnreachableError, RejectedError):
            return []
        return [SeenCheckpoint(said, head, apart)]

    def remember(self, note: bytes) -> None:
        """Move the high-water mark, before anybody else sees the note."""
        write_durably(self.mark / MARK, note)

    def freeze(self, why: str) -> None:
        """Leave the file that keeps the log frozen over a restart."""
        if not (self.home / HELD).exists():
            write_durably(self.home / HELD, f"{why}\n".encode())


def _newer(seen: SeenCheckpoint, size: int, root: bytes) -> str:
    """What a checkpoint proves against the tree of this size and root; empty where it proves nothing."""
    if seen.head.size > size:
        return f"{seen.where} holds {seen.head.size} entries signed by this log, the database only {size}"
    if seen.head.size == size and seen.head.root != root:
        return f"{seen.where} holds another tree of {size} entries signed by this log"
    return ""
