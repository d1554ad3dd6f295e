"""What the sender does: reply, rate, dispute, withdraw, ask why it takes longer."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from answerable.appeals import policy, queries
from answerable.appeals.actions.acting import (
    lock_appeal,
    lock_for_word,
    move_to,
    move_when_asked,
    record_deed,
    tell_sender,
    when,
)
from answerable.appeals.actions.hearing import hear_later
from answerable.appeals.actions.meaning import file_names
from answerable.appeals.models import Appeal, Point, Sender
from answerable.appeals.rules.life import state_after
from answerable.appeals.sealed_fields import SENDER_CONTACT
from answerable.appeals.terms import OPEN, Deed, Rating, Spoke, State, Taken, Tier, WhoseWord, subject_of
from answerable.base.actor import Actor, ActorKind
from answerable.base.ids import id_after
from answerable.base.verdict import InvalidError, MissingError, NotNowError
from answerable.channels.actions import receive_message
from answerable.channels.queries import messages_of
from answerable.channels.terms import Channel, MessageKind, Way
from answerable.law.terms import Ending
from answerable.ledger.rules import Fact
from answerable.vault import actions as vault_actions
from answerable.vault.sealing import seal_text


@transaction.atomic
def reply(
    *,
    by: Actor,
    at: datetime,
    ref: int,
    text: str,
    token: str,
    drafts: Sequence[int] = (),
    channel: Channel = Channel.WEB,
    acted: str = "",
) -> Appeal:
    """Write back, with files or without. The same form, or the same delivery, sent twice is one message.

    `acted` says whether it is about those whom it names (`rules.meaning`); nobody whom it may be about reads on.
    """
    appeal = lock_appeal(by, ref, policy.can_follow)
    at = when(appeal, by, at)
    if not text.strip() and not drafts:
        raise InvalidError(text="field.needed")
    move_to(appeal, Deed.REPLIED)
    kind = MessageKind.WITHDRAWAL if appeal.state == "withdrawn" else MessageKind.REPLY
    names = file_names(token, drafts)
    if _received(appeal, by=by, at=at, kind=kind, text=text, token=token, drafts=drafts, channel=channel):
        appeal.replied_at, appeal.asked_at = at, None
        appeal.save(update_fields=["replied_at", "asked_at"])
        record_deed(appeal, by=by, at=at, deed=Deed.REPLIED, facts={"files": len(drafts)})
        hear_later(appeal, by=by, at=at, text=text, names=names, acted=acted)
    return appeal


@transaction.atomic
def rate(*, by: Actor, at: datetime, ref: int, point: int, rating: str, taken: Taken | None = None) -> Appeal:
    """Say whether a point was answered. May be said again until the appeal is settled otherwise.

    Once every point is said to be answered the appeal is closed; as solved only where each is said to be solved. What was
    `taken` down, or said where a desk works, closes nothing and never takes the place of the sender's own word.
    """
    appeal = lock_for_word(by, ref, at)
    at = when(appeal, by, at)
    state_after(appeal.state, Deed.RATED)
    rated = Point.objects.select_for_update().filter(appeal=appeal, id=point).exclude(outcome="").first()
    if rated is None:
        raise MissingError
    if rating not in {each.value for each in Rating}:
        raise InvalidError(rating="answer.choose-outcome")
    _refuse_against_own_word(appeal, [rated], taken)
    rated.rating, rated.rated_at = rating, at
    rated.save(update_fields=["rating", "rated_at"])
    said: Mapping[str, Fact] = {"point": rated.place, "rating": rating, **_apart(taken)}
    record_deed(appeal, by=by, at=at, deed=Deed.RATED, facts=said)
    ratings = set(queries.counted_ratings(appeal).values())
    if ratings <= {Rating.SOLVED, Rating.ANSWERED}:
        ending = Ending.SOLVED if ratings == {Rating.SOLVED} else Ending.UNSOLVED
        move_to(appeal, Deed.CLOSED, closed_at=at, ending=ending)
        facts = {"why": "sender-says-answered", "ending": ending, "word": WhoseWord.OWN.value}
        record_deed(appeal, by=by, at=at, deed=Deed.CLOSED, facts=facts)
    return appeal


@transaction.atomic
def dispute(
    *,
    by: Actor,
    at: datetime,
    ref: int,
    text: str,
    token: str,
    points: Collection[int] = (),
    taken: Taken | None = None,
    acted: str = "",
    asked: bool = False,
) -> Appeal:
    """Dispute the answer or the refusal: say which points weren't answered, or why. It climbs by the ladder.

    `asked`: the hotline asked how it ended, so that what silence had closed can be disputed, too.
    """
    appeal = lock_for_word(by, ref, at)
    at = when(appeal, by, at)
    theirs = {point.id: point for point in appeal.points.select_for_update()}
    if not set(points) <= theirs.keys():
        raise MissingError
    if not points and not text.strip():
        raise InvalidError(text="dispute.say-what")
    own = queries.counted_ratings(appeal) if taken else {}
    points = [
        each for each in points if own.get(theirs[each].place) != Rating.NOT_ANSWERED
    ]  # it stands by their own word
    _refuse_against_own_word(appeal, [theirs[each] for each in points], taken)
    if token and not _received(appeal, by=by, at=at, kind=MessageKind.DISPUTE, text=text, token=token):
        return appeal  # the same form again: the dispute stands already
    was = appeal.state
    if asked and was == State.CLOSED:
        move_when_asked(appeal, Deed.DISPUTED, closed_at=None, ending="")
    else:
        move_to(appeal, Deed.DISPUTED)
    for ref_of_point in points:
        theirs[ref_of_point].rating, theirs[ref_of_point].rated_at = Rating.NOT_ANSWERED, at
        theirs[ref_of_point].save(update_fields=["rating", "rated_at"])
    said = {"points": sorted(theirs[each].place for each in points), "was": str(was), **_apart(taken)}
    record_deed(appeal, by=by, at=at, deed=Deed.DISPUTED, facts=said)
    hear_later(appeal, by=by, at=at, text=text, acted=acted)
    return appeal


def _apart(taken: Taken | None) -> dict[str, Fact]:
    """What a deed says besides when it isn't the sender's own word."""
    return {"word": WhoseWord.TAKEN.value, "how": taken.value} if taken else {}


def _refuse_against_own_word(appeal: Appeal, points: Sequence[Point], taken: Taken | None) -> None:
    """What the sender said themself of a point is not replaced by what somebody else writes down."""
    own = queries.counted_ratings(appeal) if taken else {}
    if any(own.get(point.place) for point in points):
        raise NotNowError("word.own-stands")


@transaction.atomic
def withdraw(
    *,
    by: Actor,
    at: datetime,
    ref: int,
    text: str,
    spoke: str = Spoke.UNSAID,
    taken: Taken | None = None,
    acted: str = "",
) -> Appeal:
    """Take the appeal back. It stays in every count; nothing more is owed on it. Refuses an unknown word on who spoke.

    `spoke` says who spoke with the sender about it (`terms.Spoke`). What was `taken` down is counted apart.
    """
    appeal = lock_for_word(by, ref, at)
    at = when(appeal, by, at)
    if spoke not in {each.value for each in Spoke}:
        raise InvalidError(spoke="field.needed")
    was = appeal.state
    move_to(appeal, Deed.WITHDRAWN, closed_at=at, ending=Ending.WITHDRAWN)
    facts = {"was": was, "spoke": str(spoke), "word": WhoseWord.OWN.value, **_apart(taken)}
    record_deed(appeal, by=by, at=at, deed=Deed.WITHDRAWN, facts=facts, words=text)
    hear_later(appeal, by=by, at=at, text=text, acted=acted)
    return appeal


@transaction.atomic
def take_up_again(*, by: Actor, at: datetime, ref: int) -> Appeal:
    """Take a withdrawal back: the appeal stands again where it stood. Refuses when the stated time for that is over.

    What was owed falls due later by the days for which nobody owed anything. A withdrawal that was taken down in the
    sender's name is taken back at any time: they may have heard of it late.
    """
    appeal = lock_appeal(by, ref, policy.can_follow)
    at = when(appeal, by, at)
    state_after(appeal.state, Deed.TAKEN_UP_AGAIN)
    until = queries.withdrawal_stands_until(appeal)
    if not queries.taken_words(appeal) and (until is None or at > until):
        raise NotNowError("appeal.withdrawal-stands")
    was = State(queries.state_before_withdrawal(appeal))
    columns = queries.later_by_days_withdrawn(appeal, at) if was in OPEN else {}
    before = queries.due_day(appeal)
    move_to(appeal, Deed.TAKEN_UP_AGAIN, closed_at=None, ending="", **columns)
    appeal.state = was
    appeal.save(update_fields=["state"])
    due = queries.due_day(appeal)
    facts = {
        "was": was,
        "word": WhoseWord.OWN.value,
        "was_due": before.isoformat() if before else "",
        "due": due.isoformat() if due else "",
    }
    entry = record_deed(appeal, by=by, at=at, deed=Deed.TAKEN_UP_AGAIN, facts=facts)
    tell_sender(appeal, at=at, kind="taken-up-again", entry=entry)
    return appeal


@transaction.atomic
def ask_reasons(*, by: Actor, at: datetime, ref: int) -> Appeal:
    """Ask why the term was extended; the body sees the question as a reply that waits."""
    appeal = lock_appeal(by, ref, policy.can_follow)
    at = when(appeal, by, at)
    if not appeal.extended:
        raise NotNowError("appeal.was-not-extended")
    move_to(appeal, Deed.REASONS_ASKED, replied_at=at)
    record_deed(appeal, by=by, at=at, deed=Deed.REASONS_ASKED)
    return appeal


@transaction.atomic
def change_contact(*, by: Actor, at: datetime, ref: int, contact: str, way: str) -> Appeal:
    """Change or take away the way in which the sender is told that there is news."""
    appeal = lock_appeal(by, ref, policy.can_follow)
    at = when(appeal, by, at)
    if contact.strip() and way not in {each.value for each in Way}:
        raise InvalidError(contact="contact.email-or-phone")
    sender = Sender.objects.filter(appeal=appeal.id).first() or Sender(appeal=appeal.id, root=appeal.root)
    sender.way = way if contact.strip() else ""
    sender.contact = (
        seal_text(SENDER_CONTACT, contact.strip(), root=appeal.root, ref=appeal.id) if contact.strip() else None
    )
    sender.save()
    record_deed(appeal, by=by, at=at, deed=Deed.CONTACT_CHANGED, facts={"way": sender.way})
    return appeal


def _received(
    appeal: Appeal,
    *,
    by: Actor,
    at: datetime,
    kind: MessageKind,
    text: str,
    token: str,
    drafts: Sequence[int] = (),
    channel: Channel = Channel.WEB,
) -> bool:
    """Keep the sender's message and its files; False when this form came before."""
    message = receive_message(
        root=appeal.root,
        subject=subject_of(appeal.id),
        channel=Channel.DESK if by.kind is ActorKind.OFFICER else channel,
        external=f"{appeal.id}/{token}",
        kind=kind,
        author=by,
        at=at,
        language=appeal.language,
        text=text,
        ref=_ref_of_day(appeal),
        to_readers=appeal.tier == Tier.SEALED,
    )
    if message is None:
        return False
    if drafts:
        vault_actions.attach(
            by=by, at=at, drafts=list(drafts), subject=subject_of(appeal.id), root=appeal.root, message=message
        )
    return True


def _ref_of_day(appeal: Appeal) -> int | None:
    """An id for a sealed sender's message that tells only that it came after the last; None where any will do."""
    if appeal.tier != Tier.SEALED:
        return None
    last = messages_of(subject_of(appeal.id)).values_list("id", flat=True).last()
    return None if last is None else id_after(last)
