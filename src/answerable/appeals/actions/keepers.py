"""The three keepers and one sealed appeal: asked, agreed, opened; the bars hold for them as for everybody.

The keepers stand above every tree, so these acts look further than the keeper's own seats do.
"""

from datetime import datetime

from django.db import transaction

from answerable.appeals import policy, queries
from answerable.appeals.actions.acting import record_deed
from answerable.appeals.models import Appeal
from answerable.appeals.terms import Deed, Tier, subject_of
from answerable.base.actor import Actor
from answerable.base.row_scope import as_system
from answerable.base.verdict import MissingError
from answerable.law import queries as law_queries
from answerable.people.terms import Power
from answerable.vault import actions as vault_actions
from answerable.vault.terms import RecordBar


def _bar(by: Actor, appeal: Appeal) -> RecordBar:
    """Who must never open it: whom it is about, and this keeper where the bar reaches them by a body or an absence."""
    persons = set(appeal.barred_persons)
    if policy.is_barred(by, queries.standing(appeal)):
        persons.add(by.id)
    return RecordBar(accounts=frozenset(persons), bodies=frozenset(appeal.barred_bodies))


@as_system()
def ask_keepers(*, by: Actor, at: datetime, appeal: Appeal, reason: str) -> int:
    """Ask the keepers to open an appeal; returns the request. Refuses whoever is no keeper, or barred."""
    return vault_actions.ask_quorum(by=by, at=at, subject=subject_of(appeal.id), reason=reason, bar=_bar(by, appeal))


@as_system()
def agree_as_keeper(*, by: Actor, at: datetime, appeal: Appeal, request: int, seed: bytes) -> None:
    """Agree as the second keeper; the waiting time begins."""
    vault_actions.approve_quorum(by=by, at=at, request=request, seed=seed, bar=_bar(by, appeal))


@as_system()
def open_as_keepers(*, by: Actor, at: datetime, appeal: Appeal, request: int, seed: bytes) -> None:
    """Open it after the waiting time: the one who asked is a reader from then on, and so is their body.

    Refuses before the time, and whom a bar met meanwhile.
    """
    with transaction.atomic():
        vault_actions.open_by_quorum(by=by, at=at, request=request, seed=seed, bar=_bar(by, appeal))
        held = Appeal.objects.select_for_update().get(id=appeal.id)
        if queries.is_seen_by(by, held):
            return
        body = next((seat.body for seat in by.seats if Power.KEYS in seat.powers), None)
        if body is None:
            raise MissingError
        held.readers = sorted({*held.readers, body})
        held.save(update_fields=["readers"])
        record_deed(held, by=by, at=at, deed=Deed.OPENED_TO, facts={"to": body})


def tell_of_keepers(*, by: Actor, at: datetime, appeal: Appeal) -> bool:
    """Say whether the keepers were asked about a sender's appeal since the last visit, and note that the sender knows.

    The day alone is written down: when a sealed sender came is nobody's business.
    """
    if appeal.tier != Tier.SEALED:
        return False
    day = law_queries.standing_order().start_of_day(appeal.body_id, at)
    return bool(vault_actions.tell_of_quorum(by=by, at=day, subject=subject_of(appeal.id)))
