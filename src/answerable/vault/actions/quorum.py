"""The oversight quorum: three holders, of whom two open a sealed record together, after three days, in the open."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from answerable.base.actor import Actor
from answerable.base.subject import Subject
from answerable.base.verdict import MissingError, NotNowError, RefusedError, must
from answerable.ledger import published
from answerable.ledger.actions import record as write_down
from answerable.ledger.queries import held as held_rows
from answerable.ledger.queries import leaves_of
from answerable.ledger.rules import Fact
from answerable.ledger.terms import PublicAct
from answerable.people.queries import served
from answerable.vault import keys, queries
from answerable.vault.actions.access_records import record_access
from answerable.vault.actions.wrapping import (
    ended_leaf,
    enrolled_leaf,
    log_act,
    must_be_genuine,
    seal_to_pair,
    wrap_record,
)
from answerable.vault.held import REQUESTS
from answerable.vault.models import KeyPair, QuorumRequest, Record, Share
from answerable.vault.policy import can_ask_quorum, can_be_wrapped_to, can_enrol
from answerable.vault.queries.holders import institutions
from answerable.vault.rules import fields, quorum, wraps
from answerable.vault.sealed_fields import REQUEST_REASON
from answerable.vault.terms import Holder, RecordBar, UnreadableError
from answerable_verify.leaf import parse_leaf

_LONGEST_REASON = 2000
_SERVED = timedelta(days=90)


def found_quorum(*, by: Actor, at: datetime, holders: Sequence[int]) -> int:
    """Make the quorum's pair, and give each of three holders a share of it sealed to their own pair; returns its id.

    The private key exists only inside this call. An earlier quorum's pair is retired and keeps what it was wrapped.
    The pair counts once another holder has confirmed its fingerprint. Refuses anything but three confirmed people.
    """
    must(can_enrol(by))
    seed = wraps.new_seed()
    with transaction.atomic():
        people = list(
            KeyPair.objects.filter(id__in=list(holders), holder=Holder.ACCOUNT, retired_at=None).exclude(
                confirmed_at=None
            )
        )
        if len({pair.owner for pair in people}) != quorum.SHARES:
            raise RefusedError("quorum.three")
        trees = [_institutions_of(pair.owner, at) for pair in people]
        if not all(trees) or len(set.union(*trees)) < quorum.NEEDED:
            raise RefusedError("quorum.one-institution")
        epoch = _retire_before(by=by, at=at) + 1
        pair = KeyPair.objects.create(
            holder=Holder.QUORUM,
            owner=0,
            epoch=epoch,
            public=wraps.public_of(seed),
            enrolled_at=at,
            enrolled_by=by.word,
        )
        for person, words in zip(people, quorum.split(seed), strict=True):
            context = queries.share_context(pair.id, person.id)
            sealed = seal_to_pair(person, context=context, plain=words.encode())
            Share.objects.create(pair=pair, holder=person, sealed=sealed)
        fingerprint = wraps.key_fingerprint(pair.public).replace(" ", "-")
        facts: dict[str, Fact | list[int]] = {
            "holder": "quorum",
            "epoch": epoch,
            "fingerprint": fingerprint,
            "pairs": [p.id for p in people],
        }
        leaf = enrolled_leaf(pair, at=at)
        write_down(by=by, at=at, deed="key.enrolled", thing=f"key/{pair.id}", facts=facts, public=leaf)
    return pair.id


def _retire_before(*, by: Actor, at: datetime) -> int:
    """Retire the living pair of the quorum; returns its epoch, 0 where there was none."""
    before = KeyPair.objects.select_for_update().filter(holder=Holder.QUORUM, retired_at=None).first()
    if before is None:
        return 0
    before.retired_at = at
    before.save(update_fields=["retired_at"])
    ended = ended_leaf(at=at, basis="replaced")
    write_down(by=by, at=at, deed="key.retired", thing=f"key/{before.id}", public=ended)
    return before.epoch


def ask_quorum(*, by: Actor, at: datetime, subject: Subject, reason: str, bar: RecordBar) -> int:
    """Ask to open a record, with a reason; returns the request's id. Refuses whoever holds no share or is barred."""
    must(can_ask_quorum(by, is_holder=queries.holds_share(by.id), bar=bar))
    if not reason.strip():
        raise NotNowError("quorum.reason")
    with transaction.atomic():
        held = Record.objects.filter(id=subject.id, kind=subject.kind).first()
        if held is None:
            raise MissingError
        request = QuorumRequest(record=held, asked_by=by.id, asked_at=at, reason=b"")
        plain = reason.strip()[:_LONGEST_REASON]
        request.reason = fields.seal_text(keys.server_key(), **queries.place_of(REQUEST_REASON, request.id), text=plain)
        request.save(force_insert=True)
        leaf = log_act("quorum-asked", at=at, extra={"need": quorum.NEEDED}, opens=True)
        _deed(by=by, at=at, request=request, deed="quorum.asked", public=leaf)
    return request.id


