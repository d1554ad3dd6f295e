"""The sequencer: the one process that gives leaves their places, signs the tree and publishes it.

PostgreSQL is the truth and files are its projection: a batch is one transaction; only then files are written, each
durably and in an order in which the published log is whole at every moment; the checkpoint comes last. A start does
again whatever of that a crash left undone. What can't be written now (a full disk) is tried again and holds up nothing
but publishing.
"""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import DatabaseError, connection

from answerable.ledger import keys, published, witness_file, witnessing
from answerable.ledger.actions import announcing, appending
from answerable.ledger.actions.restoring import freeze
from answerable.ledger.files import CHECKPOINT_FILE, DurableFolder
from answerable.ledger.freezing import Outside
from answerable.ledger.models import Announced, PublicLeaf, Tree
from answerable_verify.checkpoint import verify_checkpoint, without_quorum
from answerable_verify.note import Signer, parse_note
from answerable_verify.source import KEYS
from answerable_verify.strict import RejectedError
from answerable_verify.tiles import Frontier, LogTile, bundle, nodes_from_tiles, tiles_of
from answerable_verify.tree import EMPTY, consistency_from, leaf_hash

log = logging.getLogger(__name__)
LOCK: Final = 0x616E7378
MANY: Final = 16
"""So many leaves of larger bodies are a batch at once;"""
SOON: Final = timedelta(seconds=60)
"""fewer wait so long for others."""
FEW: Final = 9
"""Leaves of so many cases of small bodies, or of nameless or sealed matters, are a batch: each has eight others beside it;"""
TURN: Final = timedelta(hours=6)
"""they go at 0, 6, 12 and 18 hours UTC only: the moment of a batch is nobody's letter's, not that of the ninth either;"""
LATE: Final = timedelta(hours=22)
"""fewer go at the last such hour before they waited so long, so that every promise ("within 24 hours") is kept with time for the witnesses."""
LOOK: Final = timedelta(seconds=15)
"""So often witnesses that are silent are asked again, and a disk that is full is written to."""
NET: Final = timedelta(seconds=60)
"""So often the rules in force are compared with those announced, and leaves are looked for of which nobody told."""
DAILY: Final = timedelta(hours=24)
"""An anchor is published so often even when nothing else is."""


class NotTheSequencerError(Exception):
    """Another sequencer works, or did meanwhile: this one has to end, and may begin anew."""


class UnclearCommitError(Exception):
    """The database broke off: whether a batch is in it can only be read anew, by a process that signed nothing."""


