"""Sealed records as the rooms above use them: drawn before their subject is written, their list of readers kept true.

`seal_record`, `wrap_for` and `rekey` are what one person does; here the system makes the list of wraps what the policy
says, at every change of who handles. Where that needs somebody's open private key and none is here, it waits for the
next who has one (`models.Wanted`); what a bar takes away never waits.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction

from answerable.base.actor import Actor
from answerable.base.ids import id_after, id_of_day
from answerable.base.sealed import SealedField
from answerable.base.subject import Subject
from answerable.ledger.actions import record as write_down
from answerable.ledger.rules import Fact
from answerable.vault import keys as installation
from answerable.vault import queries
from answerable.vault.actions.sealed import close_to_barred, rekey
from answerable.vault.actions.senders import enrol_sender, sender_facts
from answerable.vault.actions.wrapping import wrap_record
from answerable.vault.inward import put_under
from answerable.vault.models import KeyPair, QuorumRequest, Record, Wanted, Wrap
from answerable.vault.policy import can_be_wrapped_to
from answerable.vault.rules import fields, wraps
from answerable.vault.sealed_fields import RECORD_KEPT
from answerable.vault.terms import Holder, Readers

Keys = Mapping[int, bytes]
Facts = dict[str, Fact | list[int]]


@dataclass(frozen=True, slots=True)
class DrawnKey:
    """A record key drawn for a subject that is about to be written. Nothing is stored yet."""

    subject: Subject
    root: int
    key: bytes
    public: bytes

    def put(self, field: SealedField, text: str, *, ref: int) -> bytes:
        """Put one text under it, as `sealing.put_in` does afterwards."""
        return put_under(self.public, self.subject.id, field, text, epoch=1, ref=ref)

    def __repr__(self) -> str:
        """Show no key: it must not reach a log by way of a traceback."""
        return f"Drawn({self.subject})"


def draw_record(*, subject: Subject, root: int) -> DrawnKey:
    """Draw the key of a record; `lay_down` writes it with its subject."""
    key = wraps.new_record_key()
    return DrawnKey(subject, root, key, wraps.inward(key))


def lay_down(
    *, by: Actor, at: datetime, drawn: DrawnKey, readers: Readers, opener: bytes | None, after: int | None = None
) -> None:
    """Write a record with its wraps, in the transaction that writes its subject.

    `at` is the beginning of the day, here and in every row: when a sealed sender wrote is nobody's business. `opener`
    is what the follow-up code opens; without it the sender's key waits for the job that hashes the code. `after` is the
    deed of its registration, behind which this one stands.
    """
    kept, subject = None, drawn.subject
    if readers.keep:
        place = queries.place_of(RECORD_KEPT, subject.id)
        kept = fields.seal_field(installation.server_key(), **place, plain=drawn.key)
    row = {"root": drawn.root, "inward": drawn.public, "kept": kept, "sealed_on": at.date()}
    Record.objects.create(id=subject.id, kind=subject.kind, **row)
    sender = enrol_sender(subject=subject, at=at, opener=opener)
    thing, of_day = f"key/{sender.id}", id_of_day(at)
    facts: Facts = dict(sender_facts(sender))
    record = partial(write_down, by=by, at=at, root=drawn.root, along=True)
    record(deed="key.enrolled", thing=thing, facts=facts, entry=of_day)
    people = [pair for pair in _living(readers.pairs) if not queries.meets(readers.bar, pair)]
    everybody = [*people, sender, *queries.quorum_pairs()]
    let_in = wrap_record(subject, {1: drawn.key}, everybody, at=at, ids=lambda: id_of_day(at))
    facts = {"epoch": 1, "pairs": [pair.id for pair in let_in if pair in people], "kept": readers.keep}
    thing, of_day = str(subject), id_of_day(at) if after is None else id_after(after)
    record(deed="record.sealed", thing=thing, facts=facts, entry=of_day)


def _living(pairs: Iterable[int]) -> list[KeyPair]:
    found = KeyPair.objects.filter(id__in=list(pairs), holder=Holder.ACCOUNT, retired_at=None)
    return list(found.exclude(confirmed_at=None).order_by("id"))


@dataclass(slots=True)
class _Change:
    """What is to be done to one list of wraps."""

    held: Record
    readers: Readers
    missing: list[KeyPair]
    leaving: list[KeyPair]
    staying: list[KeyPair]
    stale: bool  # somebody who could open it no longer may: what comes later wants a new epoch

    @property
    def needs_key(self) -> bool:
        """Say whether somebody must open the record for it."""
        return bool(self.missing or self.stale)


def settle_record(
    *, by: Actor, at: datetime, subject: Subject, readers: Readers, keys: Callable[[], Keys | None]
) -> bool:
    """Make the list of who can open a sealed subject what it should be; returns whether nothing waits for it any more.

    Whom the bar meets loses every wrap at once, with or without a key at hand. Whoever is no longer one of the readers
    loses theirs as soon as another person who may can open it. New readers, and the new epoch that shuts the old ones
    out of what comes later, need the record's `keys`: where there are none, the record is marked as wanted.
    Does nothing for a subject without a record.
    """
    with transaction.atomic():
        held = queries.record_at(subject)
        if held is None:
            return True
        closed = close_to_barred(by=by, at=at, subject=subject, bar=readers.bar)
        waits = Wanted.objects.filter(record=held.id, stale=True).exists()
        change = _change(held, readers, stale=bool(closed) or waits, at=at)
        found = dict(queries.kept_keys(held)) or (keys() if change.needs_key else None)
        if found and held.epoch in found:
            _apply(change, found, by=by, at=at)
            Wanted.objects.filter(record=held.id).delete()
            return True
        if change.leaving and change.staying:
            _close(held, change.leaving, by=by, at=at)
        if change.needs_key:
            Wanted.objects.update_or_create(record=held.id, defaults={"stale": change.stale, "since": at.date()})
        return not change.needs_key


def _change(held: Record, readers: Readers, *, stale: bool, at: datetime) -> _Change:
    """Compare the list as it is with the list as it should be."""
    present = queries.readers_of(held.subject)
    asked = QuorumRequest.objects.filter(record=held).exclude(opened_at=None).values_list("asked_by", flat=True)
    let_in = set(queries.pairs_of(asked)) if asked else set()
    should = {pair.id: pair for pair in _living(readers.pairs)}
    people = [pair for pair in present if pair.holder == Holder.ACCOUNT]
    stays = [pair for pair in people if pair.id in should or pair.owner in let_in]
    there = {pair.id for pair in present}
    wanted = [pair for pair in [*should.values(), *queries.quorum_pairs()] if pair.id not in there]
    missing = [pair for pair in wanted if _may(pair, readers, at, two_agree=held.kept is not None)]
    leaving = [pair for pair in people if pair not in stays]
    return _Change(held, readers, missing, leaving, stays, stale or bool(leaving))


def _may(pair: KeyPair, readers: Readers, at: datetime, *, two_agree: bool) -> bool:
    """Ask the policy of one pair. A young pair waits for its day, unless the server could read the record anyway."""
    verdict = can_be_wrapped_to(
        holder=pair.holder,
        owner=pair.owner,
        confirmed_at=pair.confirmed_at,
        retired=pair.retired_at is not None,
        bar=readers.bar,
        at=at,
        two_agree=two_agree,
    )
    return bool(verdict)


def _apply(change: _Change, keys: Keys, *, by: Actor, at: datetime) -> None:
    """Do it with the record's keys: let in, take away, renew; and destroy the server's key once people have it."""
    held = change.held
    thing = str(held.subject)
    let_in = wrap_record(held.subject, keys, change.missing, at=at)
    if let_in:
        facts: Facts = {"pairs": [pair.id for pair in let_in]}
        write_down(by=by, at=at, deed="record.opened_to", thing=thing, root=held.root, facts=facts)
    people = [pair for pair in (*change.staying, *let_in) if pair.holder == Holder.ACCOUNT]
    if change.leaving and people:
        _close(held, change.leaving, by=by, at=at)
    released = held.kept is not None and not change.readers.keep and bool(people)
    if released:
        Record.objects.filter(id=held.id).update(kept=None)
        write_down(by=by, at=at, deed="record.released", thing=thing, root=held.root)
    still_kept = held.kept is not None and not released
    if people and not still_kept and (released or change.stale):
        rekey(by=by, at=at, subject=held.subject, keys=keys, bar=change.readers.bar)


def _close(held: Record, pairs: list[KeyPair], *, by: Actor, at: datetime) -> None:
    """Take the wraps of people away who handle it no more, on the record."""
    Wrap.objects.filter(record=held, pair__in=pairs).delete()
    facts: Facts = {"pairs": [pair.id for pair in pairs]}
    write_down(by=by, at=at, deed="record.closed_to", thing=str(held.subject), root=held.root, facts=facts)


def want(*, at: datetime, subjects: Iterable[Subject]) -> None:
    """Mark subjects whose list of readers is to be looked at by the next who can open them."""
    rows = [Wanted(record=subject.id, since=at.date()) for subject in subjects]
    Wanted.objects.bulk_create(rows, ignore_conflicts=True)