def _deed(*, by: Actor, at: datetime, request: QuorumRequest, deed: str, public: PublicAct | None = None) -> None:
    """Record what was done with a request, on the request and on the subject whose sender will be told."""
    root = request.record.root
    write_down(by=by, at=at, deed=deed, thing=f"quorum/{request.id}", root=root, public=public)
    thing = str(request.record.subject)
    write_down(by=by, at=at, deed=deed, thing=thing, root=root, facts={"request": request.id})


def _locked(request: int) -> QuorumRequest:
    """Lock a request that is still open."""
    held = QuorumRequest.objects.select_for_update(of=("self",)).select_related("record").filter(id=request).first()
    if held is None:
        raise MissingError
    if held.ended_at or held.opened_at:
        raise NotNowError("quorum.over")
    if held_rows.altered(REQUESTS, [request]):
        raise RefusedError("quorum.changed")
    return held


def _logged_on(request: int) -> date:
    """The day of the request's leaf, as the world can read it; no share is taken before that.

    Of an installation whose log has published nothing at all it is the day of the leaf that waits.
    """
    leaf = next(iter(leaves_of(f"quorum/{request}")), None)
    head = published.head()
    if leaf is None:
        raise NotNowError("quorum.not-logged")
    body: bytes | None = bytes(leaf.body)
    if head is not None:
        body = None if leaf.idx is None else published.entry(leaf.idx, head.checkpoint)
    on = parse_leaf(body).on if body is not None and body == bytes(leaf.body) else None
    if on is None:
        raise NotNowError("quorum.not-logged")
    return on


def _institutions_of(account: int, at: datetime) -> set[int]:
    """The institutions of a keeper: of the seats that they hold, or held within the last quarter of a year.

    Whose seat ends for a minute has not become somebody of another institution.
    """
    return institutions(served.bodies_served(account, since=at - _SERVED, at=at))


def _must_be_of_another_institution(one: int, other: int, at: datetime) -> None:
    """Refuse two keepers of one institution: of one tree of command, whatever their units; and one of no known one."""
    mine, theirs = _institutions_of(one, at), _institutions_of(other, at)
    if not mine or not theirs or mine & theirs:
        raise RefusedError("quorum.one-institution")


def approve_quorum(*, by: Actor, at: datetime, request: int, seed: bytes, bar: RecordBar) -> None:
    """Agree as the second holder: pass the own share on, sealed to the one who asked. The three days begin now.

    Refuses the one who asked, whoever holds no share, and the barred.
    """
    must(can_ask_quorum(by, is_holder=queries.holds_share(by.id), bar=bar))
    with transaction.atomic():
        held = _locked(request)
        if held.asked_by in {by.id, *by.persons}:
            raise RefusedError("quorum.own")
        if held.approved_at:
            raise NotNowError("quorum.over")
        _must_be_of_another_institution(by.id, held.asked_by, at)
        _logged_on(held.id)
        asker = queries.pair_of(Holder.ACCOUNT, held.asked_by)
        if asker is None or asker.confirmed_at is None:
            raise RefusedError("key.not-confirmed")
        words = queries.share_words(account=by.id, seed=seed)
        context = queries.passed_context(held.id, asker.id)
        held.passed = seal_to_pair(asker, context=context, plain=words.encode())
        held.approved_by, held.approved_at = by.id, at
        held.save(update_fields=["passed", "approved_by", "approved_at"])
        _deed(by=by, at=at, request=held, deed="quorum.approved")


