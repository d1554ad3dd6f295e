"""The writes of the toy room, each with its deed."""

from datetime import datetime, timedelta

from django.db import transaction

from answerable.base.actor import Actor
from answerable.base.ids import new_id
from answerable.base.subject import Subject
from answerable.base.verdict import NotNowError, must
from answerable.ledger.actions import record
from answerable.ledger.terms import COMMON, PublicAct
from answerable.toy import policy, queries
from answerable.toy.models import Find, Shelf
from answerable.toy.terms import CERTIFICATE, KIND, WORDS, FindDeed
from answerable.vault import actions as vault_actions
from answerable.vault.terms import Readers


@transaction.atomic
def hand_in(*, by: Actor, at: datetime, root: int, body: int, code: str, shelf: str, words: str, to: Readers) -> Find:
    """Take a find, its words sealed to the readers, with a certificate in the public log."""
    subject, place = Subject(KIND, new_id()), Shelf.objects.get(code=shelf)
    drawn = vault_actions.draw_record(subject=subject, root=root)
    until = at.date() + timedelta(days=place.days)
    find = Find(id=subject.id, root=root, body=body, shelf=place, kept_until=until)
    find.words = drawn.put(WORDS, words, ref=find.id)
    find.save(force_insert=True)
    extra = {"name": shelf, "until": until.isoformat()}
    act = PublicAct(kind=CERTIFICATE, on=at.date(), body=code, fields={"shelf": shelf}, extra=extra, place=COMMON)
    record(by=by, at=at, deed=FindDeed.HANDED_IN, thing=str(subject), root=root, facts={"body": body}, public=act)
    vault_actions.lay_down(by=by, at=at, drawn=drawn, readers=to, opener=None)
    return find


@transaction.atomic
def acknowledge(*, by: Actor, at: datetime, ref: int) -> bool:
    """Say once that the find lies here."""
    find = queries.locked_find(ref)
    if find.acknowledged_at is not None:
        return False
    find.acknowledged_at = at
    find.save(update_fields=["acknowledged_at"])
    record(by=by, at=at, deed=FindDeed.ACKNOWLEDGED, thing=str(Subject(KIND, ref)), root=find.root)
    return True


@transaction.atomic
def fetch(*, by: Actor, at: datetime, ref: int) -> None:
    """Give a find out. Refuses whoever has not the power there, and a second time."""
    find = queries.locked_find(ref)
    must(policy.can_give_out(by, body=find.body))
    if find.fetched_at is not None:
        raise NotNowError("toy.fetched-before", on=find.fetched_at.date())
    find.fetched_at = at
    find.save(update_fields=["fetched_at"])
    record(by=by, at=at, deed=FindDeed.FETCHED, thing=str(Subject(KIND, ref)), root=find.root)
