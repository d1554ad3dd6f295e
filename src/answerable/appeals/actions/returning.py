"""Whose code it is: a new code is told to the sender, and who is heard in person gets a way back (docs/decisions/0270)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from answerable.appeals import policy
from answerable.appeals.actions.acting import tell_sender
from answerable.appeals.actions.taking_down import find_for_caller
from answerable.appeals.models import Appeal
from answerable.appeals.terms import subject_of
from answerable.base import row_scope
from answerable.base.actor import Actor
from answerable.base.verdict import must
from answerable.ledger.queries import history_of, last_entry
from answerable.vault import actions as vault_actions
from answerable.vault import queries as vault_queries
from answerable.vault.actions import HeardInPerson


@dataclass(frozen=True, slots=True)
class HeardAtDesk:
    """Whose message it is, and what they are given."""

    number: str
    given: HeardInPerson


def hear_in_person(*, by: Actor, at: datetime, number: str, begins: str) -> HeardAtDesk:
    """Give whoever stands before an operator with a slip or a code the digits of the way back, and tell the sender.

    Refuses as `find_for_caller`, and whoever entered the message: they wrote the slip.
    """
    appeal = find_for_caller(by=by, at=at, number=number, begins=begins)
    subject = subject_of(appeal.id)
    with row_scope.of_subject(subject), transaction.atomic():
        first = history_of(str(subject))[0]
        must(policy.can_hear_in_person(by, entered_by=first.actor))
        given = vault_actions.hear_holder(by=by, at=at, subject=subject, begins=begins)
        entry = last_entry(str(subject))
        if entry is not None:
            tell_sender(appeal, at=at, kind="code-heard", entry=entry)
    return HeardAtDesk(appeal.number, given)


@transaction.atomic
def tell_of_new_code(*, at: datetime, ref: int, entry: int) -> None:
    """Tell the sender that a new code was made, where an operator or a channel had seen theirs and they left a way.

    So whoever did not make it learns of it, by a way that can't be changed without the new code.
    """
    appeal = Appeal.objects.filter(id=ref).first()
    if appeal is not None and vault_queries.code_was_seen(subject_of(ref)):
        tell_sender(appeal, at=at, kind="code-changed", entry=entry)
