"""Tiles and entry bundles as c2sp.org/tlog-tiles lays them out: paths, contents, and growing a log tile by tile.

A full tile holds 256 hashes of one level; level 0 is the leaf hashes and hash i of level l is the root of full tile i
of level l-1. Only full tiles are hashed upward; the right edge is partial and is named by its width. Pure: whoever
calls reads and writes the files.
"""

import re
import struct
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, Literal, NamedTuple

from .strict import HASH_SIZE, LIMIT, RejectedError, decimal
from .tree import CompactRange, Node, leaf_hash, nodes_of, root

WIDTH: Final = 256
TILE_BYTES: Final = WIDTH * HASH_SIZE
ENTRY_LIMIT: Final = 65535
"""Bytes of the longest entry a bundle can hold; writers keep to `leaf.LEAF_LIMIT`."""

Level = int | Literal["entries"]
_PATH: Final = re.compile(
    rb"tile/(?P<level>entries|0|[1-9][0-9]?)/(?P<n>(?:x[0-9]{3}/)*[0-9]{3})(?:\.p/(?P<width>[1-9][0-9]{0,2}))?"
)


class LogTile(NamedTuple):
    """One tile of a log: its level (or "entries" for a bundle), its number and how many hashes or entries it holds."""

    level: Level
    n: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """The tile's address below the log's prefix."""
        return tile_path(self.level, self.n, self.width)


def tile_path(level: Level, n: int, width: int = WIDTH) -> str:
    """The address of a tile: `tile/0/x001/x234/067`, and `tile/0/x001/x234/067.p/8` for a partial one of width 8."""
    if not (1 <= width <= WIDTH) or n < 0 or (level != "entries" and not 0 <= level <= 63):
        raise RejectedError("tile", f"there is no tile {level}/{n} of width {width}")
    digits = f"{n:03d}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[i : i + 3] for i in range(0, len(digits), 3)]
    number = "".join(f"x{group}/" for group in groups[:-1]) + groups[-1]
    return f"tile/{level}/{number}" + ("" if width == WIDTH else f".p/{width}")


def parse_tile_path(path: str) -> LogTile:
    """The tile an address names. Refuses every spelling that `tile_path` does not write."""
    match = _PATH.fullmatch(path.encode("utf-8", "surrogateescape"))
    if not match:
        raise RejectedError("tile address", "not the address of a tile")
    level: Level = "entries" if match["level"] == b"entries" else decimal(match["level"], "tile level", limit=64)
    n = int(match["n"].replace(b"x", b"").replace(b"/", b""))  # ASCII digits only, the pattern saw to it
    width = decimal(match["width"], "tile width", limit=WIDTH) if match["width"] else WIDTH
    if n >= LIMIT or tile_path(level, n, width) != path:
        raise RejectedError("tile address", "not the canonical spelling")
    return LogTile(level, n, width)


def bundle(entries: Iterable[bytes]) -> bytes:
    """An entry bundle: before each entry its length in two bytes."""
    parts = []
    for entry in entries:
        if len(entry) > ENTRY_LIMIT:
            raise RejectedError("entry", f"{len(entry)} bytes do not fit in a bundle")
        parts.append(struct.pack(">H", len(entry)))
        parts.append(entry)
    return b"".join(parts)


def parse_bundle(raw: bytes, count: int, where: str = "bundle") -> list[bytes]:
    """The `count` entries of a bundle, which must end exactly with the last of them."""
    entries: list[bytes] = []
    at, end = 0, len(raw)
    for _ in range(count):
        start = at + 2
        if start > end:
            raise RejectedError(where, f"the bundle ends before entry {len(entries)}")
        at = start + (raw[at] << 8 | raw[at + 1])
        if at > end:
            raise RejectedError(where, f"the bundle ends inside entry {len(entries)}")
        entries.append(raw[start:at])
    if at != end:
        raise RejectedError(where, "bytes after the last entry")
    return entries


def parse_hashes(raw: bytes, width: int, where: str = "tile") -> list[bytes]:
    """The hashes of a tile of this width."""
    if len(raw) != width * HASH_SIZE:
        raise RejectedError(where, f"{len(raw)} bytes instead of {width * HASH_SIZE}")
    return [raw[i : i + HASH_SIZE] for i in range(0, len(raw), HASH_SIZE)]


def tiles_of(size: int, *, since: int = 0) -> Iterator[LogTile]:
    """Every hash tile and bundle that a log of `size` serves and one of `since` did not, each level in order."""
    yield from _row("entries", size, since)
    level = 0
    while size >> 8 * level:
        yield from _row(level, size >> 8 * level, since >> 8 * level)
        level += 1


