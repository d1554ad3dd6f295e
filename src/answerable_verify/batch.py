"""What a sequencer does with a batch, as arithmetic: an order that tells nothing, and every file the growth needs.

The database, the signature and the writing are the caller's. Nothing here can lose an act: what goes in comes out, and
the files of a growth are exactly those that differ from before.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeVar

from .strict import RejectedError
from .tiles import WIDTH, Frontier, Tile, bundle
from .tree import leaf_hash

T = TypeVar("T")


def shuffled(acts: Iterable[T], case: Callable[[T], Hashable], chance: Random) -> list[T]:
    """The acts in an order that betrays no order of arrival, but for that of the acts of one case.

    `chance` should be `random.SystemRandom()`; acts of one case must come in the order of their numbers.
    """
    waiting: defaultdict[Hashable, deque[T]] = defaultdict(deque)
    slots = []
    for act in acts:
        waiting[case(act)].append(act)
        slots.append(case(act))
    chance.shuffle(slots)
    return [waiting[slot].popleft() for slot in slots]


@dataclass(frozen=True, slots=True)
class Growth:
    """A log that has grown: its size and root, and the files to write before the checkpoint is published."""

    size: int
    root: bytes
    files: list[tuple[Tile, bytes]]


def grown(frontier: Frontier, tail: Sequence[bytes], entries: Sequence[bytes]) -> Growth:
    """Put entries into the tree of `frontier`, which is changed, and give back what must be written.

    `tail` are the entries of the last, partial bundle, in order; there are as many as the size leaves over 256.
    """
    before = frontier.size
    if len(tail) != before % WIDTH:
        raise RejectedError("batch", f"{len(tail)} entries of the last bundle instead of {before % WIDTH}")
    row, first = [*tail, *entries], before // WIDTH
    files: list[tuple[Tile, bytes]] = []
    for at in range(0, len(row) if entries else 0, WIDTH):
        part = row[at : at + WIDTH]
        files.append((Tile("entries", first + at // WIDTH, len(part)), bundle(part)))
    files += frontier.extend([leaf_hash(entry) for entry in entries])
    if entries:
        files += [
            (tile, raw)
            for tile, raw in frontier.partials()
            if (frontier.size >> 8 * int(tile.level)) != (before >> 8 * int(tile.level))
        ]
    return Growth(frontier.size, frontier.root(), files)
