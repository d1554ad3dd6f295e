"""Whom to ring: senders who asked to be told of news by phone, each once, with the number for whoever rings."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from answerable.appeals import policy
from answerable.appeals.queries.scope import seen_by, standing
from answerable.appeals.terms import APPEAL
from answerable.base.actor import Actor
from answerable.base.subject import Subject
from answerable.channels import queries as channels_queries
from answerable.channels.models import Notice
from answerable.people.terms import Power

MOST: Final = 500  # notices looked at; more than a day of ringing


@dataclass(frozen=True, slots=True)
class Call:
    """One call to make: several pieces of news on one appeal are one call."""

    ref: int
    number: str
    body: int
    phone: str
    language: str
    since: datetime
    tries: int
    notices: list[int] = field(default_factory=list)


def calls(actor: Actor, *, at: datetime) -> list[Call]:
    """The calls to make now for appeals that exist for the actor, the longest waiting first.

    The number is opened here and nowhere else, for whoever may ring and nobody else.
    """
    return [
        Call(
            ref=ref,
            number=number,
            body=body,
            phone=channels_queries.address_of(notices[-1]),
            language=notices[-1].language,
            since=notices[0].at,
            tries=max(notice.tries for notice in notices),
            notices=[notice.id for notice in notices],
        )
        for ref, number, body, notices in _waiting(actor, at)
    ]


def count(actor: Actor, *, at: datetime) -> int:
    """How many calls there are to make; opens nothing."""
    return len(_waiting(actor, at))


def _waiting(actor: Actor, at: datetime) -> list[tuple[int, str, int, list[Notice]]]:
    """Appeals with their notices that wait for a call, as far as the actor may make it."""
    if not actor.has_anywhere(Power.ENTER):
        return []
    by_appeal: dict[int, list[Notice]] = {}
    for notice in channels_queries.to_ring(at=at)[:MOST]:
        by_appeal.setdefault(_appeal_of(notice), []).append(notice)
    if not by_appeal:
        return []
    known = {row.id: row for row in seen_by(actor).filter(id__in=list(by_appeal))}
    return [
        (ref, known[ref].number, known[ref].body_id, notices)
        for ref, notices in by_appeal.items()
        if ref in known and policy.can_ring(actor, standing(known[ref]))
    ]


def _appeal_of(notice: Notice) -> int:
    subject = Subject.parse(notice.thing)
    return subject.id if subject.kind == APPEAL else 0
