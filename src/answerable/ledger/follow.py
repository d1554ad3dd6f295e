"""How rooms above hear of deeds: one bookmark a room, and followers (`base.follower`) called in order of positions.

A follower's work and its room's bookmark are one transaction, so it hears a deed again when that breaks off, and never
misses one. A batch is read in one transaction, which ends after about a second of work: rows that followers lock are
others' to wait for. When something in it raises, it is read again deed by deed, each in a
transaction of its own, and the follower that raises is found: for it alone the deed is parked (`actions.parking`), and
so is every later deed of the same subject, while everything else goes on. Parked deeds are tried again after pauses,
and what stood behind them follows in order.

A deadlock or a time-out is no fault of a deed and is simply tried again. Neither is a lock that another process keeps, nor
a database that is away or out of space: then nothing is parked, the bookmark stays, and the worker comes back. Where the
database answers all the same and the room has got no further for a quarter of an hour, it is taken for the deed's own
after all, one deed at a time (`rules.PATIENCE`): a follower that always meets a lock stops its room no longer.
"""

import logging
import os
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

from django.db import InterfaceError, OperationalError, connection, transaction

from answerable.base import measures
from answerable.base.follower import Follower, HeardDeed
from answerable.base.measures import CountedKind
from answerable.ledger import actions, queries, rules
from answerable.ledger.actions import parking, positions

log = logging.getLogger(__name__)
Following = Mapping[str, Sequence[Follower]]
"""The followers of each room, as the rooms declare them."""
BATCH: Final = 100  # deeds in one transaction at most, and
SECONDS: Final = 1.0  # of work, one deed at least: rows stay locked so long, and a page waits ten seconds for one
AT_ONCE: Final = 5  # tries of a deadlock
_LOCKED: Final = "55P03"  # another process kept a lock for longer than we wait
_COLLISIONS: Final = frozenset({"40001", "40P01", _LOCKED, "57014"})  # the last: a statement took longer than it may
_OURS: Final = f"{Path(__file__).parents[1]}{os.sep}"  # and not every folder that somebody calls answerable
_CARRIERS: Final = tuple(f"{_OURS}{each}" for each in ("site/postgresql/", "base/prepared.py", "base/statement.py"))
_AWAY: Final = ("08", "53", "57P", "58")  # connections, resources, shutdown, the operating system


class CollidedError(Exception):
    """Two transactions were in each other's way: the same again."""


@dataclass(frozen=True, slots=True)
class _Room:
    """A room that reads, until when it believes it is, and how many deeds and seconds of work are one transaction."""

    name: str
    followers: Sequence[Follower]
    at: datetime
    most: int
    seconds: float

    @property
    def deeds(self) -> list[str]:
        return sorted({deed for follower in self.followers for deed in follower.deeds})

    @property
    def by_name(self) -> dict[str, Follower]:
        return {f"{self.name}.{follower.name}": follower for follower in self.followers}


@dataclass(frozen=True, slots=True)
class _Step:
    """What came of one transaction: how many deeds were heard, and whether nothing is left to hear."""

    heard: int
    ended: bool


def look(following: Following, *, at: datetime) -> positions.Look:
    """Whether there is anything to do, in one statement."""
    names = [f"{room}.{follower.name}" for room, followers in following.items() for follower in followers]
    return positions.look(rooms=following.keys(), followers=names, at=at)


def bring_up_to_date(following: Following, *, at: datetime, most: int = BATCH, seconds: float = SECONDS) -> int:
    """Give positions to new deeds and let every room read on; returns how many deeds were heard.

    A transaction ends after `most` deeds or `seconds` of work, whichever comes first, but never before one deed is heard.
    Raises what kept a room from reading (a database that is away), after the other rooms have read.
    """
    while actions.sequence():
        pass
    heard, broken = 0, []
    for name, followers in following.items():
        room = _Room(name, followers, at, most, seconds)
        try:
            heard += _retry_parked(room)
            heard += _read_on(room)
        except Exception as error:  # noqa: BLE001 -- one room's trouble must not stop the others; raised below
            broken.append(error)
    if broken:
        raise broken[0]
    return heard


def _read_on(room: _Room) -> int:
    """Let one room read to the end; returns how many deeds it heard. Stops where another process reads for it."""
    heard, careful = 0, 0
    while True:
        try:
            step = _read(room, careful=bool(careful))
        except Exception as error:
            if careful:
                raise
            log.warning("the room %s reads deed by deed: %s", room.name, type(error).__name__)
            careful = room.most
            continue
        if step is None:
            return heard
        heard += step.heard
        if step.ended:
            return heard
        careful = max(careful - 1, 0)


def _read(room: _Room, *, careful: bool) -> _Step | None:
    """Read one batch in one transaction; None where another process reads for the room."""
    for left in reversed(range(AT_ONCE)):
        try:
            return _read_once(room, careful=careful, patient=left > 0)
        except CollidedError:
            continue
    raise AssertionError("the last try parks what collides")


