"""The sender's own pair of keys: what a follow-up code opens in the sealed tier."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

from answerable.base.actor import resident
from answerable.base.ids import id_of_day
from answerable.base.subject import Subject
from answerable.vault import keys
from answerable.vault.models import KeyPair, Slot
from answerable.vault.queries import place_of
from answerable.vault.rules import fields, slots, wraps
from answerable.vault.sealed_fields import SLOT_RESTED, SLOT_WAITING
from answerable.vault.terms import Holder, SlotKind, UnreadableError

_PARAMS = "code"
_FORMER = (SlotKind.SLIP, SlotKind.RESTED)
"""What the slip opens that an operator wrote, beside what the newer code opens."""


def enrol_sender(*, subject: Subject, at: datetime, opener: bytes | None = None) -> KeyPair:
    """Make the pair of a sender, under what the code opens; without that it waits under the server key for the job.

    Confirmed by the system: there is nobody to read a fingerprint to, and nobody else holds the code. Its id tells the
    day alone (`base.ids.id_of_day`).
    """
    seed = wraps.new_seed()
    pair = KeyPair.objects.create(
        id=id_of_day(at),
        holder=Holder.CODE,
        owner=subject.id,
        public=wraps.public_of(seed),
        enrolled_at=at,
        enrolled_by=resident(subject.id).word,
        confirmed_at=at,
        confirmed_by="house",
    )
    if opener is None:
        sealed = fields.seal_field(keys.server_key(), **place_of(SLOT_WAITING, pair.id), plain=seed)
        Slot.objects.create(id=id_of_day(at), pair=pair, kind=SlotKind.WAITING, sealed=sealed, made_at=at)
    else:
        sealed = slots.seal_slot(opener, pair=pair.id, kind=SlotKind.CODE, salt=b"", params=_PARAMS, seed=seed)
        Slot.objects.create(id=id_of_day(at), pair=pair, kind=SlotKind.CODE, params=_PARAMS, sealed=sealed, made_at=at)
    return pair


def sender_facts(pair: KeyPair) -> dict[str, str]:
    """What the journal keeps of a sender's pair: its fingerprint too, so that a pair exchanged later is noticed."""
    fingerprint = wraps.key_fingerprint(bytes(pair.public)).replace(" ", "-")
    return {"holder": Holder.CODE.value, "fingerprint": fingerprint}


def sender_pair(subject: Subject) -> KeyPair | None:
    """Give the living pair of a sender, where the subject is in the sealed tier."""
    return KeyPair.objects.filter(holder=Holder.CODE, owner=subject.id, retired_at=None).first()


def move_opener(*, subject: Subject, opener: bytes, old: bytes | None = None) -> None:
    """Put the sender's private key under what the code opens: from under the server key, or the old code's opener.

    Called in the transaction that changes the code. Does nothing outside the sealed tier.
    """
    pair = sender_pair(subject)
    slot = Slot.objects.filter(pair=pair).exclude(kind__in=_FORMER).select_for_update().first() if pair else None
    if pair is None or slot is None:
        return
    if slot.kind == SlotKind.WAITING:
        seed = fields.open_field(keys.server_key(), **place_of(SLOT_WAITING, pair.id), sealed=slot.sealed)
    else:
        seed = open_sender(pair=pair, slot=slot, opener=old or opener)
    slot.kind, slot.params = SlotKind.CODE.value, _PARAMS
    slot.sealed = slots.seal_slot(opener, pair=pair.id, kind=SlotKind.CODE, salt=b"", params=_PARAMS, seed=seed)
    slot.save(update_fields=["kind", "params", "sealed"])


def open_any(*, pair: KeyPair, ways: Iterable[Slot], opener: bytes) -> bytes:
    """Open the sender's private key by whichever of these the opener fits. Raises Unreadable where it fits none."""
    for slot in ways:
        with suppress(UnreadableError):
            return open_sender(pair=pair, slot=slot, opener=opener)
    raise UnreadableError


def keep_slip(*, subject: Subject, opener: bytes, at: datetime) -> None:
    """Let the code that is about to be replaced go on opening the sender's private key. Nothing outside the sealed tier."""
    pair = sender_pair(subject)
    slot = Slot.objects.filter(pair=pair, kind=SlotKind.CODE).first() if pair else None
    if pair is None or slot is None:
        return
    seed = open_sender(pair=pair, slot=slot, opener=opener)
    sealed = slots.seal_slot(opener, pair=pair.id, kind=SlotKind.SLIP, salt=b"", params=_PARAMS, seed=seed)
    Slot.objects.create(id=id_of_day(at), pair=pair, kind=SlotKind.SLIP, params=_PARAMS, sealed=sealed, made_at=at)


def rest_slip(*, subject: Subject) -> None:
    """End that: what the slip opens goes under the server key besides, and is used by nothing but the way back."""
    for slot in Slot.objects.filter(pair=sender_pair(subject), kind=SlotKind.SLIP).select_for_update():
        place = place_of(SLOT_RESTED, slot.pair_id)
        slot.kind = SlotKind.RESTED.value
        slot.sealed = fields.seal_field(keys.server_key(), **place, plain=bytes(slot.sealed))
        slot.save(update_fields=["kind", "sealed"])


def give_to_code(*, subject: Subject, old: bytes, opener: bytes, at: datetime) -> None:
    """Put the sender's private key under a new code alone, by what the code opens of whoever was heard in person.

    Nothing outside the sealed tier; and where no way to the key fits, what is there stays and shows as damaged.
    """
    pair = sender_pair(subject)
    ways = list(Slot.objects.filter(pair=pair).order_by("id").select_for_update()) if pair else []
    found = [seed for slot in ways if pair for seed in _seeds(pair, slot, old)]
    if pair is None or not found:
        return
    Slot.objects.filter(pair=pair).delete()
    sealed = slots.seal_slot(opener, pair=pair.id, kind=SlotKind.CODE, salt=b"", params=_PARAMS, seed=found[0])
    Slot.objects.create(id=id_of_day(at), pair=pair, kind=SlotKind.CODE, params=_PARAMS, sealed=sealed, made_at=at)


def _seeds(pair: KeyPair, slot: Slot, opener: bytes) -> list[bytes]:
    """The sender's private key by one way, of whatever kind; none where it does not fit."""
    with suppress(UnreadableError):
        if slot.kind == SlotKind.WAITING:
            return [fields.open_field(keys.server_key(), **place_of(SLOT_WAITING, pair.id), sealed=slot.sealed)]
        if slot.kind == SlotKind.RESTED:
            slot.sealed = fields.open_field(keys.server_key(), **place_of(SLOT_RESTED, pair.id), sealed=slot.sealed)
            slot.kind = SlotKind.SLIP
        return [open_sender(pair=pair, slot=slot, opener=opener)]
    return []


def open_sender(*, pair: KeyPair, slot: Slot, opener: bytes) -> bytes:
    """Open the sender's private key. Raises Unreadable for another code's opener."""
    sealed = bytes(slot.sealed)
    return slots.open_slot(opener, pair=pair.id, kind=SlotKind(slot.kind), salt=b"", params=_PARAMS, sealed=sealed)
