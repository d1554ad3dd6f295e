"""Bringing back what an old backup has forgotten: the entries that a mirror holds, believed only by what was cosigned.

The database must be a beginning of the mirror's history. A leaf that waits here and has a place there gets that place
(matched by its hash); one that is not here at all is written again from the mirror, with a deed that says so, because
its contents are lost until a receipt brings them back. An act that was recorded here after the backup under a number
that is taken there is numbered anew; its promise stays what it was.
"""

import base64
import binascii
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from django.db import connection, transaction

from answerable.base.actor import SYSTEM
from answerable.ledger.actions import appending
from answerable.ledger.actions.recording import record
from answerable.ledger.models import Case, PublicLeaf, Tree
from answerable.ledger.terms import LogDeed
from answerable_verify.canonical import read_json
from answerable_verify.checkpoint import Checkpoint, verify_checkpoint
from answerable_verify.leaf import parse_leaf, write_leaf
from answerable_verify.note import parse_note
from answerable_verify.policy import Policy
from answerable_verify.reader import Reader
from answerable_verify.source import CHECKPOINT, CHECKPOINT_LIMIT, Source
from answerable_verify.strict import RejectedError
from answerable_verify.tiles import WIDTH, Frontier, LogTile
from answerable_verify.tree import EMPTY, leaf_hash

LOST = "log.recovered"
FROZEN: Final = LogDeed.FROZEN


@dataclass
class Recovered:
    """What came back: how many leaves found their place, which acts are stubs, which were numbered anew."""

    size: int
    placed: int = 0
    stubs: list[tuple[int, str]] = field(default_factory=list)
    renumbered: int = 0


@transaction.atomic
def restore_tree(*, source: Source, policy: Policy, origin: str, at: datetime) -> Recovered:
    """Bring the tree up to the mirror's checkpoint. Raises `Rejected` and changes nothing where the mirror does not fit."""
    head = verify_checkpoint(source.read(CHECKPOINT, CHECKPOINT_LIMIT), policy, origin=origin)
    tree = Tree.objects.select_for_update().filter(id=1).first() or _empty(head, at)
    if head.size < tree.size:
        raise RejectedError(
            "mirror", f"it holds {head.size} entries, the database {tree.size}: nothing is missing here"
        )
    frontier = appending.frontier_of(tree.size)
    done = Recovered(head.size)
    Tree.objects.filter(id=1, frozen="").update(frozen="being restored")
    for first, entries in _missing(Reader(head, source), tree.size):
        full = _take(first, entries, frontier, done, at)
        appending.keep_tiles(full)
    if frontier.root() != head.root:
        raise RejectedError("mirror", "with its entries the tree is not the one that was cosigned")
    appending.keep_tiles(frontier.partials())
    _catch_up(head, policy, at)
    return done


def _empty(head: Checkpoint, at: datetime) -> Tree:
    return Tree.objects.create(
        id=1, size=0, root=EMPTY, note=head.raw, signed_at=at, waits_since=at, frozen="being restored"
    )


def _missing(reader: Reader, have: int) -> Iterator[tuple[int, list[bytes]]]:
    """The entries that are missing here, bundle by bundle, with the index of the first."""
    for bundle in reader.bundles(have // WIDTH):
        skip = max(have - bundle.first, 0)
        yield bundle.first + skip, bundle.entries[skip:]


def _take(
    first: int, entries: Sequence[bytes], frontier: Frontier, done: Recovered, at: datetime
) -> list[tuple[LogTile, bytes]]:
    """Give the entries of one bundle their places here; returns the tiles that became full."""
    hashes = [leaf_hash(entry) for entry in entries]
    waiting = {
        bytes(digest): ref
        for ref, digest in PublicLeaf.objects.filter(idx=None, leaf_hash__in=hashes).values_list("id", "leaf_hash")
    }
    for idx, (entry, digest) in enumerate(zip(entries, hashes, strict=True), start=first):
        ref = waiting.pop(digest, None)
        if ref is not None:
            PublicLeaf.objects.filter(id=ref, idx=None).update(idx=idx)
            done.placed += 1
        else:
            _write_again(entry, digest, idx, done, at)
    return frontier.extend(hashes)


def _write_again(entry: bytes, digest: bytes, idx: int, done: Recovered, at: datetime) -> None:
    """A leaf that is not here: written again, an act on a case with a deed that says that its contents are lost."""
    leaf = parse_leaf(entry, f"leaf {idx}")
    if leaf.case is None:
        PublicLeaf(body=entry, leaf_hash=digest, idx=idx).save(force_insert=True)
        return
    code = _code(leaf.case)
    case = Case.objects.filter(code=code).first() or Case.objects.create(
        thing=f"lost/{leaf.case}",
        code=code,
        next=0,
        last_on=leaf.on or date.min,
        territory=leaf.territory,
        category_group=leaf.group,
    )
    done.renumbered += _make_room(code, leaf.n)
    ref = record(by=SYSTEM, at=at, deed=LOST, thing=case.thing, facts={"idx": idx, "kind": leaf.kind, "n": leaf.n})
    PublicLeaf(id=ref, case=code, n=leaf.n, body=entry, leaf_hash=digest, idx=idx).save(force_insert=True)
    Case.objects.filter(thing=case.thing, next__lte=leaf.n).update(next=leaf.n + 1)
    if leaf.on is not None:
        Case.objects.filter(thing=case.thing, last_on__lt=leaf.on).update(last_on=leaf.on)
    done.stubs.append((idx, case.thing))


def _code(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text + "==")
    except binascii.Error:
        raise RejectedError("leaf", "not the id of a case") from None


def _make_room(code: bytes, n: int) -> int:
    """Number an act anew that waits here under a number that is taken there; those behind it first."""
    waiting = list(PublicLeaf.objects.filter(case=code, idx=None, n__gte=n).order_by("-n"))
    if not any(row.n == n for row in waiting):
        return 0
    for row in waiting:
        renumbered = read_json(bytes(row.body), "leaf") | {"n": (row.n or 0) + 1}
        body = write_leaf(renumbered)
        with connection.cursor() as cursor:
            cursor.execute("SELECT ledger_renumber(%s, %s, %s)", [row.id, (row.n or 0) + 1, body])
    last = waiting[0].n or 0
    Case.objects.filter(code=code, next__lt=last + 2).update(next=last + 2)
    return len(waiting)


def _catch_up(head: Checkpoint, policy: Policy, at: datetime) -> None:
    """The tree is the mirror's now; what it published stands."""
    text, lines = parse_note(head.raw)
    names = {known.key.name for known in policy.witnesses.values()}
    ours = "".join(line for line, name, *_ in lines if name not in names)
    Tree.objects.filter(id=1).update(
        size=head.size,
        root=head.root,
        note=f"{text}\n{ours}".encode(),
        signed_at=at,
        waits_since=at,
        slow_since=None,
        published_size=None,
        published_note=None,
        published_at=None,
        witnessed=False,
        frozen="",
    )


@transaction.atomic
def freeze(why: str, *, size: int, at: datetime) -> None:
    """Let nothing be signed from here on, and tell the rooms above: this database has forgotten what was given out."""
    Tree.objects.filter(id=1).update(frozen=why[:300])
    record(by=SYSTEM, at=at, deed=FROZEN, thing="log/tree", facts={"size": size})


def thaw() -> None:
    """Let the log go on: whoever calls this has compared it with everything outside."""
    Tree.objects.filter(id=1).update(frozen="")
