"""Whom news could not reach: letters and calls that were given up, with the next way that the sender named."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Final

from answerable.appeals import policy
from answerable.appeals.models import Appeal, Sender
from answerable.appeals.queries.scope import seen_by, standing
from answerable.appeals.rules import telling
from answerable.appeals.sealed_fields import SENDER_ADDRESS, SENDER_CONTACT, SENDER_NAME
from answerable.appeals.terms import NextWay, subject_of
from answerable.base.actor import Actor
from answerable.base.sealed import SealedField
from answerable.base.subject import Subject
from answerable.channels import queries as channels_queries
from answerable.channels.models import Notice
from answerable.channels.terms import NOT_THE_DESKS
from answerable.people.terms import Power
from answerable.vault.sealing import is_sealed, read_text

MOST: Final = 200  # senders listed, the longest waiting ones
READ: Final = 1_000  # notices read at a time


@dataclass(frozen=True, slots=True)
class Undelivered:
    """One sender whom news could not reach: all that was given up on one appeal.

    tried    by which ways, each once
    since    when the first of it was given up
    address  the postal address where that is the next way; empty where a key must open it first
    """

    ref: int
    number: str
    body: int
    tried: tuple[str, ...]
    since: datetime
    next: NextWay
    name: str = ""
    address: str = ""
    notices: list[int] = field(default_factory=list)


def undelivered(actor: Actor) -> list[Undelivered]:
    """Whom news could not reach, the longest waiting first, for whoever rings and writes for the body that has it.

    Addresses are opened here for these readers only, and shown only where they are the next way.
    """
    lost = _given_up(actor)
    senders = Sender.objects.in_bulk([appeal.id for appeal, _ in lost])
    return [_shown(appeal, notices, senders.get(appeal.id)) for appeal, notices in lost]


def count(actor: Actor) -> int:
    """How many senders that are; opens nothing."""
    return len(_given_up(actor))


def next_way_of(appeal: Appeal) -> NextWay:
    """The next way to reach the sender of an appeal on which something was given up."""
    lost = channels_queries.undelivered().exclude(kind__in=NOT_THE_DESKS)
    notices = list(lost.filter(thing=str(subject_of(appeal.id))))
    return _next(appeal, notices, Sender.objects.filter(appeal=appeal.id).first())


def _given_up(actor: Actor) -> list[tuple[Appeal, list[Notice]]]:
    """Appeals with their notices that could not be delivered, as far as the actor tells their senders of news."""
    if not actor.has_anywhere(Power.ENTER):
        return []
    lost: dict[int, list[Notice]] = {}
    told: dict[int, Appeal] = {}
    notices = channels_queries.undelivered().exclude(kind__in=NOT_THE_DESKS).iterator(chunk_size=READ)
    while len(told) < MOST and (some := list(islice(notices, READ))):
        known = set(lost)
        for notice in some:
            lost.setdefault(Subject.parse(notice.thing).id, []).append(notice)
        told |= _told_of(actor, lost.keys() - known)
    return [(told[ref], found) for ref, found in lost.items() if ref in told][:MOST]


def _told_of(actor: Actor, refs: Collection[int]) -> dict[int, Appeal]:
    """Those of the appeals whose senders the actor tells of news."""
    return {row.id: row for row in seen_by(actor).filter(id__in=refs) if policy.can_ring(actor, standing(row))}


def _next(appeal: Appeal, notices: list[Notice], sender: Sender | None) -> NextWay:
    return telling.next_way(
        {(one.way, channels_queries.address_of(one)) for one in notices},
        way=sender.way if sender else "",
        contact=_opened(appeal, sender, SENDER_CONTACT),
        has_address=sender is not None and sender.address is not None,
    )


def _shown(appeal: Appeal, notices: list[Notice], sender: Sender | None) -> Undelivered:
    way = _next(appeal, notices, sender)
    posted = sender if way is NextWay.POST else None
    return Undelivered(
        ref=appeal.id,
        number=appeal.number,
        body=appeal.body_id,
        tried=tuple(dict.fromkeys(one.way for one in notices)),
        since=min(one.gave_up_at for one in notices if one.gave_up_at),
        next=way,
        name=_opened(appeal, posted, SENDER_NAME),
        address=_opened(appeal, posted, SENDER_ADDRESS),
        notices=[one.id for one in notices],
    )


def _opened(appeal: Appeal, sender: Sender | None, field: SealedField) -> str:
    """A field of the sender; empty where it is sealed for its readers: a list is no reason to open it."""
    sealed = getattr(sender, field.column) if sender else None
    if sealed is None or is_sealed(sealed):
        return ""
    return read_text(field, sealed, root=appeal.root, ref=appeal.id)
