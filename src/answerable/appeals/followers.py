"""News of this room's own deeds, for what may happen a moment after the sender has been answered."""

from typing import Final

from answerable.appeals import actions
from answerable.appeals.rules import published
from answerable.appeals.terms import Deed
from answerable.base.follower import Follower, HeardDeed, follows
from answerable.base.subject import Subject
from answerable.people.models import Absence, Seat
from answerable.people.terms import Deed as PeopleDeed
from answerable.vault import queries as vault_queries
from answerable.vault.terms import CodeDeed, Holder, KeyDeed


@follows(Deed.REGISTERED)
def take_marks(entry: HeardDeed) -> None:
    """Keep the marks of a new appeal, by which near copies of one letter are known."""
    actions.sketch(at=entry.at, ref=Subject.parse(entry.thing).id)


@follows(CodeDeed.CHANGED)
def tell_of_a_new_code(entry: HeardDeed) -> None:
    """Somebody took a new code: its sender is told, who may not have been it."""
    subject = Subject.parse(entry.thing)
    if subject.kind == "appeal":
        actions.tell_of_new_code(at=entry.at, ref=subject.id, entry=entry.id)


@follows(*published.SHOWN)
def show_in_public(entry: HeardDeed) -> None:
    """A published appeal stands otherwise."""
    actions.refresh_public(ref=Subject.parse(entry.thing).id, entry=entry.id, at=entry.at)


@follows(*published.ENDS, critical=True)
def take_back_in_public(entry: HeardDeed) -> None:
    """What is about somebody of the force after all is nobody's to read any more."""
    actions.refresh_public(ref=Subject.parse(entry.thing).id, entry=entry.id, at=entry.at)


def _account_of(thing: str) -> int | None:
    """Whose place a deed of seats and absences changed: the seat's holder, the substitute of an absence, the account itself."""
    subject = Subject.parse(thing)
    if subject.kind == "account":
        return subject.id
    if subject.kind == "absence":
        return Absence.objects.filter(id=subject.id).values_list("substitute", flat=True).first()
    if subject.kind != "seat":
        return None
    return Seat.objects.filter(id=subject.id).values_list("account", flat=True).first()


@follows(
    PeopleDeed.SEAT_GRANTED,
    PeopleDeed.SEAT_CONFIRMED,
    PeopleDeed.SEAT_ENDED,
    PeopleDeed.SEAT_SUSPENDED,
    PeopleDeed.ABSENCE_BEGUN,
    PeopleDeed.ABSENCE_ENDED,
    PeopleDeed.ACCOUNT_CLOSED,
    critical=True,
)
def settle_a_persons_records(entry: HeardDeed) -> None:
    """Somebody's place changed: sealed appeals are shut to whom a bar now reaches, and opened to who now may."""
    account = _account_of(entry.thing)
    if account is not None:
        actions.person_changed(at=entry.at, account=account)


@follows(KeyDeed.CONFIRMED, critical=True)
def give_what_waited_for_a_key(entry: HeardDeed) -> None:
    """A key counts: what the server kept for want of one goes to people, the rest waits for a colleague's visit."""
    pair = vault_queries.pair_by_id(Subject.parse(entry.thing).id)
    if pair is not None and pair.holder == Holder.ACCOUNT and pair.retired_at is None:
        actions.key_counts(at=entry.at, account=pair.owner)
    elif pair is not None and pair.holder == Holder.QUORUM:
        actions.quorum_changed(at=entry.at)


FOLLOWERS: Final[tuple[Follower, ...]] = (
    take_marks,
    tell_of_a_new_code,
    show_in_public,
    take_back_in_public,
    settle_a_persons_records,
    give_what_waited_for_a_key,
)