@dataclass
class Sequencer:
    """One sequencer at work. Owned by one thread; holds an advisory lock of its database session.

    `late` is how long leaves of small bodies may wait, `soon` how long those of larger ones.
    """

    folder: DurableFolder
    outside: Outside
    origin: str
    signers: Callable[[], list[Signer]]
    policy_text: Callable[[], bytes]
    late: timedelta = LATE
    soon: timedelta = SOON
    _next_look: datetime | None = None
    _quick_since: datetime | None = None
    _slow_since: datetime | None = None
    _turn: int | None = None
    _grew: bool = False
    _witnessed: bool = False
    _backend: int = 0

    def start(self, *, at: datetime) -> None:
        """Take the lock, sign the empty tree if there is none yet, and publish what a crash left unpublished."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s), pg_backend_pid()", [LOCK])
            taken, self._backend = cursor.fetchone()
        if not taken:
            raise NotTheSequencerError("another sequencer is at work")
        tree = Tree.objects.filter(id=1).first()
        size, root = (0, EMPTY) if tree is None else (tree.size, bytes(tree.root))
        if (tree is not None and tree.frozen) or self._frozen_at(size, root, at=at):
            return
        if tree is None:
            appending.sign_empty_tree(origin=self.origin, signers=self.signers(), at=at)
        self.publish(at=at)

    def step(self, *, at: datetime, everything: bool = False) -> int:
        """One round: a batch if one is due, then publishing; returns how many leaves got a place.

        `everything` does not wait for others. Raises NotTheOne and Unclear, after which the process has to end.
        """
        self._still_the_one()
        tree = Tree.objects.filter(id=1).first()
        if tree is None or tree.frozen:
            return 0
        due = everything or self._next_look is None or at >= self._next_look
        if due:
            announcing.announce(name="keys", document=keys.document(), at=at)
            announcing.announce(name="witnesses", document=self.policy_text(), at=at)
            announcing.announce_private(home=self.outside.home, at=at)
        grown = self._grow(tree, at=at, everything=everything)
        if due or grown is not None:
            shown = self.publish(at=at)
            self._next_look = at + (NET if shown and self._witnessed else LOOK)
        self._grew = grown is not None
        return 0 if grown is None else grown.size - tree.size

    def next_step(self, *, at: datetime) -> datetime:
        """When the next step is due if nobody tells of new leaves before; after a batch at once, for there may be more."""
        if self._grew or self._next_look is None:
            return at
        waiting = ((self._quick_since, self.soon), (self._slow_since, self.late))
        ripe = [since + longest for since, longest in waiting if since is not None]
        return min([self._next_look, *ripe])

    def _still_the_one(self) -> None:
        """End when the session that held the lock is gone: its successor may have begun."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_backend_pid(), EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' "
                "AND objid = %s AND pid = pg_backend_pid() AND granted)",
                [LOCK],
            )
            backend, held = cursor.fetchone()
        if backend != self._backend or not held:
            raise NotTheSequencerError("the database session that held the lock is gone")

    def _frozen_at(self, size: int, root: bytes, *, at: datetime) -> str:
        """Freeze when somebody holds something newer; returns why."""
        why = self.outside.reason(size, root)
        if why:
            log.critical("the log is FROZEN, nothing is signed: %s", why)
            self.outside.freeze(why)
            freeze(why, size=size, at=at)
        elif size and not self.outside.is_marked():
            log.critical(
                "the high-water mark in %s is gone; others vouch for the log, it is made anew", self.outside.mark
            )
        return why

    def is_behind(self) -> bool:
        """Whether files say that the database is an old one, and nothing was done about that yet."""
        tree = Tree.objects.filter(id=1).first()
        size, root = (0, EMPTY) if tree is None else (tree.size, bytes(tree.root))
        return bool(self.outside.files_say(size, root)) and not (tree is not None and tree.frozen)

    def hold_if_older(self, *, at: datetime) -> bool:
        """Freeze before anybody is served, where files say that the database is an old one; returns whether they do."""
        tree = Tree.objects.filter(id=1).first()
        size, root = (0, EMPTY) if tree is None else (tree.size, bytes(tree.root))
        why = self.outside.files_say(size, root)
        if why and not (tree is not None and tree.frozen):
            log.critical("the log is FROZEN, nothing is signed: %s", why)
            self.outside.freeze(why)
            freeze(why, size=size, at=at)
        return bool(why)

    def _grow(self, tree: Tree, *, at: datetime, everything: bool) -> Tree | None:
        """The batch that is due, if one is."""
        quick, slow = self._due(tree, at=at)
        anchor = self._anchor(tree, at=at, alone=not (quick or slow or everything))
        if not (quick or slow or everything or anchor) or self._frozen_at(tree.size, bytes(tree.root), at=at):
            return None
        try:
            grown = appending.append(
                before=tree,
                origin=self.origin,
                signers=self.signers(),
                at=at,
                everything=everything or slow,
                anchor=None if anchor is None else announcing.anchor_leaf(anchor),
            )
        except appending.LostTreeError:
            raise NotTheSequencerError("the tree has grown without us") from None
        except DatabaseError as fault:
            raise UnclearCommitError(type(fault).__name__) from fault
        if grown is not None:
            log.info("a batch of %d leaves is signed: the log has %d", grown.size - tree.size, grown.size)
        if grown is not None and anchor is not None:
            announcing.remember_announced(name=announcing.ANCHOR, digest=hashlib.sha256(anchor).hexdigest(), at=at)
        self._quick_since = None
        return grown

    def _due(self, tree: Tree, *, at: datetime) -> tuple[bool, bool]:
        """Whether a batch of larger bodies' leaves is due, and one of all."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FILTER (WHERE NOT slow), count(DISTINCT coalesce(case_code, leaf_hash)) FILTER (WHERE slow) "
                "FROM (SELECT slow, case_code, leaf_hash FROM ledger_public_leaf WHERE idx IS NULL LIMIT 1000) waiting"
            )
            quick, slow = cursor.fetchone()
        self._quick_since = None if not quick else self._quick_since or at
        self._slow_since = since = None if not slow else tree.slow_since or at
        if since != tree.slow_since:
            Tree.objects.filter(id=1).update(slow_since=since)
        return (
            quick >= MANY or (self._quick_since is not None and at - self._quick_since >= self.soon),
            since is not None and self._slow_is_due(slow, since, at=at),
        )

    def _slow_is_due(self, cases: int, since: datetime, *, at: datetime) -> bool:
        """Whether leaves that wait for others go now: enough of them, or the next turn were too late; always after `late`.

        Whoever sends eight letters and looks at the checkpoint would else see the very second of the ninth, somebody else's.
        """
        turns = self._turns_at(at)
        return (turns and (cases >= FEW or at + TURN - since > self.late)) or at - since >= self.late

    def _turns_at(self, at: datetime) -> bool:
        """Whether one of the fixed hours has passed since the last look. A sequencer that has just started waits for the next."""
        before, self._turn = self._turn, int(at.timestamp() // TURN.total_seconds())
        return before is not None and before != self._turn

    def _anchor(self, tree: Tree, *, at: datetime, alone: bool) -> bytes | None:
        """The last checkpoint that witnesses signed, where the log has not said it yet; alone only once a day."""
        if not tree.witnessed or tree.published_note is None:
            return None
        note = bytes(tree.published_note)
        if len(parse_note(note)[1]) <= len(self.signers()):
            return None  # a policy without witnesses is always satisfied, and proves no time
        said = Announced.objects.filter(name=announcing.ANCHOR).first()
        if said is not None and said.digest == hashlib.sha256(note).hexdigest():
            return None
        if alone and said is not None and at - said.at < DAILY:
            return None
        return note

    def publish(self, *, at: datetime) -> bool:
        """Bring the files up to the signed tree; returns whether its checkpoint stands there now.

        Safe to repeat at any time. A fault of the disk is logged and leaves the checkpoint as it was.
        """
        tree = Tree.objects.filter(id=1).first()
        if tree is None or tree.frozen:
            return False
        try:
            return self._publish(tree, at=at)
        except OSError as fault:
            log.error("the log can't be published now: %s", fault.strerror or type(fault).__name__)  # noqa: TRY400 -- tried again in a second, without a page of traceback each time
            return False

    def _publish(self, tree: Tree, *, at: datetime) -> bool:
        note, text = bytes(tree.note), self.policy_text()
        self.outside.remember(note)
        head = self.folder.head()
        before = -1 if head is None else head.size
        if before < tree.size:
            self.write_files(tree.size, since=max(before, 0))
        if self.folder.read(KEYS) != text:
            self.folder.write(KEYS, text)
        policy = witness_file.policy_of(text)
        gathered = witnessing.gather(note=note, size=tree.size, prove=self._prover(tree.size), policy=policy, at=at)
        self._witnessed = gathered.enough
        waited = at - (tree.waits_since or at) >= witnessing.LONGEST_WAIT
        if not gathered.enough and not waited and before < tree.size:
            return False
        if self.folder.read(CHECKPOINT_FILE) != gathered.note:
            self.folder.write(CHECKPOINT_FILE, gathered.note)
        self._say_published(tree, gathered, at=at)
        if gathered.enough:
            published.keep_witnessed()
        for tile in tiles_of(tree.size, since=max(before, 0)):
            self.folder.drop_partials(tile)
        return True

    def _say_published(self, tree: Tree, gathered: witnessing.Gathered, *, at: datetime) -> None:
        """Write down what stands in the files."""
        before = None if tree.published_note is None else bytes(tree.published_note)
        if (before, tree.witnessed, tree.waits_since) == (gathered.note, gathered.enough, None):
            return
        if not gathered.enough:
            log.error("the checkpoint of %d entries is published without its quorum of witnesses", tree.size)
        Tree.objects.filter(id=1, size=tree.size).update(
            published_size=tree.size,
            published_note=gathered.note,
            published_at=at,
            witnessed=gathered.enough,
            waits_since=None,
        )

    def write_files(self, size: int, *, since: int) -> int:
        """Write every bundle and tile that a log of `size` serves and one of `since` did not; returns how many."""
        count = 0
        for tile in tiles_of(size, since=since):
            self.folder.write(tile.path, contents(tile))
            count += 1
        return count

    def _prover(self, size: int) -> Callable[[int], list[bytes]]:
        return lambda old: consistency_from(nodes_from_tiles(contents, size), old, size)


def unlike_what_was_signed() -> str:
    """Why the database's rows don't make the tree that was signed; empty where they do. Every leaf is hashed again."""
    tree = Tree.objects.get(id=1)
    frontier = Frontier()
    rows = PublicLeaf.objects.filter(idx__lt=tree.size).order_by("idx")
    count = 0
    for body in rows.values_list("body", flat=True).iterator():
        full = frontier.extend([leaf_hash(bytes(body))])
        if any(_kept(tile) != raw for tile, raw in full):
            return "a tile in the database is not what its leaves make"
        count += 1
    if count != tree.size:
        return f"the database holds {count} of {tree.size} leaves that were signed"
    if any(_kept(tile) != raw for tile, raw in frontier.partials()):
        return "a tile in the database is not what its leaves make"
    if frontier.root() != bytes(tree.root):
        return "the leaves in the database are not those that were signed"
    try:
        found = verify_checkpoint(bytes(tree.note), without_quorum(keys.log_policy()))
    except RejectedError:
        return "the checkpoint in the database is not one that we signed"
    same = (found.size, found.root) == (tree.size, bytes(tree.root))
    return "" if same else "the tree in the database is not the one that was signed"


def _kept(tile: LogTile) -> bytes:
    """A tile as the database has it; empty where it is too short."""
    try:
        return appending.tile_bytes(int(tile.level), tile.n, tile.width)
    except appending.LostTreeError:
        return b""


def contents(tile: LogTile) -> bytes:
    """A published file's bytes, from the database."""
    if tile.level != "entries":
        return appending.tile_bytes(int(tile.level), tile.n, tile.width)
    rows = PublicLeaf.objects.filter(idx__gte=tile.n * 256, idx__lt=tile.n * 256 + tile.width).order_by("idx")
    entries = [bytes(body) for body in rows.values_list("body", flat=True)]
    if len(entries) != tile.width:
        raise appending.LostTreeError(f"bundle {tile.n} holds {len(entries)} entries instead of {tile.width}")
    return bundle(entries)


def of_this_installation() -> Sequencer:
    """The sequencer of this installation, as its settings say. Raises keys.NoKeys without keys."""
    config = settings.ANSWERABLE
    home = keys.home()
    policy_text = keys.policy_text
    outside = Outside(
        home=home,
        mark=config.second_place,
        policy=keys.log_policy(),
        origin=keys.origin(),
        mirrors=config.log_mirrors,
    )
    return Sequencer(DurableFolder(home / "log"), outside, keys.origin(), keys.signers, policy_text)
