"""Who can open a sealed appeal, kept what the policy says at every change of who handles it.

The list of wraps is the list of readers. Acts call `settle` with the row held; news of seats, absences and keys comes
by followers; what wants somebody's open key waits for `hand_over`, at the next visit of anybody who has one.
"""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from answerable.appeals import queries
from answerable.appeals.models import Appeal
from answerable.appeals.terms import APPEAL, Tier, subject_of
from answerable.base import row_scope
from answerable.base.actor import SYSTEM, Actor
from answerable.people.queries import turned
from answerable.vault import actions as vault_actions
from answerable.vault import opening
from answerable.vault import queries as vault_queries

AT_ONCE: Final = 20  # records that one visit to the desk settles
LOOKS_BACK: Final = timedelta(days=7)  # an installation that stood still for a week misses nothing


def settle(appeal: Appeal, *, by: Actor, at: datetime) -> bool:
    """Make the list of who can open a held appeal what it should be; returns whether nothing waits any more."""
    if appeal.tier != Tier.SEALED:
        return True
    with (
        row_scope.as_system()
    ):  # the list of readers reaches beyond whoever acts: to where the appeal went, or came from
        return vault_actions.settle_record(
            by=by,
            at=at,
            subject=subject_of(appeal.id),
            readers=queries.readers_of(appeal, at),
            keys=lambda: opening.at_hand(appeal.id),
        )


@transaction.atomic
def settle_one(*, by: Actor, at: datetime, ref: int) -> bool:
    """Settle one appeal by its id."""
    with row_scope.as_system():
        appeal = Appeal.objects.select_for_update().filter(id=ref).first()
    return appeal is None or settle(appeal, by=by, at=at)


def hand_over(*, by: Actor, at: datetime, most: int = AT_ONCE) -> int:
    """Work off what waits for somebody whose key is open, and is theirs to open; returns how many were settled.

    One query where nothing waits. It is the system's rule that decides to whom; the deed names whose key it was.
    """
    with row_scope.as_system():  # what was handed away is wrapped on by who had it
        waiting = vault_queries.wanted_by(by.id, kind=APPEAL, most=most)
    return sum(settle_one(by=by, at=at, ref=subject.id) for subject in waiting)


def settle_kept(*, at: datetime) -> int:
    """Give to people what the server keeps for want of them, where there are some now; returns how many it forgot."""
    kept = vault_queries.kept_records(APPEAL)
    for subject in kept:
        settle_one(by=SYSTEM, at=at, ref=subject.id)
    return len(kept) - len(vault_queries.kept_records(APPEAL))


def quorum_changed(*, at: datetime) -> None:
    """A new quorum counts: every sealed appeal is to be opened to it, by whoever can open it next."""
    sealed = Appeal.objects.filter(tier=Tier.SEALED).values_list("id", flat=True)
    vault_actions.want(at=at, subjects=map(subject_of, sealed))
    settle_kept(at=at)


def calendar_turned(*, at: datetime) -> int:
    """Shut out and let in whoever's seat or absence began or ended by the calendar; returns how many were looked at.

    Pages go by the day at once; this takes the wraps away, and marks what is to be given.
    """
    found = turned(vault_queries.key_owners(), at, within=LOOKS_BACK)
    for account in sorted(found):
        person_changed(at=at, account=account)
    return len(found)


def key_counts(*, at: datetime, account: int) -> None:
    """A key of somebody counts: what it is for and is not open to them yet is settled, or waits for a colleague's visit.

    Nothing else is looked at: seventeen keys of one day looked at every record seventeen times, and kept all of them locked.
    """
    opened = {subject.id for subject in vault_queries.records_of(account, kind=APPEAL)}
    closed = set(queries.sealed_with(account, at)) - opened
    vault_actions.want(at=at, subjects=map(subject_of, sorted(closed)))
    for subject in vault_queries.kept_records(APPEAL):
        if subject.id in closed:
            settle_one(by=SYSTEM, at=at, ref=subject.id)


def person_changed(*, at: datetime, account: int) -> None:
    """Somebody's seats, absences or keys changed: shut out at once whom a bar now reaches, let in who now may."""
    for subject in vault_queries.records_of(account, kind=APPEAL):
        settle_one(by=SYSTEM, at=at, ref=subject.id)
    if vault_queries.pairs_of([account]):
        vault_actions.want(at=at, subjects=map(subject_of, queries.sealed_with(account, at)))
        settle_kept(at=at)
