"""Making a promise and saying how it ended."""

from datetime import date, datetime

from django.db import transaction

from answerable.base.actor import Actor
from answerable.base.ids import new_id
from answerable.base.leaf_kind import LeafKind
from answerable.base.subject import Subject
from answerable.base.verdict import MissingError, NotNowError, must
from answerable.ledger import leaves
from answerable.ledger.actions import record
from answerable.ledger.rules import Fact
from answerable.ledger.terms import COMMON, PublicAct
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
    public = _public(promise, kind="promise-made", by=by, at=at, text=text)
    record(by=by, at=at, deed=Deed.MADE, thing=f"promise/{ref}", root=root, facts=facts, public=public)
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
    kind: LeafKind = "promise-kept" if kept else "promise-ended"
    public = _public(held, kind=kind, by=by, at=at, text=evidence)
    deed, thing = Deed.KEPT if kept else Deed.BROKEN, f"promise/{held.id}"
    record(by=by, at=at, deed=deed, thing=thing, root=held.root, facts={}, public=public)
    return held


def _public(promise: Promise, *, kind: LeafKind, by: Actor, at: datetime, text: str) -> PublicAct:
    """An act on a promise in the public log: that there is one, by when, and how it ended; never on what, nor to whom.

    It is published in the common place, in the slow lane, and in a case of its own: nothing leads to that of the appeal.
    """
    made = kind == "promise-made"
    extra = {"promise-made": {"src": "answer"}, "promise-ended": {"e": "broken"}}.get(kind, {})
    return PublicAct(
        kind=kind,
        on=queries.day_at(promise.body_id, at),
        body=queries.code_of(promise.body_id),
        fields={"at": leaves.instant(at), "by": by.word, "in": promise.thing, "text": text},
        due=promise.due_on if made else None,
        extra=extra,
        place=COMMON if made else None,
        slow=True,
    )
