"""Asking somebody how their matter was handled: an invitation by machine, a call by a person, and what they say."""

from datetime import datetime

from django.db import transaction

from answerable.appeals import actions as appeals_actions
from answerable.appeals import queries as appeals_queries
from answerable.appeals.actions import TakenDown
from answerable.appeals.models import Appeal
from answerable.appeals.rules.taken import DISPUTE
from answerable.appeals.terms import Taken, Tier, subject_of
from answerable.base import row_scope
from answerable.base.actor import SYSTEM, Actor, ActorKind
from answerable.base.verdict import InvalidError, MissingError, NotNowError, must
from answerable.channels.actions import write_notice
from answerable.channels.terms import NoticeKind
from answerable.oversight import hotline, policy, queries
from answerable.oversight.actions.hotline import record_asked
from answerable.oversight.models import CallBack, Sample
from answerable.oversight.terms import NOT_SOLVED, AskedState, Deed, Experience, HotlineOutcome, SaidBy


@transaction.atomic
def invite(*, at: datetime, callback: int) -> CallBack:
    """Invite by machine somebody who is due, by the way that they left: a sealed sender is told only that there is news."""
    row = _held(callback, at)
    appeal = row.appeal
    way, address = appeals_queries.contact_of(appeal)
    if way and way != "phone":
        kind = NoticeKind.NEWS if appeal.tier == Tier.SEALED else NoticeKind.INVITED
        write_notice(
            root=appeal.root,
            subject=subject_of(appeal.id),
            dedupe=f"callback/{row.id}/{len(row.tries)}",
            way=way,
            address=address,
            language=appeal.language,
            kind=kind,
            words={"number": appeal.number, "until": row.until.date().isoformat()},
            at=at,
        )
    row.way = way or row.way
    _tried(row, by=SYSTEM, at=at, how="sent" if way else "no_way")
    return row


@transaction.atomic
def mark_call(*, by: Actor, at: datetime, callback: int, how: str) -> CallBack:
    """Say how a call went in which nothing was said. Refuses whoever may not call, and when the asking is over."""
    row = held_for_call(by=by, at=at, callback=callback)
    if how not in {each.value for each in HotlineOutcome} - {HotlineOutcome.REACHED}:
        raise InvalidError(how="field.needed")
    if how == HotlineOutcome.REFUSED:
        row.state, row.next_at = AskedState.REFUSED, None
    _tried(row, by=by, at=at, how=how)
    return row


def _tried(row: CallBack, *, by: Actor, at: datetime, how: str) -> None:
    """One attempt more; when the next one is due."""
    row.tries = [*row.tries, {"at": at.isoformat(), "how": how}]
    if row.state == AskedState.WAITING:
        ended = how == HotlineOutcome.WRONG_NUMBER
        zone = queries.zone_of(Sample.objects.get(id=row.sample_id))
        began = row.until - hotline.ASKED_FOR
        row.next_at = None if ended else hotline.next_attempt(began, len(row.tries), at, zone=zone)
    row.save(update_fields=["tries", "state", "next_at", "way"])
    deed = Deed.REFUSED if row.state == AskedState.REFUSED else Deed.TRIED
    record_asked(row, by=by, at=at, deed=deed, how=how)


@transaction.atomic
def say_how(*, by: Actor, at: datetime, callback: int, said: Experience, door: SaidBy) -> CallBack:
    """Keep what somebody says of how their matter was handled, once. Refuses marks that can't be, and when the asking is over.

    The marks stand in the row alone: the journal tells that somebody spoke.
    """
    row = held_for_call(by=by, at=at, callback=callback) if by.kind is ActorKind.OFFICER else _own(by, callback, at)
    if not hotline.can_be(said):
        raise InvalidError(result="hotline.choose-marks")
    row.prompt, row.respect, row.result = said.prompt, said.respect, said.result
    row.state, row.by, row.said_at, row.next_at = AskedState.ANSWERED, door, at, None
    if door is SaidBy.CALL:
        row.tries = [*row.tries, {"at": at.isoformat(), "how": HotlineOutcome.REACHED.value}]
    row.save(update_fields=["prompt", "respect", "result", "state", "by", "said_at", "next_at", "tries"])
    record_asked(row, by=by, at=at, deed=Deed.SAID, by_way=door)
    return row


@transaction.atomic
def finish_call(
    *, by: Actor, at: datetime, callback: int, said: Experience, words: str = "", token: str = ""
) -> CallBack:
    """Keep what was said in a call. With `words`, which were read back, what is not solved is disputed in the sender's name.

    The dispute is taken down (docs/decisions/0156): told to the sender, cancelled by them, counted apart. It is taken also
    where silence had closed the matter: nobody had asked them before. Refuses words to anything but a matter not solved.
    """
    row = say_how(by=by, at=at, callback=callback, said=said, door=SaidBy.CALL)
    if not words.strip():
        return row
    if said.result != NOT_SOLVED:
        raise InvalidError(text="hotline.only-what-is-not-solved")
    spoken = TakenDown(how=Taken.CALL, what=DISPUTE, token=token, text=words, asked=True)
    appeals_actions.take_down(by=by, at=at, ref=row.appeal_id, said=spoken)
    row.disputed = True
    row.save(update_fields=["disputed"])
    return row


@transaction.atomic
def decline(*, by: Actor, at: datetime, callback: int) -> CallBack:
    """The sender does not want to be asked."""
    row = _own(by, callback, at)
    row.state, row.next_at = AskedState.REFUSED, None
    row.save(update_fields=["state", "next_at"])
    record_asked(row, by=by, at=at, deed=Deed.REFUSED, how="page")
    return row


def held_for_call(*, by: Actor, at: datetime, callback: int) -> CallBack:
    """The row, locked, for whoever may ring its sender. Missing for everybody else."""
    row = _held(callback, at)
    with row_scope.as_system():
        appeal = Appeal.objects.get(id=row.appeal_id)
        concerned = appeals_queries.concerned(appeal, at)
    may = policy.can_call(by, asker=row.asker_id, appeal=appeals_queries.standing(appeal), concerned=concerned)
    must(may)
    return row


def _own(by: Actor, callback: int, at: datetime) -> CallBack:
    row = _held(callback, at)
    if by.kind is ActorKind.RESIDENT and row.appeal_id != by.id:
        raise MissingError
    return row


def _held(callback: int, at: datetime) -> CallBack:
    """The row, locked, while it can still be said. Missing where it is not there for whoever asks."""
    rows = CallBack.objects.select_for_update(of=("self",)).select_related("asker")
    row = rows.filter(id=callback).first()
    if row is None:
        raise MissingError
    if row.state != AskedState.WAITING or at > row.until:
        raise NotNowError("hotline.said-or-over")
    return row
