"""No row, no plaintext: a look is written and committed on a connection of its own before anything is opened."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from django.db import DatabaseError, InterfaceError, connection
from django.db.backends.base.base import BaseDatabaseWrapper

from answerable.base.actor import Actor
from answerable.base.room import subject_kinds
from answerable.base.row_scope import as_system
from answerable.base.subject import Subject
from answerable.base.verdict import MissingError, RefusedError
from answerable.vault import queries
from answerable.vault.actions.senders import move_opener, open_any, sender_pair
from answerable.vault.models import Record, Slot
from answerable.vault.rules import access_records
from answerable.vault.terms import AuditUnavailableError, SlotKind

PURPOSES: Final = frozenset({"quorum", "court", "handover"})  # of every kind; the others a kind declares
_CHAIN_LOCK: Final = 0x6C6F6F6B  # one writer of the chain at a time
_LAST: Final = "SELECT number, hash FROM vault_look ORDER BY number DESC LIMIT 1"
_INSERT: Final = (
    "INSERT INTO vault_look (number, at, root, record, section, actor, name, purpose, allowed, kind, before, hash) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
)


@contextmanager
def _apart() -> Iterator[BaseDatabaseWrapper]:
    """A connection of its own: what is committed on it stays, whatever becomes of the caller's transaction."""
    own = connection.copy()
    try:
        own.set_autocommit(False)
        yield own
        own.commit()
    finally:
        own.close()


def record_access(
    *, by: Actor, at: datetime, subject: Subject, root: int, section: str, purpose: str, allowed: bool = True
) -> int:
    """Write down a look and commit it; returns its number. Raises AuditUnavailable when that cannot be done.

    The chain has one writer at a time, by an advisory lock for the millisecond that one row takes.
    """
    try:
        with as_system(), _apart() as own, own.cursor() as cursor:  # the chain is one for the whole system
            cursor.execute("SET LOCAL lock_timeout = '5s'")
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CHAIN_LOCK])
            cursor.execute(_LAST)
            number, before = cursor.fetchone() or (0, access_records.START)
            before = bytes(before)
            reader, kind = (by.word, by.name[:120]), subject.kind
            seen = access_records.AccessFacts(
                number + 1, at, root, subject.id, section, *reader, purpose, allowed, kind
            )
            cursor.execute(_INSERT, [*seen, before, access_records.access_hash(before, seen)])
    except (DatabaseError, InterfaceError) as error:
        raise AuditUnavailableError from error
    return seen.number


def open_record(
    *, by: Actor, at: datetime, subject: Subject, section: str, purpose: str, seed: bytes
) -> dict[int, bytes]:
    """Open a sealed record with the actor's private key; returns its keys by epoch.

    The look is committed first, a refused one as well. Refuses without a purpose; Missing for whoever has no wrap, the
    same as for a subject that is not there. Raises AuditUnavailable, and opens nothing, where looks cannot be written.
    """
    if purpose not in PURPOSES | _purposes_of(subject.kind):
        raise RefusedError("look.purpose")
    held = Record.objects.filter(id=subject.id, kind=subject.kind).first()
    found = queries.wraps_for(by.id, subject) if held else []
    root = held.root if held else 0
    record_access(by=by, at=at, subject=subject, root=root, section=section, purpose=purpose, allowed=bool(found))
    if not found:
        raise MissingError
    return queries.unwrapped(found, seed=seed, account=by.id)


def _purposes_of(kind: str) -> frozenset[str]:
    return next((each.purposes for each in subject_kinds() if each.word == kind), frozenset())


def open_own(*, by: Actor, at: datetime, subject: Subject, opener: bytes) -> dict[int, bytes]:
    """Open the sender's own subject with what the follow-up code opens; returns its keys by epoch.

    Looked at by its sender, so there is no purpose to state; the look is written all the same.
    """
    pair = sender_pair(subject)
    if pair is not None and Slot.objects.filter(pair=pair, kind=SlotKind.WAITING).exists():
        move_opener(subject=subject, opener=opener)  # it was sealed after its code was hashed
    ways = (
        list(Slot.objects.filter(pair=pair, kind__in=[SlotKind.CODE, SlotKind.SLIP]).order_by("kind")) if pair else []
    )
    held = Record.objects.filter(id=subject.id, kind=subject.kind).first()
    if pair is None or not ways or held is None:
        raise MissingError
    record_access(by=by, at=at, subject=subject, root=held.root, section="all", purpose="own")
    return queries.keys_of(subject, pair=pair.id, seed=open_any(pair=pair, ways=ways, opener=opener))
