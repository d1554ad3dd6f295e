"""Pairs of keys: enrolled by a person, confirmed by a second one, opened by a password, recovered from a sheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from answerable.base.actor import Actor
from answerable.base.subject import Subject
from answerable.base.verdict import MissingError, NotNowError, RefusedError, must
from answerable.ledger.actions import record
from answerable.people.actions import end_sessions
from answerable.people.actions.sessions import drop_other_sessions as drop_sessions
from answerable.vault import queries
from answerable.vault.actions.wrapping import ended_leaf, enrolled_leaf, genuine, raise_alarm, seal_to_pair
from answerable.vault.hash_slots import SLOW_HASH
from answerable.vault.models import KeyPair, Share, Slot, Wrap
from answerable.vault.policy import can_confirm, can_enrol, can_retire
from answerable.vault.queries.holders import in_office
from answerable.vault.rules import codes, slots, wraps
from answerable.vault.terms import Holder, KeyDeed, SlotKind, UnreadableError


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A new pair, and the recovery code that is printed once and kept nowhere."""

    pair: int
    fingerprint: str
    recovery: str


def enrol_pair(*, by: Actor, at: datetime, password: str, keep: str = "") -> Enrolled:
    """Make the actor's own pair. It counts once somebody else has confirmed it. Refuses while one is living.

    keep  digest of the session in which this happens: with a change of keys every other session of the person ends
    """
    must(can_enrol(by))
    if queries.pair_of(Holder.ACCOUNT, by.id) is not None:
        raise NotNowError("key.exists")
    opening = _hash_password(password)
    with transaction.atomic():
        return _enrol(by=by, at=at, opening=opening, keep=keep)


@dataclass(frozen=True, slots=True)
class _Opening:
    """What a password opens a slot with: hashed before any row is locked, for that takes a third of a second."""

    salt: bytes
    params: str
    opener: bytes


def _hash_password(password: str) -> _Opening:
    salt = slots.new_salt()
    with SLOW_HASH.slot(worn=False):
        return _Opening(salt, codes.PARAMS, slots.password_opener(password, salt, codes.PARAMS))


def _enrol(*, by: Actor, at: datetime, opening: _Opening, keep: str) -> Enrolled:
    if queries.pair_of(Holder.ACCOUNT, by.id) is not None:
        raise NotNowError("key.exists")
    seed, recovery = wraps.new_seed(), slots.new_recovery()
    pair = _new_pair(by=by, at=at, holder=Holder.ACCOUNT, owner=by.id, seed=seed)
    _put(pair.id, SlotKind.PASSWORD, at, opening=opening, seed=seed)
    _put_recovery(pair.id, seed, recovery, at)
    end_sessions(by=by, at=at, keep=keep)
    return Enrolled(pair.id, wraps.key_fingerprint(pair.public), recovery)


def _new_pair(*, by: Actor, at: datetime, holder: Holder, owner: int, seed: bytes, epoch: int = 1) -> KeyPair:
    """Write a pair and its deed; the deed carries the fingerprint, so that a pair exchanged later is noticed."""
    pair = KeyPair.objects.create(
        holder=holder, owner=owner, epoch=epoch, public=wraps.public_of(seed), enrolled_at=at, enrolled_by=by.word
    )
    facts = {
        "holder": holder.value,
        "epoch": epoch,
        "fingerprint": wraps.key_fingerprint(pair.public).replace(" ", "-"),
    }
    leaf = enrolled_leaf(pair, at=at)
    record(by=by, at=at, deed="key.enrolled", thing=f"key/{pair.id}", facts=facts, public=leaf)
    return pair


def _put(pair: int, kind: SlotKind, at: datetime, *, opening: _Opening, seed: bytes) -> None:
    """Write a slot in place of the one of its kind."""
    Slot.objects.filter(pair_id=pair, kind=kind).delete()
    salt, params = opening.salt, opening.params
    sealed = slots.seal_slot(opening.opener, pair=pair, kind=kind, salt=salt, params=params, seed=seed)
    Slot.objects.create(pair_id=pair, kind=kind, salt=salt, params=params, sealed=sealed, made_at=at)


def _put_recovery(pair: int, seed: bytes, recovery: str, at: datetime) -> None:
    salt, secret = slots.new_salt(), slots.read_recovery(recovery)
    if secret is None:
        raise NotNowError("key.wrong")
    opening = _Opening(salt, slots.RECOVERY_PARAMS, slots.recovery_opener(secret, salt))
    _put(pair, SlotKind.RECOVERY, at, opening=opening, seed=seed)


