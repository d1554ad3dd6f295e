"""The Merkle tree of RFC 6962 over SHA-256: hashes, roots, proofs and their verification. Pure arithmetic.

A leaf is hashed with 00 before it and a node with 01, so that neither can be passed off as the other. Proofs are made
from any source of complete subtrees (a list, tiles, a database) through a `Node` function, and verified as RFC 9162
sections 2.1.3.2 and 2.1.4.2 say. Verification raises `Rejected`; it never answers a truth value somebody may forget.
"""

from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Final

from .strict import HASH_SIZE, LIMIT, RejectedError

EMPTY: Final = sha256(b"").digest()
"""Root of the tree without leaves."""

Node = Callable[[int, int], bytes]
"""(height, index) -> hash of the complete subtree over leaves [index << height, (index + 1) << height)."""


def leaf_hash(entry: bytes) -> bytes:
    """SHA-256 of 00 and the entry."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256 of 01, the left and the right hash."""
    return sha256(b"\x01" + left + right).digest()


def _pairs(hashes: Sequence[bytes]) -> list[bytes]:
    return [sha256(b"\x01" + hashes[i] + hashes[i + 1]).digest() for i in range(0, len(hashes) - 1, 2)]


def root(hashes: Sequence[bytes]) -> bytes:
    """The root over leaf hashes. An odd node is carried up unhashed, which is RFC 6962's split at a power of two."""
    if not hashes:
        return EMPTY
    while len(hashes) > 1:
        above = _pairs(hashes)
        if len(hashes) % 2:
            above.append(hashes[-1])
        hashes = above
    return hashes[0]


def nodes_of(hashes: Sequence[bytes]) -> Node:
    """The complete subtrees over a list of leaf hashes."""
    levels: list[Sequence[bytes]] = [hashes]
    while len(levels[-1]) > 1:
        levels.append(_pairs(levels[-1]))
    return lambda height, index: levels[height][index]


def _split(width: int) -> int:
    """The largest power of two below `width` (at least 2)."""
    return 1 << (width - 1).bit_length() - 1


def span_hash(lo: int, hi: int, node: Node) -> bytes:
    """Hash over the leaves [lo, hi), where `lo` is a multiple of the power of two not below hi - lo."""
    width = hi - lo
    if width & (width - 1) == 0:
        height = width.bit_length() - 1
        return node(height, lo >> height)
    middle = lo + _split(width)
    return node_hash(span_hash(lo, middle, node), span_hash(middle, hi, node))


def root_from(node: Node, size: int) -> bytes:
    """Root of the first `size` leaves."""
    return span_hash(0, size, node) if size else EMPTY


def inclusion_from(node: Node, index: int, size: int) -> list[bytes]:
    """The audit path of leaf `index` in the tree of `size`, from the leaf's sibling upward."""
    if not 0 <= index < size:
        raise RejectedError("inclusion proof", f"no leaf {index} in a tree of {size}")
    spans, lo, hi = [], 0, size
    while hi - lo > 1:
        middle = lo + _split(hi - lo)
        if index < middle:
            spans.append((middle, hi))
            hi = middle
        else:
            spans.append((lo, middle))
            lo = middle
    return [span_hash(*span, node) for span in reversed(spans)]


def consistency_from(node: Node, old: int, new: int) -> list[bytes]:
    """The proof that the tree of `new` leaves begins with the tree of `old` leaves. Empty when old is 0 or new."""
    if not 0 <= old <= new:
        raise RejectedError("consistency proof", f"a tree of {new} has no beginning of {old}")
    if old in (0, new):
        return []
    spans, lo, hi = [], 0, new
    while hi != old:
        middle = lo + _split(hi - lo)
        if old <= middle:
            spans.append((middle, hi))
            hi = middle
        else:
            spans.append((lo, middle))
            lo = middle
    if lo:  # the old tree is not itself one of the subtrees the verifier already has
        spans.append((lo, hi))
    return [span_hash(*span, node) for span in reversed(spans)]


def inclusion_proof(hashes: Sequence[bytes], index: int, size: int | None = None) -> list[bytes]:
    """Audit path of leaf `index` among the first `size` leaf hashes (all of them by default)."""
    return inclusion_from(nodes_of(hashes), index, len(hashes) if size is None else size)


