"""What those who are barred from an appeal had read of it or done on it before: for whoever reads above them."""

from dataclasses import dataclass
from datetime import datetime

from answerable.appeals.models import Appeal
from answerable.appeals.queries.holders import bar_of
from answerable.appeals.queries.scope import standing
from answerable.appeals.terms import subject_of
from answerable.appeals.wording import history as history_words
from answerable.base.actor import ActorKind, named
from answerable.ledger.queries import history_of
from answerable.people.queries import names_of
from answerable.vault import queries as vault_queries


@dataclass(frozen=True, slots=True)
class EarlierReading:
    """One opening of its words, or one act. `said` is empty for an opening, of which `purpose` says for what."""

    at: datetime
    who: str
    said: str = ""
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class EarlierReadings:
    """readings  oldest first      bodies  barred ones that had it: a page of a message that is not sealed leaves no record"""

    readings: tuple[EarlierReading, ...]
    bodies: tuple[int, ...]


def earlier_readings(appeal: Appeal, *, at: datetime) -> EarlierReadings:
    """What the journal and the access records know of everybody whom the bars of an appeal reach at an instant.

    The caller has asked whether the actor may read the appeal: nobody whom it is about does.
    """
    subject, history = subject_of(appeal.id), history_of(str(subject_of(appeal.id)))
    people = bar_of(standing(appeal), at).accounts
    names = names_of(people)
    acts = [
        EarlierReading(entry.at, names[ref].said_name, said=history_words.deed_sentence(entry.deed, entry.facts))
        for entry in history
        for kind, ref in [named(entry.actor)]
        if kind == ActorKind.OFFICER and ref in names
    ]
    looks = [
        EarlierReading(look.at, look.name, purpose=look.purpose)
        for look in vault_queries.accesses_by_people(subject, people)
    ]
    had = {entry.facts.get(name) for entry in history for name in ("body", "from", "to")}
    return EarlierReadings(
        tuple(sorted([*acts, *looks], key=lambda one: one.at)), tuple(sorted(had & set(appeal.barred_bodies)))
    )