def _row(level: Level, hashes: int, before: int) -> Iterator[LogTile]:
    for n in range(before >> 8, hashes >> 8):
        yield LogTile(level, n)
    if hashes % WIDTH and hashes != before:
        yield LogTile(level, hashes >> 8, hashes % WIDTH)


def build_tiles(entries: Sequence[bytes]) -> dict[str, bytes]:
    """Every file below `tile/` of a log holding exactly these entries, by address. For small logs and for tests."""
    frontier = Frontier()
    files = {tile.path: raw for tile, raw in frontier.extend([leaf_hash(entry) for entry in entries])}
    files.update({tile.path: raw for tile, raw in frontier.partials()})
    for tile in _row("entries", len(entries), 0):
        files[tile.path] = bundle(entries[tile.n * WIDTH : tile.n * WIDTH + tile.width])
    return files


class Frontier:
    """The right edge of a log: for each level the hashes of its unfinished tile. A sequencer's and an auditor's memory.

    At most 255 hashes a level, so a log of 2^40 leaves keeps under 41 kB.
    """

    def __init__(self, levels: Iterable[Iterable[bytes]] = ()) -> None:
        self.levels: list[list[bytes]] = [list(level) for level in levels]
        if any(len(level) >= WIDTH or any(len(h) != HASH_SIZE for h in level) for level in self.levels):
            raise RejectedError("frontier", "not the edge of a log")

    @property
    def size(self) -> int:
        """How many leaves the log has."""
        return sum(len(level) << 8 * i for i, level in enumerate(self.levels))

    def extend(self, hashes: Iterable[bytes], level: int = 0) -> list[tuple[LogTile, bytes]]:
        """Add hashes at a level (leaf hashes at 0) and give back the tiles that became full.

        Hashes may be added at a higher level only while all levels below are at the edge of a full tile.
        """
        if any(self.levels[:level]):
            raise RejectedError("frontier", "a tile below is not full")
        done: list[tuple[LogTile, bytes]] = []
        for value in hashes:
            self._add(value, level, done)
        return done

    def _add(self, value: bytes, level: int, done: list[tuple[LogTile, bytes]]) -> None:
        while True:
            while len(self.levels) <= level:
                self.levels.append([])
            row = self.levels[level]
            row.append(value)
            if len(row) < WIDTH:
                return
            n = sum(len(above) << 8 * i for i, above in enumerate(self.levels[level + 1 :]))
            done.append((LogTile(level, n), b"".join(row)))
            value = root(row)
            row.clear()
            level += 1

    def partials(self) -> list[tuple[LogTile, bytes]]:
        """The unfinished tiles of the present size. Empty ones are never served."""
        found = []
        for level, row in enumerate(self.levels):
            if row:
                n = sum(len(above) << 8 * i for i, above in enumerate(self.levels[level + 1 :]))
                found.append((LogTile(level, n, len(row)), b"".join(row)))
        return found

    def root(self) -> bytes:
        """The root of the present tree."""
        peaks = CompactRange()
        for level in range(len(self.levels) - 1, -1, -1):
            for value in self.levels[level]:
                peaks.append(value, 8 * level)
        return peaks.root()


ReadTile = Callable[[LogTile], bytes]
"""Gives the bytes of a hash tile. A reader of a published log falls back from a partial tile to the full one, cut."""


def tile_for(level: int, n: int, size: int) -> LogTile:
    """Hash tile n of a level as a log of `size` serves it."""
    width = min(WIDTH, (size >> 8 * level) - n * WIDTH)
    if width < 1:
        raise RejectedError("tile", f"a log of {size} has no tile {level}/{n}")
    return LogTile(level, n, width)


def nodes_from_tiles(read: ReadTile, size: int, *, keep: int = 64) -> Node:
    """The complete subtrees of a log of `size`, read from its tiles; the `keep` last used tiles stay in memory."""
    held: dict[LogTile, Node] = {}

    def inside(tile: LogTile) -> Node:
        found = held.pop(tile, None)
        if found is None:
            found = nodes_of(parse_hashes(read(tile), tile.width, tile.path))
            while len(held) >= keep:
                del held[next(iter(held))]
        held[tile] = found
        return found

    def node(height: int, index: int) -> bytes:
        level, inner = divmod(height, 8)
        first = index << inner
        tile = tile_for(level, first >> 8, size)
        if first % WIDTH + (1 << inner) > tile.width:
            raise RejectedError("tile", "the subtree is not complete")
        return inside(tile)(inner, first % WIDTH >> inner)

    return node
