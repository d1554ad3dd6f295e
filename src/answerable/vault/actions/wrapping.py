"""The one place that seals to somebody's public key: only to pairs that the journal and the public log know.

A pair that is another than was enrolled gets nothing, whatever stands in its row; the others get theirs, and the letter is
taken. What was found is recorded at once, with a leaf of the public log that says so, and stands as an alarm at the desk
and in health until the pair is seen to be the enrolled one again.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from django.db import transaction

from answerable.base.actor import SYSTEM
from answerable.base.ids import new_id
from answerable.base.leaf_kind import LeafKind
from answerable.base.subject import Subject
from answerable.base.verdict import RefusedError
from answerable.ledger.actions import record as write_down
from answerable.ledger.queries import leaves_of
from answerable.ledger.terms import COMMON, PublicAct, PublicNote
from answerable.people.models import Body
from answerable.vault.models import KeyPair, Wrap
from answerable.vault.queries import enrolments
from answerable.vault.rules import wraps
from answerable.vault.terms import Holder
from answerable_verify.leaf import parse_leaf

log = logging.getLogger(__name__)


def genuine(pairs: Iterable[KeyPair], *, at: datetime) -> list[KeyPair]:
    """Those of these pairs that are what was enrolled; about the others an alarm is raised."""
    given = list(pairs)
    false = enrolments.false_pairs(given)
    for pair in given:
        if pair.id in false:
            raise_alarm(pair, at=at)
    return [pair for pair in given if pair.id not in false]


def must_be_genuine(pair: KeyPair) -> KeyPair:
    """The pair, where it is what was enrolled. Refuses any other; the short look raises the alarm."""
    if enrolments.false_pairs([pair]):
        log.critical("the key pair %d is not the one that was enrolled: nothing is sealed to it", pair.id)
        raise RefusedError("key.differs")
    return pair


def seal_to_pair(pair: KeyPair, *, context: str, plain: bytes) -> bytes:
    """Seal something else than a record's key to a pair (a body's private key, a share). Refuses a pair that differs."""
    return wraps.seal_to(bytes(must_be_genuine(pair).public), context=context, plain=plain)


def wrap_record(
    subject: Subject,
    keys: Mapping[int, bytes],
    pairs: Iterable[KeyPair],
    *,
    at: datetime,
    ids: Callable[[], int] = new_id,
) -> list[KeyPair]:
    """Wrap every given epoch's key to every given pair that is genuine; returns these. What is there already stays."""
    given = genuine(pairs, at=at)
    rows = [
        Wrap(
            id=ids(),
            kind=subject.kind,
            record_id=subject.id,
            epoch=epoch,
            pair=pair,
            wrapped=wraps.wrap(bytes(pair.public), record_key=key, record=subject.id, epoch=epoch, pair=pair.id),
            made_at=at,
        )
        for pair in given
        for epoch, key in keys.items()
    ]
    Wrap.objects.bulk_create(rows, ignore_conflicts=True)
    return given


def enrolled_leaf(pair: KeyPair, *, at: datetime) -> PublicAct:
    """The leaf by which anybody can see later which key this pair had."""
    extra = {"role": pair.holder, "sha256": enrolments.digest_of(pair.public)}
    return log_act("key-enrolled", at=at, extra=extra, opens=True)


def ended_leaf(*, at: datetime, basis: str) -> PublicAct:
    """The leaf that a pair is out of use; none is written for a pair without one of its enrolment."""
    return log_act("key-ended", at=at, extra={"basis": basis})


def log_act(kind: LeafKind, *, at: datetime, extra: Mapping[str, str | int], opens: bool = False) -> PublicAct:
    """An act on a case of this room's own: it tells no place and no group, and is under the first tree's name."""
    top = Body.objects.filter(parent=None).order_by("id").values_list("code", flat=True).first()
    fields = {"at": at.isoformat()}
    return PublicAct(
        kind=kind, on=at.date(), body=top or "all", fields=fields, extra=extra, place=COMMON if opens else None
    )


def raise_alarm(pair: KeyPair, *, at: datetime) -> None:
    """Record, once for what was found, that a pair is another than was enrolled, and say so in the public log."""
    found = enrolments.digest_of(pair.public)
    if enrolments.told_of(pair.id) == found:
        return
    log.critical("the key pair %d is not the one that was enrolled: nothing is wrapped to it", pair.id)
    known = enrolments.enrolments_of([pair]).get(pair.id)
    public: PublicAct | PublicNote
    if known is not None and known.sha256 and known.sha256 != found:
        public = log_act("key-differs", at=at, extra={"sha256": found})
    elif known is not None and known.index is not None:
        public = PublicNote("row-differs", at.date(), {"field": "key", "index": known.index})
    else:
        role = "sender" if pair.holder == Holder.CODE else pair.holder
        public = PublicNote("key-unknown", at.date(), {"role": role, "sha256": found})
    facts = {"sha256": found}
    write_down(by=SYSTEM, at=at, deed=enrolments.DIFFERS, thing=f"key/{pair.id}", facts=facts, public=public)


@transaction.atomic
def watch_pairs(*, at: datetime) -> int:
    """Compare every pair that may be wrapped to with its enrolment; returns how many differ.

    Raises what alarms are missing, and ends those about pairs that are the enrolled ones again. A pair of before leaves
    had this kind gets its leaf.
    """
    watched = enrolments.watched_pairs()
    false = enrolments.false_pairs(watched)
    known = enrolments.enrolments_of(watched)
    for pair in watched:
        thing = f"key/{pair.id}"
        if pair.id in false:
            raise_alarm(pair, at=at)
        elif enrolments.told_of(pair.id):
            mended = log_act("key-mended", at=at, extra={}) if _differed(thing) else None
            write_down(by=SYSTEM, at=at, deed=enrolments.MENDED, thing=thing, public=mended)
        elif pair.holder != Holder.CODE and not known[pair.id].sha256:
            leaf = enrolled_leaf(pair, at=at)
            write_down(by=SYSTEM, at=at, deed="key.published", thing=thing, public=leaf)
    return len(false)


def _differed(thing: str) -> bool:
    """Whether the newest leaf of a pair says that it differs."""
    acts = leaves_of(thing)
    return bool(acts) and parse_leaf(bytes(acts[-1].body)).kind == "key-differs"
