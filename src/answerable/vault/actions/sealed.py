"""The sealed tier: a record key wrapped to those who may read, and to nobody whom the bar meets, ever."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from answerable.base.actor import Actor
from answerable.base.subject import Subject
from answerable.base.verdict import NotNowError, RefusedError, must
from answerable.ledger.actions import record as write_down
from answerable.ledger.rules import Fact
from answerable.vault import queries
from answerable.vault.actions.renewing import mend
from answerable.vault.actions.senders import enrol_sender, sender_facts, sender_pair
from answerable.vault.actions.wrapping import must_be_genuine, wrap_record
from answerable.vault.models import KeyPair, Record, Wrap
from answerable.vault.policy import can_be_wrapped_to
from answerable.vault.queries import enrolments
from answerable.vault.rules import wraps
from answerable.vault.terms import Holder, RecordBar

Facts = dict[str, Fact | list[int]]


def seal_record(*, by: Actor, at: datetime, subject: Subject, root: int, pairs: Iterable[int], bar: RecordBar) -> bytes:
    """Put a subject into the sealed tier, open to these pairs, the sender's code and the quorum; returns its key.

    Refuses a pair that is barred or not confirmed: a list that is wrong must not be silently shortened. Refuses a
    record that nobody could read.
    """
    key = wraps.new_record_key()
    with transaction.atomic():
        readers = _fit(pairs, bar=bar, at=at, two_agree=True)
        if not readers:
            raise NotNowError("key.last-reader")
        sender = sender_pair(subject) or _sender(by=by, at=at, subject=subject, root=root)
        public = wraps.inward(key)
        row = {"root": root, "epoch": 1, "inward": public, "sealed_on": at.date()}
        Record.objects.create(id=subject.id, kind=subject.kind, **row)
        let_in = wrap_record(subject, {1: key}, [*readers, sender, *queries.quorum_pairs()], at=at)
        facts: Facts = {"epoch": 1, "pairs": [pair.id for pair in let_in if pair in readers]}
        write_down(by=by, at=at, deed="record.sealed", thing=str(subject), root=root, facts=facts)
    return key


def _sender(*, by: Actor, at: datetime, subject: Subject, root: int) -> KeyPair:
    """Make the pair of the sender, on the record."""
    pair = enrol_sender(subject=subject, at=at)
    write_down(by=by, at=at, deed="key.enrolled", thing=f"key/{pair.id}", root=root, facts=sender_facts(pair))
    return pair


def _fit(pairs: Iterable[int], *, bar: RecordBar, at: datetime, two_agree: bool) -> list[KeyPair]:
    """Give the pairs after asking the policy of each; a pair that does not exist is not confirmed."""
    wanted = set(pairs)
    found = list(KeyPair.objects.filter(id__in=wanted, holder__in=[Holder.ACCOUNT, Holder.BODY]).order_by("id"))
    if len(found) < len(wanted):
        raise RefusedError("key.not-confirmed")
    for pair in found:
        _must_fit(pair, bar=bar, at=at, two_agree=two_agree)
    return found


def _must_fit(pair: KeyPair, *, bar: RecordBar, at: datetime, two_agree: bool) -> None:
    """Ask the policy, and for a body of each of its members: a barred person must not come in by way of a unit."""
    owners = [(pair.holder, pair.owner), *queries.members_of(pair)]
    for holder, owner in owners:
        verdict = can_be_wrapped_to(
            holder=holder,
            owner=owner,
            confirmed_at=pair.confirmed_at,
            retired=pair.retired_at is not None,
            bar=bar,
            at=at,
            two_agree=two_agree,
        )
        must(verdict)


def wrap_for(
    *,
    by: Actor,
    at: datetime,
    subject: Subject,
    keys: Mapping[int, bytes],
    pair: int,
    bar: RecordBar,
    second: Actor | None = None,
) -> None:
    """Open a record to one more pair. `keys` are those that the actor has opened (`open_record`).

    Refuses the barred, the unconfirmed, and a pair under a day old unless `second`, another officer, agrees.
    """
    with transaction.atomic():
        held = Record.objects.select_for_update().get(id=subject.id, kind=subject.kind)
        two_agree = second is not None and second.id != by.id
        readers = _fit([pair], bar=bar, at=at, two_agree=two_agree)
        if not _genuine(held, keys):
            raise RefusedError("key.wrong")
        wrap_record(subject, keys, [must_be_genuine(each) for each in readers], at=at)
        facts: Facts = {"pairs": [pair], "second": second.word if second and two_agree else ""}
        write_down(by=by, at=at, deed="record.opened_to", thing=str(subject), root=held.root, facts=facts)


def _genuine(held: Record, keys: Mapping[int, bytes]) -> bool:
    """Say whether the actor really has the record's present key: wrapping nonsense would shut a reader out."""
    key = keys.get(held.epoch)
    return key is not None and wraps.inward(key) == bytes(held.inward)


def rekey(*, by: Actor, at: datetime, subject: Subject, keys: Mapping[int, bytes], bar: RecordBar) -> bytes:
    """Begin a new epoch after a bar or a leaver: a new key, to those who may still read; returns it.

    The wraps of whom the bar meets go, of every epoch. What they read before cannot be unread: `queries.looks_of` and
    `queries.readers_of` say who that was, and the deed names the pairs that were closed.
    """
    fresh = wraps.new_record_key()
    with transaction.atomic():
        held = Record.objects.select_for_update().get(id=subject.id, kind=subject.kind)
        altered = enrolments.is_altered(held)
        if not altered and not _genuine(held, keys):
            raise RefusedError("key.wrong")
        if altered:
            mend(held)
        closed = close_to_barred(by=by, at=at, subject=subject, bar=bar)
        staying = [
            pair
            for pair in queries.readers_of(subject)
            if pair.retired_at is None and pair.id not in closed and not queries.meets(bar, pair)
        ]
        if not any(pair.holder in {Holder.ACCOUNT, Holder.BODY} for pair in staying):
            raise NotNowError("key.last-reader")
        held.epoch, held.inward = held.epoch + 1, wraps.inward(fresh)
        held.save(update_fields=["epoch", "inward"])
        let_in = wrap_record(subject, {held.epoch: fresh}, staying, at=at)
        facts: Facts = {"epoch": held.epoch, "pairs": [pair.id for pair in let_in if pair.holder != Holder.CODE]}
        write_down(by=by, at=at, deed="record.rekeyed", thing=str(subject), root=held.root, facts=facts)
    return fresh


def close_to_barred(*, by: Actor, at: datetime, subject: Subject, bar: RecordBar) -> list[int]:
    """Remove every wrap that a bar forbids, without needing a key; returns the pairs. For bars that come late.

    Called on merges, changes of units and substitutions too, with the united bar. New content is safe from them only
    after `rekey`, which somebody who can read does next.
    """
    with transaction.atomic():
        held = Record.objects.select_for_update().get(id=subject.id, kind=subject.kind)
        closed = [pair.id for pair in queries.readers_of(subject) if queries.meets(bar, pair)]
        if closed:
            Wrap.objects.filter(record=held, pair_id__in=closed).delete()
            facts: Facts = {"pairs": closed}
            write_down(by=by, at=at, deed="record.closed_to", thing=str(subject), root=held.root, facts=facts)
    return closed
