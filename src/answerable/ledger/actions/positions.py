"""The giving of positions to deeds, and the bookmarks of the rooms that read them."""

import logging
import threading
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import psycopg
from django.db import connection, transaction

from answerable.ledger import places, seals
from answerable.ledger.models import Bookmark
from answerable.ledger.queries import held

log = logging.getLogger(__name__)
SEQUENCER_LOCK: Final = 0x616E7377  # one giver of positions in the whole installation, by an advisory lock
_LOOK: Final = """
    WITH book AS MATERIALIZED (
        SELECT (SELECT coalesce(max(position) + 1, 0) FROM ledger_leaf) AS size,
               EXISTS (SELECT 1 FROM ledger_leaf WHERE position IS NULL) AS unplaced
    ), heard AS (
        SELECT room FROM ledger_room_bookmark b, book
        WHERE room = ANY(%s) AND b.position = book.size AND NOT book.unplaced FOR UPDATE OF b SKIP LOCKED
    ), told AS (
        UPDATE ledger_room_bookmark b SET current_at = %s FROM heard WHERE b.room = heard.room
    )
    SELECT unplaced
           OR size > 0 AND (SELECT count(*) FROM ledger_room_bookmark WHERE room = ANY(%s) AND position >= size) < %s,
           (SELECT min(retry_at) FROM ledger_parked WHERE follower = ANY(%s))
    FROM book
"""


@dataclass(frozen=True, slots=True)
class Look:
    """Whether there is something that a room has not heard, and when a parked deed is due to be tried again."""

    new: bool
    retry_at: datetime | None


def look(*, rooms: Collection[str], followers: Collection[str], at: datetime) -> Look:
    """Ask in one statement whether there is anything to do, and note which rooms have heard everything.

    A bookmark that another process holds is left alone: it reads, and notes it itself.
    """
    names = list(rooms)
    with connection.cursor() as cursor:
        cursor.execute(_LOOK, [names, at, names, len(names), list(followers)])
        new, retry_at = cursor.fetchone()
    return Look(bool(new), retry_at)


def sequence(*, most: int = 5000) -> int:
    """Give positions to deeds that have none yet, in the order of their ids; returns how many.

    Finds them by the empty position, not by an id, so a transaction that commits late is in the next batch. Two
    sequencers can't run at once: the second finds the lock taken and does nothing. Each place is sealed with what its
    deed left where (`ledger.seals`); a deed that this system did not write gets its place, and no seal. The other workers
    are told once a batch, after it: a NOTIFY makes commits queue, so it is never in the transaction of a deed.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SEQUENCER_LOCK])
        if not cursor.fetchone()[0]:
            return 0
        first, since = held.newest_place()
        waiting = held.waiting_deeds(most=most)
        number = held.database_number()
        known = places.known_places(number) if waiting else None
        since = first if since is None else since
        since = since if known is None else min(since, known.since)
        given = [
            (deed.parts.ref, position, _sealed(deed, position, since=since, known=known))
            for position, deed in enumerate(waiting, start=first)
        ]
        cursor.execute(
            "UPDATE ledger_leaf l SET position = given.position, seal = given.seal "
            "FROM unnest(%s::bigint[], %s::bigint[], %s::bytea[]) AS given(entry, position, seal) "
            "WHERE l.entry = given.entry",
            [list(column) for column in zip(*given, strict=True)] if given else [[], [], []],
        )
        if given:
            newest = max([entry for entry, *_ in given] + ([known.newest] if known else []))
            end = max(first + len(given), known.end if known else 0)
            now_known = places.KnownPlaces(number, since, end, newest)
            transaction.on_commit(lambda: places.remember_places(now_known))
    if given:
        notify(POSITIONS)
    return len(given)


def _sealed(deed: held.SealedDeed, position: int, *, since: int, known: places.KnownPlaces | None) -> bytes:
    """The seal of a deed's place; a deed that is not ours, or that had a place before, is told at once, and has none."""
    if not deed.is_ours:
        log.critical("the deed %s on %s was not written by this system", deed.parts.deed, deed.parts.thing)
        return seals.FORGED
    if known is not None and known.had(entry=deed.parts.ref, position=position):
        log.critical("the deed %s on %s lost the place that it had", deed.parts.deed, deed.parts.thing)
        return seals.FORGED
    return seals.seal_place(deed.placed(position), since=since)


POSITIONS: Final = "answerable_positions"
"""The channel on which a batch of positions is told;"""
DEEDS: Final = "answerable_deeds"
"""that on which processes tell that they recorded deeds, after their commit."""


def notify(channel: str) -> None:
    """Tell whoever listens, at the end of the transaction around, which should be none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [channel])


def locked_bookmark(*, room: str) -> int | None:
    """A room's next position, its row locked; None while another process reads for the room."""
    row = Bookmark.objects.select_for_update(skip_locked=True).filter(room=room).first()
    if row is None and not Bookmark.objects.filter(room=room).exists():
        Bookmark.objects.get_or_create(room=room)
        row = Bookmark.objects.select_for_update(skip_locked=True).filter(room=room).first()
    return None if row is None else row.position


def move_bookmark(*, room: str, position: int, current_at: datetime | None) -> None:
    """Remember that a room has read everything before `position`, in the transaction of what it did."""
    moved: dict[str, object] = {"position": position}
    if current_at is not None:
        moved["current_at"] = current_at
    Bookmark.objects.filter(room=room).update(**moved)


_recorded: Final = threading.Event()


def deeds_recorded() -> None:
    """Say that the transaction around records deeds; outside of one, that they are recorded. Costs no statement."""
    transaction.on_commit(_recorded.set)


def wait_for_deeds() -> None:
    """Wait until this process has recorded deeds."""
    _recorded.wait()


def tell() -> None:
    """Tell the workers, if anything was recorded since the last time."""
    if _recorded.is_set():
        _recorded.clear()
        notify(DEEDS)


def listen() -> None:
    """Listen on this thread's connection to both channels."""
    with connection.cursor() as cursor:
        cursor.execute(f"LISTEN {DEEDS}")
        cursor.execute(f"LISTEN {POSITIONS}")


def heard_something(*, seconds: float) -> bool:
    """Wait so long for a notification of another process, without a statement. True too when the connection broke."""
    raw = connection.connection
    if raw is None:
        return True
    try:
        heard = [notice.pid for notice in raw.notifies(timeout=seconds, stop_after=1)]
        if heard:
            heard += [notice.pid for notice in raw.notifies(timeout=0)]
    except psycopg.Error:
        connection.close()
        return True
    return any(pid != raw.info.backend_pid for pid in heard)
