"""The public key of a record, before something is put under it: another one than the record's own gets nothing.

Whoever can write rows could put a public key of their own in its place, and read what is written from then on. So the row is
compared each time; where it is not as this system left it, a new epoch is begun at once, which needs nobody's private key:
a new record key, wrapped to those who are its readers by the journal. The letter is taken, sealed to them.
"""

import logging
from datetime import datetime

from django.db import connection, transaction

from answerable.base.actor import SYSTEM
from answerable.base.ids import id_after
from answerable.base.room import subject_kinds
from answerable.base.subject import Subject
from answerable.ledger.actions import record as write_down
from answerable.ledger.queries import held as held_rows
from answerable.ledger.queries import history_of, leaves_of
from answerable.ledger.rules import Fact
from answerable.ledger.terms import PublicNote
from answerable.vault import queries
from answerable.vault.actions.wrapping import wrap_record
from answerable.vault.held import WRAPS
from answerable.vault.models import KeyPair, Record, Wrap
from answerable.vault.queries import enrolments
from answerable.vault.rules import wraps
from answerable.vault.terms import Holder, UnreadableError

log = logging.getLogger(__name__)
RECORD_DIFFERS = "record.differs"


def inward_for(subject: Subject) -> tuple[int, bytes] | None:
    """Give epoch and public key with which something is put into a sealed record; None outside the sealed tier."""
    found = Record.objects.filter(id=subject.id, kind=subject.kind).first()
    if found is None:
        return None
    if enrolments.is_altered(found):
        return _renewed(subject)
    return found.epoch, bytes(found.inward)


@transaction.atomic
def _renewed(subject: Subject) -> tuple[int, bytes]:
    """Begin a new epoch, or put back the key of a record that the server keeps.

    The deed bears the instant of the last one on the subject, so that it says nothing of when a sealed sender wrote.
    """
    found = queries.record_at(subject)
    if found is None:
        raise UnreadableError
    log.critical("the record of %s is not as this system left it: a new epoch is begun", subject)
    thing, last = str(subject), history_of(str(subject))[-1]
    facts: dict[str, Fact | list[int]] = {"sha256": enrolments.digest_of(found.inward)}
    entry = id_after(last.id)
    write_down(by=SYSTEM, at=last.at, deed=RECORD_DIFFERS, thing=thing, root=found.root, facts=facts, entry=entry)
    mend(found)
    if kept := queries.kept_keys(found):
        found.epoch, found.inward = 1, wraps.inward(kept[1])
        found.save(update_fields=["epoch", "inward"])
        return found.epoch, bytes(found.inward)
    readers = _readers_by_the_journal(found)
    fresh, epoch = wraps.new_record_key(), 1 + max(each.epoch for each in readers)
    found.epoch, found.inward = epoch, wraps.inward(fresh)
    found.save(update_fields=["epoch", "inward"])
    pairs = {each.pair_id: each.pair for each in readers if each.pair.retired_at is None}
    let_in = wrap_record(subject, {epoch: fresh}, pairs.values(), at=last.at)
    facts = {"epoch": epoch, "pairs": [pair.id for pair in let_in if pair.holder != Holder.CODE]}
    entry = id_after(entry)
    write_down(by=SYSTEM, at=last.at, deed="record.rekeyed", thing=thing, root=found.root, facts=facts, entry=entry)
    return found.epoch, bytes(found.inward)


def _readers_by_the_journal(found: Record) -> list[Wrap]:
    """The wraps of a record that this system made. Raises Unreadable where none is left."""
    there = list(Wrap.objects.filter(record=found).select_related("pair").order_by("id"))
    false = held_rows.altered(WRAPS, [each.id for each in there])
    whole = [each for each in there if each.id not in false]
    if not whole:
        raise UnreadableError
    return whole


def mend(found: Record | KeyPair) -> None:
    """Say that what this transaction writes into a row puts it right: what was put there past the journal goes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('answerable.mends', %s, true)", [f"{found._meta.db_table}/{found.pk}"])  # noqa: SLF001 -- Django's way to a table's name


@transaction.atomic
def watch_records(*, at: datetime) -> int:
    """Say in the public log which matters' records were found to differ, as soon as their own leaves have places."""
    told = 0
    for kind in subject_kinds():
        for thing in held_rows.alarms_standing(kind.word):
            first = next((leaf.idx for leaf in leaves_of(thing)), None)
            if first is not None:
                public = PublicNote("row-differs", at.date(), {"field": "inward", "index": first})
                write_down(by=SYSTEM, at=at, deed="record.mended", thing=thing, public=public)
                told += 1
    return told
