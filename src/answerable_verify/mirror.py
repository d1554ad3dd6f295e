"""A full copy of a log, checked while it is made: nothing is published in it that the log did not sign.

The tiles are built here from the entries, not copied, so a mirror cannot carry a false tile. The checkpoint is written
last; a mirror killed in the middle is an older mirror with some files too many.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from .checkpoint import Checkpoint, verify_checkpoint, without_quorum
from .policy import Policy
from .progress import Progress
from .source import CHECKPOINT, CHECKPOINT_LIMIT, Folder, MissingEntryError, Source, read_entries, read_hashes
from .strict import RejectedError
from .tiles import WIDTH, Frontier, Tile, bundle, parse_hashes
from .tree import leaf_hash


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
        return verify_checkpoint(Folder(str(folder)).read(CHECKPOINT, CHECKPOINT_LIMIT), policy)
    except MissingEntryError:
        return None


def _frontier(folder: Path, size: int) -> Frontier:
    """The edge of the mirror's tree, read from its own tiles, down to the last full level-0 tile."""
    levels: list[list[bytes]] = [[]]
    level = 1
    while size >> 8 * level:
        width = (size >> 8 * level) % WIDTH
        tile = Tile(level, size >> 8 * (level + 1), width or WIDTH)
        levels.append(parse_hashes(read_hashes(Folder(str(folder)), tile), width, tile.path) if width else [])
        level += 1
    return Frontier(levels)


def mirror(source: Source, folder: Path, policy: Policy) -> Mirrored:
    """Bring the mirror in `folder` up to what the log signed. Raises `Rejected` and publishes nothing if it lies."""
    loose = without_quorum(policy)
    head = verify_checkpoint(source.read(CHECKPOINT, CHECKPOINT_LIMIT), loose)
    held = _held(folder, loose)
    before = held.size if held else 0
    if held and (head.origin != held.origin or head.size < before):
        raise RejectedError("checkpoint", "the log went back, or is another log, since this mirror was made")
    if held and before == head.size and held.root != head.root:
        raise RejectedError("checkpoint", "another history of the same length than this mirror holds")
    if before < head.size:
        _grow(source, folder, held, head)
    write_durably(folder / CHECKPOINT, head.raw)
    return Mirrored(before, head)


def _grow(source: Source, folder: Path, held: Checkpoint | None, head: Checkpoint) -> None:
    before = held.size if held else 0
    frontier = _frontier(folder, before)
    progress = Progress("mirror", head.size)
    for n in range(before // WIDTH, -(-head.size // WIDTH)):
        hashes = _copy(source, folder, Tile("entries", n, min(WIDTH, head.size - n * WIDTH)))
        if held and frontier.size <= before < frontier.size + WIDTH:
            _check_past(frontier, hashes, held)
        for full, raw in frontier.extend(hashes):
            write_durably(folder / full.path, raw)
        progress.at(frontier.size)
    progress.end()
    if frontier.root() != head.root:
        raise RejectedError("entries", "they do not lead to the root that was signed")
    for tile, raw in frontier.partials():
        write_durably(folder / tile.path, raw)


def _check_past(frontier: Frontier, hashes: list[bytes], held: Checkpoint) -> None:
    """The mirror's full tiles and the first new hashes must be the tree that the mirror holds."""
    past = Frontier(frontier.levels)
    past.extend(hashes[: held.size - frontier.size])
    if past.root() != held.root:
        raise RejectedError("entries", "the log's past is not the one this mirror holds")


def _copy(source: Source, folder: Path, tile: Tile) -> list[bytes]:
    """Copy a bundle and give back its leaf hashes."""
    entries = read_entries(source, tile)
    hashes = [leaf_hash(entry) for entry in entries]
    if not all(entries):  # emptied by redaction: the hash is all that is left, the root will vouch for it
        served = parse_hashes(read_hashes(source, Tile(0, tile.n, tile.width)), tile.width, "tile")
        hashes = [own if entry else told for own, told, entry in zip(hashes, served, entries, strict=True)]
    write_durably(folder / tile.path, bundle(entries))
    return hashes