def confirm_pair(*, by: Actor, at: datetime, pair: int, fingerprint: str) -> None:
    """Say that the fingerprint read out by the owner is the one on this screen. Refuses the owner and a wrong one."""
    with transaction.atomic():
        held = KeyPair.objects.select_for_update().get(id=pair, retired_at=None)
        must(can_confirm(by, holder=held.holder, owner=held.owner, enrolled_by=held.enrolled_by))
        typed = "".join(sign for sign in fingerprint if sign.isdecimal())
        if typed != wraps.key_fingerprint(bytes(held.public)).replace(" ", ""):
            raise RefusedError("key.fingerprint-differs")
        held.confirmed_at, held.confirmed_by = at, by.word
        held.save(update_fields=["confirmed_at", "confirmed_by"])
        record(by=by, at=at, deed=KeyDeed.CONFIRMED, thing=f"key/{pair}")


def open_pair(*, by: Actor, password: str) -> bytes:
    """Give the actor's private key for this session. Refuses a wrong password; costs one slow hash either way."""
    pair = queries.pair_of(Holder.ACCOUNT, by.id)
    slot = Slot.objects.filter(pair=pair, kind=SlotKind.PASSWORD).first() if pair else None
    salt, params = (bytes(slot.salt), slot.params) if slot else (bytes(slots.SALT), codes.PARAMS)
    with SLOW_HASH.slot(worn=False):
        opener = slots.password_opener(password, salt, params)
    if slot is None:
        raise RefusedError("key.wrong")
    return _opened(slot, opener)


def unlock_pair(*, by: Actor, at: datetime, password: str) -> bytes:
    """Give the actor's private key as `open_pair` does, and compare the pair with it: a swapped public half is told."""
    seed = open_pair(by=by, password=password)
    _compare(by.id, seed, at=at)
    return seed


def _compare(account: int, seed: bytes, *, at: datetime) -> None:
    """Raise the alarm where somebody's pair is not the one whose private half they have, or not the enrolled one."""
    with transaction.atomic():
        pair = queries.pair_of(Holder.ACCOUNT, account)
        if pair is not None and genuine([pair], at=at) and wraps.public_of(seed) != bytes(pair.public):
            raise_alarm(pair, at=at)


def _opened(slot: Slot, opener: bytes) -> bytes:
    kind, salt = SlotKind(slot.kind), bytes(slot.salt)
    try:
        return slots.open_slot(
            opener, pair=slot.pair_id, kind=kind, salt=salt, params=slot.params, sealed=bytes(slot.sealed)
        )
    except UnreadableError:
        raise RefusedError("key.wrong") from None


def change_key_password(*, by: Actor, at: datetime, old: str, new: str, keep: str = "") -> None:
    """Seal the private key under another password. Nothing is re-encrypted: only the slot changes. Sessions as `enrol`."""
    seed = open_pair(by=by, password=old)
    _change_slots(by=by, at=at, seed=seed, password=new, deed="key.password_changed", keep=keep)


def new_sheet(*, by: Actor, at: datetime, password: str, keep: str = "") -> str:
    """Give another recovery sheet in place of one that is lost or was never printed; the old one opens nothing more."""
    seed, fresh = open_pair(by=by, password=password), slots.new_recovery()
    _change_slots(by=by, at=at, seed=seed, recovery=fresh, deed="key.sheet_renewed", keep=keep)
    return fresh


def check_sheet(*, by: Actor, at: datetime) -> None:
    """Note that the holder has typed from the printed sheet what stands on it, so it was printed and can be read."""
    with transaction.atomic():
        pair = KeyPair.objects.select_for_update().filter(holder=Holder.ACCOUNT, owner=by.id, retired_at=None).first()
        if pair is None:
            raise MissingError
        record(by=by, at=at, deed="key.sheet_checked", thing=f"key/{pair.id}")


def recover_pair(*, by: Actor, at: datetime, recovery: str, password: str, keep: str = "") -> str:
    """Open with the printed sheet, set a new password, and give a new sheet: the old one is used up."""
    pair = queries.pair_of(Holder.ACCOUNT, by.id)
    slot = Slot.objects.filter(pair=pair, kind=SlotKind.RECOVERY).first() if pair else None
    secret = slots.read_recovery(recovery)
    if slot is None or secret is None:
        raise RefusedError("key.wrong")
    seed, fresh = _opened(slot, slots.recovery_opener(secret, bytes(slot.salt))), slots.new_recovery()
    _compare(by.id, seed, at=at)
    _change_slots(by=by, at=at, seed=seed, password=password, recovery=fresh, deed="key.recovered", keep=keep)
    return fresh