def consistency_proof(hashes: Sequence[bytes], old: int, new: int | None = None) -> list[bytes]:
    """Consistency proof between the first `old` and the first `new` leaf hashes (all of them by default)."""
    return consistency_from(nodes_of(hashes), old, len(hashes) if new is None else new)


def _whole(where: str, *hashes: bytes) -> None:
    if any(len(value) != HASH_SIZE for value in hashes):
        raise RejectedError(where, "a hash is not 32 bytes long")


def _same(where: str, found: bytes, claimed: bytes, why: str) -> None:
    if found != claimed:
        raise RejectedError(where, why)


def _past_right_edge(fn: int, sn: int) -> tuple[int, int]:
    """Up over the levels at which the node is carried up unhashed (the inner loop of both algorithms of RFC 9162)."""
    while not fn & 1 and fn:
        fn, sn = fn >> 1, sn >> 1
    return fn, sn


def verify_inclusion(*, leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Check that the leaf hash `leaf` is leaf `index` of the tree of `size` with this `root` (RFC 9162 2.1.3.2)."""
    where = "inclusion proof"
    _whole(where, leaf, root, *proof)
    if not 0 <= index < size < LIMIT:
        raise RejectedError(where, f"no leaf {index} in a tree of {size}")
    fn, sn, found = index, size - 1, leaf
    for step in proof:
        if sn == 0:
            raise RejectedError(where, "more hashes than the tree is high")
        if fn & 1 or fn == sn:
            found = node_hash(step, found)
            fn, sn = _past_right_edge(fn, sn)
        else:
            found = node_hash(found, step)
        fn, sn = fn >> 1, sn >> 1
    if sn:
        raise RejectedError(where, "too few hashes")
    _same(where, found, root, "the hashes do not lead to the root")


def verify_consistency(*, old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> None:
    """Check that the tree (new, new_root) begins with the tree (old, old_root) (RFC 9162 2.1.4.2).

    An old size of 0 is accepted with the empty root and an empty proof, as tlog-witness wants.
    """
    where = "consistency proof"
    _whole(where, old_root, new_root, *proof)
    if not 0 <= old <= new < LIMIT:
        raise RejectedError(where, f"a tree of {new} has no beginning of {old}")
    if old in (0, new):
        if proof:
            raise RejectedError(where, "superfluous hashes")
        _same(where, old_root, EMPTY if old == 0 else new_root, "the roots differ")
        if new == 0:
            _same(where, new_root, EMPTY, "the roots differ")
        return
    _verify_growth(old, new, old_root, new_root, list(proof))


def _verify_growth(old: int, new: int, old_root: bytes, new_root: bytes, path: list[bytes]) -> None:
    where = "consistency proof"
    if old & (old - 1) == 0:
        path.insert(0, old_root)
    if not path:
        raise RejectedError(where, "too few hashes")
    fn, sn = old - 1, new - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    first = second = path[0]
    for step in path[1:]:
        if sn == 0:
            raise RejectedError(where, "more hashes than the tree is high")
        if fn & 1 or fn == sn:
            first, second = node_hash(step, first), node_hash(step, second)
            fn, sn = _past_right_edge(fn, sn)
        else:
            second = node_hash(second, step)
        fn, sn = fn >> 1, sn >> 1
    if sn:
        raise RejectedError(where, "too few hashes")
    _same(where, first, old_root, "the hashes do not lead to the old root")
    _same(where, second, new_root, "the hashes do not lead to the new root")


class CompactRange:
    """The peaks of a growing tree: enough to add leaves and to know the root, in at most 63 hashes."""

    def __init__(self) -> None:
        self.size = 0
        self._peaks: list[tuple[int, bytes]] = []

    def append(self, value: bytes, height: int = 0) -> None:
        """Add a leaf hash, or the hash of a complete subtree of `height` where the size is a multiple of its width."""
        if len(value) != HASH_SIZE:
            raise RejectedError("compact range", "a hash is not 32 bytes long")
        if self.size % (1 << height):
            raise RejectedError("compact range", f"a subtree of height {height} cannot begin at {self.size}")
        self.size += 1 << height
        while self._peaks and self._peaks[-1][0] == height:
            value = node_hash(self._peaks.pop()[1], value)
            height += 1
        self._peaks.append((height, value))

    def root(self) -> bytes:
        """Root of everything appended so far."""
        if not self._peaks:
            return EMPTY
        found = self._peaks[-1][1]
        for _, peak in reversed(self._peaks[:-1]):
            found = node_hash(peak, found)
        return found
