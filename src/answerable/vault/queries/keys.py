"""Who can open what, and who looked: pairs, wraps, shares and the chain of looks."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from django.db.models import Q, QuerySet

from answerable.base.actor import Actor, ActorKind, resident
from answerable.base.row_scope import as_system
from answerable.base.subject import Subject
from answerable.base.verdict import MissingError, RefusedError, must
from answerable.vault import keys, wording
from answerable.vault.models import AccessRecord, KeyPair, QuorumRequest, Record, Share, Slot, Wanted, Wrap
from answerable.vault.policy import can_audit
from answerable.vault.queries.residents import place_of
from answerable.vault.rules import access_records, fields, wraps
from answerable.vault.sealed_fields import RECORD_KEPT, REQUEST_REASON
from answerable.vault.terms import Holder, RecordBar, SlotKind, UnreadableError

_PEOPLE: Final = (Holder.ACCOUNT, Holder.BODY)


def pair_of(holder: Holder, owner: int) -> KeyPair | None:
    """Give the living pair of an owner."""
    return KeyPair.objects.filter(holder=holder, owner=owner, retired_at=None).first()


def quorum_pairs() -> list[KeyPair]:
    """Give the living, confirmed pair of the quorum, if there is one."""
    return list(KeyPair.objects.filter(holder=Holder.QUORUM, retired_at=None).exclude(confirmed_at=None))


def pairs_of(accounts: Iterable[int]) -> dict[int, KeyPair]:
    """Give the living, confirmed pairs of people, by account."""
    found = KeyPair.objects.filter(holder=Holder.ACCOUNT, owner__in=list(accounts), retired_at=None)
    return {pair.owner: pair for pair in found.exclude(confirmed_at=None)}


def pair_by_id(pair: int) -> KeyPair | None:
    """Give one pair, living or not."""
    return KeyPair.objects.filter(id=pair).first()


def key_owners() -> list[int]:
    """Give the people who have a living, confirmed pair."""
    found = KeyPair.objects.filter(holder=Holder.ACCOUNT, retired_at=None).exclude(confirmed_at=None)
    return list(found.order_by("owner").values_list("owner", flat=True))


def unconfirmed() -> QuerySet[KeyPair]:
    """Give the pairs that wait for a second person, oldest first."""
    return KeyPair.objects.filter(confirmed_at=None, retired_at=None).order_by("id")


def pair_fingerprint(pair: KeyPair) -> str:
    """Give what two people read to each other."""
    return wraps.key_fingerprint(bytes(pair.public))


def members_of(pair: KeyPair) -> list[tuple[str, int]]:
    """Give the owners whose pairs open this body's pair."""
    found = Slot.objects.filter(pair=pair, kind=SlotKind.MEMBER).values_list("member__holder", "member__owner")
    return list(found)


def meets(bar: RecordBar, pair: KeyPair) -> bool:
    """Say whether a bar meets a pair, itself or through one of its members."""
    return bar.bars(pair.holder, pair.owner) or any(bar.bars(holder, owner) for holder, owner in members_of(pair))


def readers_of(subject: Subject) -> list[KeyPair]:
    """Give every pair to which a sealed record is open, of any epoch: this is the list of who can read it."""
    ids = Wrap.objects.filter(record=subject.id).values_list("pair", flat=True)
    return list(KeyPair.objects.filter(id__in=ids).order_by("id"))


def record_at(subject: Subject) -> Record | None:
    """Give the record of a sealed subject, its row locked."""
    return Record.objects.select_for_update().filter(id=subject.id, kind=subject.kind).first()


def record_by_id(record: int) -> Record | None:
    """Give a record by what a sealed text carries of it."""
    return Record.objects.filter(id=record).first()