def _change_slots(
    *, by: Actor, at: datetime, seed: bytes, deed: str, keep: str, password: str = "", recovery: str = ""
) -> None:
    """Put new slots in the place of those that were given; the person's other sessions end."""
    opening = _hash_password(password) if password else None
    with transaction.atomic():
        pair = KeyPair.objects.select_for_update().get(holder=Holder.ACCOUNT, owner=by.id, retired_at=None)
        if opening:
            _put(pair.id, SlotKind.PASSWORD, at, opening=opening, seed=seed)
        if recovery:
            _put_recovery(pair.id, seed, recovery, at)
        record(by=by, at=at, deed=deed, thing=f"key/{pair.id}")
        end_sessions(by=by, at=at, keep=keep)


def retire_pair(*, by: Actor, at: datetime, pair: int) -> None:
    """Take a pair out of use: its wraps and slots go, so that nothing is open to it any more.

    Refuses while it is the last person's pair on some record: colleagues take over first (`wrap_for`). A body's pair
    is not retired but rotated. By the owner, or by another key holder once the owner holds no such seat any more.
    """
    must(can_enrol(by))
    with transaction.atomic():
        found = KeyPair.objects.select_for_update().filter(id=pair, retired_at=None, holder=Holder.ACCOUNT)
        held = found.first()
        if held is None:
            raise MissingError
        must(can_retire(by, owner=held.owner, in_office=in_office(held.owner, at)))
        alone = queries.records_only_open_to(pair)
        if alone:
            raise NotNowError("key.last-reader", records=[each.id for each in alone])
        close_pair(held, by=by, at=at)
        drop_sessions(held.owner)


def close_pair(held: KeyPair, *, by: Actor, at: datetime) -> None:
    """Remove the wraps and slots of a pair and say so, on each record too."""
    records = list(Wrap.objects.filter(pair=held).values_list("kind", "record_id", "record__root").distinct())
    Wrap.objects.filter(pair=held).delete()
    Share.objects.filter(holder=held).delete()
    Slot.objects.filter(pair=held).delete()
    Slot.objects.filter(member=held).delete()
    held.retired_at = at
    held.save(update_fields=["retired_at"])
    record(by=by, at=at, deed="key.retired", thing=f"key/{held.id}", public=ended_leaf(at=at, basis="retired"))
    for kind, ref, root in records:
        thing = str(Subject(kind, ref))
        record(by=by, at=at, deed="record.closed_to", thing=thing, root=root, facts={"pairs": [held.id]})


def lose_pair(*, by: Actor, at: datetime, password: str, keep: str = "") -> Enrolled:
    """Begin again after password and sheet are both lost: the old pair is dead, colleagues open things to the new one.

    There is no other way back in: that is what keeps an administrator out. Records that only this person could read
    are then open to the sender and the quorum alone.
    """
    must(can_enrol(by))
    opening = _hash_password(password)
    with transaction.atomic():
        held = KeyPair.objects.select_for_update().filter(holder=Holder.ACCOUNT, owner=by.id, retired_at=None).first()
        if held is not None:
            close_pair(held, by=by, at=at)
        return _enrol(by=by, at=at, opening=opening, keep=keep)


def enrol_body(*, by: Actor, at: datetime, body: int, members: Sequence[int]) -> int:
    """Make the pair of a body for its next epoch, open to the pairs of these members; returns its id.

    Called again whenever somebody leaves: the old epoch's pair is retired for new things, and stays readable to those
    who remain until its records are re-wrapped.
    """
    must(can_enrol(by))
    seed = wraps.new_seed()
    with transaction.atomic():
        before = KeyPair.objects.select_for_update().filter(holder=Holder.BODY, owner=body, retired_at=None).first()
        if before is not None:
            before.retired_at = at
            before.save(update_fields=["retired_at"])
            ended = ended_leaf(at=at, basis="replaced")
            record(by=by, at=at, deed="key.retired", thing=f"key/{before.id}", public=ended)
        epoch = before.epoch + 1 if before else 1
        pair = _new_pair(by=by, at=at, holder=Holder.BODY, owner=body, seed=seed, epoch=epoch)
        living = KeyPair.objects.filter(id__in=list(members), holder=Holder.ACCOUNT, retired_at=None)
        for member in genuine(living.exclude(confirmed_at=None), at=at):
            context = queries.member_context(pair.id, member.id)
            sealed = seal_to_pair(member, context=context, plain=seed)
            Slot.objects.create(pair=pair, kind=SlotKind.MEMBER, member=member, sealed=sealed, made_at=at)
        if not pair.slots.exists():
            raise NotNowError("key.not-confirmed")
        if before is not None:
            gone = Slot.objects.filter(pair=before, kind=SlotKind.MEMBER).exclude(member__in=list(members))
            gone.delete()
    return pair.id
