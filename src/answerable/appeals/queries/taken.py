"""What was taken down in a sender's name, and whose appeal somebody may take down a word on."""

from collections.abc import Collection, Iterable
from datetime import datetime

from answerable.appeals import policy
from answerable.appeals.models import Answer, Appeal, Point
from answerable.appeals.queries.dates import disputable_until
from answerable.appeals.queries.scope import standing
from answerable.appeals.rules import life, taken
from answerable.appeals.rules.taken import WordSaid
from answerable.appeals.terms import Deed, WhoseWord, subject_of
from answerable.base import row_scope
from answerable.base.actor import Actor
from answerable.base.verdict import MissingError, must
from answerable.law.queries import standing_order
from answerable.ledger.models import Entry
from answerable.ledger.queries import history_of
from answerable.vault import queries as vault_queries


def words_in(entries: Iterable[Entry]) -> list[WordSaid]:
    """The history of an appeal as the rules on whose word it is read it."""
    return [WordSaid(entry.id, entry.deed, entry.facts) for entry in entries]


def counted_ratings(appeal: Appeal) -> dict[int, str]:
    """What the sender says of each point, by its place; "" too where what stands was taken down."""
    return taken.own_ratings(words_in(history_of(str(subject_of(appeal.id)))), _rated(appeal))


def taken_words(appeal: Appeal) -> list[WordSaid]:
    """What was taken down for the sender of an appeal and stands, so that they can cancel it."""
    history = words_in(history_of(str(subject_of(appeal.id))))
    return taken.that_stand(history, state=appeal.state, rated=_rated(appeal))


def _rated(appeal: Appeal) -> dict[int, str]:
    return dict(Point.objects.filter(appeal=appeal).order_by("place").values_list("place", "rating"))


def concerned(appeal: Appeal, at: datetime) -> frozenset[int]:
    """The bodies whom a word on an appeal is about: which has it, which answered it, and whatever these command."""
    order = standing_order()
    bodies = {appeal.body_id, *Answer.objects.filter(appeal=appeal).values_list("body", flat=True)}
    return frozenset().union(
        *(order.barred_by(about_body=body, about_person=None, at=at).bodies for body in sorted(bodies))
    )


def offered_to_take_down(appeal: Appeal, *, at: datetime) -> tuple[list[str], list[tuple[str, str]]]:
    """What its sender can say of an appeal as it stands, and of which points: their ids and places, never their words."""
    with row_scope.as_system():
        rows = Point.objects.filter(appeal=appeal).exclude(outcome="").order_by("place").values_list("id", "place")
        points = [(str(ref), str(place)) for ref, place in rows]
    until = disputable_until(appeal) if appeal.answered_at else None
    can = {
        taken.RATING: bool(points) and life.allows(appeal.state, Deed.RATED),
        taken.DISPUTE: life.allows(appeal.state, Deed.DISPUTED) and (until is None or at <= until),
        taken.WITHDRAWAL: life.allows(appeal.state, Deed.WITHDRAWN),
    }
    return [what for what, may in can.items() if may], points if can[taken.RATING] or can[taken.DISPUTE] else []


def disputes_taken(refs: Collection[int]) -> frozenset[int]:
    """Of disputed appeals those whose dispute was taken down."""
    things = {str(subject_of(ref)): ref for ref in refs}
    if not things:
        return frozenset()
    said = Entry.objects.filter(thing__in=things, deed=Deed.DISPUTED).order_by("id").values_list("thing", "facts")
    last = {things[thing]: facts.get("word") for thing, facts in said}
    return frozenset(ref for ref, word in last.items() if word == WhoseWord.TAKEN)


def to_take_down(actor: Actor, *, number: str, begins: str, at: datetime) -> Appeal:
    """The appeal on which a caller speaks, by its number and the first seven digits of its code, which open nothing.

    An operator outside of the unit concerned need not see it otherwise. Missing for a wrong number or digits, and for
    whoever it is about; refuses who may not enter, and whoever is of a body concerned.
    """
    with row_scope.as_system():
        appeal = Appeal.objects.filter(number=number.strip().upper()).first()
        fits = appeal is not None and vault_queries.code_begins(subject_of(appeal.id), begins)
        if appeal is None or not fits or policy.is_barred(actor, standing(appeal)):
            raise MissingError
        must(policy.can_take_down(actor, standing(appeal), concerned=concerned(appeal, at)))
    return appeal
