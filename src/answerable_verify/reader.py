"""The one authenticated reader of a log: what it gives has been proven against the checkpoint, or is not given.

A server may lie to each question anew, so nothing that it sends is used before it is proven, from the signed root down:
the unfinished tiles of the right edge fold to the root; a full tile must hash to its place in the tile above it; an entry
to its place in a tile of level 0. What does not is `DamagedLogError`: damage on a disk and a lie look alike from here, and
neither proves that the log changed its past. Nothing else in this project reads tiles or bundles (a test holds that).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, TypeVar

from .checkpoint import Checkpoint, RetiredKeyError, parse_checkpoint, verify_checkpoint, without_quorum
from .leaf import parse_leaf
from .note import UnknownKeyError, parse_note
from .policy import Policy, parse_policy
from .source import CHECKPOINT, CHECKPOINT_LIMIT, KEYS, Crew, MissingEntryError, Source, UnreachableError, Web
from .strict import HASH_SIZE, DamagedLogError, RejectedError
from .tiles import (
    ENTRY_LIMIT,
    TILE_BYTES,
    WIDTH,
    Frontier,
    LogTile,
    parse_bundle,
    parse_hashes,
    tile_for,
)
from .tree import Node, consistency_from, inclusion_from, leaf_hash, nodes_of, root, root_from

BUNDLE_LIMIT: Final = WIDTH * (ENTRY_LIMIT + 2)
KEPT: Final = 64
"""Tiles that stay in memory: 17 kB each with the hashes above theirs."""

T = TypeVar("T")


def read_head(source: Source, policy: Policy, *, now: int | None = None) -> Checkpoint:
    """The checkpoint that a log shows, signed by a key of the policy; its quorum is the caller's to judge.

    Raises `UnreachableError` where no such log is: a wrong address proves nothing. `DamagedLogError` where the log's name
    stands there and its signature does not belong to it, `RetiredKeyError` where no key that still speaks for it signed.
    """
    try:
        raw = source.read(CHECKPOINT, CHECKPOINT_LIMIT)
        shown = parse_checkpoint(parse_note(raw)[0])
    except MissingEntryError:
        raise UnreachableError(source.where, "there is no log at this address") from None
    except RejectedError:
        raise UnreachableError(source.where, "what is served there is not the checkpoint of a log") from None
    if shown.origin not in {known.key.name for known in policy.logs}:
        raise UnreachableError(source.where, f"this is another log, {shown.origin}, than the one that was asked for")
    try:
        return verify_checkpoint(raw, without_quorum(policy), now=now)
    except RetiredKeyError:
        raise
    except UnknownKeyError:
        why = "signed by no key that is known here; where the log changed its key, a witness has the new policy"
        raise RetiredKeyError("checkpoint", why) from None
    except RejectedError as fault:
        raise DamagedLogError(fault.where, fault.why) from None


def served_policy(source: Source) -> tuple[Policy, bytes]:
    """The policy that a log serves beside its checkpoint, read and as it stands. Raises `UnreachableError` where there is none."""
    try:
        raw = source.read(KEYS, CHECKPOINT_LIMIT)
        return parse_policy(raw), raw
    except MissingEntryError:
        raise UnreachableError(source.where, "there is no log at this address (no keys)") from None
    except RejectedError:
        raise UnreachableError(source.where, "what is served there as keys is not the policy of a log") from None


@dataclass(frozen=True, slots=True)
class Bundle:
    """Proven entries, from leaf `first` on, and their leaf hashes.

    `emptied` are the places of entries of which the log kept the hash alone, openly: a later leaf names each of them.
    """

    first: int
    entries: list[bytes]
    hashes: list[bytes]
    emptied: tuple[int, ...] = ()


class _ProvenTile:
    """The hashes of a tile that was proven, and on demand the complete subtrees above them."""

    def __init__(self, hashes: list[bytes]) -> None:
        self.hashes = hashes
        self._node: Node | None = None

    def node(self, height: int, index: int) -> bytes:
        if self._node is None:
            self._node = nodes_of(self.hashes)
        return self._node(height, index)


class Reader:
    """A log as its verified checkpoint `head` fixes it, read from `source`, which nobody has to trust."""

    def __init__(self, head: Checkpoint, source: Source, *, keep: int = KEPT) -> None:
        self.head, self.size = head, head.size
        self._source, self._keep = source, keep
        self._edge: dict[int, _ProvenTile] | None = None
        self._held: dict[LogTile, _ProvenTile] = {}
        self._removed: dict[int, int] | None = None

    def tile(self, tile: LogTile) -> list[bytes]:
        """The hashes of a tile that a log of this size serves."""
        return self._proven(int(tile.level), tile.n).hashes

    def node(self, height: int, index: int) -> bytes:
        """The hash of the complete subtree over the leaves [index << height, (index + 1) << height)."""
        level, inner = divmod(height, 8)
        first = index << inner
        found = self._proven(level, first >> 8)
        if first % WIDTH + (1 << inner) > len(found.hashes):
            raise RejectedError("tile", "the subtree is not complete")
        return found.node(inner, first % WIDTH >> inner)

    def beginning(self, size: int) -> bytes:
        """The root that the tree had when it held its first `size` leaves."""
        if not 0 <= size <= self.size:
            raise RejectedError("size", f"the log has {self.size} entries")
        return root_from(self.node, size)

    def inclusion(self, index: int) -> list[bytes]:
        """The audit path of a leaf."""
        return inclusion_from(self.node, index, self.size)

    def consistency(self, old: int) -> list[bytes]:
        """The proof that this tree begins with `beginning(old)`."""
        return consistency_from(self.node, old, self.size)

    def entry(self, index: int) -> bytes:
        """One entry."""
        if not 0 <= index < self.size:
            raise RejectedError("index", f"the log has {self.size} entries")
        return self.bundle(index // WIDTH).entries[index % WIDTH]

    def bundle(self, n: int) -> Bundle:
        """The entries of one bundle."""
        tile = tile_for(0, n, self.size)
        return self._lawful(self._matched(n, _read_entries(self._source, tile)))

    def bundles(self, first: int = 0) -> Iterator[Bundle]:
        """Every bundle from number `first` on; over the web several are fetched at a time, each proven in its turn."""
        yield from map(self._lawful, self._bundles(first))

    def _bundles(self, first: int = 0) -> Iterator[Bundle]:
        """The same, whether or not what is empty in them was emptied openly."""
        tiles = (tile_for(0, n, self.size) for n in range(first, -(-self.size // WIDTH)))
        for tile, (entries, raw) in _ahead(self._source, _read_both, tiles):
            self._prove(tile, raw)
            yield self._matched(tile.n, entries)

    def entries(self) -> Iterator[bytes]:
        """Every entry, in order."""
        for bundle in self.bundles():
            yield from bundle.entries

    def find(self, leaf: bytes) -> int | None:
        """The place of a leaf hash, the newest first; None is proven, too: every tile was looked at."""
        for n in range(-(-self.size // WIDTH) - 1, -1, -1):
            row = self._proven(0, n).hashes
            if leaf in row:
                return n * WIDTH + row.index(leaf)
        return None

    def _proven(self, level: int, n: int) -> _ProvenTile:
        """A tile, from memory or read and proven."""
        tile = tile_for(level, n, self.size)
        if tile.width < WIDTH:
            return self._edges()[level]
        found = self._held.get(tile)
        if found is not None:
            self._held[tile] = self._held.pop(tile)  # the last used are kept
            return found
        return self._prove(tile, _read_hashes(self._source, tile))

    def _prove(self, tile: LogTile, raw: bytes) -> _ProvenTile:
        """Take a tile's bytes for proven, or raise."""
        level = int(tile.level)
        if tile.width < WIDTH:
            edge = self._edges()[level]
            if b"".join(edge.hashes) != raw:
                raise DamagedLogError(tile.path, "it was another one when it was read before")
            return edge
        found = self._held.get(tile)
        if found is not None and b"".join(found.hashes) == raw:
            return found
        hashes = parse_hashes(raw, WIDTH, tile.path)
        if root(hashes) != self._above(tile):
            raise DamagedLogError(tile.path, "its hashes do not belong to the tree that was signed")
        while len(self._held) >= self._keep:
            del self._held[next(iter(self._held))]
        self._held[tile] = _ProvenTile(hashes)
        return self._held[tile]

    def _above(self, tile: LogTile) -> bytes:
        """What the hashes of a full tile must lead to."""
        return self._proven(int(tile.level) + 1, tile.n >> 8).hashes[tile.n % WIDTH]

    def _edges(self) -> dict[int, _ProvenTile]:
        """The unfinished tiles by their level, read once; together they fold to the root, or the log is not what was signed."""
        if self._edge is None:
            tiles = [
                tile_for(level, self.size >> 8 * (level + 1), self.size)
                for level in range((self.size.bit_length() + 7) // 8)
                if (self.size >> 8 * level) % WIDTH
            ]
            rows = {
                int(tile.level): parse_hashes(_read_hashes(self._source, tile), tile.width, tile.path) for tile in tiles
            }
            folded = Frontier(rows.get(level, []) for level in range(max(rows, default=-1) + 1))
            if folded.root() != self.head.root:
                names = ", ".join(tile.path for tile in tiles) or "the empty tree"
                raise DamagedLogError(names, "does not lead to the root that was signed")
            self._edge = {level: _ProvenTile(row) for level, row in rows.items()}
        return self._edge

    def _lawful(self, bundle: Bundle) -> Bundle:
        """The bundle, where a later leaf names every entry of it that is served empty.

        That an entry is empty is the server's word alone, and nothing that was signed fits to it. The log itself must
        say so; otherwise the entry is damaged or withheld, which proves nothing against the log.
        """
        for place in bundle.emptied:
            if self._removals().get(place, 0) <= place:
                why = "it is served empty, and no later leaf says that its contents were removed"
                raise DamagedLogError(f"leaf {place}", why)
        return bundle

    def _removals(self) -> dict[int, int]:
        """Every removal that the log tells: the leaf that was emptied, and the leaf that says so. Read once, where needed."""
        if self._removed is None:
            told = (
                (n, _removed_by(entry)) for one in self._bundles() for n, entry in enumerate(one.entries, one.first)
            )
            self._removed = {place: n for n, place in told if place is not None}
        return self._removed

    def _matched(self, n: int, entries: list[bytes]) -> Bundle:
        """The entries of a bundle, each compared with its proven hash; only an emptied one may differ (`_lawful`)."""
        hashes, emptied = self._proven(0, n).hashes, []
        for place, (entry, told) in enumerate(zip(entries, hashes, strict=True), n * WIDTH):
            if leaf_hash(entry) == told:
                continue
            if entry:
                raise DamagedLogError(f"leaf {place}", "the entry that is served is not the one that was signed")
            emptied.append(place)
        return Bundle(n * WIDTH, entries, hashes, tuple(emptied))


def _removed_by(entry: bytes) -> int | None:
    """The index of the leaf whose contents this entry says were removed, openly; None for every other entry."""
    if b'"redaction"' not in entry:
        return None
    try:
        leaf = parse_leaf(entry)
    except RejectedError:
        return None
    return int(leaf.extra["index"]) if leaf.kind == "redaction" else None


def _read_both(source: Source, tile: LogTile) -> tuple[list[bytes], bytes]:
    return _read_entries(source, tile), _read_hashes(source, tile)


def _ahead(
    source: Source, work: Callable[[Source, LogTile], T], tiles: Iterable[LogTile]
) -> Iterator[tuple[LogTile, T]]:
    """The work on each tile, in order; over the web on several connections at once, because the way there is long."""
    if isinstance(source, Web):
        crew = Crew(source)
        try:
            yield from crew.in_order(work, tiles)
        finally:
            crew.close()
    else:
        yield from ((tile, work(source, tile)) for tile in tiles)


def _read_hashes(source: Source, tile: LogTile) -> bytes:
    """The bytes of a hash tile; where a partial tile has gone, the full one that replaced it, cut."""
    raw, whole = _served(source, tile, TILE_BYTES)
    want = (WIDTH if whole else tile.width) * HASH_SIZE
    if len(raw) != want:
        raise DamagedLogError(tile.path, f"{len(raw)} bytes instead of {want}")
    return raw[: tile.width * HASH_SIZE]


def _read_entries(source: Source, hashes: LogTile) -> list[bytes]:
    """The entries of the bundle beside a tile of level 0; where a partial one has gone, those of the full one, cut."""
    tile = LogTile("entries", hashes.n, hashes.width)
    raw, whole = _served(source, tile, BUNDLE_LIMIT)
    try:
        return parse_bundle(raw, WIDTH if whole else tile.width, tile.path)[: tile.width]
    except RejectedError as fault:
        raise DamagedLogError(fault.where, fault.why) from None


def _served(source: Source, tile: LogTile, limit: int) -> tuple[bytes, bool]:
    """A tile as it is served, and whether the full one came in the place of a partial one."""
    try:
        try:
            return source.read(tile.path, limit), False
        except MissingEntryError:
            if tile.width == WIDTH:
                raise
        return source.read(tile._replace(width=WIDTH).path, limit), True
    except MissingEntryError:
        raise DamagedLogError(tile.path, "missing") from None
    except RejectedError as fault:
        raise DamagedLogError(fault.where, fault.why) from None
