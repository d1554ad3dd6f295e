"""News from below that the reading is made of. Each is safe to hear twice: the second time finds the work done."""

from typing import Final

from django.db.models import Q

from answerable.appeals.models import Answer, Appeal
from answerable.appeals.rules.meaning import CONFIRMED, LATE, LIFTED
from answerable.appeals.terms import Deed, Rating, State, WhoseWord
from answerable.base.actor import SYSTEM
from answerable.base.follower import Follower, HeardDeed, follows
from answerable.base.subject import Subject
from answerable.law.terms import Cause, MatterKind
from answerable.oversight import actions, queries, rules
from answerable.oversight.terms import PutWhy


def _appeal(entry: HeardDeed) -> Appeal:
    return Appeal.objects.get(id=Subject.parse(entry.thing).id)


def _escalate(entry: HeardDeed, appeal: Appeal, cause: Cause, occasion: str) -> None:
    """What the sender said, or somebody in their name, takes the appeal up."""
    actions.escalate(
        by=SYSTEM,
        at=entry.at,
        ref=appeal.id,
        cause=cause,
        occasion=occasion,
        since=entry.at,
        taken=entry.facts.get("word") == WhoseWord.TAKEN,
    )


@follows(Deed.REGISTERED)
def put_before_the_chair(entry: HeardDeed) -> None:
    """What is addressed to a chair is read by the chair, whoever handles it; and every thanks, so that it can commend."""
    _put_before_the_chair(entry)


@follows(Deed.BARRED)
def put_before_the_chair_what_was_held(entry: HeardDeed) -> None:
    """What was held outside of the command until somebody had looked comes to the chair now, if it is not about the chair."""
    if entry.facts.get("why") in {CONFIRMED, LIFTED}:
        _put_before_the_chair(entry)


def _put_before_the_chair(entry: HeardDeed) -> None:
    ref = Subject.parse(entry.thing).id  # nearly every letter is neither: little is asked of it
    if not Appeal.objects.filter(Q(addressed_to__isnull=False) | Q(kind=MatterKind.THANKS), id=ref).exists():
        return
    appeal = _appeal(entry)
    chairs = queries.chairing().union(queries.chairs())
    if appeal.addressed_to_id is not None and appeal.addressed_to_id in chairs:
        actions.put_into_reading(
            by=SYSTEM, at=entry.at, appeal=appeal, body=appeal.addressed_to_id, why=PutWhy.ADDRESSED
        )
    elif appeal.kind == MatterKind.THANKS and appeal.root in chairs:
        actions.put_into_reading(by=SYSTEM, at=entry.at, appeal=appeal, body=appeal.root, why=PutWhy.THANKS)


@follows(Deed.BARRED)
def put_before_the_chair_who_had_read_it(entry: HeardDeed) -> None:
    """Whoever is barred late may have read it: the chair above is shown what is known of that."""
    if entry.facts.get("why") != LATE:
        return
    appeal = _appeal(entry)
    body = queries.reader_for(appeal, appeal.body_id)
    actions.put_into_reading(by=SYSTEM, at=entry.at, appeal=appeal, body=body, bar=entry.id)


@follows(Deed.DISPUTED)
def escalate_a_dispute(entry: HeardDeed) -> None:
    """A dispute goes before another decision-maker at once."""
    appeal = _appeal(entry)
    _escalate(entry, appeal, Cause.DISPUTED, rules.occasion_of_deed(entry.id))


@follows(Deed.RATED)
def escalate_a_bad_answer(entry: HeardDeed) -> None:
    """An answer of which a point was found wanting climbs, once for that answer; a dispute on it climbs as a dispute."""
    appeal = _appeal(entry)
    if entry.facts.get("rating") != Rating.NOT_ANSWERED or appeal.state == State.DISPUTED:
        return
    # by the ids: what a sealed sender does is timed by the day, and would seem to come before the answer
    answer = Answer.objects.filter(appeal=appeal, id__lt=entry.id).order_by("-at", "-id").first()
    if answer is None:
        return
    _escalate(entry, appeal, Cause.INADEQUATE, rules.occasion_of_answer(answer.id))


@follows(Deed.ANSWERED)
def end_an_instruction(entry: HeardDeed) -> None:
    """An answer to the sender is what an instruction to answer asked for."""
    actions.done(by=SYSTEM, at=entry.at, appeal=_appeal(entry).id)


@follows(Deed.WITHDRAWN, Deed.MERGED)
def end_what_is_owed(entry: HeardDeed) -> None:
    """Nobody owes anything on an appeal that was taken back or became part of another."""
    actions.release(by=SYSTEM, at=entry.at, appeal=_appeal(entry))


FOLLOWERS: Final[tuple[Follower, ...]] = (
    put_before_the_chair,
    put_before_the_chair_what_was_held,
    put_before_the_chair_who_had_read_it,
    escalate_a_dispute,
    escalate_a_bad_answer,
    end_an_instruction,
    end_what_is_owed,
)
