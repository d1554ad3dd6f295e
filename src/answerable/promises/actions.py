"""Making a promise and saying how it ended."""

from datetime import date, datetime

from django.db import transaction

from answerable.base.actor import Actor
from answerable.base.ids import new_id
from answerable.base.subject import Subject
from answerable.base.verdict import MissingError, NotNowError, must
from answerable.ledger.actions import record
from answerable.ledger.rules import Fact
from answerable.promises import policy, queries
from answerable.promises.models import Promise
from answerable.promises.sealed_fields import PROMISE_EVIDENCE, PROMISE_TEXT
from answerable.promises.terms import Deed, State
from answerable.vault.sealing import seal_beside, seal_into


@transaction.atomic
def make_promise(
    *,
    by: Actor,
    at: datetime,
    subject: Subject,
    root: int,
    body: int,
    owner: int | None,
    text: str,
    due_on: date,
    to_readers: bool = False,
) -> Promise:
    """Make a promise. Refuses a day that has passed: a promise looks forward.

    With `to_readers` its words are for the readers of the sealed subject alone in whose answer it was made.
    """
    if due_on < queries.day_at(body, at):
        raise NotNowError("promise.day-has-passed")
    ref = new_id()
    promise = Promise.objects.create(
        id=ref,
        root=root,
        thing=str(subject),
        body_id=body,
        owner_id=owner,
        text=seal_into(subject if to_readers else None, PROMISE_TEXT, text, root=root, ref=ref),
        due_on=due_on,
        made_at=at,
        state=State.OPEN,
    )
    facts: dict[str, Fact | list[int]] = {"in": str(subject), "body": body, "due": due_on.isoformat()}
    record(by=by, at=at, deed=Deed.MADE, thing=f"promise/{ref}", root=root, facts=facts)
    return promise


@transaction.atomic
def end_promise(*, by: Actor, at: datetime, promise: int, kept: bool, evidence: str) -> Promise:
    """Say that a promise was kept, with evidence, or that it will not be. Refuses strangers to it and one that has ended."""
    held = Promise.objects.select_for_update().filter(id=promise).first()
    if held is None:
        raise MissingError
    must(policy.can_end(by, body=held.body_id, owner=held.owner_id))
    if held.state != State.OPEN:
        raise NotNowError("promise.has-ended")
    held.state, held.ended_at = (State.KEPT if kept else State.BROKEN), at
    held.evidence = seal_beside(held.text, PROMISE_EVIDENCE, evidence, root=held.root, ref=held.id)
    held.save(update_fields=["state", "ended_at", "evidence"])
    record(by=by, at=at, deed=Deed.KEPT if kept else Deed.BROKEN, thing=f"promise/{held.id}", root=held.root, facts={})
    return held
