"""One batch of the public log, in one transaction: order, tiles, root, signature, compare-and-set (contract, section 5).

Only the sequencer calls this. What waits is found by its empty place and never by an id, because a transaction with a
lower id may commit later. Cases are shuffled within the batch, so that the order tells nothing about that of arrival;
acts of one case keep theirs. Nobody sees a signature before its COMMIT: where that is unclear, the process ends and
reads again what became of it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import SystemRandom

from django.db import connection, transaction

from answerable.base.ids import new_id
from answerable.ledger.batches import shuffled
from answerable.ledger.models import PublicLeaf, Tile, Tree
from answerable_verify.note import Signer, sign_note
from answerable_verify.strict import base64_of
from answerable_verify.tiles import WIDTH, Frontier
from answerable_verify.tiles import LogTile as PublishedTile
from answerable_verify.tree import EMPTY, leaf_hash

MOST = 10_000  # leaves of one batch


class LostTreeError(Exception):
    """Somebody else has grown the tree meanwhile: this sequencer is not the one."""


@dataclass(frozen=True, slots=True)
class WaitingLeaf:
    """A leaf that has no place yet."""

    id: int
    case: bytes | None
    n: int
    leaf_hash: bytes


def sign_empty_tree(*, origin: str, signers: Sequence[Signer], at: datetime) -> Tree:
    """Sign the empty tree, once."""
    note = sign_note(f"{origin}\n0\n{base64_of(EMPTY)}\n", *signers)
    tree, _ = Tree.objects.get_or_create(
        id=1, defaults={"size": 0, "root": EMPTY, "note": note, "signed_at": at, "waits_since": at}
    )
    return tree


@transaction.atomic
def append(
    *,
    before: Tree,
    origin: str,
    signers: Sequence[Signer],
    at: datetime,
    everything: bool,
    anchor: bytes | None = None,
    most: int = MOST,
) -> Tree | None:
    """Give the leaves that are due their places and sign the tree; None when nothing waits.

    `everything` takes small bodies' leaves too. Raises Lost when the tree is not `before` any more.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = on")
    tree = Tree.objects.select_for_update().get(id=1)
    if (tree.size, bytes(tree.root)) != (before.size, bytes(before.root)):
        raise LostTreeError
    rows = _in_order(leaves_to_append(everything=everything, most=most))
    if anchor is not None:
        rows.insert(0, _anchored(anchor))
    if not rows:
        return None
    frontier = frontier_of(tree.size)
    _give_places(rows, first=tree.size)
    full = frontier.extend([row.leaf_hash for row in rows])
    keep_tiles([*full, *frontier.partials()])
    root = frontier.root()
    note = sign_note(f"{origin}\n{frontier.size}\n{base64_of(root)}\n", *signers)
    left = None if everything else tree.slow_since
    changed = Tree.objects.filter(id=1, size=tree.size, root=tree.root, frozen="").update(
        size=frontier.size, root=root, note=note, signed_at=at, waits_since=tree.waits_since or at, slow_since=left
    )
    if changed != 1:
        raise LostTreeError
    return Tree.objects.get(id=1)


def leaves_to_append(*, everything: bool, most: int) -> list[WaitingLeaf]:
    """What may go into the next batch: all, or the leaves of larger bodies and whatever stands before them in a case."""
    quick = (
        "AND (NOT slow OR case_code IN (SELECT case_code FROM ledger_public_leaf WHERE idx IS NULL AND NOT slow "
        "AND case_code IS NOT NULL)) "
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, case_code, coalesce(n, 0), leaf_hash FROM ledger_public_leaf WHERE idx IS NULL "  # noqa: S608 -- words of ours
            f"{'' if everything else quick}ORDER BY id LIMIT %s",
            [most],
        )
        found = [
            WaitingLeaf(ref, None if case is None else bytes(case), n, bytes(digest))
            for ref, case, n, digest in cursor.fetchall()
        ]
        return found if len(found) < most else _unbroken(found)


def _unbroken(rows: list[WaitingLeaf]) -> list[WaitingLeaf]:
    """Where only a part fits: leave out an act before which an act of its case still waits outside."""
    cases = {row.case for row in rows if row.case is not None}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT case_code, min(n) FROM ledger_public_leaf WHERE idx IS NULL AND case_code = ANY(%s) GROUP BY 1",
            [list(cases)],
        )
        due = {bytes(case): n for case, n in cursor.fetchall()}
    kept = []
    for row in sorted(rows, key=lambda row: row.n):
        if row.case is None:
            kept.append(row)
        elif row.n == due[row.case]:
            due[row.case] += 1
            kept.append(row)
    return kept


def _in_order(rows: Iterable[WaitingLeaf]) -> list[WaitingLeaf]:
    by_number = sorted(rows, key=lambda row: (row.n, row.id))
    return shuffled(by_number, lambda row: row.case or row.id, SystemRandom())


def _anchored(body: bytes) -> WaitingLeaf:
    leaf = PublicLeaf(id=new_id(), body=body, leaf_hash=leaf_hash(body))
    leaf.save(force_insert=True)
    return WaitingLeaf(leaf.id, None, 0, bytes(leaf.leaf_hash))


def _give_places(rows: Sequence[WaitingLeaf], *, first: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE ledger_public_leaf l SET idx = given.idx FROM unnest(%s::bigint[], %s::bigint[]) AS given(id, idx) "
            "WHERE l.id = given.id AND l.idx IS NULL",
            [[row.id for row in rows], list(range(first, first + len(rows)))],
        )
        if cursor.rowcount != len(rows):
            raise LostTreeError


def frontier_of(size: int) -> Frontier:
    """The right edge of the tree of this size, from its tiles."""
    levels: list[list[bytes]] = []
    level = 0
    while size >> 8 * level:
        width = (size >> 8 * level) % WIDTH
        raw = tile_bytes(level, size >> 8 * (level + 1), width) if width else b""
        levels.append([raw[i : i + 32] for i in range(0, len(raw), 32)])
        level += 1
    return Frontier(levels)


def tile_bytes(level: int, n: int, width: int) -> bytes:
    """The first hashes of a tile. Raises Lost where there are fewer."""
    row = Tile.objects.filter(level=level, n=n).values_list("hashes", flat=True).first()
    raw = b"" if row is None else bytes(row)[: 32 * width]
    if len(raw) != 32 * width:
        raise LostTreeError(f"tile {level}/{n} holds {len(raw) // 32} hashes instead of {width}")
    return raw


def keep_tiles(tiles: Sequence[tuple[PublishedTile, bytes]]) -> None:
    """Keep tiles; the last one of each level grows."""
    if not tiles:
        return
    rows = [(new_id(), int(tile.level), tile.n, raw) for tile, raw in tiles]
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO ledger_tile (id, level, n, hashes) VALUES (%s, %s, %s, %s) "
            "ON CONFLICT (level, n) DO UPDATE SET hashes = excluded.hashes",
            rows,
        )