@transaction.atomic
def _read_once(room: _Room, *, careful: bool, patient: bool) -> _Step | None:
    position, ends = positions.locked_bookmark(room=room.name), time.monotonic() + room.seconds
    if position is None:
        return None
    size, most = queries.size(), 1 if careful else room.most
    batch = queries.heard_between(position, size, deeds=room.deeds, most=most)
    parked = queries.parked_subjects(room.by_name)
    heard = 0
    for place, entry in batch:
        _hear(room, place, entry, parked, patient=patient if careful else None)
        heard += 1
        if time.monotonic() >= ends:
            break
    ended = heard == len(batch) < most
    end = size if ended else batch[heard - 1][0] + 1
    positions.move_bookmark(room=room.name, position=end, current_at=room.at if end == size else None)
    return _Step(heard, ended)


def _hear(room: _Room, place: int, entry: HeardDeed, parked: set[tuple[str, str]], *, patient: bool | None) -> None:
    """Let a room's followers hear one deed. With `patient` None what a follower raises breaks the batch off."""
    for name, follower in room.by_name.items():
        if entry.deed not in follower.deeds:
            continue
        if (name, entry.thing) in parked:
            parking.hold_back(
                follower=name, critical=follower.critical, entry=entry.id, subject=entry.thing, position=place,
                at=room.at,
            )  # fmt: skip
        elif patient is None:
            with measures.measured(CountedKind.FOLLOWER, name):
                follower.hear(entry)
        elif (error := _heard(name, follower, entry, patient=patient, stuck=partial(_is_stuck, room))) is not None:
            _park(name, follower, entry, place, error, at=room.at)
            parked.add((name, entry.thing))


def _heard(
    name: str, follower: Follower, entry: HeardDeed, *, patient: bool, stuck: Callable[[], bool]
) -> Exception | None:
    """Let a follower hear a deed by itself; returns what it raised. Raises CollidedError, and what is nobody's fault.

    `stuck` is asked whether even that is to be taken for the deed's own, while the database answers.
    """
    try:
        with measures.measured(CountedKind.FOLLOWER, name), transaction.atomic():
            follower.hear(entry)
            connection.check_constraints()  # what would refuse the commit refuses here, where it is known whose it is
    except Exception as error:
        if patient and _sqlstate(error) in _COLLISIONS:
            raise CollidedError from error
        if (_is_away(error) or _sqlstate(error) == _LOCKED) and not (_answers() and stuck()):
            raise
        return error
    return None


def _answers() -> bool:
    """Whether the database still takes statements, in the transaction around."""
    return not connection.needs_rollback and connection.is_usable()


def _is_stuck(room: _Room) -> bool:
    since = queries.stuck_since(room.name, room.by_name)
    return since is not None and room.at - since >= rules.PATIENCE


def _park(name: str, follower: Follower, entry: HeardDeed, place: int, error: Exception, *, at: datetime) -> None:
    fault, where = fault_and_place(error)
    row = parking.park(
        follower=name, critical=follower.critical, entry=entry.id, subject=entry.thing, position=place, at=at,
        fault=fault, place=where,
    )  # fmt: skip
    log.error("the follower %s could not take deed %d (%s at %s): parked as %d", name, entry.id, fault, where, row.id)


def _retry_parked(room: _Room) -> int:
    """Try what is due of a room's parked deeds; returns how many were taken."""
    taken = 0
    while (success := _retry_one(room)) is not None:
        taken += success
    return taken


def _retry_one(room: _Room) -> bool | None:
    """Try the parked deed that is due first; None when none is, or another process reads for the room."""
    for left in reversed(range(AT_ONCE)):
        try:
            return _retry_once(room, patient=left > 0)
        except CollidedError:
            continue
    raise AssertionError("the last try parks what collides")


@transaction.atomic
def _retry_once(room: _Room, *, patient: bool) -> bool | None:
    due = queries.parked_due(room.by_name, at=room.at)
    if due is None or positions.locked_bookmark(room=room.name) is None:
        return None
    row = parking.locked(due, at=room.at)
    if row is None:
        return False  # another process was faster
    follower = room.by_name[row.follower]
    error = _heard(row.follower, follower, queries.heard_deed(row.entry), patient=patient, stuck=lambda: True)
    if error is None:
        parking.taken(row, at=room.at)
        log.info("the follower %s took deed %d after %d tries", row.follower, row.entry, row.tries + 1)
        return True
    fault, where = fault_and_place(error)
    parking.stumbled_again(row, at=room.at, fault=fault, place=where)
    log.error("the follower %s could not take deed %d (%s), try %d", row.follower, row.entry, fault, row.tries)
    return False


def fault_and_place(error: BaseException) -> tuple[str, str]:
    """The class of an error and the last place in a room's code: never its message, which may quote a row.

    Whatever the database refuses is raised in the cursor (`_CARRIERS`), which tells nobody where to look.
    """
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if frame.filename.startswith(_OURS)] or list(frames)
    ours = [frame for frame in ours if not frame.filename.startswith(_CARRIERS)] or ours
    place = f"{ours[-1].filename.rsplit('/src/', 1)[-1]}:{ours[-1].lineno} {ours[-1].name}" if ours else ""
    return f"{type(error).__module__}.{type(error).__qualname__}", place


def _sqlstate(error: BaseException) -> str:
    return str(getattr(error.__cause__, "sqlstate", "") or "")


def _is_away(error: BaseException) -> bool:
    """Say whether the database may be away or out of room: then no deed is at fault."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    state = _sqlstate(error)
    return not state or state.startswith(_AWAY)