def kept_keys(record: Record) -> Mapping[int, bytes]:
    """Give the key that the server keeps of a record for now, by epoch; empty when people alone have it.

    A record is not renewed while the server keeps its key, so there is the first epoch alone. The caller has written
    the look.
    """
    if record.kept is None:
        return {}
    return {1: fields.open_field(keys.server_key(), **place_of(RECORD_KEPT, record.id), sealed=record.kept)}


def is_kept(subject: Subject) -> bool:
    """Say whether the server keeps a key of a subject for now, because nobody of the body that has it holds one."""
    return Record.objects.filter(id=subject.id, kind=subject.kind, kept__isnull=False).exists()


def _subjects(found: Iterable[tuple[str, int]]) -> list[Subject]:
    return [Subject(kind, ref) for kind, ref in found]


def kept_records(kind: str) -> list[Subject]:
    """Give the subjects of a kind of which the server keeps a key, oldest first."""
    return _subjects(Record.objects.filter(kind=kind, kept__isnull=False).order_by("id").values_list("kind", "id"))


def wanted_by(account: int, *, kind: str, most: int) -> list[Subject]:
    """Give the subjects of a kind whose list of readers waits for somebody, and which this person can open."""
    with_me = Wrap.objects.filter(kind=kind, pair__holder=Holder.ACCOUNT, pair__owner=account).values("record")
    found = Wanted.objects.filter(record__in=with_me).order_by("record").values_list("record", flat=True)[:most]
    return [Subject(kind, ref) for ref in found]


def records_of(account: int, *, kind: str) -> list[Subject]:
    """Give the subjects of a kind that are open to a person."""
    found = Wrap.objects.filter(kind=kind, pair__holder=Holder.ACCOUNT, pair__owner=account)
    return sorted(set(_subjects(found.values_list("kind", "record"))))


@as_system()
def records_only_open_to(pair: int) -> list[Subject]:
    """Give the subjects that no other person's or body's pair can open."""
    own = set(_subjects(Wrap.objects.filter(pair=pair).values_list("kind", "record")))
    refs = [each.id for each in own]
    others = Wrap.objects.filter(record__in=refs, pair__holder__in=_PEOPLE, pair__retired_at=None).exclude(pair=pair)
    return sorted(own - set(_subjects(others.values_list("kind", "record"))))


def wraps_for(account: int, subject: Subject) -> list[Wrap]:
    """Give the wraps that a person can open: to their own pair, and to the pairs of bodies they are members of."""
    own = Q(pair__holder=Holder.ACCOUNT, pair__owner=account)
    through = Q(pair__slots__kind=SlotKind.MEMBER, pair__slots__member__owner=account)
    found = Wrap.objects.filter(own | through, record=subject.id).select_related("pair")
    return list(found.order_by("epoch", "id").distinct())


def unwrapped(found: Sequence[Wrap], *, seed: bytes, account: int) -> dict[int, bytes]:
    """Open wraps with a person's private key; returns the record's keys by epoch."""
    opened: dict[int, bytes] = {}
    for each in found:
        if each.epoch in opened:
            continue
        own = seed if each.pair.holder == Holder.ACCOUNT else _body_seed(each.pair, seed=seed, account=account)
        opened[each.epoch] = wraps.unwrap(
            own, wrapped=bytes(each.wrapped), record=each.record_id, epoch=each.epoch, pair=each.pair_id
        )
    return opened


def _body_seed(pair: KeyPair, *, seed: bytes, account: int) -> bytes:
    """Open a body's private key as one of its members."""
    slot = Slot.objects.filter(pair=pair, kind=SlotKind.MEMBER, member__owner=account).first()
    if slot is None or slot.member_id is None:
        raise UnreadableError
    return wraps.open_with(seed, context=member_context(pair.id, slot.member_id), sealed=bytes(slot.sealed))


def keys_of(subject: Subject, *, pair: int, seed: bytes) -> dict[int, bytes]:
    """Open every wrap of one pair on a record."""
    found = Wrap.objects.filter(record=subject.id, pair=pair).order_by("epoch")
    return {
        each.epoch: wraps.unwrap(seed, wrapped=bytes(each.wrapped), record=subject.id, epoch=each.epoch, pair=pair)
        for each in found
    }


