"""Making a promise and saying how it ended."""

from datetime import date, datetime

from django.db import transaction

from answerable.base.actor import Actor
from answerable.base.ids import new_id
from answerable.base.verdict import Missing, NotNow, must
from answerable.ledger.actions import record
from answerable.ledger.rules import Fact
from answerable.promises import policy
from answerable.promises.models import Promise
from answerable.promises.terms import Deed, State
from answerable.vault.sealing import seal_beside, seal_into


@transaction.atomic
def make(
    *,
    by: Actor,
    at: datetime,
    thing: str,
    root: int,
    body: int,
    owner: int | None,
    text: str,
    due_on: date,
    into: int | None = None,
) -> Promise:
    """Make a promise. Refuses a day that has passed: a promise looks forward.

    `into` is the sealed appeal in whose answer it was made; its words are then for the readers of that appeal alone.
    """
    if due_on < at.date():
        raise NotNow("promise.day-has-passed")
    ref = new_id()
    promise = Promise.objects.create(
        id=ref,
        root=root,
        thing=thing,
        body_id=body,
        owner_id=owner,
        text=seal_into(into, text, root=root, table="promises_promise", ref=ref, field="text"),
        due_on=due_on,
        made_at=at,
        state=State.OPEN,
    )
    facts: dict[str, Fact | list[int]] = {"in": thing, "body": body, "due": due_on.isoformat()}
    record(by=by, at=at, deed=Deed.MADE, thing=f"promise/{ref}", root=root, facts=facts)
    return promise


@transaction.atomic
def end(*, by: Actor, at: datetime, promise: int, kept: bool, evidence: str) -> Promise:
    """Say that a promise was kept, with evidence, or that it will not be. Refuses strangers to it and one that has ended."""
    held = Promise.objects.select_for_update().filter(id=promise).first()
    if held is None:
        raise Missing
    must(policy.can_end(by, body=held.body_id, owner=held.owner_id))
    if held.state != State.OPEN:
        raise NotNow("promise.has-ended")
    held.state, held.ended_at = (State.KEPT if kept else State.BROKEN), at
    held.evidence = seal_beside(
        held.text, evidence, root=held.root, table="promises_promise", ref=held.id, field="evidence"
    )
    held.save(update_fields=["state", "ended_at", "evidence"])
    record(by=by, at=at, deed=Deed.KEPT if kept else Deed.BROKEN, thing=f"promise/{held.id}", root=held.root, facts={})
    return held
