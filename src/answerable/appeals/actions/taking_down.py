"""Taking down what a sender says by telephone or in person, and the sender's word that it is not theirs.

An operator outside of the bodies concerned writes it, reads it back, and it is marked: it closes nothing, never takes the place
of the sender's own word, is told to the sender and cancelled by them (docs/decisions/0156).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction

from answerable.appeals import policy, queries
from answerable.appeals.actions.acting import lock_appeal, move_to, record_deed, tell_sender, when
from answerable.appeals.actions.following import dispute, rate, take_up_again, withdraw
from answerable.appeals.models import Appeal
from answerable.appeals.rules.taken import RATING, WHAT, WITHDRAWAL
from answerable.appeals.terms import Deed, Spoke, State, Taken, WhoseWord, subject_of
from answerable.base import row_scope
from answerable.base.actor import Actor
from answerable.base.verdict import InvalidError, MissingError, NotNowError
from answerable.ledger.queries import last_entry
from answerable.ledger.rules import Fact
from answerable.people import actions as people_actions

TRIES: Final = 10
"""Wrong numbers and beginnings of codes that one operator may type in an hour."""


@dataclass(frozen=True, slots=True)
class TakenDown:
    """What a sender said, as it was read back to them.

    how      by telephone or in person
    what     rating | dispute | withdrawal (`rules.taken`)
    ratings  of points, by their ids
    text     in the sender's own words
    token    of the form: sent twice, it is one word
    asked    they say it because they were asked how the matter ended (the hotline)
    """

    how: Taken
    what: str
    token: str
    text: str = ""
    ratings: Mapping[int, str] = field(default_factory=dict)
    spoke: str = Spoke.UNSAID
    asked: bool = False


def find_for_caller(*, by: Actor, at: datetime, number: str, begins: str) -> Appeal:
    """The appeal of whoever calls, by its number and the first seven digits of its code. Only failures count as tries.

    Refuses as `queries.to_take_down`, and after ten failures in an hour.
    """
    key = f"taken-down:{by.id}"
    if not people_actions.take_attempt(key, per=timedelta(hours=1), most=TRIES, at=at):
        raise NotNowError("word.too-many-tries")
    appeal = queries.to_take_down(by, number=number, begins=begins, at=at)
    people_actions.give_back_attempt(key, most=TRIES, at=at)
    return appeal


def take_down(*, by: Actor, at: datetime, ref: int, said: TakenDown) -> Appeal:
    """Write what the sender said, and tell them. Refuses who may not (`policy.can_take_down`), and nothing said."""
    with row_scope.of_subject(subject_of(ref)), transaction.atomic():
        if said.what == RATING:
            if not said.ratings:
                raise InvalidError(what="answer.choose-outcome")
            for point, rating in sorted(said.ratings.items()):
                appeal = rate(by=by, at=at, ref=ref, point=point, rating=rating, taken=said.how)
        elif said.what == WITHDRAWAL:
            appeal = withdraw(by=by, at=at, ref=ref, text=said.text, spoke=said.spoke, taken=said.how)
        else:
            points = sorted(said.ratings)
            words: Any = {"text": said.text, "token": said.token, "points": points}
            appeal = dispute(by=by, at=at, ref=ref, **words, taken=said.how, asked=said.asked)
        entry = last_entry(str(subject_of(ref)))
        if entry is not None:
            tell_sender(appeal, at=at, kind="taken-down", entry=entry)
    return appeal


@transaction.atomic
def cancel_word(*, by: Actor, at: datetime, ref: int, entry: int) -> Appeal:
    """Say that what was taken down in one's name is not one's word: what it changed is as if it had not been said.

    Missing for what is not a word that stands and was taken down.
    """
    appeal = lock_appeal(by, ref, policy.can_follow)
    word = next((one for one in queries.taken_words(appeal) if one.entry == entry), None)
    if word is None:
        raise MissingError
    if word.deed == Deed.WITHDRAWN:
        return take_up_again(by=by, at=at, ref=ref)
    at = when(appeal, by, at)
    was = State(str(word.facts.get("was") or State.ANSWERED)) if word.deed == Deed.DISPUTED else State(appeal.state)
    ended = queries.ended_before(appeal) if was == State.CLOSED else {}
    move_to(appeal, Deed.WORD_CANCELLED, **ended)
    appeal.state = was
    appeal.save(update_fields=["state"])
    points = appeal.points.select_for_update().filter(place__in=word.places)
    for point in points:  # an own word is never replaced, so that nothing but this stood
        point.rating, point.rated_at = "", None
        point.save(update_fields=["rating", "rated_at"])
    what = WHAT[word.deed]
    facts: dict[str, Fact | list[int]] = {
        "what": what,
        "entry": entry,
        "points": sorted(word.places),
        "word": WhoseWord.OWN.value,
    }
    record_deed(appeal, by=by, at=at, deed=Deed.WORD_CANCELLED, facts=facts)
    return appeal
