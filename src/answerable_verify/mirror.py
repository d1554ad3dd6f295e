"""A full copy of a log, checked while it is made: nothing is published in it that the log did not sign.

Each entry and each tile is proven before it is written, so a mirror cannot carry a false one. The checkpoint is written
last; a mirror killed in the middle is an older mirror with some files too many.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from .checkpoint import Checkpoint, verify_checkpoint, without_quorum
from .policy import Policy, parse_policy
from .progress import Progress
from .reader import Reader, read_head
from .source import CHECKPOINT, CHECKPOINT_LIMIT, KEYS, FolderSource, MissingEntryError, Source, UnreachableError
from .strict import RejectedError
from .tiles import WIDTH, LogTile, bundle, tiles_of


@dataclass(frozen=True, slots=True)
class Mirrored:
    """From which size to which a mirror grew."""

    before: int
    head: Checkpoint


def write_durably(path: Path, raw: bytes) -> None:
    """Write a file so that after a crash it is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    spare = path.with_name(f"{path.name}.tmp{os.getpid()}")
    with spare.open("wb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())
    spare.replace(path)
    if os.name != "posix":  # elsewhere a folder cannot be opened to be synced
        return
    descriptor = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _held(folder: Path, policy: Policy) -> Checkpoint | None:
    try:
        return verify_checkpoint(FolderSource(str(folder)).read(CHECKPOINT, CHECKPOINT_LIMIT), policy)
    except MissingEntryError:
        return None


def mirror(source: Source, folder: Path, policy: Policy) -> Mirrored:
    """Bring the mirror in `folder` up to what the log signed. Raises `Rejected` and publishes nothing if it lies."""
    head = read_head(source, policy)
    reader = Reader(head, source)
    held = _held(folder, without_quorum(policy))
    before = held.size if held else 0
    if held and (head.origin != held.origin or head.size < before):
        raise RejectedError("checkpoint", "the log went back, or is another log, since this mirror was made")
    if held and reader.beginning(before) != held.root:
        raise RejectedError("checkpoint", "the log's past is not the one that this mirror holds: it was rewritten")
    _grow(reader, folder, before)
    _copy_keys(source, folder)
    write_durably(folder / CHECKPOINT, head.raw)
    return Mirrored(before, head)


def _grow(reader: Reader, folder: Path, before: int) -> None:
    """Write what is new, proven; the checkpoint that makes it the mirror's comes last."""
    if before == reader.size:
        return
    progress = Progress("mirror", reader.size)
    for proven in reader.bundles(before // WIDTH):
        tile = LogTile("entries", proven.first // WIDTH, len(proven.entries))
        write_durably(folder / tile.path, bundle(proven.entries))
        progress.at(proven.first + len(proven.entries))
    progress.end()
    for tile in tiles_of(reader.size, since=before):
        if tile.level != "entries":
            write_durably(folder / tile.path, b"".join(reader.tile(tile)))


def _copy_keys(source: Source, folder: Path) -> None:
    """Copy the policy that the log serves, so that the copy can be audited and counted like the log itself."""
    try:
        raw = source.read(KEYS, CHECKPOINT_LIMIT)
        parse_policy(raw)
    except (RejectedError, UnreachableError):
        return
    write_durably(folder / KEYS, raw)