def end_quorum(*, by: Actor, at: datetime, request: int) -> None:
    """Refuse or take back a request. Any holder may, until it is opened."""
    if not queries.holds_share(by.id):
        raise RefusedError("quorum.not-holder")
    with transaction.atomic():
        held = _locked(request)
        held.ended_at, held.passed = at, None
        held.save(update_fields=["ended_at", "passed"])
        how = "withdrawn" if held.asked_by == by.id else "refused"
        _deed(by=by, at=at, request=held, deed="quorum.ended", public=log_act("quorum-ended", at=at, extra={"e": how}))


def open_by_quorum(*, by: Actor, at: datetime, request: int, seed: bytes, bar: RecordBar) -> dict[int, bytes]:
    """Open the record with both shares, three days after the second holder agreed; returns its keys by epoch.

    Only the one who asked may, and is among the record's readers from then on. The look is committed first. The bar is
    asked again: it may have come meanwhile.
    """
    with transaction.atomic():
        held = _locked(request)
        if held.asked_by != by.id:
            raise MissingError
        must(can_ask_quorum(by, is_holder=queries.holds_share(by.id), bar=bar))
        if held.approved_at is None or held.passed is None:
            raise NotNowError("quorum.not-approved")
        seen = published.newest_witnessed()
        days = min(at, seen or at).date() - _logged_on(held.id)  # by the witnesses' clocks where there are any
        if at < quorum.opens_at(held.approved_at) or days < quorum.DELAY:
            raise NotNowError("quorum.wait")
        _must_be_of_another_institution(by.id, held.approved_by or 0, at)
        record_access(by=by, at=at, subject=held.record.subject, root=held.record.root, section="all", purpose="quorum")
        opened = _combined(held, account=by.id, seed=seed)
        _let_in(held, opened, by=by, at=at, bar=bar)
        held.opened_at, held.passed = at, None
        held.save(update_fields=["opened_at", "passed"])
        opened_leaf = log_act("quorum-opened", at=at, extra={"institutions": 2, "shares": quorum.NEEDED})
        _deed(by=by, at=at, request=held, deed="quorum.opened", public=opened_leaf)
    return opened


def _combined(held: QuorumRequest, *, account: int, seed: bytes) -> dict[int, bytes]:
    """Put the two shares together and open the record with the quorum's private key."""
    own = queries.pair_of(Holder.ACCOUNT, account)
    if own is None:
        raise RefusedError("key.not-confirmed")
    context = queries.passed_context(held.id, own.id)
    try:
        passed = wraps.open_with(seed, context=context, sealed=bytes(held.passed or b""))
        together = quorum.combine([queries.share_words(account=account, seed=seed), passed.decode()])
    except (UnreadableError, UnicodeDecodeError):
        raise NotNowError("quorum.bent") from None
    for pair in KeyPair.objects.filter(holder=Holder.QUORUM).order_by("-epoch"):
        if wraps.public_of(together) == bytes(pair.public):
            return queries.keys_of(held.record.subject, pair=pair.id, seed=together)
    raise NotNowError("quorum.bent")


def _let_in(held: QuorumRequest, opened: dict[int, bytes], *, by: Actor, at: datetime, bar: RecordBar) -> None:
    """Put the one who asked among the record's readers, unless the policy forbids that pair."""
    pair = queries.pair_of(Holder.ACCOUNT, by.id)
    if pair is None:
        raise RefusedError("key.not-confirmed")
    verdict = can_be_wrapped_to(
        holder=pair.holder,
        owner=pair.owner,
        confirmed_at=pair.confirmed_at,
        retired=False,
        bar=bar,
        at=at,
        two_agree=True,
    )
    must(verdict)
    wrap_record(held.record.subject, opened, [must_be_genuine(pair)], at=at)


def tell_of_quorum(*, by: Actor, at: datetime, subject: Subject) -> list[QuorumRequest]:
    """Give the requests about a subject that its sender has not been told of, and note that they are told now."""
    with transaction.atomic():
        untold = QuorumRequest.objects.select_for_update().filter(record=subject.id, told_at=None)
        requests = list(untold.order_by("id"))
        for request in requests:
            request.told_at = at
            request.save(update_fields=["told_at"])
            write_down(by=by, at=at, deed="quorum.told", thing=f"quorum/{request.id}")
    return requests