def member_context(pair: int, member: int) -> str:
    """Give the context in which a body's private key is sealed to a member."""
    return f"member {member} of pair {pair}"


def share_context(pair: int, holder: int) -> str:
    """Give the context in which a share is sealed to its holder."""
    return f"share of pair {pair} for pair {holder}"


def passed_context(request: int, asker: int) -> str:
    """Give the context in which the second share is passed on."""
    return f"share for request {request} to pair {asker}"


def reason_of(request: QuorumRequest) -> str:
    """Give the reason for which the quorum was asked."""
    try:
        return fields.open_text(keys.server_key(), **place_of(REQUEST_REASON, request.id), sealed=request.reason)
    except UnreadableError:
        return str(wording.DAMAGED)


def holds_share(account: int) -> bool:
    """Say whether a person holds a share of the living quorum."""
    return Share.objects.filter(
        pair__retired_at=None, holder__owner=account, holder__holder=Holder.ACCOUNT, holder__retired_at=None
    ).exists()


def share_words(*, account: int, seed: bytes) -> str:
    """Open a person's share of the living quorum with their private key."""
    share = Share.objects.filter(pair__retired_at=None, holder__owner=account, holder__retired_at=None).first()
    if share is None:
        raise RefusedError("quorum.not-holder")
    context = share_context(share.pair_id, share.holder_id)
    return wraps.open_with(seed, context=context, sealed=bytes(share.sealed)).decode()


def open_requests() -> QuerySet[QuorumRequest]:
    """Give the requests that are neither opened nor ended, oldest first."""
    return QuorumRequest.objects.filter(opened_at=None, ended_at=None).select_related("record").order_by("id")


def accesses_of(actor: Actor, subject: Subject) -> QuerySet[AccessRecord]:
    """Give who looked at a subject and for what, newest first. For auditors and for its sender."""
    if actor != resident(subject.id):
        must(can_audit(actor))
    return AccessRecord.objects.filter(record=subject.id).order_by("-number")


def accesses_by(actor: Actor, reader: str) -> QuerySet[AccessRecord]:
    """Give what one reader looked at, newest first. For auditors, and for the reader's own."""
    if actor.word != reader:
        must(can_audit(actor))
    return AccessRecord.objects.filter(actor=reader).order_by("-number")


def accesses_by_people(subject: Subject, accounts: Iterable[int]) -> QuerySet[AccessRecord]:
    """Give what these people opened of a subject, oldest first: for whoever reads above them, as the subject's room lets them."""
    words = [f"{ActorKind.OFFICER.value}/{account}" for account in accounts]
    return AccessRecord.objects.filter(record=subject.id, actor__in=words, allowed=True).order_by("number")


def latest_accesses(actor: Actor) -> QuerySet[AccessRecord]:
    """Give all looks, newest first. For auditors."""
    must(can_audit(actor))
    return AccessRecord.objects.order_by("-number")


@as_system()
def broken_access(after: int = 0) -> int | None:
    """Check the chain from a number on; returns the first look that was changed, added or taken out, None when whole."""
    before, rows = access_records.START, AccessRecord.objects.order_by("number")
    if after:
        last = AccessRecord.objects.filter(number=after).first()
        if last is None:
            raise MissingError
        before, rows = bytes(last.hash), rows.filter(number__gt=after)
    return access_records.first_broken(
        ((_seen(row), bytes(row.before), bytes(row.hash)) for row in rows.iterator()), before, after
    )


def _seen(row: AccessRecord) -> access_records.AccessFacts:
    return access_records.AccessFacts(
        row.number, row.at, row.root, row.record, row.section, row.actor, row.name, row.purpose, row.allowed, row.kind
    )
